"""What coders said of answers, on its way to arrays: as it is now, or as it was when rounds were
frozen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tipcoder.model.codings import Coder
from tipcoder.store.finished_work import ReadableAnswer
from tipcoder.workbench.coders import tell_namesakes_apart

if TYPE_CHECKING:
    from tipcoder.agreement.ratings import Cells, Ratings
    from tipcoder.agreement.spans import Quotes

BATCH = 50
"""Jointly coded responses whose agreement is looked at together, to see coders drift."""


class JudgedUnit(NamedTuple):
    """An answer as it was judged: once as things are now, or once in each round that it was part
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
    """Who said what of which answers.

    `finished_units` are in the order in which coders finished them.
    """

    units: Sequence[JudgedUnit]
    finished_units: Sequence[FinishedUnit]
    unit_codings: Sequence[UnitCoding]
    available: Mapping[int, frozenset[str]]
    """Codes that could be applied under each revision."""

    @property
    def is_weighted(self) -> bool:
        """Whether some of it was drawn with other chances than the rest."""
        return len({unit.weight for unit in self.units}) > 1

    def list_at_work(self, people: Iterable[Coder]) -> list[Coder]:
        """Those of these people who have finished anything."""
        finished_any = {one.coder_id for one in self.finished_units}
        return [person for person in people if person.id in finished_any]

    def build_ratings(
        self, codes: Sequence[str], people: Sequence[Coder]
    ) -> tuple[Ratings, dict[str, list[str]]]:
        """Codes x units x coders, and warnings about codes.

        A cell is 1 where the coder applied the code, 0 where she finished the unit under a codebook
        that had it, else not known.
        """
        import numpy as np

        from tipcoder.agreement.ratings import UNKNOWN, Ratings

        column = _number_coders(people)
        row = {key: n for n, key in enumerate(codes)}
        # Nothing is known until somebody said it.
        values = np.full((len(codes), len(self.units), len(people)), UNKNOWN, np.int16)
        self._mark_absent(values, row, column)
        late = self._mark_present(values, row, column)
        ratings = Ratings(
            values=values,
            codes=tuple(codes),
            units=tuple(self._name_units()),
            coders=tuple(tell_namesakes_apart(people).values()),
            clusters=tuple(unit.answer.respondent for unit in self.units),
            weights=tuple(unit.weight for unit in self.units) if self.is_weighted else (),
        )
        warnings = {key: [_warn_of_late_code(count)] for key, count in late.items() if count}
        return ratings, warnings

    def _mark_absent(
        self, values: Cells, row: Mapping[str, int], column: Mapping[int, int]
    ) -> None:
        """Whoever finished a unit has judged every code that her codebook had."""
        import numpy as np

        known_rows = {}
        for revision, keys in self.available.items():
            known_rows[revision] = [row[key] for key in keys if key in row]
        # All that a coder finished under one codebook together: there are hundreds of thousands.
        finished: dict[tuple[int, int], list[int]] = {}
        for one in self.finished_units:
            finished.setdefault((one.revision, one.coder_id), []).append(one.unit)
        for (revision, coder_id), units in finished.items():
            # Others than these people are not compared.
            if coder_id in column:
                values[np.ix_(known_rows[revision], units, [column[coder_id]])] = 0

    def _mark_present(
        self, values: Cells, row: Mapping[str, int], column: Mapping[int, int]
    ) -> Counter[str]:
        """Mark what was applied; returns by code how often it was applied to a unit finished before
        it existed.
        """
        applied: dict[tuple[str, int], list[int]] = {}
        for mark in self.unit_codings:
            applied.setdefault((mark.code, mark.coder_id), []).append(mark.unit)

        late: Counter[str] = Counter()
        for (code, coder_id), units in applied.items():
            # A code that is not compared has no row.
            if code in row and coder_id in column:
                cells = values[row[code], :, column[coder_id]]
                # A unit counts once, however many of its words have the code.
                late[code] += sum(1 for unit in set(units) if cells[unit] < 0)
                cells[units] = 1
        return late

    def _name_units(self) -> Iterator[str]:
        """Case and question, and the round where there are several: an answer may be in more than
        one.
        """
        # One round, or none, needs no name in front of every unit.
        several = len({unit.round for unit in self.units}) > 1
        for unit in self.units:
            place = f"{unit.answer.case} {unit.answer.question}"
            yield f"{unit.round} {place}".strip() if several else place

    def build_quotes(self, codes: Sequence[str], people: Sequence[Coder]) -> Quotes:
        """The words that were marked."""
        from tipcoder.agreement.spans import Quotes

        column = _number_coders(people)
        found: dict[str, dict[tuple[int, int], list[tuple[int, int]]]] = {}
        for mark in self.unit_codings:
            if mark.code in codes and mark.coder_id in column:
                place = mark.unit, column[mark.coder_id]
                by_place = found.setdefault(mark.code, {})
                by_place.setdefault(place, []).append((mark.start, mark.end))
        return Quotes([unit.answer.length for unit in self.units], found)

    def label_batches(self, people: Sequence[Coder]) -> list[str]:
        """For each unit which batch of jointly coded responses it belongs to, in the order of
        finishing; "" for none.

        A unit is jointly coded once its second coder has finished it.
        """
        jointly_coded = self._list_jointly_coded(_number_coders(people))
        total = len(jointly_coded)
        batch_count = max(total // BATCH, 1)
        labels = [""] * len(self.units)
        for place, unit in enumerate(jointly_coded):
            # What is left over at the end is too little to look at alone.
            number = min(place // BATCH, batch_count - 1)
            is_last = number == batch_count - 1
            first = number * BATCH + 1
            last = total if is_last else (number + 1) * BATCH
            labels[unit] = f"{first} to {last}"
        return labels

    def _list_jointly_coded(self, coder_ids: Collection[int]) -> list[int]:
        """Units that two of these coders have finished, in the order in which the second of them
        did.
        """
        finished: Counter[int] = Counter()
        jointly_coded = []
        for one in self.finished_units:
            if one.coder_id in coder_ids:
                finished[one.unit] += 1
                # A third coder does not make it joint again.
                if finished[one.unit] == 2:
                    jointly_coded.append(one.unit)
        return jointly_coded


def _number_coders(people: Sequence[Coder]) -> dict[int, int]:
    """Coder id -> her column."""
    return {person.id: n for n, person in enumerate(people)}


def _warn_of_late_code(count: int) -> str:
    return (
        f"{count} of its codings are on answers that were finished before the codebook had the "
        "code; where it was not applied there, nobody knows whether it applies."
    )
