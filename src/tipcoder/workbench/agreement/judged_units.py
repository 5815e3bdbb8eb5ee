"""What coders said of answers, on its way to arrays: as it stands now, or as it stood when rounds
were frozen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tipcoder.model import Coder
from tipcoder.store import answers, finished_work, rounds
from tipcoder.store.engine import Db
from tipcoder.store.finished_work import ReadableAnswer
from tipcoder.store.rounds import Round
from tipcoder.workbench.codebook.file import read_kept_codebook

if TYPE_CHECKING:
    from tipcoder.agreement.ratings import Ratings
    from tipcoder.agreement.spans import Quotes

SUGGESTED = "suggestion"
BATCH = 50
"""Jointly coded responses whose agreement is looked at together, to see coders drift."""


class JudgedUnit(NamedTuple):
    """An answer as it was judged: once as things stand now, or once in each round that it was part
    of.
    """

    answer: ReadableAnswer
    round: str = ""
    weight: float = 1.0
    """The inverse of the chance with which it was drawn, where chances differed."""


class FinishedUnit(NamedTuple):
    """A coder has finished a unit under a codebook revision."""

    unit: int
    coder_id: int
    revision: int


class UnitCoding(NamedTuple):
    """A coding on a unit: which code, and where without white space at either end."""

    unit: int
    coder_id: int
    code: str
    start: int
    end: int
    suggested: bool = False
    """Whether the coder accepted it from a suggestion."""


@dataclass(frozen=True)
class JudgedWork:
    """Who said what of which answers. `said` stands in the order in which answers were finished."""

    units: Sequence[JudgedUnit]
    finished_units: Sequence[FinishedUnit]
    unit_codings: Sequence[UnitCoding]
    available: Mapping[int, frozenset[str]]
    """Codes that could be applied under each revision."""

    @property
    def is_weighted(self) -> bool:
        """Whether some of it was drawn with other chances than the rest."""
        return len({unit.weight for unit in self.units}) > 1

    def build_ratings(
        self, codes: Sequence[str], people: Sequence[Coder]
    ) -> tuple[Ratings, dict[str, list[str]]]:
        """Codes x units x coders, and warnings about codes."""
        import numpy as np

        from tipcoder.agreement.ratings import UNKNOWN, Ratings

        column = {person.id: n for n, person in enumerate(people)}
        code = {key: n for n, key in enumerate(codes)}
        values = np.full((len(code), len(self.units), len(column)), UNKNOWN, np.int16)
        known_codes = {
            number: [code[key] for key in keys if key in code]
            for number, keys in self.available.items()
        }
        for one in self.finished_units:
            if one.coder_id in column:
                values[known_codes[one.revision], one.unit, column[one.coder_id]] = 0
        late: Counter[str] = Counter()
        for mark in self.unit_codings:
            if mark.code in code and mark.coder_id in column:
                place = code[mark.code], mark.unit, column[mark.coder_id]
                late[mark.code] += int(values[place] == UNKNOWN)
                values[place] = 1
        several = len({unit.round for unit in self.units}) > 1
        ratings = Ratings(
            values=values,
            codes=tuple(codes),
            units=tuple(
                f"{unit.round} {unit.answer.case} {unit.answer.question}".strip()
                if several
                else f"{unit.answer.case} {unit.answer.question}"
                for unit in self.units
            ),
            coders=tuple(_tell_namesakes_apart(people)),
            clusters=tuple(unit.answer.respondent for unit in self.units),
            weights=tuple(unit.weight for unit in self.units) if self.is_weighted else (),
        )
        return ratings, {key: [_warn_of_late_code(n)] for key, n in late.items() if n}

    def build_quotes(self, codes: Sequence[str], people: Sequence[Coder]) -> Quotes:
        """The words that were marked."""
        from tipcoder.agreement.spans import Quotes

        column = {person.id: n for n, person in enumerate(people)}
        found: dict[str, dict[tuple[int, int], list[tuple[int, int]]]] = {}
        for mark in self.unit_codings:
            if mark.code in codes and mark.coder_id in column:
                place = mark.unit, column[mark.coder_id]
                found.setdefault(mark.code, {}).setdefault(place, []).append((mark.start, mark.end))
        return Quotes([unit.answer.length for unit in self.units], found)

    def label_batches(self, people: Sequence[Coder]) -> list[str]:
        """For each unit which batch of jointly coded responses it belongs to, in the order of
        finishing; "" for none.

        A unit is jointly coded once its second coder has finished it.
        """
        there = {person.id for person in people}
        done: Counter[int] = Counter()
        order: list[int] = []
        for one in self.finished_units:
            if one.coder_id in there:
                done[one.unit] += 1
                if done[one.unit] == 2:
                    order.append(one.unit)
        out = [""] * len(self.units)
        whole = max(len(order) // BATCH, 1)
        for place, unit in enumerate(order):
            # What is left over at the end is too little to look at alone.
            number = min(place // BATCH, whole - 1)
            first, last = (
                number * BATCH + 1,
                len(order) if number == whole - 1 else (number + 1) * BATCH,
            )
            out[unit] = f"{first} to {last}"
        return out


def _tell_namesakes_apart(people: Sequence[Coder]) -> list[str]:
    """Two people may have one name; then the second is told apart by a number."""
    seen: Counter[str] = Counter()
    out = []
    for person in people:
        seen[person.name] += 1
        out.append(
            person.name if seen[person.name] == 1 else f"{person.name} ({seen[person.name]})"
        )
    return out


def _warn_of_late_code(n: int) -> str:
    return (
        f"{n} of its codings stand on answers that were finished before the codebook had the code; where it was not "
        "put there, nobody knows whether it applies."
    )


def read_current_work(db: Db, people: Sequence[Coder]) -> JudgedWork:
    """Everything that these coders have finished, as it stands."""
    ids = [person.id for person in people]
    units = [JudgedUnit(answer) for answer in finished_work.load_readable_answers(db)]
    row = {unit.answer.id: n for n, unit in enumerate(units)}
    said = [
        FinishedUnit(row[one.answer_id], one.coder_id, one.revision)
        for one in finished_work.load_finished_answers(db, ids)
        if one.answer_id in row
    ]
    marks = [
        _trim_coding(
            row[one.answer_id], one.coder_id, (one.code, one.start, one.end), one.quote, units
        )._replace(suggested=one.origin == SUGGESTED)
        for one in finished_work.load_finished_codings(db, ids)
        if one.answer_id in row
    ]
    return JudgedWork(units, said, marks, _read_available_codes(db, {one.revision for one in said}))


def read_frozen_work(db: Db, chosen: Sequence[Round], people: Sequence[Coder]) -> JudgedWork:
    """What these coders had said when these rounds were frozen."""
    ids = {person.id for person in people}
    by_id = {
        answer.id: answer
        for answer in finished_work.load_judged_answers(db, [one.id for one in chosen])
    }
    place = {answer_id: n for n, answer_id in enumerate(by_id)}
    texts = answers.load_texts(db, list(by_id))
    # Strata of a plain draw differ by rounding alone, and need no weights.
    uneven = any("oversample" in one.design for one in chosen)
    units: list[JudgedUnit] = []
    said: list[FinishedUnit] = []
    marks: list[UnitCoding] = []
    for one in chosen:
        judged = [each for each in rounds.load_judgements(db, one.id) if each.coder_id in ids]
        there = sorted({each.answer_id for each in judged}, key=place.__getitem__)
        row = {answer_id: len(units) + n for n, answer_id in enumerate(there)}
        chance = {
            each.answer_id: each.chance
            for each in rounds.load_assignments(db, one.id)
            if uneven and each.shared
        }
        units += [
            JudgedUnit(by_id[answer_id], one.name, 1 / (chance.get(answer_id) or 1.0))
            for answer_id in there
        ]
        for each in judged:
            unit = row[each.answer_id]
            said.append(FinishedUnit(unit, each.coder_id, each.revision))
            for code, start, end in each.codings:
                quote = texts[each.answer_id][start:end]
                marks.append(_trim_coding(unit, each.coder_id, (code, start, end), quote, units))
    return JudgedWork(units, said, marks, _read_available_codes(db, {one.revision for one in said}))


def _trim_coding(
    unit: int, coder_id: int, span: tuple[str, int, int], quote: str, units: Sequence[JudgedUnit]
) -> UnitCoding:
    """White space at either end of a quote is no disagreement; a whole answer stays whole."""
    code, start, end = span
    if end - start == units[unit].answer.length:
        return UnitCoding(unit, coder_id, code, start, end)
    stripped = start + len(quote) - len(quote.lstrip()), end - len(quote) + len(quote.rstrip())
    return UnitCoding(unit, coder_id, code, *stripped)


def _read_available_codes(db: Db, revisions: set[int]) -> Mapping[int, frozenset[str]]:
    out = {}
    for number in sorted(revisions):
        book = read_kept_codebook(db, number)
        out[number] = frozenset(key for key, code in book.codes.items() if code.codable)
    return out
