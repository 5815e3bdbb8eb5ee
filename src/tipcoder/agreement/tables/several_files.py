"""One file a coder, as people code in a spreadsheet: the same units, each with its codes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tipcoder.agreement.tables.cells import all_filled, changed
from tipcoder.agreement.tables.columns import Looks, look_at
from tipcoder.agreement.tables.header_words import CODE, UNIT, extra, names_a_coder, says
from tipcoder.agreement.tables.label_lists import (
    code_variables,
    refuse_unclear_commas,
    refuse_unclear_lists,
    separators_of,
)
from tipcoder.agreement.tables.presence import are_marks, pair_of
from tipcoder.agreement.tables.reading import Asked, Reading, Variable, quoted
from tipcoder.agreement.tables.sheets import Sheet
from tipcoder.agreement.tables.spread_codes import are_spread
from tipcoder.agreement.tables.units import refuse_twice, unit_columns, unit_names
from tipcoder.agreement.tables.values import Key, key_of
from tipcoder.agreement.tables.variables_of_codes import Table, variables_of
from tipcoder.errors import BadInput
from tipcoder.text import fold


@dataclass(frozen=True)
class _File:
    """One coder's file; `rows` by unit, `columns` by the folded name of what may hold ratings."""

    coder: str
    sheet: Sheet
    keys: tuple[int, ...]
    columns: Mapping[str, Looks]
    rows: Mapping[str, tuple[str, ...]]

    def cell(self, unit: str, name: str) -> str | None:
        """None where the coder has no line for the unit or no such column."""
        row, column = self.rows.get(unit), self.columns.get(name)
        return None if row is None or column is None else row[column.at]


def read_files(sheets: Mapping[str, Sheet], asked: Asked) -> Reading:
    """The ratings of each coder's file. Raises BadInput where the files have no units or no columns in common."""
    files = [_file(coder, sheet, asked) for coder, sheet in sheets.items()]
    files, spelt = _one_spelling(files)
    units = tuple(dict.fromkeys(unit for file in files for unit in file.rows))
    _refuse_strangers(files, units)
    names, left_out = _rated(files, asked)
    variables, codes, notes, what = _variables(files, units, names, asked)
    coders = tuple(file.coder for file in files)
    key = quoted([files[0].sheet.names[at] for at in files[0].keys])
    return Reading(
        layout="matrix" if what != "sets" else "sets",
        sentence=f"a file a coder ({quoted(coders)}), a line a unit ({key}), {_said(files, names, what, codes=codes)}",
        units=units,
        coders=coders,
        variables=variables,
        codes=codes,
        left_out=left_out,
        notes=(*spelt, *_notes_on_units(files, units), *notes),
    )


def coders_of(stems: Sequence[str]) -> list[str]:
    """Names of coders from names of files: what they do not share, as `anna` of `codes_anna.csv`."""
    parts = [re.findall(r"[^\W_]+", stem) for stem in stems]
    while all(len(part) > 1 for part in parts) and len({part[0].casefold() for part in parts}) == 1:
        parts = [part[1:] for part in parts]
    while all(len(part) > 1 for part in parts) and len({part[-1].casefold() for part in parts}) == 1:
        parts = [part[:-1] for part in parts]
    names = [" ".join(part) for part in parts]
    return names if len(set(names)) == len(names) and all(names) else list(stems)


def _file(coder: str, sheet: Sheet, asked: Asked) -> _File:
    looks = look_at(sheet, asked.nothing)
    keys = [sheet.position(name) for name in asked.units] or unit_columns(looks, ())
    if not keys:
        raise BadInput(f"{sheet.source}: no column names the units.", "Say with --units which column does.")
    units = unit_names(sheet, keys)
    refuse_twice(sheet, units, keys)
    columns = {fold(column.name): column for column in looks if column.at not in keys}
    return _File(coder, sheet, tuple(keys), columns, dict(zip(units, sheet.rows, strict=True)))


