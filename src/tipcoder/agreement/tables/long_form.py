"""A line a rating: unit, coder, value; or unit, coder, code; or unit, coder, a column a code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from tipcoder.agreement.tables.cells import Cells
from tipcoder.agreement.tables.columns import look_at
from tipcoder.agreement.tables.header_words import CODE, POSITION, says
from tipcoder.agreement.tables.label_lists import code_variables, separators_of
from tipcoder.agreement.tables.long_table import LongColumns
from tipcoder.agreement.tables.presence import pair_of
from tipcoder.agreement.tables.reading import Asked, Reading, Variable, quoted, reasons_of
from tipcoder.agreement.tables.sheets import Sheet
from tipcoder.agreement.tables.spread_codes import SIGN
from tipcoder.agreement.tables.units import unit_names
from tipcoder.agreement.tables.values import Key, fold_values, key_of
from tipcoder.agreement.tables.variables_of_codes import variables_of
from tipcoder.errors import BadInput

_NAMED = 3


@dataclass(frozen=True)
class _Lines:
    """The lines of each unit and coder, by their positions in the sheet."""

    units: tuple[str, ...]
    coders: tuple[str, ...]
    folded: str
    """Which spellings of units and of coders' names are one, as sentences."""
    at: Mapping[tuple[str, str], list[int]]


def read_long(sheet: Sheet, columns: LongColumns, asked: Asked) -> Reading:
    """Every coder's values by unit.

    Raises BadInput for two values of one coder for one unit, naming the lines.
    """
    lines = _lines(sheet, columns, asked)
    if columns.code is not None:
        return _by_code(sheet, columns, lines, asked)
    if len(columns.values) > 1:
        return _by_column(sheet, columns, lines, asked)
    at = columns.values[0]
    cells = [row[at] for row in sheet.rows]
    with_code = [cell for cell in cells if not asked.has_no_code(cell)]
    signs = "" if asked.layout == "long" else separators_of(with_code)
    lists = bool(signs) or asked.layout == "sets"
    conflict = _conflict(sheet, lines, at)
    if lists or (conflict and asked.layout != "long" and says(sheet.names[at], CODE)):
        return _sets(sheet, columns, lines, signs, asked)
    if conflict:
        raise _two_values(sheet, conflict, at)
    rated, twice = _single(sheet, lines, at, asked)
    return _reading(
        sheet,
        columns,
        lines,
        layout="long",
        said=f"the value in {sheet.names[at]!r}",
        variables=(Variable("", rated),),
        codes=False,
        notes=_twice(twice),
        asked=asked,
    )


def _lines(sheet: Sheet, columns: LongColumns, asked: Asked) -> _Lines:
    """Raises BadInput for a line without a unit or a coder, and where there is one coder only."""
    names, spelt = _one_spelling(unit_names(sheet, columns.units))
    cells = [row[columns.coder] for row in sheet.rows]
    _refuse_nameless(sheet, names, cells)
    folded = fold_values([cells], sheet.source, "all")
    coders = [folded.labels[cell] for cell in cells]
    wanted = {key_of(name) for name in asked.coders}
    at: dict[tuple[str, str], list[int]] = {}
    for place, (unit, coder) in enumerate(zip(names, coders, strict=True)):
        if not wanted or key_of(coder) in wanted:
            at.setdefault((unit, coder), []).append(place)
    kept_units = tuple(dict.fromkeys(unit for unit, _ in at))
    kept_coders = tuple(dict.fromkeys(coder for _, coder in at))
    if len(kept_coders) < 2:
        raise BadInput(
            f"{sheet.source}: names one coder only.",
            "Agreement needs two coders or more.",
        )
    notes = " ".join(note for note in (spelt, folded.note) if note)
    return _Lines(kept_units, kept_coders, notes, at)


def _refuse_nameless(sheet: Sheet, units: Sequence[str], coders: Sequence[str]) -> None:
    for coder, unit, line in zip(coders, units, sheet.lines, strict=True):
        if not coder or not unit.strip(" /"):
            what = "unit" if coder else "coder"
            raise BadInput(
                f"{sheet.source}, line {line}: names no {what}.",
                "Fill the cell, or take the line out.",
            )


