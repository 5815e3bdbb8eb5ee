"""The consensus layer: what coders agree on, and what was decided where they differed.

An answer that one coder alone has finished counts as she coded it: nobody contradicts. Where coders
differ and nothing was decided, nothing is known. Coders who agree on a code and marked other words
have those in common, else all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from tipcoder.errors import BadInput
from tipcoder.model.codings import Outcome
from tipcoder.store import answers, finished_work, settlements
from tipcoder.store.coding_records import CodingRecord
from tipcoder.store.engine import Db
from tipcoder.store.rounds import find_open_round_answers
from tipcoder.store.settlements import Settlement, Spans
from tipcoder.text import format_count
from tipcoder.workbench.adjudication.judgements import (
    Judgements,
    intersect_spans,
    merge_spans,
    read_judgements,
)
from tipcoder.workbench.study import OpenStudy

CONSENSUS = "consensus"

Decisions = Mapping[tuple[int, str], Settlement]
"""(answer id, code) -> what was decided."""


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
    """The layer as it is now. Raises BadInput where no answer was finished by two coders."""
    found = find_consensus(db)
    if found is None:
        raise BadInput(
            "There is no consensus in this study yet, "
            "because no answer was finished by two coders.",
            "Use --codings-of majority, or name one coder.",
        )
    return found


def find_consensus(db: Db) -> Consensus | None:
    """The same; None where no answer was finished by two coders."""
    found = read_judgements(db)
    # One coder alone has nobody to agree with.
    several = sum(1 for by_coder in found.by_answer.values() if len(by_coder) > 1)
    if not several:
        return None

    decided = settlements.load_settlements(db)
    agreed = {}
    open_count = 0
    for answer_id in found.answers:
        if answer_id in found.by_answer:
            agreed[answer_id] = _build_answer_consensus(found, answer_id, decided)
            open_count += len(_find_open_codes(found, answer_id, decided))

    # Decisions on answers that nobody has finished any more count for nothing.
    used = sum(1 for answer_id, _ in decided if answer_id in agreed)
    sentence = _describe_consensus(
        alone=len(agreed) - several,
        several=several,
        settled=used,
        unsettled=open_count,
        left_out=len(find_open_round_answers(db)),
    )
    return Consensus(agreed, sentence, used, open_count)


class JudgedAnswer(NamedTuple):
    """What counts of one answer, whoever finished it."""

    consensus: AnswerConsensus
    is_open: bool
    """Whether coders differ on a code and nothing was decided."""
    gone: frozenset[str]
    """Codes that were applied and have left the codebook: the consensus does not have them."""
    coders: frozenset[int]
    """Those who finished it."""
    revision: int
    """The oldest revision of the codebook under which one of them did."""


def read_judged_answers(db: Db) -> dict[int, JudgedAnswer]:
    """Every answer that somebody has finished, but for those of open rounds."""
    found = read_judgements(db)
    decided = settlements.load_settlements(db)
    judged = {}
    for answer_id, by_coder in found.by_answer.items():
        applied = {code for one in by_coder.values() for code in one.spans}
        judged[answer_id] = JudgedAnswer(
            consensus=_build_answer_consensus(found, answer_id, decided),
            is_open=bool(_find_open_codes(found, answer_id, decided)),
            gone=frozenset(applied.difference(found.book.codes)),
            coders=frozenset(by_coder),
            revision=min(one.revision for one in by_coder.values()),
        )
    return judged


class SettledAnswer(NamedTuple):
    """What was settled of one answer that several coders judged."""

    consensus: AnswerConsensus
    open_codes: frozenset[str]
    """Codes on which they differ and nothing was decided."""


def settle_answers(
    found: Judgements, decided: Decisions, judges: Mapping[int, Collection[int]]
) -> dict[int, SettledAnswer]:
    """What these coders (answer -> their ids) agree on, or what was decided where they differ.

    Answers that fewer than two of them finished are left out.
    """
    judged = {}
    for answer_id, coder_ids in judges.items():
        by_coder = found.by_answer.get(answer_id, {})
        chosen = {coder_id: said for coder_id, said in by_coder.items() if coder_id in coder_ids}
        if len(chosen) > 1:
            judged[answer_id] = chosen
    among = replace(found, by_answer=judged)
    settled = {}
    for answer_id in judged:
        open_codes = frozenset(_find_open_codes(among, answer_id, decided))
        consensus = _build_answer_consensus(among, answer_id, decided)
        settled[answer_id] = SettledAnswer(consensus, open_codes)
    return settled


def build_consensus_records(db: Db, layer: Consensus) -> list[CodingRecord]:
    """Every span of the layer as a coding whose coder is the consensus, in reading order."""
    texts = answers.load_texts(db, list(layer.answers))
    records = []
    for answer in finished_work.load_counted_answers(db):
        if answer.id not in layer.answers:
            continue
        text = texts[answer.id]
        for (start, end), code in _list_spans(layer.answers[answer.id]):
            records.append(
                CodingRecord(
                    answer.case,
                    answer.question,
                    CONSENSUS,
                    code,
                    start,
                    end,
                    (start, end) == (0, len(text)),
                    text[start:end],
                )
            )
    return records


def _list_spans(one: AnswerConsensus) -> list[tuple[tuple[int, int], str]]:
    """(span, code) in order of place."""
    spans: list[tuple[tuple[int, int], str]] = []
    for code, places in one.codes.items():
        spans.extend((span, code) for span in places)
    return sorted(spans, key=lambda found: found[0])


def require_study_consensus(study: OpenStudy) -> Consensus:
    """The layer of an open study."""
    with study.store.read() as db:
        return require_consensus(db)


def _describe_consensus(
    *, alone: int, several: int, settled: int, unsettled: int, left_out: int
) -> str:
    """How many answers and decisions the layer is made of, for a report."""
    decisions = format_count(settled, "decision was", "decisions were")
    open_decisions = format_count(unsettled, "is open and counts", "are open and count")
    parts = [
        f"Layer: consensus of {format_count(several, 'answer')} that two coders or more finished; "
        f"where they differed on a code, {decisions} made and {open_decisions} as unknown."
    ]
    if alone:
        verb = "counts" if alone == 1 else "count"
        answer_count = format_count(alone, "answer")
        parts.append(f"{answer_count} that one coder alone finished {verb} as coded.")
    if left_out:
        answer_count = format_count(left_out, "answer is", "answers are")
        parts.append(f"Of open rounds {answer_count} left out.")
    return " ".join(parts)


def _build_answer_consensus(
    found: Judgements, answer_id: int, decided: Decisions
) -> AnswerConsensus:
    by_coder = found.by_answer[answer_id]
    applied = found.find_applied_codes(answer_id)
    open_codes = _find_open_codes(found, answer_id, decided)
    unknown = _find_unjudged_codes(found, answer_id).union(open_codes)

    codes: dict[str, Spans] = {}
    for code in found.book.codes:
        # A decision holds whatever was said before it, or since.
        if (answer_id, code) in decided:
            spans = decided[answer_id, code].decision.spans
            if spans:
                codes[code] = spans
        elif code in applied and code not in unknown:
            codes[code] = _join_spans(found, answer_id, code)

    if codes:
        return AnswerConsensus(codes, unknown, Outcome.CODED)
    outcomes = {one.outcome for one in by_coder.values()}
    only = outcomes.pop() if len(outcomes) == 1 else Outcome.NONE_APPLIES
    if only is Outcome.CODED:
        # All coded it, and every code was decided away or is unknown.
        only = Outcome.NONE_APPLIES
    return AnswerConsensus(codes, unknown, only)


def _join_spans(found: Judgements, answer_id: int, code: str) -> Spans:
    """The words that all who applied a code marked; all marked words where they have none in
    common.
    """
    marked: list[Spans] = []
    every: list[tuple[int, int]] = []
    for coder_id in found.by_answer[answer_id]:
        spans = found.find_spans(answer_id, coder_id, code)
        if spans:
            marked.append(spans)
            every.extend(spans)
    # Words that only one of them marked are not agreed on.
    return intersect_spans(marked) or merge_spans(every)


def _find_open_codes(found: Judgements, answer_id: int, decided: Decisions) -> list[str]:
    """Codes on which coders differ and nothing was decided."""
    applied = found.find_applied_codes(answer_id)
    contradicted = [code for code in applied if _is_contradicted(found, answer_id, code)]
    return [code for code in contradicted if (answer_id, code) not in decided]


def _is_contradicted(found: Judgements, answer_id: int, code: str) -> bool:
    """Whether somebody read the answer and did not apply the code.

    Not having known the code contradicts nothing.
    """
    return any(
        found.find_spans(answer_id, coder_id, code) == () for coder_id in found.by_answer[answer_id]
    )


def _find_unjudged_codes(found: Judgements, answer_id: int) -> frozenset[str]:
    """Codes that nobody who read the answer could apply to it, because they came later."""
    revisions = {one.revision for one in found.by_answer[answer_id].values()}
    seen = frozenset().union(*(found.known_codes[revision] for revision in revisions))
    if found.codable_codes <= seen:
        return frozenset()
    return found.codable_codes - seen - found.find_applied_codes(answer_id)
