"""What the cells of a column look like.

They are ratings, or text, names, dates and numbers that tell the lines apart.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from tipcoder.agreement.tables.header_words import UNIT, describe_extra_column, has_header_word
from tipcoder.agreement.tables.missing import MANY_VALUES
from tipcoder.agreement.tables.presence import says_presence
from tipcoder.agreement.tables.sheets import RatingsSheet
from tipcoder.agreement.tables.values import Key, fold_to_key, is_number, parse_number

_DATE = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}([T ].*)?"
    r"|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}([T ,].*)?"
    r"|\d{1,2}:\d\d(:\d\d)?( ?[ap]m)?"
    r"|\d{1,2}\.? ?[^\W\d_]{3,12}\.? \d{4}.*"
    r"|[^\W\d_]{3,12} \d{1,2}, \d{4}.*",
    re.IGNORECASE,
)
_MOST = 0.8
"""The share of cells that must be dates where some may be anything."""
_SENTENCE_WORDS, _SENTENCE_LETTERS = 4, 30
"""From which length, in the middle, cells are sentences."""


@dataclass(frozen=True)
class ColumnProfile:
    """One column of a sheet; `missing` are values that say nothing."""

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
        """How often each value occurs, its spellings folded."""
        return Counter(map(fold_to_key, self.filled))

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
        return bool(self.filled) and all(map(is_number, self.filled))

    @cached_property
    def numbers(self) -> list[float]:
        """The values that are numbers."""
        found = map(parse_number, self.filled)
        return [float(number) for number in found if number is not None]

    @cached_property
    def is_dates(self) -> bool:
        """Whether most values are dates or times."""
        # A few cells may say "unknown" or hold a note.
        dates = list(filter(_DATE.fullmatch, self.filled))
        return bool(dates) and len(dates) >= _MOST * len(self.filled)

    @cached_property
    def is_text(self) -> bool:
        """Whether people wrote sentences there: many words, and hardly one cell like another."""
        if not self.filled or self.is_numeric:
            return False
        # The middle of all lengths: one long cell makes no text, and one short cell no rating.
        words = median(len(cell.split()) for cell in self.filled)
        letters = median(map(len, self.filled))
        are_long = words >= _SENTENCE_WORDS or letters >= _SENTENCE_LETTERS
        return are_long and self.variety > 0.5

    @cached_property
    def is_presence(self) -> bool:
        """Whether the column says yes and no, or has marks: a code may have any name."""
        return says_presence(self.counts)

    @property
    def has_scores(self) -> bool:
        """Whether the values are numbers too many to be categories."""
        return self.is_numeric and len(self.counts) > MANY_VALUES

    @property
    def has_many_names(self) -> bool:
        """Whether hardly a value repeats, in enough lines to tell."""
        return self.variety > 0.9 and len(self.filled) > 2

    def explain_exclusion(self) -> str:
        """Why this is not a coder's column."""
        if not self.filled:
            return "empty"
        # What people named it says more to them than what cells look like.
        called = describe_extra_column(self.name)
        if called:
            return called
        if self.is_dates:
            return "dates or times"
        if self.is_text:
            return "free text"
        if has_header_word(self.name, UNIT) or self.has_many_names:
            return "names or numbers that hardly repeat"
        return "values that no other column has"


def profile_columns(sheet: RatingsSheet, missing: frozenset[Key]) -> list[ColumnProfile]:
    """Every column of the sheet."""
    looks = []
    for at, name in enumerate(sheet.names):
        cells = tuple(sheet.list_column_cells(at))
        looks.append(ColumnProfile(at, name, cells, missing))
    return looks
