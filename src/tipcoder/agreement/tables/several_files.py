"""One file per coder, as people code in a spreadsheet: the same units, each with its codes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tipcoder.agreement.tables.cells import CoderTable, change_cells, list_filled_cells
from tipcoder.agreement.tables.code_separators import USUAL
from tipcoder.agreement.tables.coder_files import (
    CoderFile,
    format_sources,
    have_one_each,
    list_written_names,
    read_coder_file,
    unify_unit_spelling,
)
from tipcoder.agreement.tables.label_lists import (
    build_code_variables,
)
from tipcoder.agreement.tables.label_separators import (
    find_separators,
    refuse_unclear_commas,
    refuse_unclear_lists,
)
from tipcoder.agreement.tables.rated_columns import (
    explain_other_columns,
    find_rated_columns,
    is_presence_column,
)
from tipcoder.agreement.tables.reading import TableOptions, TableReading, Variable, format_names
from tipcoder.agreement.tables.sheets import RatingsSheet
from tipcoder.agreement.tables.variables_of_codes import read_variables
from tipcoder.errors import BadInput
from tipcoder.text import format_count

_ONE_VALUE_A_CELL = ("wide", "matrix", "long")
"""Layouts that, when asked for, say that no cell is a list of codes."""


@dataclass(frozen=True)
class _FileRatings:
    """What the coders said, and `where` in words."""

    variables: tuple[Variable, ...]
    where: str
    codes: bool = False
    """Whether the variables are codes."""
    notes: tuple[str, ...] = ()
    are_sets: bool = False
    """Whether a cell has several codes."""


def read_coder_files(sheets: Mapping[str, RatingsSheet], options: TableOptions) -> TableReading:
    """The ratings of each coder's file.

    Raises BadInput where the files have no units or no columns in common.
    """
    as_written = []
    for coder, sheet in sheets.items():
        as_written.append(read_coder_file(coder, sheet, options))
    # Before anything is compared: a unit in two spellings would count as two.
    files, spelling_notes = unify_unit_spelling(as_written)
    units = _list_units(files)
    _refuse_strangers(files, units)
    names = find_rated_columns(files, options)
    ratings = _read_columns(files, units, names, options)
    coders = tuple(file.coder for file in files)
    key = format_names(files[0].sheet.list_names_at(files[0].keys))
    return TableReading(
        layout="sets" if ratings.are_sets else "matrix",
        sentence=f"one file per coder ({format_names(coders)}), one line per unit ({key}), "
        f"{ratings.where}",
        units=units,
        coders=coders,
        variables=ratings.variables,
        codes=ratings.codes,
        left_out=explain_other_columns(files, names),
        notes=(*spelling_notes, *_notes_on_units(files, units), *ratings.notes),
    )


def name_coders(stems: Sequence[str]) -> list[str]:
    """Names of coders from names of files: what they do not share, as `anna` of `codes_anna.csv`.

    The whole names where what is left would not tell the coders apart.
    """
    words = [re.findall(r"[^\W_]+", stem) for stem in stems]
    # Beginnings and ends that files share are the name of the study.
    words = _strip_shared_words(words, 0)
    words = _strip_shared_words(words, -1)
    names = [" ".join(own_words) for own_words in words]
    # What is left may be nothing, or the same for two files of one folder.
    tell_apart = all(names) and len(set(names)) == len(names)
    return names if tell_apart else list(stems)


def _strip_shared_words(names: Sequence[list[str]], end: int) -> list[list[str]]:
    """Without the words that all names have at this end: 0 the beginning, -1 the end.

    One word stays of every name.
    """
    left = [list(words) for words in names]
    # A name must be left of every file.
    while all(len(words) > 1 for words in left):
        at_end = {words[end].casefold() for words in left}
        if len(at_end) != 1:
            break
        for words in left:
            words.pop(end)
    return left


def _list_units(files: Sequence[CoderFile]) -> tuple[str, ...]:
    """The units of all files, in order of appearance."""
    units: dict[str, None] = {}
    for file in files:
        # A unit that one coder lacks is kept: not rated is not absent.
        units |= dict.fromkeys(file.rows)
    return tuple(units)


def _refuse_strangers(files: Sequence[CoderFile], units: Sequence[str]) -> None:
    """Raises BadInput where no unit was rated by two coders, so that nothing can be compared."""
    for unit in units:
        if sum(unit in file.rows for file in files) > 1:
            return
    names = " and ".join(repr(file.sheet.names[file.keys[0]]) for file in files[:2])
    raise BadInput(
        f"No unit is in two of the files {format_sources(files)} (columns {names}).",
        "Say with --units which column names the units in every file.",
    )


def _read_columns(
    files: Sequence[CoderFile],
    units: Sequence[str],
    names: Sequence[str],
    options: TableOptions,
) -> _FileRatings:
    """What is in these columns: a column of each file, or a column for each code."""
    # One column of each file may be a list of codes, or a value a unit.
    if have_one_each(files, names):
        found = _read_one_column(files, units, names, options)
        if found is not None:
            return found
    return _read_by_column(files, units, names, options)


def _read_one_column(
    files: Sequence[CoderFile],
    units: Sequence[str],
    names: Sequence[str],
    options: TableOptions,
) -> _FileRatings | None:
    """What the one column of each file says; None where it only says whether a code is there."""
    cells = _collect_cells(files, units, names)
    filled = [cell for cell in list_filled_cells(cells) if not options.is_blank(cell)]
    shown = format_names(list_written_names(files, names))
    signs = "" if options.layout in _ONE_VALUE_A_CELL else find_separators(filled)
    # Signs in the cells of any coder make lists of the cells of all.
    if signs or options.layout == "sets":
        variables, notes = build_code_variables(cells, signs or USUAL, options, "The files")
        return _FileRatings(variables, f"several codes in {shown}", True, notes, are_sets=True)
    if not options.layout:
        refuse_unclear_commas(filled, "The files", options.level)
        refuse_unclear_lists(filled, "The files")
    # That is a code with a column of its own, and its header is its name.
    if len(names) == 1 and is_presence_column(files, names[0]):
        return None
    values = Variable("", change_cells(cells, options.blank_as_none))
    return _FileRatings((values,), f"the value in {shown}")


def _collect_cells(
    files: Sequence[CoderFile],
    units: Sequence[str],
    names: Sequence[str],
) -> list[list[str | None]]:
    """Units x coders: what each coder's one column says of the unit."""
    own_column = [file.select_own_columns(names)[0] for file in files]
    rows = []
    for unit in units:
        row = [file.find_cell(unit, name) for file, name in zip(files, own_column, strict=True)]
        rows.append(row)
    return rows


