"""From what was read in a table to ratings that can be compared.

Values are folded, missing ones are taken out, and words are put in order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from tipcoder.agreement.ratings import PRESENCE, UNKNOWN, Ratings, build_ratings
from tipcoder.agreement.tables.category_order import order_categories
from tipcoder.agreement.tables.cells import (
    WrittenCells,
    change_cells,
    group_by_coder,
    list_filled_cells,
)
from tipcoder.agreement.tables.folding import fold_values
from tipcoder.agreement.tables.missing import find_missing_values
from tipcoder.agreement.tables.presence import find_presence_pair, pairs_differ
from tipcoder.agreement.tables.reading import (
    ABSENT,
    PRESENT,
    TableOptions,
    TableReading,
    Variable,
    format_names,
)
from tipcoder.agreement.tables.values import Key, fold_to_key, fold_to_keys
from tipcoder.agreement.variables import ALL, MEASURED
from tipcoder.errors import BadInput

_MOST_VALUES = 32_000
"""What a cell of `Ratings` can tell apart."""


@dataclass(frozen=True)
class RatedTable:
    """Ratings of one table; one object for all codes, or one for each variable."""

    ratings: tuple[Ratings, ...]
    presence: bool
    """Whether the categories say that something is there or not."""
    codes: bool
    """Whether that something is a code."""
    folded: str = ""
    missing: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _RatedVariable:
    """Ratings of one variable, and what was made of its cells as sentences."""

    ratings: Ratings
    folded: str
    missing: str
    notes: tuple[str, ...]


def build_table_ratings(reading: TableReading, options: TableOptions, source: str) -> RatedTable:
    """The ratings that were read. Raises BadInput where values do not have the level asked for."""
    # Cells of codes are 0 and 1 already: nothing to fold or to ask.
    if reading.codes:
        return RatedTable((_build_code_ratings(reading),), presence=True, codes=True)

    ratings = []
    folded = []
    missing = []
    notes: list[str] = []
    for variable in reading.variables:
        rated = _build_variable_ratings(variable, reading, options, source)
        ratings.append(rated.ratings)
        folded.append(rated.folded)
        missing.append(rated.missing)
        notes += rated.notes

    # Yes and no of one variable are compared as a code is.
    pair = None
    if len(ratings) == 1 and options.level == "nominal":
        pair = _find_category_pair(ratings[0])
    if pair is not None:
        ratings = [_name_after_pair(ratings[0], pair)]
    return RatedTable(
        ratings=tuple(ratings),
        presence=pair is not None,
        codes=False,
        folded=_join_sentences(folded),
        missing=_join_sentences(missing),
        notes=tuple(dict.fromkeys(notes)),
    )


def _join_sentences(sentences: Iterable[str]) -> str:
    """Each of them once; variables of one table often have the same."""
    return " ".join(dict.fromkeys(filter(None, sentences)))


def _build_code_ratings(reading: TableReading) -> Ratings:
    """All codes in one object."""
    shape = (len(reading.variables), len(reading.units), len(reading.coders))
    values = np.full(shape, UNKNOWN, np.int16)
    for k, variable in enumerate(reading.variables):
        # Cells of codes are 0, 1 or None; None keeps what the array is filled with.
        written = np.array(variable.cells, object).reshape(shape[1:])
        values[k][written == ABSENT] = 0
        values[k][written == PRESENT] = 1
    return Ratings(
        values=values,
        codes=tuple(variable.name for variable in reading.variables),
        units=reading.units,
        coders=reading.coders,
    )


def _build_variable_ratings(
    variable: Variable, reading: TableReading, options: TableOptions, source: str
) -> _RatedVariable:
    """One variable, with signs for missing taken out and spellings folded."""
    missing = find_missing_values(list_filled_cells(variable.cells))
    # Before folding: a sign for missing would make words of numbers.
    cells = change_cells(variable.cells, lambda cell: None if cell in missing.taken else cell)
    cells, unified = _unify_presence_words(cells, reading.coders, options)

    measured = options.level in MEASURED
    folded = fold_values(group_by_coder(cells), source, options.fold, measured=measured)
    categories = order_categories(folded, options, source)
    different = len(set(folded.labels.values()))
    # Scores with many decimals have as many values as cells.
    if different > _MOST_VALUES:
        raise BadInput(
            f"{source}: has {different} different values.",
            "Round them, so that they can be compared.",
        )

    ratings = build_ratings(
        change_cells(cells, folded.labels.get),
        reading.coders,
        reading.units,
        name=variable.name or ALL,
        categories=categories,
    )
    note = _join_sentences((unified, folded.note))
    return _RatedVariable(ratings, note, missing.sentence, missing.notes)


def _unify_presence_words(
    cells: WrittenCells, coders: Sequence[str], options: TableOptions
) -> tuple[WrittenCells, str]:
    """1 and 0 where coders say yes and no in different words, and a sentence on it."""
    columns = group_by_coder(cells)
    keys_of = [fold_to_keys(column) for column in columns]
    # A user who folds nothing keeps yes and 1 apart too.
    if options.fold == "none" or not pairs_differ(keys_of):
        return cells, ""

    meaning: dict[Key, str] = {}
    coders_of: dict[str, list[str]] = {}
    for coder, column, keys in zip(coders, columns, keys_of, strict=True):
        pair = find_presence_pair(keys)
        if pair is None:
            continue
        absent, present = pair
        meaning |= {absent: ABSENT, present: PRESENT}
        # As the coder writes them first.
        spelling = {fold_to_key(cell): cell for cell in reversed(column)}
        words = f"'{spelling[absent]}' and '{spelling[present]}'"
        coders_of.setdefault(words, []).append(coder)

    parts = [f"{words} ({format_names(names)})" for words, names in coders_of.items()]
    unified = change_cells(cells, lambda cell: meaning[fold_to_key(cell)])
    return unified, f"Read as 0 and 1: {'; '.join(parts)}."


def _find_category_pair(ratings: Ratings) -> tuple[Key, Key] | None:
    """The (absent, present) that the categories are; else None."""
    keys = fold_to_keys(ratings.categories)
    if len(keys) < len(ratings.categories):
        # `1` and `01`, which the user keeps apart, are more than yes and no.
        return None
    return find_presence_pair(keys)


def _name_after_pair(ratings: Ratings, pair: tuple[Key, Key]) -> Ratings:
    """A variable of yes and no, with no first, called after both."""
    written = {fold_to_key(name): name for name in ratings.categories}
    # One of the two may be in no cell.
    absent, present = (written.get(key, key[1]) for key in pair)

    values = np.full_like(ratings.values, UNKNOWN)
    for number, name in enumerate((absent, present)):
        if name in ratings.categories:
            values[ratings.values == ratings.categories.index(name)] = number
    return replace(
        ratings,
        values=values,
        codes=(f"{present} (not {absent})",),
        categories=(absent, present),
    )


def as_presence(ratings: Ratings) -> Ratings:
    """The same with the categories of a code."""
    return replace(ratings, categories=PRESENCE)
