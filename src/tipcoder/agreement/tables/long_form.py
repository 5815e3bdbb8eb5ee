"""A line a rating: unit, coder, value; or unit, coder, code; or unit, coder, a column a code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from tipcoder.agreement.tables.cells import WrittenCells
from tipcoder.agreement.tables.columns import profile_columns
from tipcoder.agreement.tables.header_words import CODE, POSITION, has_header_word
from tipcoder.agreement.tables.label_lists import build_code_variables, find_separators
from tipcoder.agreement.tables.long_table import LongColumns
from tipcoder.agreement.tables.presence import find_presence_pair
from tipcoder.agreement.tables.reading import (
    TableOptions,
    TableReading,
    Variable,
    explain_left_out_columns,
    format_names,
)
from tipcoder.agreement.tables.sheets import RatingsSheet
from tipcoder.agreement.tables.spread_codes import SIGN
from tipcoder.agreement.tables.units import name_units
from tipcoder.agreement.tables.values import Key, fold_to_key, fold_values
from tipcoder.agreement.tables.variables_of_codes import read_variables
from tipcoder.errors import BadInput

_NAMED = 3


@dataclass(frozen=True)
class _LinesByCoder:
    """The lines of each unit and coder, by their positions in the sheet."""

    units: tuple[str, ...]
    coders: tuple[str, ...]
    folded: str
    """Which spellings of units and of coders' names are one, as sentences."""
    at: Mapping[tuple[str, str], list[int]]


def read_long_table(sheet: RatingsSheet, columns: LongColumns, options: TableOptions) -> TableReading:
    """Every coder's values by unit.

    Raises BadInput for two values of one coder for one unit, naming the lines.
    """
    lines = _group_lines(sheet, columns, options)
    if columns.code is not None:
        return _read_by_code(sheet, columns, lines, options)
    if len(columns.values) > 1:
        return _read_by_column(sheet, columns, lines, options)
    at = columns.values[0]
    cells = [row[at] for row in sheet.rows]
    with_code = [cell for cell in cells if not options.has_no_code(cell)]
    signs = "" if options.layout == "long" else find_separators(with_code)
    lists = bool(signs) or options.layout == "sets"
    conflict = _find_conflict(sheet, lines, at)
    if lists or (conflict and options.layout != "long" and has_header_word(sheet.names[at], CODE)):
        return _read_code_lists(sheet, columns, lines, signs, options)
    if conflict:
        raise _build_conflict_error(sheet, conflict, at)
    rated, twice = _read_single_values(sheet, lines, at, options)
    return _build_reading(
        sheet,
        columns,
        lines,
        layout="long",
        what_was_said=f"the value in {sheet.names[at]!r}",
        variables=(Variable("", rated),),
        codes=False,
        notes=_note_repeated_lines(twice),
        options=options,
    )


def _group_lines(sheet: RatingsSheet, columns: LongColumns, options: TableOptions) -> _LinesByCoder:
    """Raises BadInput for a line without a unit or a coder, and where there is one coder only."""
    names, spelt = _unify_unit_names(name_units(sheet, columns.units))
    cells = [row[columns.coder] for row in sheet.rows]
    _refuse_nameless(sheet, names, cells)
    folded = fold_values([cells], sheet.source, "all")
    coders = [folded.labels[cell] for cell in cells]
    wanted = {fold_to_key(name) for name in options.coders}
    at: dict[tuple[str, str], list[int]] = {}
    for place, (unit, coder) in enumerate(zip(names, coders, strict=True)):
        if not wanted or fold_to_key(coder) in wanted:
            at.setdefault((unit, coder), []).append(place)
    kept_units = tuple(dict.fromkeys(unit for unit, _ in at))
    kept_coders = tuple(dict.fromkeys(coder for _, coder in at))
    if len(kept_coders) < 2:
        raise BadInput(
            f"{sheet.source}: names one coder only.",
            "Agreement needs two coders or more.",
        )
    notes = " ".join(note for note in (spelt, folded.note) if note)
    return _LinesByCoder(kept_units, kept_coders, notes, at)


