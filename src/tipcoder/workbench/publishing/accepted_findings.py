"""Accepting what the leak audit found: an act in the log with its reason, and without the words.

For a file the acceptance holds for its very bytes. For quotes it holds for the wording, because
each release makes another file.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tipcoder.errors import BadInput
from tipcoder.model.codings import Coder
from tipcoder.privacy.audit.finding import LeakFinding
from tipcoder.privacy.compared_words import fold_to_string
from tipcoder.store import accepted_findings, coders, events
from tipcoder.store.accepted_findings import AcceptedFinding
from tipcoder.text import join_first
from tipcoder.workbench.study import OpenStudy

_LISTED = 6
"""IDs that a refusal names."""
_SHORTEST_SAID = 4
"""Letters of words that a reason may not repeat."""


@dataclass(frozen=True)
class Acceptance:
    """What a person wants to accept, and why."""

    ids: tuple[str, ...] = ()
    reason: str = ""

    def __post_init__(self) -> None:
        if self.ids and not self.reason.strip():
            raise BadInput("Accepting a finding needs a reason.", "Say --reason WHY.")
        if self.reason and not self.ids:
            raise BadInput("A reason needs a finding.", "Say which with --accept ID.")


def load_accepted(study: OpenStudy, scope: str) -> dict[str, str]:
    """The reason by the ID of each finding that somebody accepted."""
    with study.store.read() as db:
        return accepted_findings.load_accepted_findings(db, scope)


def choose_findings(
    findings: Sequence[LeakFinding], wish: Acceptance, place: str, *, again: bool = False
) -> list[LeakFinding]:
    """The findings that are to be accepted, those that are accepted already only with `again`.

    Raises BadInput for an ID that none of them has, and for a reason that repeats the words.
    """
    by_id = {finding.id: finding for finding in findings if finding.id}
    chosen = []
    for wanted in dict.fromkeys(wish.ids):
        if wanted not in by_id:
            known = join_first(list(by_id), _LISTED) or "none that can be accepted"
            raise BadInput(f"{place}: no finding has the ID {wanted!r}.", f"It has {known}.")
        chosen.append(by_id[wanted])
    _refuse_words(chosen, wish.reason)
    return [finding for finding in chosen if again or not finding.accepted]


def _refuse_words(chosen: Sequence[LeakFinding], reason: str) -> None:
    said = f" {fold_to_string(reason)} "
    for finding in chosen:
        for words in map(fold_to_string, finding.words):
            if len(words) >= _SHORTEST_SAID and f" {words} " in said:
                raise BadInput(
                    f"The reason repeats the words of finding {finding.id}.",
                    "The log keeps it, and must not have them. Say it without.",
                )


def keep_acceptance(
    study: OpenStudy, coder: Coder, scope: str, chosen: Collection[LeakFinding], reason: str
) -> None:
    """Keep in the study that these findings are accepted, as one act that undo takes back."""
    if not chosen:
        return
    rows = [AcceptedFinding(scope, each.id, each.kind, reason.strip()) for each in chosen]
    with study.store.write() as db:
        person = coders.ensure_coder(db, coder)
        act = events.begin_act(db, person.id, "audit", _describe_act(chosen, reason.strip()))
        accepted_findings.add_accepted_findings(act, person.id, rows)
        events.finish_act(act)


def _describe_act(chosen: Collection[LeakFinding], reason: str) -> str:
    parts = []
    for finding in chosen:
        number = len(finding.places)
        parts.append(f"{finding.id} ({finding.kind}, {number} place{'s' if number > 1 else ''})")
    noun = "Finding" if len(parts) == 1 else "Findings"
    return f"{noun} {', '.join(parts)} of the audit accepted: {reason}"
