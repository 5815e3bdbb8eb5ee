"""Every verb in one table: its words, the module that it lives in, and one line about it.

The list of verbs is printed from here, so that `tipcoder --help` imports no verb. Every command
takes its line from here too, so there is no second one that could differ. A verb and its actions
stand in the file of the section where the list of verbs shows it.
"""

from __future__ import annotations

from collections.abc import Iterator

from tipcoder.cli.verbs import analysis, coding, publishing, study, team, upkeep
from tipcoder.cli.verbs.verb import Verb as Verb

SECTIONS = ("Study", "Coding", "Team", "Analysis", "Publishing", "Upkeep")

_TABLE = (
    *study.VERBS,
    *coding.VERBS,
    *team.VERBS,
    *analysis.VERBS,
    *publishing.VERBS,
    *upkeep.VERBS,
)
VERBS = {verb.words: verb for verb in _TABLE}

OLD_WORDS = {
    "suggest audit": "suggest bias",
    "export bundle": "bundle export",
}
"""Spellings of the release before this one, which are still understood.

`import bundle FILE` is one more: `import` looks for it, since a survey may be called bundle.
"""


def verbs_below(words: str) -> Iterator[Verb]:
    """The verbs, or the actions of one verb, in the order in which they are listed."""
    for verb in VERBS.values():
        if verb.parent == words:
            yield verb
