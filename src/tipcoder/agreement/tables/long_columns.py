"""Which columns of a long table name the unit and the coder, and which hold what was said."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from tipcoder.agreement.tables.coder_columns import is_running
from tipcoder.agreement.tables.columns import Looks, look_at
from tipcoder.agreement.tables.header_words import CODE, UNIT, VALUE, extra, names_a_coder, names_a_person, says
from tipcoder.agreement.tables.label_lists import separators_of
from tipcoder.agreement.tables.presence import are_marks, pair_of
from tipcoder.agreement.tables.reading import Asked, quoted
from tipcoder.agreement.tables.sheets import Sheet
from tipcoder.agreement.tables.spread_codes import are_spread
from tipcoder.agreement.tables.values import Key, key_of
from tipcoder.errors import BadInput

_MOST_CODERS = 20
_JOINT = 0.6
"""The share of units with two coders from which a table without any word for them is taken for long."""
_JOINT_UNITS = 2
_LINES_OF_A_PAIR = 8
"""Lines that a coder may have for a unit, one a code, before a column is no unit's."""
_QUESTION = frozenset(("question", "item", "frage", "вопрос", "pregunta", "questao", "domanda", "vraag"))


@dataclass(frozen=True)
class LongColumns:
    """Positions in a sheet with a line a rating."""

    units: tuple[int, ...]
    coder: int
    values: tuple[int, ...]
    """One column of values or of codes, or a column for each code."""
    code: int | None = None
    """The column that says which code a value is about."""


def find_long(sheet: Sheet, asked: Asked) -> LongColumns | None:
    """The columns of a long table; None where this is none. Raises BadInput where its values are doubtful."""
    looks = look_at(sheet, asked.nothing)
    forced = asked.layout == "long"
    for coder in _coder_columns(sheet, looks, asked):
        units = _unit_columns(sheet, looks, coder, asked)
        if units and (forced or _repeats(sheet, units, coder)):
            rest = [column for column in looks if column.at != coder.at and column.at not in units]
            return _with_values(sheet, units, coder, rest, asked)
    _refuse_without_overlap(sheet, looks, asked)
    found = _by_structure(sheet, looks, asked)
    if found is None and forced:
        raise BadInput(
            f"{sheet.source}: no column names the coder of each line.",
            "A long table has the columns unit, coder and value; call the one with coders so, or name them with "
            "--coders A,B.",
        )
    return found


def _refuse_without_overlap(sheet: Sheet, looks: Sequence[Looks], asked: Asked) -> None:
    """Raises BadInput where a column names who coded each line, and no unit has the lines of two coders."""
    called = [column for column in looks[1:] if names_a_coder(column.name) and column.filled]
    if asked.coders or len(called) != 1 or called[0].variety == 1 or called[0].numeric:
        return
    rated = any(set(called[0].counts) & set(column.counts) for column in looks if column.at != called[0].at)
    if not rated:
        raise BadInput(
            f"{sheet.source}: by its column {called[0].name!r} no unit was rated by two coders.",
            "Say with --units which column names the units, or with --coders which columns hold ratings.",
        )


def _coder_columns(sheet: Sheet, looks: Sequence[Looks], asked: Asked) -> list[Looks]:
    """Columns whose cells may be names of coders, by their name or by what was asked."""
    if asked.coders and all(sheet.find(name) is None for name in asked.coders):
        wanted = {name.casefold() for name in asked.coders}
        named = [column for column in looks if wanted <= {cell.casefold() for cell in column.filled}]
        return [column for column in named if not column.is_unique]
    called = [column for column in looks if names_a_coder(column.name)]
    called = called or [column for column in looks if names_a_person(column.name)]
    if len(called) > 1 and not _one_to_one(called):
        # coder 1, coder 2: a column a coder, unless one of them is just called coder.
        called = [column for column in called if not re.search(r"\d", column.name)] if asked.layout == "long" else []
    return [column for column in called if 1 < len(column.counts) < len(column.cells)]


def _one_to_one(columns: Sequence[Looks]) -> bool:
    """Whether columns name the same coders, as by number and by name; coders who agree have the same values."""
    if any(set(a.counts) & set(b.counts) for a, b in combinations(columns, 2)):
        return False
    lines = set(zip(*(column.cells for column in columns), strict=True))
    return all(len(lines) == len(set(column.cells)) for column in columns) and len(lines) < len(columns[0].cells)


def _unit_columns(sheet: Sheet, looks: Sequence[Looks], coder: Looks, asked: Asked) -> tuple[int, ...]:
    if asked.units:
        return tuple(sheet.position(name) for name in asked.units)
    free = [column for column in looks if column.at != coder.at and column.filled and not column.is_unique]
    called = [column for column in free if says(column.name, UNIT) and not _holds_values(column)]
    if called:
        first, *others = called
        question = [c for c in [*others, *free] if says(c.name, _QUESTION) and c.at != first.at]
        return (first.at, question[0].at) if question else (first.at,)
    plain = [column for column in free if not (extra(column.name) or column.is_dates or _holds_values(column))]
    # Beside a column that numbers the lines a unit has one line a coder, and is no code.
    most = 1.5 if any(says(column.name, UNIT) and column.is_unique for column in looks) else _LINES_OF_A_PAIR
    for column in [*plain, *free]:
        if _holds_values(column) or not _repeats(sheet, (column.at,), coder):
            continue
        pairs = {(key_of(row[column.at]), row[coder.at]) for row in sheet.rows}
        if len(sheet.rows) <= most * len(pairs):
            return (column.at,)
    return ()


