"""One file a coder, as people code in a spreadsheet: the same units, each with its codes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tipcoder.agreement.tables.cells import all_filled, changed
from tipcoder.agreement.tables.code_separators import USUAL
from tipcoder.agreement.tables.coder_files import (
    CoderFile,
    coder_file,
    have_one_each,
    held_by,
    in_one_spelling,
    sources_of,
)
from tipcoder.agreement.tables.label_lists import (
    code_variables,
    refuse_unclear_commas,
    refuse_unclear_lists,
    separators_of,
)
from tipcoder.agreement.tables.rated_columns import is_presence, rated_columns, reasons_for_others
from tipcoder.agreement.tables.reading import Asked, Reading, Variable, quoted
from tipcoder.agreement.tables.sheets import Sheet
from tipcoder.agreement.tables.variables_of_codes import Table, variables_of
from tipcoder.errors import BadInput

_ONE_VALUE_A_CELL = ("wide", "matrix", "long")
"""Layouts that, when asked for, say that no cell is a list of codes."""


@dataclass(frozen=True)
class _Ratings:
    """What the coders said, and `where` in words."""

    variables: tuple[Variable, ...]
    where: str
    codes: bool = False
    """Whether the variables are codes."""
    notes: tuple[str, ...] = ()
    are_sets: bool = False
    """Whether a cell has several codes."""


def read_files(sheets: Mapping[str, Sheet], asked: Asked) -> Reading:
    """The ratings of each coder's file.

    Raises BadInput where the files have no units or no columns in common.
    """
    as_written = [coder_file(coder, sheet, asked) for coder, sheet in sheets.items()]
    files, spelling_notes = in_one_spelling(as_written)
    units = _units_of(files)
    _refuse_strangers(files, units)
    names = rated_columns(files, asked)
    ratings = _ratings(files, units, names, asked)
    coders = tuple(file.coder for file in files)
    key = quoted([files[0].sheet.names[at] for at in files[0].keys])
    return Reading(
        layout="sets" if ratings.are_sets else "matrix",
        sentence=f"a file a coder ({quoted(coders)}), a line a unit ({key}), {ratings.where}",
        units=units,
        coders=coders,
        variables=ratings.variables,
        codes=ratings.codes,
        left_out=reasons_for_others(files, names),
        notes=(*spelling_notes, *_notes_on_units(files, units), *ratings.notes),
    )


def coders_of(stems: Sequence[str]) -> list[str]:
    """Names of coders from names of files: what they do not share, as `anna` of `codes_anna.csv`.

    The whole names where what is left would not tell the coders apart.
    """
    words = [re.findall(r"[^\W_]+", stem) for stem in stems]
    words = _without_shared_words(words, 0)
    words = _without_shared_words(words, -1)
    names = [" ".join(own_words) for own_words in words]
    tell_apart = all(names) and len(set(names)) == len(names)
    return names if tell_apart else list(stems)


def _without_shared_words(names: Sequence[list[str]], end: int) -> list[list[str]]:
    """Without the words that all names have at this end: 0 the beginning, -1 the end.

    One word stays of every name.
    """
    left = [list(words) for words in names]
    while all(len(words) > 1 for words in left):
        at_end = {words[end].casefold() for words in left}
        if len(at_end) != 1:
            break
        for words in left:
            words.pop(end)
    return left


def _units_of(files: Sequence[CoderFile]) -> tuple[str, ...]:
    """The units of all files, in order of appearance."""
    units: dict[str, None] = {}
    for file in files:
        units |= dict.fromkeys(file.rows)
    return tuple(units)


def _refuse_strangers(files: Sequence[CoderFile], units: Sequence[str]) -> None:
    """Raises BadInput where no unit was rated by two coders, so that nothing can be compared."""
    for unit in units:
        if sum(unit in file.rows for file in files) > 1:
            return
    names = " and ".join(repr(file.sheet.names[file.keys[0]]) for file in files[:2])
    raise BadInput(
        f"No unit stands in two of the files {sources_of(files)} (columns {names}).",
        "Say with --units which column names the units in every file.",
    )


def _ratings(
    files: Sequence[CoderFile],
    units: Sequence[str],
    names: Sequence[str],
    asked: Asked,
) -> _Ratings:
    """What stands in these columns: a column of each file, or a column for each code."""
    if have_one_each(files, names):
        found = _in_one_column(files, units, names, asked)
        if found is not None:
            return found
    return _by_column(files, units, names, asked)


def _in_one_column(
    files: Sequence[CoderFile],
    units: Sequence[str],
    names: Sequence[str],
    asked: Asked,
) -> _Ratings | None:
    """What the one column of each file says; None where it only says whether a code is there."""
    cells = _cells_of_units(files, units, names)
    filled = [cell for cell in all_filled(cells) if not asked.is_blank(cell)]
    shown = _shown(files, names)
    signs = "" if asked.layout in _ONE_VALUE_A_CELL else separators_of(filled)
    if signs or asked.layout == "sets":
        variables, notes = code_variables(cells, signs or USUAL, asked, "The files")
        return _Ratings(variables, f"several codes in {shown}", True, notes, are_sets=True)
    if not asked.layout:
        refuse_unclear_commas(filled, "The files", asked.level)
        refuse_unclear_lists(filled, "The files")
    if len(names) == 1 and is_presence(files, names[0]):
        return None
    values = Variable("", changed(cells, asked.known))
    return _Ratings((values,), f"the value in {shown}")


def _cells_of_units(
    files: Sequence[CoderFile],
    units: Sequence[str],
    names: Sequence[str],
) -> list[list[str | None]]:
    """Units x coders: what each coder's one column says of the unit."""
    own_column = [file.columns_among(names)[0] for file in files]
    rows = []
    for unit in units:
        row = [file.cell(unit, name) for file, name in zip(files, own_column, strict=True)]
        rows.append(row)
    return rows


def _by_column(
    files: Sequence[CoderFile],
    units: Sequence[str],
    names: Sequence[str],
    asked: Asked,
) -> _Ratings:
    """What the columns say, each of a code or of a variable of its own."""
    headers = {name: held_by(files, name)[0].name for name in names}
    tables = {file.coder: _table(file, units, headers) for file in files}
    variables, codes, notes = variables_of(tables, list(headers.values()), asked)
    shown = _shown(files, names)
    where = f"a column a code ({shown})" if codes else f"the value in {shown}"
    return _Ratings(variables, where, codes, notes)


def _table(file: CoderFile, units: Sequence[str], headers: Mapping[str, str]) -> Table:
    """For each unit the coder's cells by header; none where the coder has no line for it."""
    own = {headers[name]: file.columns[name].at for name in file.columns_among(headers)}
    lines: list[dict[str, str]] = []
    for unit in units:
        row = file.rows.get(unit)
        lines.append({} if row is None else {header: row[at] for header, at in own.items()})
    return lines


def _shown(files: Sequence[CoderFile], names: Sequence[str]) -> str:
    """The columns as they are written in the first file that has them."""
    return quoted([held_by(files, name)[0].name for name in names])


def _notes_on_units(files: Sequence[CoderFile], units: Sequence[str]) -> list[str]:
    notes = []
    for file in files:
        gone = len(units) - len(file.rows)
        if gone:
            many = "1 unit" if gone == 1 else f"{gone} units"
            missed = f"has no line for {many} of the other files"
            notes.append(f"{file.sheet.source} {missed}: not rated by {file.coder}.")
    return notes
