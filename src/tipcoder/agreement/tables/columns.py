"""What the cells of a column look like: ratings, or text, names, dates and numbers that tell the lines apart."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from tipcoder.agreement.tables.header_words import UNIT, describe_extra_column, has_header_word
from tipcoder.agreement.tables.missing import MANY_VALUES
from tipcoder.agreement.tables.sheets import RatingsSheet
from tipcoder.agreement.tables.values import Key, fold_to_key, parse_number

_DATE = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}([T ].*)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}([T ,].*)?|\d{1,2}:\d\d(:\d\d)?( ?[ap]m)?"
    r"|\d{1,2}\.? ?[^\W\d_]{3,12}\.? \d{4}.*|[^\W\d_]{3,12} \d{1,2}, \d{4}.*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ColumnProfile:
    """One column of a sheet; `missing` are values that stand for none."""

    at: int
    name: str
    cells: tuple[str, ...]
    missing: frozenset[Key]

    @cached_property
    def filled(self) -> list[str]:
        """The cells that have a value."""
        return [cell for cell in self.cells if cell and fold_to_key(cell) not in self.missing]

    @cached_property
    def counts(self) -> Counter[Key]:
        """How often each value stands, its spellings folded."""
        return Counter(fold_to_key(cell) for cell in self.filled)

    @property
    def variety(self) -> float:
        """Different values for each filled cell: 1 where none repeats."""
        return len(self.counts) / len(self.filled) if self.filled else 0.0

    @cached_property
    def is_unique(self) -> bool:
        """Whether every line has a value of its own."""
        return len(self.counts) == len(self.cells) > 0

    @cached_property
    def is_numeric(self) -> bool:
        """Whether all values are numbers."""
        return bool(self.filled) and all(parse_number(cell) is not None for cell in self.filled)

    @cached_property
    def numbers(self) -> list[float]:
        """The values that are numbers."""
        found = (parse_number(cell) for cell in self.filled)
        return [float(number) for number in found if number is not None]

    @cached_property
    def is_dates(self) -> bool:
        """Whether most values are dates or times."""
        dates = sum(bool(_DATE.fullmatch(cell)) for cell in self.filled)
        return bool(self.filled) and dates >= 0.8 * len(self.filled)

    @cached_property
    def is_text(self) -> bool:
        """Whether people wrote sentences there: many words, and hardly one cell like another."""
        if not self.filled or self.is_numeric:
            return False
        words = median(len(cell.split()) for cell in self.filled)
        letters = median(len(cell) for cell in self.filled)
        return (words >= 4 or letters >= 30) and self.variety > 0.5

    @property
    def has_scores(self) -> bool:
        """Whether the values are numbers too many to be categories."""
        return self.is_numeric and len(self.counts) > MANY_VALUES

    def explain_exclusion(self) -> str:
        """Why this is no coder's column."""
        if not self.filled:
            return "empty"
        called = describe_extra_column(self.name)
        if called:
            return called
        if self.is_dates:
            return "dates or times"
        if self.is_text:
            return "free text"
        if has_header_word(self.name, UNIT) or (self.variety > 0.9 and len(self.filled) > 2):
            return "names or numbers that hardly repeat"
        return "values that no other column has"


def profile_columns(sheet: RatingsSheet, missing: frozenset[Key]) -> list[ColumnProfile]:
    """Every column of the sheet."""
    return [ColumnProfile(at, name, tuple(sheet.list_column_cells(at)), missing) for at, name in enumerate(sheet.names)]
