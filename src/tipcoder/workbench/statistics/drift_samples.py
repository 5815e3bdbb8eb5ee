"""Answers of an earlier wave that were coded again, as they were coded then and now.

What was said then is what counts now for the earlier wave, in the layer of the report. What is said
now is what a coder had said when the drift round was frozen.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tipcoder.analysis.presence import CaseAnswer
from tipcoder.model.answers import AnswerState
from tipcoder.model.codes import Codebook
from tipcoder.model.codings import Outcome
from tipcoder.store import codings, drift, open_answers, rounds
from tipcoder.store.engine import Db
from tipcoder.store.open_answers import OpenAnswer
from tipcoder.store.rounds import FrozenJudgement, Round
from tipcoder.text import format_count, join_words
from tipcoder.workbench.codebook.file import read_codable_codes
from tipcoder.workbench.statistics.case_table import CaseTable
from tipcoder.workbench.statistics.presence import Presence
from tipcoder.workbench.statistics.read_answers import LayerReading, find_layer_reading, group_votes
from tipcoder.workbench.study import OpenStudy


class JudgedTwice(NamedTuple):
    """An answer as it counts for the earlier wave, and how it was judged again."""

    answer: CaseAnswer
    """As the layer of the report has read it."""
    respondent: str
    codes_now: frozenset[str]
    codes_known: frozenset[str]
    """Codes that could be applied when it was judged again."""
    chance: float
    """With what chance it was drawn."""

    def was_there(self, keys: frozenset[str]) -> bool | None:
        """Whether any of these codes was on it; None where that was open."""
        if not self.answer.read or self.answer.leaves_open(keys):
            return None
        return self.answer.holds_any(keys)

    def is_there(self, keys: frozenset[str]) -> bool | None:
        """Whether any of these codes is on it now; None where none of them was in the codebook."""
        if not keys & self.codes_known:
            return None
        return bool(keys & self.codes_now)


@dataclass(frozen=True, eq=False)
class DriftSamples:
    """Everything that frozen drift rounds had coded again between two waves."""

    wave: str
    rounds: tuple[str, ...]
    sentences: tuple[str, ...]
    answers: tuple[JudgedTwice, ...]


def read_drift(
    study: OpenStudy, table: CaseTable, found: Presence, waves: tuple[str, str]
) -> DriftSamples:
    """What the drift rounds between these waves say, in the layer of `found`."""
    with study.store.read() as db:
        every = [one for one in rounds.load_rounds(db) if _is_between(one, waves)]
        frozen = [one for one in every if one.frozen_at]
        answers = _read_answers(db, table, found, frozen) if frozen else ()
    sentences = []
    still_open = [one.name for one in every if not one.frozen_at]
    if still_open:
        sentences.append(
            f"Round {join_words(still_open)} is still open, so that its drift check is not in this "
            "report."
        )
    names = tuple(one.name for one in frozen)
    if frozen:
        sentences.append(_describe_samples(names, waves, len(answers)))
    return DriftSamples(waves[0], names, tuple(sentences), tuple(answers))


def _is_between(one: Round, waves: tuple[str, str]) -> bool:
    design = one.design.get("drift")
    return design is not None and (design["from"], design["to"]) == waves


def _describe_samples(names: Sequence[str], waves: tuple[str, str], count: int) -> str:
    noun = "round" if len(names) == 1 else "rounds"
    answers = format_count(count, "answer")
    return (
        f"Drift check: {answers} of wave {waves[0]} coded again without anybody knowing, in "
        f"{noun} {join_words(names)}. What is left is the change minus the drift, with an interval "
        "from both (Zou & Donner, 2008); the drift is that of a sample, weighted by its chances."
    )


def _find_judgements_again(
    db: Db, frozen: Sequence[Round], copies: Container[int]
) -> dict[int, FrozenJudgement]:
    """Copy -> what its coder said of it; of several rounds the last one counts."""
    again: dict[int, FrozenJudgement] = {}
    for each in frozen:
        for judgement in rounds.load_judgements(db, each.id):
            if judgement.answer_id in copies and judgement.outcome != Outcome.UNCODABLE:
                again[judgement.answer_id] = judgement
    return again


def _read_answers(
    db: Db, table: CaseTable, found: Presence, frozen: Sequence[Round]
) -> list[JudgedTwice]:
    """The answers of frozen drift rounds with what was said of them then and now."""
    loaded = drift.load_drift_copies(db, [each.id for each in frozen])
    copies = {copy.copy_id: copy for copy in loaded}
    again = _find_judgements_again(db, frozen, copies)
    known = read_codable_codes(db, {judgement.revision for judgement in again.values()})

    said = group_votes(open_answers.load_readings(db), open_answers.load_codes_on_answers(db))
    answers = {answer.id: answer for answer in open_answers.load_open_answers(db)}
    places = {case_id: place for place, case_id in enumerate(table.ids)}
    read = []
    for copy_id, judgement in again.items():
        answer = answers.get(copies[copy_id].answer_id)
        # A text that was replaced or withdrawn since counts in no wave.
        if answer is None or answer.case_id not in places:
            continue
        if answer.state != AnswerState.ANSWERED:
            continue
        place = places[answer.case_id]
        read.append(
            JudgedTwice(
                _read_as_layer(answer, place, find_layer_reading(found.layer, answer.id, *said)),
                table.respondents[place],
                _find_codes_now(db, judgement, found.book),
                known[judgement.revision],
                copies[copy_id].chance,
            )
        )
    return read


def _find_codes_now(db: Db, judgement: FrozenJudgement, book: Codebook) -> frozenset[str]:
    """The codes of a judgement.

    Where one of them has left the codebook, its codings have gone where the code went when it was
    merged or split, and count as they are.
    """
    codes = frozenset(code for code, _, _ in judgement.codings)
    if codes <= book.codes.keys():
        return codes
    made = codings.load_codings(db, judgement.answer_id, judgement.coder_id)
    return frozenset(coding.code for coding in made)


def _read_as_layer(answer: OpenAnswer, place: int, reading: LayerReading) -> CaseAnswer:
    """What the layer says of an answer that somebody has read."""
    return CaseAnswer(
        case=place,
        question=answer.question,
        asked=True,
        answered=True,
        readable=True,
        read=reading.read,
        codes=reading.codes,
        unsettled=reading.unsettled,
        votes=reading.votes,
    )


def choose_scope(
    answers: Sequence[JudgedTwice], questions: Collection[str], cases: Collection[int]
) -> list[JudgedTwice]:
    """Those to these questions, of these cases."""
    wanted = set(cases)
    return [
        one for one in answers if one.answer.question in questions and one.answer.case in wanted
    ]
