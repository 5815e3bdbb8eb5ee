"""The ratings in a column for each code and coder."""

from __future__ import annotations

from tipcoder.agreement.tables.cells import CoderTable
from tipcoder.agreement.tables.columns import profile_columns
from tipcoder.agreement.tables.grid_headers import (
    HeaderGrid,
)
from tipcoder.agreement.tables.reading import (
    TableOptions,
    TableReading,
    explain_left_out_columns,
    format_names,
)
from tipcoder.agreement.tables.sheets import RatingsSheet
from tipcoder.agreement.tables.units import (
    choose_unit_columns,
    describe_unit_columns,
    name_each_unit,
)
from tipcoder.agreement.tables.variables_of_codes import read_variables


def read_grid(sheet: RatingsSheet, grid: HeaderGrid, options: TableOptions) -> TableReading:
    """The ratings in a grid of columns."""
    looks = profile_columns(sheet, options.empty_keys)
    used = set(grid.at.values())
    keys = choose_unit_columns(sheet, looks, options.units, used)
    units = name_each_unit(sheet, keys)
    tables = {coder: _build_coder_lines(sheet, grid, coder) for coder in grid.coders}
    variables, codes, notes = read_variables(tables, grid.codes, options)
    named = describe_unit_columns(sheet, keys)
    what = "code" if codes else "variable"
    columns = f"a column for each {what} and coder ({format_names(grid.coders)})"
    return TableReading(
        layout="matrix",
        sentence=f"one line per unit ({named}), {columns}",
        units=tuple(units),
        coders=tuple(grid.coders),
        variables=variables,
        codes=codes,
        left_out=explain_left_out_columns(looks, [*keys, *used]),
        notes=notes,
    )


def _build_coder_lines(sheet: RatingsSheet, grid: HeaderGrid, coder: str) -> CoderTable:
    """For each line of the sheet the coder's cells by code."""
    own = {code: at for (code, name), at in grid.at.items() if name == coder}
    lines = []
    for row in sheet.rows:
        line = {code: row[at] for code, at in own.items()}
        lines.append(line)
    return lines
