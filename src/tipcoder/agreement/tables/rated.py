"""From what was read in a table to ratings that can be compared: values folded, missing ones out, words in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from tipcoder.agreement.ratings import PRESENCE, UNKNOWN, Ratings, build_ratings
from tipcoder.agreement.tables.cells import WrittenCells, change_cells, group_by_coder, list_filled_cells
from tipcoder.agreement.tables.missing import find_missing_values
from tipcoder.agreement.tables.presence import find_presence_pair, pairs_differ
from tipcoder.agreement.tables.reading import ABSENT, PRESENT, TableOptions, TableReading, Variable, format_names
from tipcoder.agreement.tables.values import FoldedValues, Key, fold_to_key, fold_values, parse_number
from tipcoder.agreement.variables import ALL, MEASURED
from tipcoder.errors import BadInput

_SHOWN = 8
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


def build_table_ratings(reading: TableReading, options: TableOptions, source: str) -> RatedTable:
    """The ratings that were read. Raises BadInput where values do not have the level asked for."""
    if reading.codes:
        return RatedTable((_build_code_ratings(reading),), presence=True, codes=True)
    made = [_build_variable_ratings(variable, reading, options, source) for variable in reading.variables]
    presence = len(made) == 1 and options.level == "nominal" and _find_category_pair(made[0].ratings[0]) is not None
    ratings = tuple(rated for one in made for rated in one.ratings)
    if presence:
        ratings = (_name_after_pair(ratings[0]),)
    return RatedTable(
        ratings=ratings,
        presence=presence,
        codes=False,
        folded=" ".join(dict.fromkeys(one.folded for one in made if one.folded)),
        missing=" ".join(dict.fromkeys(one.missing for one in made if one.missing)),
        notes=tuple(dict.fromkeys(note for one in made for note in one.notes)),
    )


def _build_code_ratings(reading: TableReading) -> Ratings:
    shape = (len(reading.variables), len(reading.units), len(reading.coders))
    values = np.full(shape, UNKNOWN, np.int16)
    for k, variable in enumerate(reading.variables):
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
) -> RatedTable:
    missing = find_missing_values(list_filled_cells(variable.cells))
    cells = change_cells(variable.cells, lambda cell: None if cell in missing.taken else cell)
    cells, said = _unify_presence_words(cells, reading.coders, options)
    folded = fold_values(group_by_coder(cells), source, options.fold, measured=options.level in MEASURED)
    order = _order_categories(folded, options, source)
    different = len(set(folded.labels.values()))
    if different > _MOST_VALUES:
        raise BadInput(f"{source}: has {different} different values.", "Round them, so that they can be compared.")
    name = variable.name or ALL
    ratings = build_ratings(
        change_cells(cells, folded.labels.get),
        reading.coders,
        reading.units,
        name=name,
        categories=order,
    )
    note = " ".join(part for part in (said, folded.note) if part)
    return RatedTable((ratings,), False, False, note, missing.sentence, missing.notes)


def _unify_presence_words(
    cells: WrittenCells, coders: Sequence[str], options: TableOptions
) -> tuple[WrittenCells, str]:
    """1 and 0 where coders say yes and no in different words, and what was made of them as a sentence."""
    columns = group_by_coder(cells)
    keys = [set(map(fold_to_key, column)) for column in columns]
    if options.fold == "none" or not pairs_differ(keys):
        return cells, ""
    meaning: dict[Key, str] = {}
    said: dict[str, list[str]] = {}
    for coder, column, found in zip(coders, columns, keys, strict=True):
        pair = find_presence_pair(found)
        if pair is not None:
            meaning |= {pair[0]: ABSENT, pair[1]: PRESENT}
            words = {fold_to_key(cell): cell for cell in reversed(column)}
            said.setdefault(f"'{words[pair[0]]}' and '{words[pair[1]]}'", []).append(coder)
    written = "; ".join(f"{words} ({format_names(names)})" for words, names in said.items())
    return change_cells(cells, lambda cell: meaning[fold_to_key(cell)]), f"Read as 0 and 1: {written}."


def _order_categories(folded: FoldedValues, options: TableOptions, source: str) -> Sequence[str]:
    """The categories from low to high where they are words and have an order; else empty."""
    found: dict[Key, str] = {fold_to_key(label): label for label in folded.labels.values()}
    if not options.order:
        # Two values are as far apart in any order.
        if options.level == "ordinal" and not folded.numbers and len(found) > 2:
            words = sorted((label for label in found.values() if parse_number(label) is None), key=str.casefold)
            listed = ",".join(sorted(found.values(), key=str.casefold)[:_SHOWN])
            raise BadInput(
                f"{source}: --level ordinal needs an order, and {format_names([repr(word) for word in words], 3)} "
                f"{'is' if len(words) == 1 else 'are'} no number.",
                f"Name the values from low to high, as --order '{listed}', or say --missing for what is no rating.",
            )
        return ()
    wanted = [fold_to_key(word) for word in options.order]
    strange = [label for key, label in found.items() if key not in wanted]
    if strange:
        raise BadInput(
            f"{source}: --order does not name {format_names([repr(label) for label in strange], 3)}.",
            "Name every value from low to high, or say --missing for what is no rating.",
        )
    return [found[key] for key in dict.fromkeys(wanted) if key in found]


def _find_category_pair(ratings: Ratings) -> tuple[Key, Key] | None:
    return find_presence_pair(fold_to_key(name) for name in ratings.categories)


def _name_after_pair(ratings: Ratings) -> Ratings:
    """A variable of yes and no, with no first, called after both."""
    pair = _find_category_pair(ratings)
    assert pair is not None
    names = {fold_to_key(name): name for name in ratings.categories}
    absent, present = (names.get(key, key[1]) for key in pair)
    place = {names[key]: number for number, key in enumerate(pair) if key in names}
    values = np.full_like(ratings.values, UNKNOWN)
    for old, name in enumerate(ratings.categories):
        values[ratings.values == old] = place[name]
    return replace(ratings, values=values, codes=(f"{present} (not {absent})",), categories=(absent, present))


def as_presence(ratings: Ratings) -> Ratings:
    """The same with the categories of a code."""
    return replace(ratings, categories=PRESENCE)