def _refuse_nameless(sheet: RatingsSheet, units: Sequence[str], coders: Sequence[str]) -> None:
    for coder, unit, line in zip(coders, units, sheet.lines, strict=True):
        if not coder or not unit.strip(" /"):
            what = "unit" if coder else "coder"
            raise BadInput(
                f"{sheet.source}, line {line}: names no {what}.",
                "Fill the cell, or take the line out.",
            )


def _unify_unit_names(names: Sequence[str]) -> tuple[list[str], str]:
    """Each unit as it is called first, where `7` is `7.0` on other lines; and a note."""
    known: dict[Key, str] = {}
    called = [known.setdefault(fold_to_key(name), name) for name in names]
    others = dict.fromkeys(name for name, first in zip(names, called, strict=True) if name != first)
    if not others:
        return called, ""
    shown = format_names([repr(name) for name in others], _NAMED)
    return called, f"Units written in two ways are taken for one: {shown}."


def _find_conflict(sheet: RatingsSheet, lines: _LinesByCoder, at: int) -> list[int]:
    """The lines on which one coder says two things of one unit, the first such pair."""
    for places in lines.at.values():
        if len({fold_to_key(sheet.rows[place][at]) for place in places}) > 1:
            return places
    return []


def _build_conflict_error(sheet: RatingsSheet, places: Sequence[int], at: int) -> BadInput:
    numbers = [str(sheet.lines[place]) for place in places]
    values = list(dict.fromkeys(sheet.rows[place][at] or "nothing" for place in places))
    return BadInput(
        f"{sheet.source}: the lines {format_names(numbers)} are one coder's ratings of one unit, and say "
        f"{format_names([repr(value) for value in values])}.",
        "Take out what does not count; say --layout sets where a coder may give a unit several codes.",
    )


def _read_single_values(
    sheet: RatingsSheet,
    lines: _LinesByCoder,
    at: int,
    options: TableOptions,
) -> tuple[WrittenCells, list[int]]:
    """Units x coders: the value on the first line of both; and the lines that say it again."""
    twice: list[int] = []
    rows = []
    for unit in lines.units:
        row: list[str | None] = []
        for coder in lines.coders:
            places = lines.at.get((unit, coder), [])
            twice += [sheet.lines[place] for place in places[1:]]
            row.append(options.blank_as_none(sheet.rows[places[0]][at]) if places else None)
        rows.append(tuple(row))
    return tuple(rows), twice


def _note_repeated_lines(lines: Sequence[int]) -> tuple[str, ...]:
    if not lines:
        return ()
    which = format_names([str(line) for line in lines], _NAMED)
    many = "1 line says" if len(lines) == 1 else f"{len(lines)} lines say"
    return (f"{many} again what an earlier one says of the same unit and coder, and count once: line {which}.",)


def _read_code_lists(
    sheet: RatingsSheet, columns: LongColumns, lines: _LinesByCoder, signs: str, options: TableOptions
) -> TableReading:
    at = columns.values[0]
    table: list[list[str | None]] = []
    for unit in lines.units:
        row: list[str | None] = []
        for coder in lines.coders:
            places = lines.at.get((unit, coder))
            cells = [sheet.rows[place][at] for place in places or ()]
            said = [cell for cell in cells if not options.has_no_code(cell)]
            row.append(None if places is None else SIGN.join(said))
        table.append(row)
    # A line without a code was written by somebody who read the unit.
    variables, notes = build_code_variables(table, signs + SIGN, options, sheet.source, blank_is_none=not signs)
    return _build_reading(
        sheet,
        columns,
        lines,
        layout="sets",
        what_was_said=f"several codes in {sheet.names[at]!r}",
        variables=variables,
        codes=True,
        notes=notes,
        options=options,
    )


def _read_by_code(
    sheet: RatingsSheet, columns: LongColumns, lines: _LinesByCoder, options: TableOptions
) -> TableReading:
    """Unit, coder, code, value."""
    assert columns.code is not None
    at, value = columns.code, columns.values[0]
    folded = fold_values([[row[at] for row in sheet.rows if row[at]]], sheet.source, options.fold)
    tables: dict[str, list[dict[str, str]]] = {coder: [] for coder in lines.coders}
    for unit, coder in product(lines.units, lines.coders):
        places = lines.at.get((unit, coder), [])
        tables[coder].append(_collect_values_by_code(sheet, places, at, value, folded.labels))
    names = list(dict.fromkeys(folded.labels.values()))
    variables, codes, notes = read_variables(tables, names, options)
    if folded.note:
        notes = (folded.note, *notes)
    said = f"the code in {sheet.names[at]!r}, its value in {sheet.names[value]!r}"
    return _build_reading(
        sheet,
        columns,
        lines,
        layout="matrix",
        what_was_said=said,
        variables=variables,
        codes=codes,
        notes=notes,
        options=options,
    )