def _one_spelling(files: Sequence[_File]) -> tuple[list[_File], tuple[str, ...]]:
    """The files with each unit called as in the first of them, where `7` in one is `7.0` in another; and a note."""
    known: dict[Key, str] = {}
    other: dict[str, str] = {}
    for file in files:
        if len({key_of(unit) for unit in file.rows}) < len(file.rows):
            return list(files), ()
        for unit in file.rows:
            first = known.setdefault(key_of(unit), unit)
            if first != unit:
                other[unit] = first
    if not other:
        return list(files), ()
    named = [replace(file, rows={known[key_of(unit)]: row for unit, row in file.rows.items()}) for file in files]
    written, first = next(iter(other.items()))
    many = "1 unit is" if len(other) == 1 else f"{len(other)} units are"
    return named, (f"{many} written differently in the files, as {written!r} for {first!r}; they are taken for one.",)


def _refuse_strangers(files: Sequence[_File], units: Sequence[str]) -> None:
    shared = sum(sum(unit in file.rows for file in files) > 1 for unit in units)
    if not shared:
        names = " and ".join(repr(file.sheet.names[file.keys[0]]) for file in files[:2])
        raise BadInput(
            f"No unit stands in two of the files {quoted([file.sheet.source for file in files])} (columns {names}).",
            "Say with --units which column names the units in every file.",
        )


def _rated(files: Sequence[_File], asked: Asked) -> tuple[list[str], dict[str, str]]:
    """The folded names of columns with ratings, and why the others have none."""
    if asked.values:
        wanted = [fold(name) for name in asked.values]
        for file in files:
            for name in asked.values:
                file.sheet.position(name)
        return wanted, _reasons(files, wanted)
    shared = [name for name, times in _often(files).items() if times > 1 and not names_a_coder(name)]
    likely = [name for name in shared if all(map(_may_be_rated, _held(files, name)))]
    plain = [name for name in likely if _is_rated(files, name)] or likely
    marks = [name for name in plain if _is_presence(files, name)]
    spread = [name for name in plain if says(name, CODE)]
    if not marks and are_spread(spread):
        return spread, _reasons(files, spread)
    chosen = marks or _not_given(files, plain)
    if not marks and len(chosen) > 1:
        names = [_held(files, name)[0].name for name in chosen]
        raise BadInput(
            f"In {quoted([file.sheet.source for file in files])} the columns {quoted(names)} may all hold ratings.",
            f"Say --values {names[0]!r} for one of them, or --values {','.join(names)!r} for all.",
        )
    chosen = chosen or _own_columns(files)
    return chosen, _reasons(files, chosen)


def _is_rated(files: Sequence[_File], name: str) -> bool:
    """Whether the header allows it; a code may have any name where coders differ on it."""
    if not (extra(name) or says(name, UNIT)):
        return True
    return _is_presence(files, name) and _coders_differ(files, name)


def _often(files: Sequence[_File]) -> Counter[str]:
    """In how many files each column stands, in order of appearance."""
    found: Counter[str] = Counter()
    for file in files:
        found.update(file.columns.keys())
    return found


def _held(files: Sequence[_File], name: str) -> list[Looks]:
    """The column of that name in every file that has it."""
    return [file.columns[name] for file in files if name in file.columns]


def _reasons(files: Sequence[_File], chosen: Sequence[str]) -> dict[str, str]:
    """Why each column that is not chosen holds no ratings."""
    out: dict[str, str] = {}
    for file in files:
        out |= {column.name: column.reason() for name, column in file.columns.items() if name not in chosen}
    return out


def _may_be_rated(column: Looks) -> bool:
    if column.is_dates:
        return False
    return not column.is_text or bool(separators_of(column.filled))


def _is_presence(files: Sequence[_File], name: str) -> bool:
    filled = [column.counts for column in _held(files, name) if column.filled]
    return all(pair_of(counts) is not None or are_marks(counts) for counts in filled)


