"""What is asked of a table of ratings, and what was read from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tipcoder.agreement.tables.cells import WrittenCells
from tipcoder.agreement.tables.columns import ColumnProfile
from tipcoder.agreement.tables.missing import SIGNS
from tipcoder.agreement.tables.values import Key, fold_to_key, fold_to_keys
from tipcoder.text import join_first

LAYOUTS = ("wide", "transposed", "long", "matrix", "sets")
"""wide: one line per unit, one column per coder. transposed: the other way round. long: one line
per rating. matrix: one column per code, of each coder or with one line (or file) per coder. sets:
several codes in a cell."""
ABSENT, PRESENT = "0", "1"
_MOST_NAMED = 8
"""Names that a sentence lists."""


@dataclass(frozen=True)
class TableOptions:
    """What the user said of the table; empty is "find out"."""

    layout: str = ""
    units: tuple[str, ...] = ()
    """The column that names the unit, or several that do so together."""
    coders: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    """The columns that hold the ratings of a long table, or the codes of a matrix."""
    missing: frozenset[Key] = frozenset()
    """Values that say "not rated"."""
    empty: str = ""
    """What an empty list of codes says: none (read, nothing applied), missing (not coded)."""
    level: str = "nominal"
    fold: str = "auto"
    order: tuple[str, ...] = ()

    def is_blank(self, cell: str) -> bool:
        """Whether the cell is empty, or has what the user calls missing."""
        return not cell or fold_to_key(cell) in self.missing

    def is_called_missing(self, cell: str) -> bool:
        """Whether the user said of what is in the cell that nobody rated; `empty` says no more."""
        return bool(cell) and fold_to_key(cell) in self.missing

    def blank_as_none(self, cell: str) -> str | None:
        """The cell, None where it is blank."""
        return None if self.is_blank(cell) else cell

    @property
    def empty_keys(self) -> frozenset[Key]:
        """Values that say nothing about what a column holds."""
        # Signs like NA say nothing about what a column holds, even where they count as ratings.
        return self.missing | SIGNS

    def has_no_code(self, cell: str) -> bool:
        """Whether no code is there: also where there is a sign for nothing, like NA."""
        return not cell or fold_to_key(cell) in self.empty_keys

    def drop_empty(self, cells: Iterable[str]) -> list[str]:
        """The cells that have a code, or any other value."""
        return [cell for cell in cells if not self.has_no_code(cell)]

    def list_values(self, cells: Iterable[str]) -> set[Key]:
        """The different values of the cells that have one."""
        return fold_to_keys(self.drop_empty(cells))


@dataclass(frozen=True)
class Variable:
    """One thing that was rated: a code, or a question that coders answered about each unit."""

    name: str
    """Empty where it is the only one and has no name."""
    cells: WrittenCells


@dataclass(frozen=True)
class TableReading:
    """Who rated what."""

    layout: str
    sentence: str
    """How the table was read, without a full stop."""
    units: tuple[str, ...]
    coders: tuple[str, ...]
    variables: tuple[Variable, ...]
    codes: bool = False
    """Whether the variables are codes, with the cells `0` and `1`."""
    left_out: Mapping[str, str] = field(default_factory=dict)
    """Columns that hold no ratings, and why."""
    notes: tuple[str, ...] = ()


def explain_left_out_columns(
    columns: Iterable[ColumnProfile], but: Iterable[int]
) -> dict[str, str]:
    """For each column that is not among `but` why it is left out."""
    kept = set(but)
    return {column.name: column.explain_exclusion() for column in columns if column.at not in kept}


def format_names(names: Sequence[str], most: int = _MOST_NAMED) -> str:
    """`anna, boris and 3 more`: names of columns in a sentence."""
    return join_first(names, most)
