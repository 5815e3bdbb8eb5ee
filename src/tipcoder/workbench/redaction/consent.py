"""Who wrote in an answer that they do not want to be named: a closed question asked before says otherwise at times.

A release that goes by the closed question alone names people who have taken their consent back in a comment box. So
whatever may say so is a warning of the whole study, until somebody has read it and said that it means something else.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from tipcoder.privacy.cues import REFUSAL_STEMS, find_refusals
from tipcoder.privacy.hits import Hit, merge_overlapping
from tipcoder.privacy.plain_view import build_plain_view
from tipcoder.privacy.windows import find_in_windows
from tipcoder.store import redactions
from tipcoder.store.engine import Store
from tipcoder.store.redactions import KEEP, RedactionDecision
from tipcoder.workbench.study import OpenStudy

_LISTED = 5


@dataclass
class _RefusalSearch:
    """What was found in the texts of one store. Texts are frozen: each is searched once."""

    up_to: int = 0
    """The newest answer that was there."""
    places: dict[int, list[tuple[int, int]]] = field(default_factory=dict)


_searched: WeakKeyDictionary[Store, _RefusalSearch] = WeakKeyDictionary()


@dataclass(frozen=True)
class ConsentRefusal:
    """A stretch of an answer whose writer may not want to be named."""

    answer_id: int
    case: str
    question: str
    start: int
    end: int


def find_consent_refusals(study: OpenStudy) -> list[ConsentRefusal]:
    """Those that nobody has read and set aside with a reason, in reading order. Needs no key file."""
    done = _searched.setdefault(study.store, _RefusalSearch())
    with study.store.read() as db:
        # What is hidden behind invisible characters is left to `redact list`, which reads every answer.
        new = redactions.load_sources_with_any(db, REFUSAL_STEMS, after=done.up_to)
        done.up_to = redactions.find_newest_answer(db)
        done.places |= {
            source.id: places for source in new if (places := _find_places(source.text))
        }
        sources = redactions.load_sources_at(db, done.places)
        decided = redactions.load_decisions(db)
    return [
        ConsentRefusal(source.id, source.case, source.question, start, end)
        for source in sources
        for start, end in done.places[source.id]
        if not _is_set_aside(decided.get(source.id, ()), start, end)
    ]


def warn_of_refusals(study: OpenStudy) -> str:
    """A sentence for a lead about everybody who may not want to be named; empty where nobody says so."""
    found = find_consent_refusals(study)
    if not found:
        return ""
    places = list(dict.fromkeys(f"{refusal.case} {refusal.question}" for refusal in found))
    more = f" and {len(places) - _LISTED} more" if len(places) > _LISTED else ""
    one = len(places) == 1
    return (
        f"{len(places)} {'answer says' if one else 'answers say'}, it seems, that {'its' if one else 'their'} writer "
        f"does not want to be named ({', '.join(places[:_LISTED])}{more}); read {'it' if one else 'them'} before "
        "anything leaves: `tipcoder redact list --kind consent`"
    )


def _find_places(text: str) -> list[tuple[int, int]]:
    if not any(find_refusals(unicodedata.normalize("NFC", text))):
        return []  # nearly all of them, and the plain view takes long
    found = merge_overlapping(find_in_windows(text, _find_plain_refusals))
    return [(hit.start, hit.end) for hit in found]


def _find_plain_refusals(stretch: str) -> list[Hit]:
    view = build_plain_view(stretch)
    return [
        Hit(*view.map_to_stored(h.start, h.end), h.kind, h.severity, h.reasons)
        for h in find_refusals(view.text)
    ]


def _is_set_aside(decided: Iterable[RedactionDecision], start: int, end: int) -> bool:
    """Whether somebody read it and said with a reason that it means something else."""
    return any(
        d.decision == KEEP and d.reason and d.start <= start and end <= d.end for d in decided
    )