def _collect_values_by_code(
    sheet: RatingsSheet,
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
        if fold_to_key(sheet.rows[first][value]) != fold_to_key(row[value]):
            raise _build_conflict_error(sheet, [first, place], value)
    return {label: sheet.rows[place][value] for label, place in first_place.items()}


def _read_by_column(
    sheet: RatingsSheet, columns: LongColumns, lines: _LinesByCoder, options: TableOptions
) -> TableReading:
    """Unit, coder, and a column for each code."""
    names = [sheet.names[at] for at in columns.values]
    if options.layout == "sets" or any(has_header_word(name, POSITION) for name in sheet.names):
        sheet = _join_excerpts(sheet, columns, lines)
    tables: dict[str, list[dict[str, str]]] = {coder: [] for coder in lines.coders}
    twice: list[int] = []
    for unit, coder in product(lines.units, lines.coders):
        places = lines.at.get((unit, coder), [])
        twice += [sheet.lines[place] for place in places[1:]]
        tables[coder].append(_collect_values_by_column(sheet, places, columns.values))
    variables, codes, notes = read_variables(tables, names, options)
    what = "code" if codes else "variable"
    return _build_reading(
        sheet,
        columns,
        lines,
        layout="matrix",
        what_was_said=f"a column for each {what} ({format_names(names)})",
        variables=variables,
        codes=codes,
        notes=(*_note_repeated_lines(twice), *notes),
        options=options,
    )


def _collect_values_by_column(
    sheet: RatingsSheet,
    places: Sequence[int],
    columns: Sequence[int],
) -> dict[str, str]:
    """What one coder says of one unit in each column; none where there is no line.

    Raises BadInput where two lines say different things.
    """
    for at in columns:
        if len({fold_to_key(sheet.rows[place][at]) for place in places}) > 1:
            raise _build_conflict_error(sheet, places, at)
    if not places:
        return {}
    row = sheet.rows[places[0]]
    return {sheet.names[at]: row[at] for at in columns}


def _join_excerpts(sheet: RatingsSheet, columns: LongColumns, lines: _LinesByCoder) -> RatingsSheet:
    """The sheet with a code on all lines of a unit and coder where one of them has it.

    Each line is an excerpt of the unit, and the unit is what is compared. The same sheet where the
    columns hold something else than presence.
    """
    present: dict[int, Key] = {}
    for at in columns.values:
        pair = find_presence_pair({fold_to_key(row[at]) for row in sheet.rows if row[at]})
        if pair is None:
            return sheet
        present[at] = pair[1]
    rows = [list(row) for row in sheet.rows]
    for places in lines.at.values():
        for at, there in present.items():
            having = [rows[place][at] for place in places if fold_to_key(rows[place][at]) == there]
            if having:
                for place in places:
                    rows[place][at] = having[0]
    return replace(sheet, rows=tuple(tuple(row) for row in rows))


def _build_reading(
    sheet: RatingsSheet,
    columns: LongColumns,
    lines: _LinesByCoder,
    *,
    layout: str,
    what_was_said: str,
    variables: tuple[Variable, ...],
    codes: bool,
    notes: tuple[str, ...],
    options: TableOptions,
) -> TableReading:
    unit = " and ".join(repr(sheet.names[at]) for at in columns.units)
    coder = repr(sheet.names[columns.coder])
    used = [*columns.units, columns.coder, *columns.values]
    if columns.code is not None:
        used.append(columns.code)
    if lines.folded:
        notes = (lines.folded, *notes)
    return TableReading(
        layout=layout,
        sentence=f"a line a rating: the unit in {unit}, the coder in {coder} ({format_names(lines.coders)}), {what_was_said}",
        units=lines.units,
        coders=lines.coders,
        variables=variables,
        codes=codes,
        left_out=explain_left_out_columns(profile_columns(sheet, options.empty_keys), used),
        notes=notes,
    )