def _holds_values(column: Looks) -> bool:
    return (says(column.name, VALUE) or says(column.name, CODE)) and not says(column.name, UNIT)


def _repeats(sheet: Sheet, units: Sequence[int], coder: Looks) -> bool:
    """Whether units stand on several lines, and some with two coders."""
    coders = _coders_by_unit(sheet, units, coder)
    return len(coders) < len(sheet.rows) and any(len(set(names)) > 1 for names in coders.values())


def _coders_by_unit(sheet: Sheet, units: Sequence[int], coder: Looks) -> dict[tuple[Key, ...], list[str]]:
    found: dict[tuple[Key, ...], list[str]] = defaultdict(list)
    for row in sheet.rows:
        found[tuple(key_of(row[at]) for at in units)].append(row[coder.at])
    return found


def _by_structure(sheet: Sheet, looks: Sequence[Looks], asked: Asked) -> LongColumns | None:
    """A long table without a word for the coder: every pair of a unit and a coder once, and one column of values."""
    if asked.coders or len(looks) < 3:
        return None
    usable = [c for c in looks if c.filled and not (c.is_text or c.is_dates or extra(c.name) or is_running(c))]
    called = [column for column in usable if says(column.name, UNIT)]
    people = [c for c in looks if c in usable or extra(c.name) == "names"]
    found = []
    for unit in called or usable:
        if unit.is_unique or (asked.units and sheet.position(asked.units[0]) != unit.at):
            continue
        for coder in people:
            if coder in called:
                continue
            rest = [column for column in usable if column.at not in (unit.at, coder.at)]
            rest = _differing(sheet, (unit.at,), rest) or rest
            if len(rest) != 1 or set(coder.counts) & set(rest[0].counts):
                continue
            if _is_crossed(sheet, unit, coder) and not _is_crossed(sheet, unit, rest[0]):
                found.append(LongColumns((unit.at,), coder.at, (rest[0].at,)))
    if len(found) > 1:
        # Units are many and coders few.
        found = sorted(found, key=lambda one: len(looks[one.coder].counts))[:1]
    return found[0] if found else None


def _is_crossed(sheet: Sheet, unit: Looks, coder: Looks) -> bool:
    if unit.at == coder.at or not 1 < len(coder.counts) <= min(_MOST_CODERS, len(unit.counts)):
        return False
    coders = _coders_by_unit(sheet, (unit.at,), coder)
    once = all(len(set(names)) == len(names) for names in coders.values())
    joint = sum(len(names) > 1 for names in coders.values())
    return once and joint >= _JOINT * len(coders) and len(coders) > _JOINT_UNITS


def _with_values(
    sheet: Sheet, units: tuple[int, ...], coder: Looks, rest: Sequence[Looks], asked: Asked
) -> LongColumns:
    """Choose among the remaining columns what was said."""
    if asked.values:
        return LongColumns(units, coder.at, tuple(sheet.position(name) for name in asked.values))
    likely = [column for column in rest if _may_be_values(column)]
    codes = [column for column in likely if says(column.name, CODE)]
    values = [column for column in likely if says(column.name, VALUE) and column not in codes]
    if len(codes) == 1 and len(values) == 1:
        return LongColumns(units, coder.at, (values[0].at,), codes[0].at)
    if len(codes) == 1:
        said = [column for column in likely if column not in codes and _is_yes_or_no(column)]
        if len(said) == 1 and not extra(said[0].name):
            return LongColumns(units, coder.at, (said[0].at,), codes[0].at)
    for named in (values, codes):
        if len(named) == 1:
            return LongColumns(units, coder.at, (named[0].at,))
    likely = [column for column in likely if _is_rated(sheet, units, column)] or likely
    if are_spread([column.name for column in codes]) and not values:
        return LongColumns(units, coder.at, tuple(column.at for column in codes))
    if len(likely) > 1 and not _are_codes(likely):
        likely = _differing(sheet, units, likely) or likely
    if len(likely) == 1 or (likely and _are_codes(likely)):
        return LongColumns(units, coder.at, tuple(column.at for column in likely))
    names = [column.name for column in likely]
    if not names:
        raise BadInput(
            f"{sheet.source}: has a line for each unit and coder, and no column of values beside them.",
            "Say with --values which column holds the ratings.",
        )
    raise BadInput(
        f"{sheet.source}: has a line for each unit and coder, and {quoted(names)} may all hold ratings.",
        f"Say --values {names[0]!r} for one of them, or --values {','.join(names)!r} for all.",
    )


def _is_rated(sheet: Sheet, units: Sequence[int], column: Looks) -> bool:
    """Whether the header allows it; a code may have any name where coders differ on it."""
    if not (extra(column.name) or says(column.name, UNIT)):
        return True
    return _are_codes([column]) and bool(_differing(sheet, units, [column]))


def _differing(sheet: Sheet, units: Sequence[int], columns: Sequence[Looks]) -> list[Looks]:
    """Those that say different things of one unit: an attribute of the unit says the same on all its lines."""
    out = []
    for column in columns:
        said = {(tuple(row[at] for at in units), row[column.at]) for row in sheet.rows if row[column.at]}
        if len(said) > len({unit for unit, _ in said}):
            out.append(column)
    return out


def _may_be_values(column: Looks) -> bool:
    if not column.filled or column.is_dates or is_running(column):
        return False
    return not column.is_text or bool(separators_of(column.filled))


def _is_yes_or_no(column: Looks) -> bool:
    return len(column.counts) == 2 and pair_of(column.counts) is not None


def _are_codes(columns: Sequence[Looks]) -> bool:
    keys = set().union(*(column.counts for column in columns))
    return pair_of(keys) is not None or are_marks(keys)