def _one_spelling(names: Sequence[str]) -> tuple[list[str], str]:
    """Each unit as it is called first, where `7` is `7.0` on other lines; and a note."""
    known: dict[Key, str] = {}
    called = [known.setdefault(key_of(name), name) for name in names]
    others = dict.fromkeys(name for name, first in zip(names, called, strict=True) if name != first)
    if not others:
        return called, ""
    shown = quoted([repr(name) for name in others], _NAMED)
    return called, f"Units written in two ways are taken for one: {shown}."


def _conflict(sheet: Sheet, lines: _Lines, at: int) -> list[int]:
    """The lines on which one coder says two things of one unit, the first such pair."""
    for places in lines.at.values():
        if len({key_of(sheet.rows[place][at]) for place in places}) > 1:
            return places
    return []


def _two_values(sheet: Sheet, places: Sequence[int], at: int) -> BadInput:
    numbers = [str(sheet.lines[place]) for place in places]
    values = list(dict.fromkeys(sheet.rows[place][at] or "nothing" for place in places))
    return BadInput(
        f"{sheet.source}: the lines {quoted(numbers)} are one coder's ratings of one unit, and say "
        f"{quoted([repr(value) for value in values])}.",
        "Take out what does not count; say --layout sets where a coder may give a unit several codes.",
    )


def _single(
    sheet: Sheet,
    lines: _Lines,
    at: int,
    asked: Asked,
) -> tuple[Cells, list[int]]:
    """Units x coders: the value on the first line of both; and the lines that say it again."""
    twice: list[int] = []
    rows = []
    for unit in lines.units:
        row: list[str | None] = []
        for coder in lines.coders:
            places = lines.at.get((unit, coder), [])
            twice += [sheet.lines[place] for place in places[1:]]
            row.append(asked.known(sheet.rows[places[0]][at]) if places else None)
        rows.append(tuple(row))
    return tuple(rows), twice


def _twice(lines: Sequence[int]) -> tuple[str, ...]:
    if not lines:
        return ()
    which = quoted([str(line) for line in lines], _NAMED)
    many = "1 line says" if len(lines) == 1 else f"{len(lines)} lines say"
    return (f"{many} again what an earlier one says of the same unit and coder, and count once: line {which}.",)


def _sets(sheet: Sheet, columns: LongColumns, lines: _Lines, signs: str, asked: Asked) -> Reading:
    at = columns.values[0]
    table: list[list[str | None]] = []
    for unit in lines.units:
        row: list[str | None] = []
        for coder in lines.coders:
            places = lines.at.get((unit, coder))
            cells = [sheet.rows[place][at] for place in places or ()]
            said = [cell for cell in cells if not asked.has_no_code(cell)]
            row.append(None if places is None else SIGN.join(said))
        table.append(row)
    # A line without a code was written by somebody who read the unit.
    variables, notes = code_variables(table, signs + SIGN, asked, sheet.source, blank_is_none=not signs)
    return _reading(
        sheet,
        columns,
        lines,
        layout="sets",
        said=f"several codes in {sheet.names[at]!r}",
        variables=variables,
        codes=True,
        notes=notes,
        asked=asked,
    )


def _by_code(sheet: Sheet, columns: LongColumns, lines: _Lines, asked: Asked) -> Reading:
    """Unit, coder, code, value."""
    assert columns.code is not None
    at, value = columns.code, columns.values[0]
    folded = fold_values([[row[at] for row in sheet.rows if row[at]]], sheet.source, asked.fold)
    tables: dict[str, list[dict[str, str]]] = {coder: [] for coder in lines.coders}
    for unit, coder in product(lines.units, lines.coders):
        places = lines.at.get((unit, coder), [])
        tables[coder].append(_values_by_code(sheet, places, at, value, folded.labels))
    names = list(dict.fromkeys(folded.labels.values()))
    variables, codes, notes = variables_of(tables, names, asked)
    if folded.note:
        notes = (folded.note, *notes)
    said = f"the code in {sheet.names[at]!r}, its value in {sheet.names[value]!r}"
    return _reading(
        sheet,
        columns,
        lines,
        layout="matrix",
        said=said,
        variables=variables,
        codes=codes,
        notes=notes,
        asked=asked,
    )