def _read_by_column(
    files: Sequence[CoderFile],
    units: Sequence[str],
    names: Sequence[str],
    options: TableOptions,
) -> _FileRatings:
    """What the columns say, each of a code or of a variable of its own."""
    written = list_written_names(files, names)
    headers = dict(zip(names, written, strict=True))
    tables = {file.coder: _build_coder_lines(file, units, headers) for file in files}
    variables, codes, notes = read_variables(tables, list(headers.values()), options)
    shown = format_names(written)
    where = f"one column per code ({shown})" if codes else f"the value in {shown}"
    return _FileRatings(variables, where, codes, notes)


def _build_coder_lines(
    file: CoderFile, units: Sequence[str], headers: Mapping[str, str]
) -> CoderTable:
    """For each unit the coder's cells by header; none where the coder has no line for it."""
    own = {headers[name]: file.columns[name].at for name in file.select_own_columns(headers)}
    lines: list[dict[str, str]] = []
    for unit in units:
        row = file.rows.get(unit)
        line = {} if row is None else {header: row[at] for header, at in own.items()}
        lines.append(line)
    return lines


def _notes_on_units(files: Sequence[CoderFile], units: Sequence[str]) -> list[str]:
    notes = []
    for file in files:
        gone = len(units) - len(file.rows)
        if gone:
            missed = f"has no line for {format_count(gone, 'unit')} of the other files"
            notes.append(f"{file.sheet.source} {missed}: not rated by {file.coder}.")
    return notes