def _not_given(files: Sequence[_File], names: Sequence[str]) -> list[str]:
    """Without columns that say the same in every file, which came with the survey; unless nothing else is left."""
    own = [name for name in names if _coders_differ(files, name)]
    return own or (list(names) if len(names) == 1 else [])


def _coders_differ(files: Sequence[_File], name: str) -> bool:
    held = [file for file in files if name in file.columns]
    return any(_differ(held[0], other, name) for other in held[1:])


def _differ(one: _File, other: _File, name: str) -> bool:
    """Whether two coders say different things of a unit in that column."""
    common = [unit for unit in one.rows if unit in other.rows]
    return any(key_of(one.cell(unit, name) or "") != key_of(other.cell(unit, name) or "") for unit in common)


def _own_columns(files: Sequence[_File]) -> list[str]:
    """Where every file has one column of its own beside what all share, that holds its coder's ratings."""
    often = _often(files)
    own = []
    for file in files:
        own += [name for name, column in file.columns.items() if often[name] == 1 and _may_be_rated(column)]
    if len(own) == len(files) and all(sum(name in file.columns for name in own) == 1 for file in files):
        return own
    raise BadInput(
        f"{quoted([file.sheet.source for file in files])} have no column of ratings in common.",
        "Give the same codes the same headers in every file, or say --values.",
    )


def _variables(
    files: Sequence[_File], units: Sequence[str], names: Sequence[str], asked: Asked
) -> tuple[tuple[Variable, ...], bool, tuple[str, ...], str]:
    """Variables, whether they are codes, notes, and what the columns are: sets, own, values."""
    if all(sum(name in file.columns for name in names) == 1 for file in files):
        cells = _single(files, units, names)
        filled = [cell for cell in all_filled(cells) if not asked.is_blank(cell)]
        signs = "" if asked.layout in ("wide", "matrix", "long") else separators_of(filled)
        if signs or asked.layout == "sets":
            variables, notes = code_variables(cells, signs or ";|\n,", asked, "The files")
            return variables, True, notes, "sets"
        if not asked.layout:
            refuse_unclear_commas(filled, "The files", asked.level)
            refuse_unclear_lists(filled, "The files")
        if not (len(names) == 1 and _is_presence(files, names[0])):
            return (Variable("", changed(cells, asked.known)),), False, (), "own" if len(names) > 1 else "values"
    label = {name: _held(files, name)[0].name for name in names}
    tables: dict[str, Table] = {}
    for file in files:
        own = {label[name]: file.columns[name].at for name in names if name in file.columns}
        tables[file.coder] = [_cells(file.rows.get(unit), own) for unit in units]
    variables, codes, notes = variables_of(tables, list(label.values()), asked)
    return variables, codes, notes, "values"


def _cells(row: Sequence[str] | None, columns: Mapping[str, int]) -> dict[str, str]:
    return {} if row is None else {name: row[at] for name, at in columns.items()}


def _single(files: Sequence[_File], units: Sequence[str], names: Sequence[str]) -> list[list[str | None]]:
    column = [next(name for name in names if name in file.columns) for file in files]
    return [[file.cell(unit, name) for file, name in zip(files, column, strict=True)] for unit in units]


def _said(files: Sequence[_File], names: Sequence[str], what: str, *, codes: bool) -> str:
    shown = quoted([_held(files, name)[0].name for name in names])
    if what == "sets":
        return f"several codes in {shown}"
    if what == "own" or not codes:
        return f"the value in {shown}"
    return f"a column a code ({shown})"


def _notes_on_units(files: Sequence[_File], units: Sequence[str]) -> list[str]:
    notes = []
    for file in files:
        gone = len(units) - len(file.rows)
        if gone:
            many = "1 unit" if gone == 1 else f"{gone} units"
            notes.append(f"{file.sheet.source} has no line for {many} of the other files: not rated by {file.coder}.")
    return notes
