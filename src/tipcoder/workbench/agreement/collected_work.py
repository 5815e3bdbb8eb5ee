"""What coders have finished, collected from the store: as it is now, or as it was when rounds were
frozen.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tipcoder.model.codings import Coder
from tipcoder.store import answers, finished_work, rounds
from tipcoder.store.engine import Db
from tipcoder.store.finished_work import ReadableAnswer
from tipcoder.store.rounds import FrozenJudgement, Round
from tipcoder.store.shared_words import load_code_keys
from tipcoder.text import trim_span
from tipcoder.workbench.agreement.judged_units import (
    FinishedUnits,
    JudgedUnit,
    JudgedWork,
    UnitCodings,
)
from tipcoder.workbench.codebook.file import read_codable_codes

if TYPE_CHECKING:
    from tipcoder.arrays import Bools, Ints

SUGGESTED = "suggestion"
"""The origin of codings that were accepted from suggestions."""


def read_current_work(db: Db, people: Sequence[Coder]) -> JudgedWork:
    """Everything that these coders have finished, as it is now."""
    ids = [person.id for person in people]
    units = [JudgedUnit(answer) for answer in finished_work.load_counted_answers(db)]
    unit_of = _UnitNumbers([unit.answer.id for unit in units])
    finished = _read_finished(db, ids, unit_of)
    return _build_work(db, units, finished, _read_codings(db, ids, units, unit_of))


def read_current_codes(db: Db, people: Sequence[Coder]) -> JudgedWork:
    """The same for whom it is enough which codes an answer has.

    No answer has a name, a language or a length, and no coding tells where it stands, nor whether
    it was suggested. That takes a third of the time.
    """
    ids = [person.id for person in people]
    answer_ids, respondents = finished_work.load_counted_numbers(db)
    units = []
    for answer_id, respondent in zip(answer_ids.tolist(), respondents.tolist(), strict=True):
        units.append(JudgedUnit(ReadableAnswer(answer_id, "", "", "", respondent, 0)))
    unit_of = _UnitNumbers(answer_ids)
    finished = _read_finished(db, ids, unit_of)
    return _build_work(db, units, finished, _read_codes(db, ids, finished, unit_of))


def _read_finished(db: Db, ids: Sequence[int], unit_of: _UnitNumbers) -> FinishedUnits:
    answer_ids, coder_ids, revisions = finished_work.load_finished_numbers(db, ids)
    # Answers that a later import replaced are no longer readable.
    numbers, is_unit = unit_of.find(answer_ids)
    return FinishedUnits(numbers, coder_ids[is_unit], revisions[is_unit])


class _UnitNumbers:
    """The number of the unit of each answer."""

    def __init__(self, answer_ids: Sequence[int] | Ints) -> None:
        """`answer_ids` are those of the units, in their order."""
        import numpy as np

        ids = np.array(answer_ids, dtype=np.int64)
        self._order = np.argsort(ids)
        self._ids = ids[self._order]

    def find(self, answer_ids: Ints) -> tuple[Ints, Bools]:
        """The units of those answers that are one, and for each answer whether it is."""
        import numpy as np

        places = np.searchsorted(self._ids, answer_ids)
        is_unit = places < len(self._ids)
        is_unit[is_unit] = self._ids[places[is_unit]] == answer_ids[is_unit]
        return self._order[places[is_unit]], is_unit


def _read_codes(
    db: Db, ids: Sequence[int], finished: FinishedUnits, unit_of: _UnitNumbers
) -> UnitCodings:
    """Codes on finished units, wherever they stand."""
    import numpy as np

    answer_ids, coder_ids, code_ids = finished_work.load_code_numbers(db, ids)
    units, is_unit = unit_of.find(answer_ids)
    coder_ids, code_ids = coder_ids[is_unit], code_ids[is_unit]
    # What is coded on an answer that is still open is not a judgement yet.
    width = max(ids, default=0) + 1
    is_finished = np.isin(units * width + coder_ids, finished.units * width + finished.coder_ids)
    chosen = units[is_finished], coder_ids[is_finished], code_ids[is_finished]
    return UnitCodings(*chosen, load_code_keys(db))


def _read_codings(
    db: Db, ids: Sequence[int], units: Sequence[JudgedUnit], unit_of: _UnitNumbers
) -> UnitCodings:
    lengths = {unit.answer.id: unit.answer.length for unit in units}
    # Numbers one after the other: a tuple for each coding would take five times as much memory.
    places = array("q")
    suggested = 0
    for row in finished_work.iterate_finished_codings(db, ids):
        answer_id, coder_id, code_id, start, end, quote, origin = row
        length = lengths.get(answer_id)
        if length is None:
            continue
        # A coding of the whole answer stays whole, white space at its ends or not.
        if end - start != length:
            start, end = _trim_quote(quote, start)
        suggested += origin == SUGGESTED
        places.extend((answer_id, coder_id, code_id, start, end))

    answer_ids, coder_ids, code_ids, starts, ends = _build_columns(places, 5)
    numbers, _ = unit_of.find(answer_ids)
    return UnitCodings(numbers, coder_ids, code_ids, load_code_keys(db), starts, ends, suggested)


def _build_columns(rows: Sequence[Sequence[int]] | array[int], width: int) -> Ints:
    """(width, rows), also where there is no row, and where rows follow on one another."""
    import numpy as np

    return np.array(rows, dtype=np.int64).reshape(-1, width).T


def _build_work(
    db: Db, units: Sequence[JudgedUnit], finished: FinishedUnits, unit_codings: UnitCodings
) -> JudgedWork:
    """Everything together, with the codes that each of the coders' codebooks had."""
    revisions = set(finished.revisions.tolist())
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
        self._finished: list[tuple[int, int, int]] = []
        self._codings: list[tuple[int, int, int, int, int]] = []
        self._code_ids = {key: number for number, key in load_code_keys(db).items()}

    def read_work(self) -> JudgedWork:
        """What was said in all of the rounds."""
        for one in self._chosen:
            self._add_round(one)
        finished = FinishedUnits(*_build_columns(self._finished, 3))
        units, coder_ids, code_ids, starts, ends = _build_columns(self._codings, 5)
        keys = {number: key for key, number in self._code_ids.items()}
        codings = UnitCodings(units, coder_ids, code_ids, keys, starts, ends)
        return _build_work(self._db, self._units, finished, codings)

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
        self._finished.append((unit, coder_id, judgement.revision))
        text = self._texts[judgement.answer_id]
        length = self._units[unit].answer.length
        for code, start, end in judgement.codings:
            # As in finished work.
            if end - start != length:
                start, end = trim_span(text, start, end)
            # A code that was frozen may be in no table of codes by now.
            code_id = self._code_ids.setdefault(code, -len(self._code_ids) - 1)
            self._codings.append((unit, coder_id, code_id, start, end))
