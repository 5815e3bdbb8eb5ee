"""Which layout a table of ratings has, and the ratings in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from tipcoder.agreement.tables.code_grid import find_grid
from tipcoder.agreement.tables.grid_form import read_grid
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
from tipcoder.agreement.tables.values import is_number
from tipcoder.agreement.tables.wide_form import read_wide_table
from tipcoder.errors import BadInput


def read_ratings(sheets: Mapping[str, RatingsSheet], options: TableOptions) -> TableReading:
    """The ratings in one sheet, or in one a coder, by the layout asked for or the one found.

    Raises BadInput where the layout or a column is doubtful, with the choices as options.
    """
    notes: list[str] = []
    without_totals = {}
    for name, sheet in sheets.items():
        _refuse_no_header(sheet)
        # A sum at the end would count as one more unit.
        without_totals[name], note = drop_totals(sheet)
        notes += note
        if not without_totals[name].rows:
            raise BadInput(
                f"{sheet.source}: has no line below its header.", "Put the ratings there."
            )

    if len(without_totals) > 1:
        reading = _read_several(without_totals, options)
    else:
        (sheet,) = without_totals.values()
        reading = _read_one(sheet, options)
    return replace(reading, notes=(*notes, *reading.notes))


def _refuse_no_header(sheet: RatingsSheet) -> None:
    """Raises BadInput where the first line holds ratings already."""
    # Of several equal headers the later ones are numbered.
    headers = [re.sub(r" \(\d+\)$", "", name) for name in sheet.names]
    if all(map(is_number, headers)):
        raise BadInput(
            f"{sheet.source}: its first line has only numbers, and does not name the columns.",
            "Put a line above that names the unit and the coders.",
        )


def _read_several(sheets: Mapping[str, RatingsSheet], options: TableOptions) -> TableReading:
    """The ratings of several files, which is one a coder."""
    if options.layout == "transposed" or options.coders:
        what = "--coders" if options.coders else "--layout transposed"
        raise BadInput(
            f"{what} is for a single file of ratings.",
            "With one file per coder, the files name the coders.",
        )
    turned = {name: turn_code_matrix(sheet) for name, sheet in sheets.items()}

    segments = None
    if options.layout in ("", "long", "sets"):
        segments = build_segment_sheet(turned, options)
    if segments is None:
        return read_coder_files(turned, options)
    return _read_segments(segments, options)


def _read_segments(segments: RatingsSheet, options: TableOptions) -> TableReading:
    """Segments are a long table of unit, coder and code."""
    columns = LongColumns((0,), 1, (2,))
    as_sets = replace(options, layout="sets", units=(), values=())
    reading = read_long_table(segments, columns, as_sets)
    unit, _, code = segments.names
    sentence = (
        f"one file per coder ({format_names(reading.coders)}), one line per segment: the unit in "
        f"{unit!r}, its code in {code!r}"
    )
    return replace(reading, sentence=sentence)


def _read_one(sheet: RatingsSheet, options: TableOptions) -> TableReading:
    """The ratings of one file, whose layout is looked for from the surest to the plainest."""
    if len(sheet.names) < 2:
        raise BadInput(
            f"{sheet.source}: has one column only.",
            "Agreement needs a column for each of two coders or more.",
        )
    # A column that names coders is the surest sign of a layout.
    if options.layout not in ("wide", "transposed"):
        long = find_long_columns(sheet, options)
        if long is not None:
            return read_long_table(sheet, long, options)
    if options.values:
        raise BadInput(
            f"{sheet.source}: --values is for a table with one line per rating, "
            "or for one file per coder.",
            "Name the columns of ratings with --coders.",
        )
    if options.layout == "wide":
        return read_wide_table(sheet, options)
    if options.layout == "transposed":
        return read_transposed_table(sheet, options)
    return _read_unnamed_layout(sheet, options)


def _read_unnamed_layout(sheet: RatingsSheet, options: TableOptions) -> TableReading:
    """A grid of codes and coders, a transposed table, or a wide one."""
    # A first column called coder says more than headers that look like a grid.
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
            "A matrix has columns like funds_anna and funds_boris; say --coders anna,boris to "
            "name the coders, or give one file per coder.",
        )
    return read_wide_table(sheet, options)
