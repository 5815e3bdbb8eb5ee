"""Who wrote in an answer that they do not want to be named: a closed question asked before says otherwise at times.

A release that goes by the closed question alone names people who have taken their consent back in a comment box. So
whatever may say so is a warning of the whole study, until somebody has read it and said that it means something else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tipcoder.privacy.cues import REFUSAL_STEMS, find_refusals
from tipcoder.privacy.plain_view import plain_view
from tipcoder.store import redactions
from tipcoder.store.redactions import KEEP, Decision, Source
from tipcoder.workbench.opening import OpenStudy

_LISTED = 5


@dataclass(frozen=True)
class Refusal:
    """A stretch of an answer whose writer may not want to be named."""

    answer_id: int
    case: str
    question: str
    start: int
    end: int


def refusals(here: OpenStudy) -> list[Refusal]:
    """Those that nobody has read and set aside with a reason, in reading order. Needs no key file."""
    with here.store.read() as db:
        # What is hidden behind invisible characters is left to `redact list`, which reads every answer.
        candidates = redactions.sources_with_any(db, REFUSAL_STEMS)
        decided = redactions.decisions(db)
    return [refusal for source in candidates for refusal in _in(source, decided.get(source.id, ()))]


def consent_warning(here: OpenStudy) -> str:
    """A sentence for a lead about everybody who may not want to be named; empty where nobody says so."""
    found = refusals(here)
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


def _in(source: Source, decided: Iterable[Decision]) -> Iterable[Refusal]:
    view = plain_view(source.text)
    read = [(d.start, d.end) for d in decided if d.decision == KEEP and d.reason]
    for hit in find_refusals(view.text):
        start, end = view.back(hit.start, hit.end)
        if not any(begin <= start and end <= stop for begin, stop in read):
            yield Refusal(source.id, source.case, source.question, start, end)
