"""Columns by their headers, and what several columns have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tipcoder.agreement.tables.columns import ColumnProfile
from tipcoder.agreement.tables.header_words import describe_extra_column, has_header_word
from tipcoder.agreement.tables.values import Key


def list_names(columns: Iterable[ColumnProfile]) -> list[str]:
    """What the columns are called."""
    return [column.name for column in columns]


def find_called(columns: Iterable[ColumnProfile], words: frozenset[str]) -> list[ColumnProfile]:
    """Those whose header has one of the words."""
    return [column for column in columns if has_header_word(column.name, words)]


def drop_called(columns: Iterable[ColumnProfile], words: frozenset[str]) -> list[ColumnProfile]:
    """Those whose header has none of the words."""
    return [column for column in columns if not has_header_word(column.name, words)]


def drop_extra(columns: Iterable[ColumnProfile]) -> list[ColumnProfile]:
    """Those of which the header does not say that they hold something besides ratings."""
    return [column for column in columns if not describe_extra_column(column.name)]


def join_keys(columns: Iterable[ColumnProfile]) -> set[Key]:
    """The values of all these columns."""
    keys: set[Key] = set()
    for column in columns:
        keys.update(column.counts)
    return keys


def share_values(one: ColumnProfile, other: ColumnProfile) -> bool:
    """Whether both have a value in common."""
    return not one.counts.keys().isdisjoint(other.counts)


def list_lines(columns: Sequence[ColumnProfile]) -> list[tuple[str, ...]]:
    """The cells of these columns, line by line."""
    return list(zip(*(column.cells for column in columns), strict=True))


def list_filled(columns: Iterable[ColumnProfile]) -> list[str]:
    """What is written in the cells of these columns, column by column."""
    out: list[str] = []
    for column in columns:
        out += column.filled
    return out
