"""From what was read in a table to ratings that can be compared: values folded, missing ones out, words in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from tipcoder.agreement.ratings import PRESENCE, UNKNOWN, Ratings, ratings_of
from tipcoder.agreement.tables.cells import Cells, all_filled, by_coder, changed
from tipcoder.agreement.tables.missing import missing_among
from tipcoder.agreement.tables.presence import pair_of, pairs_differ
from tipcoder.agreement.tables.reading import ABSENT, PRESENT, Asked, Reading, Variable, quoted
from tipcoder.agreement.tables.values import Folded, Key, fold_values, key_of, number_of
from tipcoder.agreement.variables import ALL, MEASURED
from tipcoder.errors import BadInput

_SHOWN = 8
_MOST_VALUES = 32_000
"""What a cell of `Ratings` can tell apart."""


@dataclass(frozen=True)
class Rated:
    """Ratings of one table; one object for all codes, or one for each variable."""

    ratings: tuple[Ratings, ...]
    presence: bool
    """Whether the categories say that something is there or not."""
    codes: bool
    """Whether that something is a code."""
    folded: str = ""
    missing: str = ""
    notes: tuple[str, ...] = ()


def ratings_in(reading: Reading, asked: Asked, source: str) -> Rated:
    """The ratings that were read. Raises BadInput where values do not have the level asked for."""
    if reading.codes:
        return Rated((_of_codes(reading),), presence=True, codes=True)
    made = [_of_variable(variable, reading, asked, source) for variable in reading.variables]
    presence = len(made) == 1 and asked.level == "nominal" and _pair(made[0].ratings[0]) is not None
    ratings = tuple(rated for one in made for rated in one.ratings)
    if presence:
        ratings = (_named_presence(ratings[0]),)
    return Rated(
        ratings=ratings,
        presence=presence,
        codes=False,
        folded=" ".join(dict.fromkeys(one.folded for one in made if one.folded)),
        missing=" ".join(dict.fromkeys(one.missing for one in made if one.missing)),
        notes=tuple(dict.fromkeys(note for one in made for note in one.notes)),
    )


def _of_codes(reading: Reading) -> Ratings:
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


def _of_variable(variable: Variable, reading: Reading, asked: Asked, source: str) -> Rated:
    missing = missing_among(all_filled(variable.cells))
    cells = changed(variable.cells, lambda cell: None if cell in missing.taken else cell)
    cells, said = _in_one_pair(cells, reading.coders, asked)
    folded = fold_values(by_coder(cells), source, asked.fold, measured=asked.level in MEASURED)
    order = _order(folded, asked, source)
    different = len(set(folded.labels.values()))
    if different > _MOST_VALUES:
        raise BadInput(f"{source}: has {different} different values.", "Round them, so that they can be compared.")
    name = variable.name or ALL
    ratings = ratings_of(
        changed(cells, folded.labels.get),
        reading.coders,
        reading.units,
        name=name,
        categories=order,
    )
    note = " ".join(part for part in (said, folded.note) if part)
    return Rated((ratings,), False, False, note, missing.said, missing.notes)


def _in_one_pair(cells: Cells, coders: Sequence[str], asked: Asked) -> tuple[Cells, str]:
    """1 and 0 where coders say yes and no in different words, and what was made of them as a sentence."""
    columns = by_coder(cells)
    keys = [set(map(key_of, column)) for column in columns]
    if asked.fold == "none" or not pairs_differ(keys):
        return cells, ""
    meaning: dict[Key, str] = {}
    said: dict[str, list[str]] = {}
    for coder, column, found in zip(coders, columns, keys, strict=True):
        pair = pair_of(found)
        if pair is not None:
            meaning |= {pair[0]: ABSENT, pair[1]: PRESENT}
            words = {key_of(cell): cell for cell in reversed(column)}
            said.setdefault(f"'{words[pair[0]]}' and '{words[pair[1]]}'", []).append(coder)
    written = "; ".join(f"{words} ({quoted(names)})" for words, names in said.items())
    return changed(cells, lambda cell: meaning[key_of(cell)]), f"Read as 0 and 1: {written}."


def _order(folded: Folded, asked: Asked, source: str) -> Sequence[str]:
    """The categories from low to high where they are words and have an order; else empty."""
    found: dict[Key, str] = {key_of(label): label for label in folded.labels.values()}
    if not asked.order:
        # Two values are as far apart in any order.
        if asked.level == "ordinal" and not folded.numbers and len(found) > 2:
            words = sorted((label for label in found.values() if number_of(label) is None), key=str.casefold)
            listed = ",".join(sorted(found.values(), key=str.casefold)[:_SHOWN])
            raise BadInput(
                f"{source}: --level ordinal needs an order, and {quoted([repr(word) for word in words], 3)} "
                f"{'is' if len(words) == 1 else 'are'} no number.",
                f"Name the values from low to high, as --order '{listed}', or say --missing for what is no rating.",
            )
        return ()
    wanted = [key_of(word) for word in asked.order]
    strange = [label for key, label in found.items() if key not in wanted]
    if strange:
        raise BadInput(
            f"{source}: --order does not name {quoted([repr(label) for label in strange], 3)}.",
            "Name every value from low to high, or say --missing for what is no rating.",
        )
    return [found[key] for key in dict.fromkeys(wanted) if key in found]


def _pair(ratings: Ratings) -> tuple[Key, Key] | None:
    return pair_of(key_of(name) for name in ratings.categories)


def _named_presence(ratings: Ratings) -> Ratings:
    """A variable of yes and no, with no first, called after both."""
    pair = _pair(ratings)
    assert pair is not None
    names = {key_of(name): name for name in ratings.categories}
    absent, present = (names.get(key, key[1]) for key in pair)
    place = {names[key]: number for number, key in enumerate(pair) if key in names}
    values = np.full_like(ratings.values, UNKNOWN)
    for old, name in enumerate(ratings.categories):
        values[ratings.values == old] = place[name]
    return replace(ratings, values=values, codes=(f"{present} (not {absent})",), categories=(absent, present))


def as_presence(ratings: Ratings) -> Ratings:
    """The same with the categories of a code."""
    return replace(ratings, categories=PRESENCE)
