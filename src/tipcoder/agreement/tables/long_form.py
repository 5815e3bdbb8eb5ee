"""One line per rating: unit, coder, value; or unit, coder, code; or codes as columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tipcoder.agreement.tables.cells import CoderTable, WrittenCells
from tipcoder.agreement.tables.columns import profile_columns
from tipcoder.agreement.tables.folding import fold_values
from tipcoder.agreement.tables.header_words import CODE, POSITION, has_header_word
from tipcoder.agreement.tables.label_lists import build_code_variables
from tipcoder.agreement.tables.label_separators import find_separators
from tipcoder.agreement.tables.long_lines import (
    LinesByCoder,
    build_conflict_error,
    find_conflict,
    group_lines,
    has_conflict,
    note_repeated_lines,
)
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
from tipcoder.agreement.tables.single_values import read_single_values
from tipcoder.agreement.tables.spread_codes import SIGN
from tipcoder.agreement.tables.values import Key, fold_to_key, fold_to_keys
from tipcoder.agreement.tables.variables_of_codes import read_variables


@dataclass(frozen=True)
class _LongRatings:
    """What was read from the columns of values."""

    layout: str
    where: str
    """Where the values are, in words."""
    variables: tuple[Variable, ...]
    codes: bool = False
    """Whether the variables are codes."""
    notes: tuple[str, ...] = ()


def read_long_table(
    sheet: RatingsSheet, columns: LongColumns, options: TableOptions
) -> TableReading:
    """Every coder's values by unit.

    Raises BadInput for two values of one coder for one unit, naming the lines.
    """
    lines = group_lines(sheet, columns, options)
    if columns.code is not None:
        ratings = _read_by_code(sheet, lines, columns.code, columns.values[0], options)
    elif len(columns.values) > 1:
        ratings = _read_by_column(sheet, lines, columns.values, options)
    else:
        ratings = _read_one_column(sheet, lines, columns.values[0], options)

    used = [*columns.units, columns.coder, *columns.values]
    if columns.code is not None:
        used.append(columns.code)
    # What was left out is told in the report, so that nobody has to guess.
    looks = profile_columns(sheet, options.empty_keys)
    unit = " and ".join(map(repr, sheet.list_names_at(columns.units)))
    coder = sheet.names[columns.coder]
    return TableReading(
        layout=ratings.layout,
        sentence=f"one line per rating: the unit in {unit}, the coder in {coder!r} "
        f"({format_names(lines.coders)}), {ratings.where}",
        units=lines.units,
        coders=lines.coders,
        variables=ratings.variables,
        codes=ratings.codes,
        left_out=explain_left_out_columns(looks, used),
        notes=tuple(filter(None, (lines.folded, *ratings.notes))),
    )


def _read_one_column(
    sheet: RatingsSheet, lines: LinesByCoder, at: int, options: TableOptions
) -> _LongRatings:
    """One value of each coder for a unit, or several codes in cells or on lines."""
    name = sheet.names[at]
    signs = ""
    if options.layout != "long":
        signs = find_separators(options.drop_empty(sheet.list_column_cells(at)))
    # Two codes on two lines are no conflict where a unit may have several codes.
    conflict = find_conflict(sheet, lines, at)

    # A coder may give a unit several codes, and each of them a line.
    are_lines_of_codes = options.layout != "long" and has_header_word(name, CODE)
    # Signs inside cells are surer than what lines say together.
    if signs or options.layout == "sets" or (conflict and are_lines_of_codes):
        return _read_code_lists(sheet, lines, at, signs, options)
    if conflict:
        raise build_conflict_error(sheet, conflict, at)
    rated, empty = read_single_values(sheet, _collect_single_values(sheet, lines, at), options)
    values = Variable("", rated)
    notes = (*note_repeated_lines(sheet, lines), *empty)
    return _LongRatings("long", f"the value in {name!r}", (values,), notes=notes)


def _collect_single_values(sheet: RatingsSheet, lines: LinesByCoder, at: int) -> WrittenCells:
    """Units x coders: the cell on the first line of both, None where there is no line."""
    rows = []
    for unit in lines.units:
        row: list[str | None] = []
        for coder in lines.coders:
            places = lines.at.get((unit, coder))
            # Lines of one unit and coder say the same, or there was a conflict.
            row.append(sheet.rows[places[0]][at] if places else None)
        rows.append(tuple(row))
    return tuple(rows)


def _read_code_lists(
    sheet: RatingsSheet, lines: LinesByCoder, at: int, signs: str, options: TableOptions
) -> _LongRatings:
    """The codes of all lines of a unit and coder together."""
    table = []
    for unit in lines.units:
        row: list[str | None] = []
        for coder in lines.coders:
            places = lines.at.get((unit, coder), [])
            codes = options.drop_empty(sheet.rows[place][at] for place in places)
            row.append(SIGN.join(codes) if places else None)
        table.append(row)

    # A line without a code was written by somebody who read the unit.
    variables, notes = build_code_variables(
        table, signs + SIGN, options, sheet.source, blank_is_none=not signs
    )
    where = f"several codes in {sheet.names[at]!r}"
    return _LongRatings("sets", where, variables, codes=True, notes=notes)


def _read_by_code(
    sheet: RatingsSheet, lines: LinesByCoder, code: int, value: int, options: TableOptions
) -> _LongRatings:
    """Unit, coder, code, value; `code` and `value` are positions of columns."""
    # A line without a code says that the coder read the unit.
    written = list(filter(None, sheet.list_column_cells(code)))
    folded = fold_values([written], sheet.source, options.fold)
    tables: dict[str, CoderTable] = {coder: [] for coder in lines.coders}
    for coder, places in lines.iterate_lines():
        cells = _collect_values_by_code(sheet, places, code, value, folded.labels)
        tables[coder].append(cells)

    names = list(dict.fromkeys(folded.labels.values()))
    variables, codes, notes = read_variables(tables, names, options)
    where = f"the code in {sheet.names[code]!r}, its value in {sheet.names[value]!r}"
    return _LongRatings("matrix", where, variables, codes, (folded.note, *notes))


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
        label = labels.get(sheet.rows[place][code], "")
        if not label:
            continue
        # The first line of a code counts; a later one may only repeat it.
        pair = (first_place.setdefault(label, place), place)
        if has_conflict(sheet, pair, value):
            raise build_conflict_error(sheet, pair, value)
    return {label: sheet.rows[place][value] for label, place in first_place.items()}


def _read_by_column(
    sheet: RatingsSheet, lines: LinesByCoder, columns: Sequence[int], options: TableOptions
) -> _LongRatings:
    """Unit, coder, and a column for each code."""
    names = sheet.list_names_at(columns)
    # Programs that export excerpts write where each is in the text.
    has_positions = any(has_header_word(name, POSITION) for name in sheet.names)
    if options.layout == "sets" or has_positions:
        # Two excerpts of a unit may have different codes, and both are of the unit.
        sheet = _join_excerpts(sheet, columns, lines)
    tables: dict[str, CoderTable] = {coder: [] for coder in lines.coders}
    for coder, places in lines.iterate_lines():
        tables[coder].append(_collect_values_by_column(sheet, places, columns))

    variables, codes, notes = read_variables(tables, names, options)
    what = "code" if codes else "variable"
    where = f"a column for each {what} ({format_names(names)})"
    repeated = note_repeated_lines(sheet, lines)
    return _LongRatings("matrix", where, variables, codes, (*repeated, *notes))


def _collect_values_by_column(
    sheet: RatingsSheet, places: Sequence[int], columns: Sequence[int]
) -> dict[str, str]:
    """What one coder says of one unit in each column; none where there is no line.

    Raises BadInput where two lines say different things.
    """
    if not places:
        return {}
    for at in columns:
        if has_conflict(sheet, places, at):
            raise build_conflict_error(sheet, places, at)
    row = sheet.rows[places[0]]
    return {sheet.names[at]: row[at] for at in columns}


def _join_excerpts(
    sheet: RatingsSheet, columns: Sequence[int], lines: LinesByCoder
) -> RatingsSheet:
    """The sheet with a code on all lines of a unit and coder where one of them has it.

    Each line is an excerpt of the unit, and the unit is what is compared. The same sheet where the
    columns hold something else than presence.
    """
    rows = [list(row) for row in sheet.rows]
    for at in columns:
        cells = sheet.list_column_cells(at)
        pair = find_presence_pair(fold_to_keys(filter(None, cells)))
        if pair is None:
            return sheet
        _, present = pair
        for places in lines.at.values():
            _spread_code(rows, places, at, present)
    return replace(sheet, rows=tuple(map(tuple, rows)))


def _spread_code(rows: list[list[str]], places: Sequence[int], at: int, present: Key) -> None:
    """Write the first cell that says "present" on all these lines, where there is one."""
    for place in places:
        cell = rows[place][at]
        if fold_to_key(cell) == present:
            for other in places:
                rows[other][at] = cell
            return
