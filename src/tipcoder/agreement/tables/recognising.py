"""Which layout a table of ratings has, and the ratings in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from tipcoder.agreement.tables.code_grid import find_grid, read_grid
from tipcoder.agreement.tables.header_words import names_a_coder
from tipcoder.agreement.tables.long_columns import find_long_columns
from tipcoder.agreement.tables.long_form import read_long_table
from tipcoder.agreement.tables.long_table import LongColumns
from tipcoder.agreement.tables.reading import TableOptions, TableReading, format_names
from tipcoder.agreement.tables.segment_lists import build_segment_sheet, turn_code_matrix
from tipcoder.agreement.tables.several_files import read_coder_files
from tipcoder.agreement.tables.sheets import RatingsSheet
from tipcoder.agreement.tables.transposed_form import is_transposed, read_transposed_table
from tipcoder.agreement.tables.units import drop_totals
from tipcoder.agreement.tables.values import parse_number
from tipcoder.agreement.tables.wide_form import read_wide_table
from tipcoder.errors import BadInput


def read_ratings(sheets: Mapping[str, RatingsSheet], options: TableOptions) -> TableReading:
    """The ratings in one sheet, or in one a coder, by the layout asked for, else the one that is found.

    Raises BadInput where the layout or a column is doubtful, with the choices as options.
    """
    notes: tuple[str, ...] = ()
    given, sheets = sheets, {}
    for name, sheet in given.items():
        _refuse_no_header(sheet)
        sheets[name], said = drop_totals(sheet)
        notes += said
        if not sheet.rows:
            raise BadInput(f"{sheet.source}: has no line below its header.", "Put the ratings there.")
    if len(sheets) > 1:
        if options.layout in ("transposed",) or options.coders:
            what = "--coders" if options.coders else "--layout transposed"
            raise BadInput(f"{what} is for a single file of ratings.", "With a file a coder, files name the coders.")
        reading = _read_several({name: turn_code_matrix(sheet) for name, sheet in sheets.items()}, options)
        return replace(reading, notes=(*notes, *reading.notes))
    (sheet,) = sheets.values()
    if len(sheet.names) < 2:
        raise BadInput(
            f"{sheet.source}: has one column only.", "Agreement needs a column for each of two coders or more."
        )
    reading = _read_one(sheet, options)
    return replace(reading, notes=(*notes, *reading.notes))


def _read_several(sheets: Mapping[str, RatingsSheet], options: TableOptions) -> TableReading:
    segments = build_segment_sheet(sheets, options) if options.layout in ("", "long", "sets") else None
    if segments is None:
        return read_coder_files(sheets, options)
    columns = LongColumns((0,), 1, (2,))
    reading = read_long_table(segments, columns, replace(options, layout="sets", units=(), values=()))
    unit, _, code = segments.names
    said = (
        f"a file a coder ({format_names(reading.coders)}), a line a segment: the unit in {unit!r}, its code in {code!r}"
    )
    return replace(reading, sentence=said)


def _refuse_no_header(sheet: RatingsSheet) -> None:
    # Of several equal headers the later ones are numbered.
    headers = [re.sub(r" \(\d+\)$", "", name) for name in sheet.names]
    if all(parse_number(header) is not None for header in headers):
        raise BadInput(
            f"{sheet.source}: its first line has only numbers, and names no column.",
            "Put a line above that names the unit and the coders.",
        )


def _read_one(sheet: RatingsSheet, options: TableOptions) -> TableReading:
    if options.layout not in ("wide", "transposed"):
        long = find_long_columns(sheet, options)
        if long is not None:
            return read_long_table(sheet, long, options)
    if options.values:
        raise BadInput(
            f"{sheet.source}: --values is for a table with a line a rating, or for a file a coder.",
            "Name the columns of ratings with --coders.",
        )
    if options.layout == "wide":
        return read_wide_table(sheet, options)
    if options.layout == "transposed":
        return read_transposed_table(sheet, options)
    if names_a_coder(sheet.names[0]) and is_transposed(sheet, options):
        return read_transposed_table(sheet, options)
    grid = None if options.layout == "sets" else find_grid(sheet, options)
    if grid is not None:
        return read_grid(sheet, grid, options)
    if is_transposed(sheet, options):
        return read_transposed_table(sheet, options)
    if options.layout == "matrix":
        raise BadInput(
            f"{sheet.source}: its headers do not combine codes with coders.",
            "A matrix has columns like funds_anna and funds_boris; say --coders anna,boris to name the coders, or "
            "give one file a coder.",
        )
    return read_wide_table(sheet, options)
