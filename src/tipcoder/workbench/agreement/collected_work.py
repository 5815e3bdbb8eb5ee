"""What coders have finished, collected from the store: as it is now, or as it was when rounds were
frozen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tipcoder.model.codings import Coder
from tipcoder.store import answers, finished_work, rounds
from tipcoder.store.engine import Db
from tipcoder.store.rounds import FrozenJudgement, Round
from tipcoder.text import trim_span
from tipcoder.workbench.agreement.judged_units import (
    FinishedUnit,
    JudgedUnit,
    JudgedWork,
    UnitCoding,
)
from tipcoder.workbench.codebook.file import read_codable_codes

SUGGESTED = "suggestion"
"""The origin of codings that were accepted from suggestions."""


def read_current_work(db: Db, people: Sequence[Coder], *, with_places: bool = True) -> JudgedWork:
    """Everything that these coders have finished, as it is now.

    Not `with_places` for whom it is enough which codes an answer has: then no coding tells where
    it stands, nor whether it was suggested. That takes half the time.
    """
    ids = [person.id for person in people]
    units = [JudgedUnit(answer) for answer in finished_work.load_counted_answers(db)]
    unit_of = {unit.answer.id: n for n, unit in enumerate(units)}

    finished = []
    for one in finished_work.load_finished_answers(db, ids):
        # Answers that a later import replaced are no longer readable.
        if one.answer_id in unit_of:
            unit = unit_of[one.answer_id]
            finished.append(FinishedUnit(unit, one.coder_id, one.revision))

    codings = (
        _list_codings(db, ids, units, unit_of) if with_places else _list_codes(db, ids, unit_of)
    )
    return _build_work(db, units, finished, codings)


def _list_codes(db: Db, ids: Sequence[int], unit_of: Mapping[int, int]) -> list[UnitCoding]:
    """Codes on units, as if each were on no words."""
    codings = []
    for answer_id, coder_id, code in finished_work.iterate_finished_codes(db, ids):
        if answer_id in unit_of:
            codings.append(UnitCoding(unit_of[answer_id], coder_id, code, 0, 0))
    return codings


def _list_codings(
    db: Db, ids: Sequence[int], units: Sequence[JudgedUnit], unit_of: Mapping[int, int]
) -> list[UnitCoding]:
    unit_codings = []
    for coding in finished_work.iterate_finished_codings(db, ids):
        if coding.answer_id in unit_of:
            unit = unit_of[coding.answer_id]
            start, end = coding.start, coding.end
            # A coding of the whole answer stays whole, white space at its ends or not.
            if end - start != units[unit].answer.length:
                start, end = _trim_quote(coding.quote, start)
            suggested = coding.origin == SUGGESTED
            unit_codings.append(
                UnitCoding(unit, coding.coder_id, coding.code, start, end, suggested)
            )
    return unit_codings


def _build_work(
    db: Db,
    units: Sequence[JudgedUnit],
    finished: Sequence[FinishedUnit],
    unit_codings: Sequence[UnitCoding],
) -> JudgedWork:
    """Everything together, with the codes that each of the coders' codebooks had."""
    revisions = {one.revision for one in finished}
    return JudgedWork(units, finished, unit_codings, read_codable_codes(db, revisions))


def _trim_quote(quote: str, start: int) -> tuple[int, int]:
    """White space at either end of a quote is no disagreement."""
    begin, end = trim_span(quote, 0, len(quote))
    return start + begin, start + end


def read_frozen_work(db: Db, chosen: Sequence[Round], people: Sequence[Coder]) -> JudgedWork:
    """What these coders had said when these rounds were frozen."""
    return _FrozenWork(db, chosen, people).read_work()


class _FrozenWork:
    """Units of several rounds, one round after the other."""

    def __init__(self, db: Db, chosen: Sequence[Round], people: Sequence[Coder]) -> None:
        self._db = db
        self._chosen = chosen
        self._coder_ids = {person.id for person in people}
        judged = finished_work.load_judged_answers(db, [one.id for one in chosen])
        self._answers = {answer.id: answer for answer in judged}
        self._order = {answer_id: n for n, answer_id in enumerate(self._answers)}
        self._texts = answers.load_texts(db, list(self._answers))
        # Strata of a plain draw differ by rounding alone, and need no weights.
        self._is_uneven = any("oversample" in one.design for one in chosen)
        self._units: list[JudgedUnit] = []
        self._finished: list[FinishedUnit] = []
        self._codings: list[UnitCoding] = []

    def read_work(self) -> JudgedWork:
        """What was said in all of the rounds."""
        for one in self._chosen:
            self._add_round(one)
        return _build_work(self._db, self._units, self._finished, self._codings)

    def _add_round(self, one: Round) -> None:
        said = rounds.load_judgements(self._db, one.id)
        judged = []
        for each in said:
            # The answers leave out what a drift round had coded again.
            if each.coder_id in self._coder_ids and each.answer_id in self._answers:
                judged.append(each)
        answer_ids = {judgement.answer_id for judgement in judged}
        # Units of a round are in reading order, as those of finished work do.
        in_order = sorted(answer_ids, key=self._order.__getitem__)
        chances = self._load_chances(one)
        unit_of = {}
        for answer_id in in_order:
            unit_of[answer_id] = len(self._units)
            # What was dealt to one coder alone has no chance, and counts once.
            weight = 1 / (chances.get(answer_id) or 1.0)
            self._units.append(JudgedUnit(self._answers[answer_id], one.name, weight))
        for judgement in judged:
            self._add_judgement(unit_of[judgement.answer_id], judgement)

    def _load_chances(self, one: Round) -> dict[int, float]:
        """With what chance each shared answer was drawn, where chances differed."""
        if not self._is_uneven:
            return {}
        assigned = rounds.load_assignments(self._db, one.id)
        return {each.answer_id: each.chance for each in assigned if each.shared}

    def _add_judgement(self, unit: int, judgement: FrozenJudgement) -> None:
        coder_id = judgement.coder_id
        self._finished.append(FinishedUnit(unit, coder_id, judgement.revision))
        text = self._texts[judgement.answer_id]
        length = self._units[unit].answer.length
        for code, start, end in judgement.codings:
            # As in finished work.
            if end - start != length:
                start, end = trim_span(text, start, end)
            self._codings.append(UnitCoding(unit, coder_id, code, start, end))
