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
from tipcoder.store.rounds import in_open_rounds
from tipcoder.store.settlements import Settled, Spans
from tipcoder.text import counted
from tipcoder.workbench.adjudication.judgements import Judgements, in_common, joined, judgements
from tipcoder.workbench.study import OpenStudy

CONSENSUS = "consensus"


class Agreed(NamedTuple):
    """What the consensus says of one answer."""

    codes: Mapping[str, Spans]
    """The codes that are there, and on which words."""
    unsettled: frozenset[str]
    """Codes of which nothing is known: coders differ, or nobody who read it had the code."""
    outcome: Outcome


@dataclass(frozen=True)
class Consensus:
    """The layer, by answer, and what it is made of."""

    answers: Mapping[int, Agreed]
    sentence: str
    settled: int
    """Decisions that count in it."""
    unsettled: int
    """Codes on answers on which coders differ and nothing was decided."""


def consensus(db: Db) -> Consensus:
    """The layer as it stands. Raises BadInput where no answer was finished by two coders."""
    found = consensus_so_far(db)
    if found is None:
        raise BadInput(
            "There is no consensus in this study yet, because no answer was finished by two coders.",
            "Use --codings-of majority, or name one coder.",
        )
    return found


def consensus_so_far(db: Db) -> Consensus | None:
    """The same; None where no answer was finished by two coders."""
    found = judgements(db)
    decided = settlements.all_settled(db)
    agreed = {answer_id: _agreed(found, answer_id, decided) for answer_id in found.answers if answer_id in found.said}
    several = sum(1 for coders in found.said.values() if len(coders) > 1)
    if not several:
        return None
    used = {place for place in decided if place[0] in agreed}
    differ = sum(len(_open(found, answer_id, decided)) for answer_id in agreed)
    left_out = len(in_open_rounds(db))
    sentence = _sentence(len(agreed) - several, several, len(used), differ, left_out)
    return Consensus(agreed, sentence, len(used), differ)


def records_of(db: Db, layer: Consensus) -> list[CodingRecord]:
    """Every span of the layer as a coding whose coder is the consensus, in reading order."""
    texts = answers.texts(db, list(layer.answers))
    out = []
    for answer in finished_work.readable_answers(db):
        if answer.id in layer.answers:
            text = texts[answer.id]
            spans = [(span, code) for code, there in layer.answers[answer.id].codes.items() for span in there]
            for (start, end), code in sorted(spans, key=lambda found: found[0]):
                whole = (start, end) == (0, len(text))
                place = answer.case, answer.question, CONSENSUS
                out.append(CodingRecord(*place, code, start, end, whole, text[start:end]))
    return out


def consensus_of(here: OpenStudy) -> Consensus:
    """The layer of an open study."""
    with here.store.read() as db:
        return consensus(db)


def _sentence(alone: int, several: int, settled: int, unsettled: int, left_out: int) -> str:
    parts = [
        f"Layer: consensus of {counted(several, 'answer')} that two coders or more finished; "
        f"where they differed on a code, {settled} "
        f"{'decision was' if settled == 1 else 'decisions were'} settled and {unsettled} "
        f"{'is open and counts' if unsettled == 1 else 'are open and count'} as unknown."
    ]
    if alone:
        count = "counts" if alone == 1 else "count"
        parts.append(f"{counted(alone, 'answer')} that one coder alone finished {count} as coded.")
    if left_out:
        parts.append(f"Of open rounds {counted(left_out, 'answer')} {'is' if left_out == 1 else 'are'} left out.")
    return " ".join(parts)


def _agreed(found: Judgements, answer_id: int, decided: Mapping[tuple[int, str], Settled]) -> Agreed:
    coders = found.said[answer_id]
    put = found.put(answer_id)
    codes: dict[str, Spans] = {}
    unsettled = set(_open(found, answer_id, decided)) | _never_judged(found, answer_id)
    for code in found.book.codes:
        if (answer_id, code) in decided:
            decision = decided[answer_id, code].decision
            if decision.spans:
                codes[code] = decision.spans
        elif code in put and code not in unsettled:
            marked = [spans for coder_id in coders if (spans := found.spans(answer_id, coder_id, code))]
            codes[code] = in_common(marked) or joined(span for spans in marked for span in spans)
    outcomes = {one.outcome for one in coders.values()}
    same = outcomes.pop() if len(outcomes) == 1 else Outcome.NONE_APPLIES
    if codes:
        return Agreed(codes, frozenset(unsettled), Outcome.CODED)
    return Agreed(codes, frozenset(unsettled), Outcome.NONE_APPLIES if same is Outcome.CODED else same)


def _open(found: Judgements, answer_id: int, decided: Mapping[tuple[int, str], Settled]) -> list[str]:
    """Codes on which coders differ and nothing was decided."""
    coders = found.said[answer_id]
    return [
        code
        for code in found.put(answer_id)
        if (answer_id, code) not in decided and any(found.spans(answer_id, coder_id, code) == () for coder_id in coders)
    ]


def _never_judged(found: Judgements, answer_id: int) -> frozenset[str]:
    """Codes that nobody who read the answer could put on it, because they came later."""
    coders = found.said[answer_id].values()
    seen = frozenset().union(*(found.known[revision] for revision in {one.revision for one in coders}))
    return frozenset(found.can_be_put - seen - found.put(answer_id)) if not found.can_be_put <= seen else frozenset()
