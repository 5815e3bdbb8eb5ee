"""The consensus layer: what coders agree on, and what was decided where they differed.

An answer that one coder alone has finished counts as she coded it: nobody contradicts. Where coders differ and nothing
was decided, nothing is known. Coders who agree on a code and marked other words have those in common, else all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from tipcoder.errors import BadInput
from tipcoder.model import Outcome
from tipcoder.store import answers, finished_work, settlements
from tipcoder.store.codings import CodingRecord
from tipcoder.store.engine import Db
from tipcoder.store.rounds import find_open_round_answers
from tipcoder.store.settlements import Settlement, Spans
from tipcoder.text import format_count
from tipcoder.workbench.adjudication.judgements import Judgements, intersect_spans, merge_spans, read_judgements
from tipcoder.workbench.study import OpenStudy

CONSENSUS = "consensus"


class AnswerConsensus(NamedTuple):
    """What the consensus says of one answer."""

    codes: Mapping[str, Spans]
    """The codes that are there, and on which words."""
    unsettled: frozenset[str]
    """Codes of which nothing is known: coders differ, or nobody who read it had the code."""
    outcome: Outcome


@dataclass(frozen=True)
class Consensus:
    """The layer, by answer, and what it is made of."""

    answers: Mapping[int, AnswerConsensus]
    sentence: str
    settled: int
    """Decisions that count in it."""
    unsettled: int
    """Codes on answers on which coders differ and nothing was decided."""


def require_consensus(db: Db) -> Consensus:
    """The layer as it stands. Raises BadInput where no answer was finished by two coders."""
    found = find_consensus(db)
    if found is None:
        raise BadInput(
            "There is no consensus in this study yet, because no answer was finished by two coders.",
            "Use --codings-of majority, or name one coder.",
        )
    return found


def find_consensus(db: Db) -> Consensus | None:
    """The same; None where no answer was finished by two coders."""
    found = read_judgements(db)
    decided = settlements.load_settlements(db)
    agreed = {
        answer_id: _build_answer_consensus(found, answer_id, decided)
        for answer_id in found.answers
        if answer_id in found.by_answer
    }
    several = sum(1 for coders in found.by_answer.values() if len(coders) > 1)
    if not several:
        return None
    used = {place for place in decided if place[0] in agreed}
    differ = sum(len(_find_open_codes(found, answer_id, decided)) for answer_id in agreed)
    left_out = len(find_open_round_answers(db))
    sentence = _describe_consensus(len(agreed) - several, several, len(used), differ, left_out)
    return Consensus(agreed, sentence, len(used), differ)


def build_consensus_records(db: Db, layer: Consensus) -> list[CodingRecord]:
    """Every span of the layer as a coding whose coder is the consensus, in reading order."""
    texts = answers.load_texts(db, list(layer.answers))
    out = []
    for answer in finished_work.load_readable_answers(db):
        if answer.id in layer.answers:
            text = texts[answer.id]
            spans = [(span, code) for code, there in layer.answers[answer.id].codes.items() for span in there]
            for (start, end), code in sorted(spans, key=lambda found: found[0]):
                whole = (start, end) == (0, len(text))
                place = answer.case, answer.question, CONSENSUS
                out.append(CodingRecord(*place, code, start, end, whole, text[start:end]))
    return out


def require_study_consensus(study: OpenStudy) -> Consensus:
    """The layer of an open study."""
    with study.store.read() as db:
        return require_consensus(db)


def _describe_consensus(alone: int, several: int, settled: int, unsettled: int, left_out: int) -> str:
    parts = [
        f"Layer: consensus of {format_count(several, 'answer')} that two coders or more finished; "
        f"where they differed on a code, {settled} "
        f"{'decision was' if settled == 1 else 'decisions were'} settled and {unsettled} "
        f"{'is open and counts' if unsettled == 1 else 'are open and count'} as unknown."
    ]
    if alone:
        count = "counts" if alone == 1 else "count"
        parts.append(f"{format_count(alone, 'answer')} that one coder alone finished {count} as coded.")
    if left_out:
        parts.append(f"Of open rounds {format_count(left_out, 'answer')} {'is' if left_out == 1 else 'are'} left out.")
    return " ".join(parts)


def _build_answer_consensus(
    found: Judgements, answer_id: int, decided: Mapping[tuple[int, str], Settlement]
) -> AnswerConsensus:
    coders = found.by_answer[answer_id]
    put = found.find_applied_codes(answer_id)
    codes: dict[str, Spans] = {}
    unsettled = set(_find_open_codes(found, answer_id, decided)) | _find_unjudged_codes(found, answer_id)
    for code in found.book.codes:
        if (answer_id, code) in decided:
            decision = decided[answer_id, code].decision
            if decision.spans:
                codes[code] = decision.spans
        elif code in put and code not in unsettled:
            marked = [spans for coder_id in coders if (spans := found.find_spans(answer_id, coder_id, code))]
            codes[code] = intersect_spans(marked) or merge_spans(span for spans in marked for span in spans)
    outcomes = {one.outcome for one in coders.values()}
    same = outcomes.pop() if len(outcomes) == 1 else Outcome.NONE_APPLIES
    if codes:
        return AnswerConsensus(codes, frozenset(unsettled), Outcome.CODED)
    return AnswerConsensus(codes, frozenset(unsettled), Outcome.NONE_APPLIES if same is Outcome.CODED else same)


def _find_open_codes(found: Judgements, answer_id: int, decided: Mapping[tuple[int, str], Settlement]) -> list[str]:
    """Codes on which coders differ and nothing was decided."""
    coders = found.by_answer[answer_id]
    return [
        code
        for code in found.find_applied_codes(answer_id)
        if (answer_id, code) not in decided
        and any(found.find_spans(answer_id, coder_id, code) == () for coder_id in coders)
    ]


def _find_unjudged_codes(found: Judgements, answer_id: int) -> frozenset[str]:
    """Codes that nobody who read the answer could put on it, because they came later."""
    coders = found.by_answer[answer_id].values()
    seen = frozenset().union(*(found.known_codes[revision] for revision in {one.revision for one in coders}))
    return (
        frozenset(found.codable_codes - seen - found.find_applied_codes(answer_id))
        if not found.codable_codes <= seen
        else frozenset()
    )
