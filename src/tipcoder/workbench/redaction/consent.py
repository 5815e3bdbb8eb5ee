"""Who wrote in an answer that they do not want to be named, whatever a closed question says.

A release that goes by the closed question alone names people who have taken their consent back in
a comment box. So whatever may say so is a warning of the whole study, until somebody has read it
and said that it means something else.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from tipcoder.privacy.cues import find_refusals, list_refusal_stems
from tipcoder.privacy.hits import Hit, merge_overlapping
from tipcoder.privacy.plain_view import build_plain_view
from tipcoder.privacy.windows import find_in_windows
from tipcoder.store import redactions
from tipcoder.store.engine import Store
from tipcoder.store.redactions import KEEP, RedactionDecision
from tipcoder.text import join_first
from tipcoder.workbench.study import OpenStudy

_LISTED = 5
"""Answers that a warning names."""


@dataclass
class _RefusalSearch:
    """What was found in the texts of one store. Texts are frozen: each is searched once."""

    up_to: int = 0
    """The newest answer that was there."""
    places: dict[int, list[tuple[int, int]]] = field(default_factory=dict)


# A check asks for this at every look at the study, and reading every answer takes seconds.
_searched: WeakKeyDictionary[Store, _RefusalSearch] = WeakKeyDictionary()


@dataclass(frozen=True)
class ConsentRefusal:
    """A stretch of an answer whose writer may not want to be named.

    Offsets are code points of the stored text, half-open.
    """

    answer_id: int
    case: str
    question: str
    start: int
    end: int


def find_consent_refusals(study: OpenStudy) -> list[ConsentRefusal]:
    """Those that nobody has read and set aside with a reason, in reading order.

    Needs no key file.
    """
    done = _searched.setdefault(study.store, _RefusalSearch())
    with study.store.read() as db:
        # What is hidden behind invisible characters is left to `redact list`, which reads all.
        new = redactions.load_sources_with_any(db, list_refusal_stems(), after=done.up_to)
        done.up_to = redactions.find_newest_answer(db)
        for source in new:
            places = _find_places(source.text)
            if places:
                done.places[source.id] = places
        sources = redactions.load_sources_at(db, done.places)
        decided = redactions.load_decisions(db)

    refusals = []
    for source in sources:
        decisions = decided.get(source.id, ())
        for start, end in done.places[source.id]:
            if not _is_set_aside(decisions, start, end):
                refusals.append(ConsentRefusal(source.id, source.case, source.question, start, end))
    return refusals


def warn_of_refusals(study: OpenStudy) -> str:
    """A sentence for a lead about everybody who may not want to be named; empty where none is."""
    found = find_consent_refusals(study)
    if not found:
        return ""
    places = list(dict.fromkeys(f"{refusal.case} {refusal.question}" for refusal in found))
    listed = join_first(places, _LISTED)
    if len(places) == 1:
        says, whose, them = "answer says", "its", "it"
    else:
        says, whose, them = "answers say", "their", "them"
    return (
        f"{len(places)} {says}, it seems, that {whose} writer does not want to be named "
        f"({listed}); read {them} before anything leaves: `tipcoder redact list --kind consent`"
    )


def _find_places(text: str) -> list[tuple[int, int]]:
    # Nearly every answer ends here, and the plain view takes long.
    if not any(find_refusals(unicodedata.normalize("NFC", text))):
        return []
    found = merge_overlapping(find_in_windows(text, _find_plain_refusals))
    return [(hit.start, hit.end) for hit in found]


def _find_plain_refusals(stretch: str) -> list[Hit]:
    """Refusals in a stretch of text without what does not show, placed in the stretch itself."""
    view = build_plain_view(stretch)
    hits = []
    for hit in find_refusals(view.text):
        start, end = view.map_to_stored(hit.start, hit.end)
        hits.append(Hit(start, end, hit.kind, hit.severity, hit.reasons))
    return hits


def _is_set_aside(decided: Iterable[RedactionDecision], start: int, end: int) -> bool:
    """Whether somebody read it and said with a reason that it means something else."""
    for decision in decided:
        covers = decision.start <= start and end <= decision.end
        if covers and decision.decision == KEEP and decision.reason:
            return True
    return False