def _values_by_code(
    sheet: Sheet,
    places: Sequence[int],
    code: int,
    value: int,
    labels: Mapping[str, str],
) -> dict[str, str]:
    """What one coder says of one unit with each code.

    Raises BadInput where two lines say different things of one code.
    """
    first_place: dict[str, int] = {}
    for place in places:
        row = sheet.rows[place]
        label = labels.get(row[code], "")
        if not label:
            continue
        first = first_place.setdefault(label, place)
        if key_of(sheet.rows[first][value]) != key_of(row[value]):
            raise _two_values(sheet, [first, place], value)
    return {label: sheet.rows[place][value] for label, place in first_place.items()}


def _by_column(sheet: Sheet, columns: LongColumns, lines: _Lines, asked: Asked) -> Reading:
    """Unit, coder, and a column for each code."""
    names = [sheet.names[at] for at in columns.values]
    if asked.layout == "sets" or any(says(name, POSITION) for name in sheet.names):
        sheet = _joined_excerpts(sheet, columns, lines)
    tables: dict[str, list[dict[str, str]]] = {coder: [] for coder in lines.coders}
    twice: list[int] = []
    for unit, coder in product(lines.units, lines.coders):
        places = lines.at.get((unit, coder), [])
        twice += [sheet.lines[place] for place in places[1:]]
        tables[coder].append(_values_by_column(sheet, places, columns.values))
    variables, codes, notes = variables_of(tables, names, asked)
    what = "code" if codes else "variable"
    return _reading(
        sheet,
        columns,
        lines,
        layout="matrix",
        said=f"a column for each {what} ({quoted(names)})",
        variables=variables,
        codes=codes,
        notes=(*_twice(twice), *notes),
        asked=asked,
    )


def _values_by_column(
    sheet: Sheet,
    places: Sequence[int],
    columns: Sequence[int],
) -> dict[str, str]:
    """What one coder says of one unit in each column; none where there is no line.

    Raises BadInput where two lines say different things.
    """
    for at in columns:
        if len({key_of(sheet.rows[place][at]) for place in places}) > 1:
            raise _two_values(sheet, places, at)
    if not places:
        return {}
    row = sheet.rows[places[0]]
    return {sheet.names[at]: row[at] for at in columns}


def _joined_excerpts(sheet: Sheet, columns: LongColumns, lines: _Lines) -> Sheet:
    """The sheet with a code on all lines of a unit and coder where one of them has it.

    Each line is an excerpt of the unit, and the unit is what is compared. The same sheet where the
    columns hold something else than presence.
    """
    present: dict[int, Key] = {}
    for at in columns.values:
        pair = pair_of({key_of(row[at]) for row in sheet.rows if row[at]})
        if pair is None:
            return sheet
        present[at] = pair[1]
    rows = [list(row) for row in sheet.rows]
    for places in lines.at.values():
        for at, there in present.items():
            having = [rows[place][at] for place in places if key_of(rows[place][at]) == there]
            if having:
                for place in places:
                    rows[place][at] = having[0]
    return replace(sheet, rows=tuple(tuple(row) for row in rows))


def _reading(
    sheet: Sheet,
    columns: LongColumns,
    lines: _Lines,
    *,
    layout: str,
    said: str,
    variables: tuple[Variable, ...],
    codes: bool,
    notes: tuple[str, ...],
    asked: Asked,
) -> Reading:
    unit = " and ".join(repr(sheet.names[at]) for at in columns.units)
    coder = repr(sheet.names[columns.coder])
    used = [*columns.units, columns.coder, *columns.values]
    if columns.code is not None:
        used.append(columns.code)
    if lines.folded:
        notes = (lines.folded, *notes)
    return Reading(
        layout=layout,
        sentence=f"a line a rating: the unit in {unit}, the coder in {coder} ({quoted(lines.coders)}), {said}",
        units=lines.units,
        coders=lines.coders,
        variables=variables,
        codes=codes,
        left_out=reasons_of(look_at(sheet, asked.nothing), used),
        notes=notes,
    )
