"""What people decided about words of answers, as the leak audit looks for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tipcoder.privacy.audit.knowledge import (
    Removed,
    Run,
    build_removed,
    find_runs_around,
)
from tipcoder.privacy.compared_words import fold_to_string
from tipcoder.privacy.replacements import is_own_wording
from tipcoder.store.redactions import KEEP, RedactionDecision, RedactionRule, SourceAnswer

EVERYBODY = ""
"""In the place of a response ID: what is decided for the whole study."""


@dataclass
class DecidedWords:
    """Words removed from answers and words kept, by response ID."""

    ordinary: Container[str]
    """Folded words that tell nothing, because several respondents write them."""
    removed: dict[str, dict[Removed, None]] = field(default_factory=lambda: defaultdict(dict))
    """Each once, in order of the decisions."""
    kept: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    runs: set[Run] = field(default_factory=set)
    """Original wording around what was removed."""

    def add_decision(self, source: SourceAnswer, decision: RedactionDecision) -> None:
        """What was decided about one span of an answer."""
        text = source.text[decision.start : decision.end]
        string = fold_to_string(text)
        if decision.decision == KEEP:
            self.kept[source.respondent].add(string)
            return

        replacement = fold_to_string(decision.replacement)
        if decision.reason and is_own_wording(decision.replacement):
            # Somebody vouches with a reason for the words that they wrote.
            self.kept[source.respondent].add(replacement)

        # A replacement that says the same has removed nothing, and may be found in the file.
        if not string or string == replacement:
            return
        gone = build_removed(source.respondent, text, decision.kind)
        # Also words that many people use: in the quotes of this respondent they would tell.
        self.removed[source.respondent][gone] = None
        if gone.is_telling(self.ordinary):
            # Words around a name bring it back for whoever has the survey file.
            self.runs |= find_runs_around(source.text, decision.start, decision.end)

    def add_rule(self, rule: RedactionRule) -> None:
        """What was decided about a string of the whole study."""
        string = fold_to_string(rule.string)
        if rule.decision == KEEP:
            # Kept in the whole study, so that it may be seen under every ID.
            self.kept[EVERYBODY].add(string)
        else:
            self.removed[EVERYBODY][Removed(EVERYBODY, string, rule.kind)] = None

    def count_removed(self) -> int:
        """Spans and strings that were removed, each counted once for its respondent."""
        return sum(map(len, self.removed.values()))


def collect_decided_words(
    sources: Mapping[int, SourceAnswer],
    decided: Mapping[int, Sequence[RedactionDecision]],
    rules: Iterable[RedactionRule],
    ordinary: Container[str],
) -> DecidedWords:
    """Every decision about an answer of `sources`, by its id, and every rule of the study."""
    words = DecidedWords(ordinary)
    for answer_id, decisions in decided.items():
        source = sources.get(answer_id)
        # A later import may have taken the answer back; its decisions are kept for its return.
        if source is None:
            continue
        for decision in decisions:
            words.add_decision(source, decision)
    for rule in rules:
        words.add_rule(rule)
    return words
