"""The file of one coder among several: its units, and its columns that may hold ratings.

People who code in a spreadsheet have a file each. Columns of several files are one column where
their names are the same without capitals and blanks: such a folded name is what `name` means here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tipcoder.agreement.tables.columns import Looks, look_at
from tipcoder.agreement.tables.reading import Asked, quoted
from tipcoder.agreement.tables.sheets import Sheet
from tipcoder.agreement.tables.units import refuse_twice, unit_columns, unit_names
from tipcoder.agreement.tables.values import Key, key_of
from tipcoder.errors import BadInput
from tipcoder.text import fold


@dataclass(frozen=True)
class CoderFile:
    """One coder's file; `rows` by unit, `columns` by the folded name of what may hold ratings."""

    coder: str
    sheet: Sheet
    keys: tuple[int, ...]
    """Positions of the columns that name the units."""
    columns: Mapping[str, Looks]
    rows: Mapping[str, tuple[str, ...]]

    def cell(self, unit: str, name: str) -> str | None:
        """None where the coder has no line for the unit or no such column."""
        row, column = self.rows.get(unit), self.columns.get(name)
        return None if row is None or column is None else row[column.at]

    def columns_among(self, names: Iterable[str]) -> list[str]:
        """Those of the names that are columns of this file."""
        return [name for name in names if name in self.columns]


def coder_file(coder: str, sheet: Sheet, asked: Asked) -> CoderFile:
    """The sheet by units and columns. Raises BadInput where nothing names each unit once."""
    looks = look_at(sheet, asked.nothing)
    keys = [sheet.position(name) for name in asked.units] or unit_columns(looks, ())
    if not keys:
        raise BadInput(
            f"{sheet.source}: no column names the units.",
            "Say with --units which column does.",
        )
    units = unit_names(sheet, keys)
    refuse_twice(sheet, units, keys)
    columns = {fold(column.name): column for column in looks if column.at not in keys}
    rows = dict(zip(units, sheet.rows, strict=True))
    return CoderFile(coder, sheet, tuple(keys), columns, rows)


def sources_of(files: Sequence[CoderFile]) -> str:
    """The names of the files, for a sentence."""
    return quoted([file.sheet.source for file in files])


def how_often(files: Sequence[CoderFile]) -> Counter[str]:
    """In how many files each column stands, in order of appearance."""
    found: Counter[str] = Counter()
    for file in files:
        found.update(file.columns.keys())
    return found


def held_by(files: Sequence[CoderFile], name: str) -> list[Looks]:
    """The column of that name in every file that has it."""
    return [file.columns[name] for file in files if name in file.columns]


def have_one_each(files: Sequence[CoderFile], names: Sequence[str]) -> bool:
    """Whether every file has exactly one of these columns."""
    return all(len(file.columns_among(names)) == 1 for file in files)


def in_one_spelling(files: Sequence[CoderFile]) -> tuple[list[CoderFile], tuple[str, ...]]:
    """The files with each unit called as in the first of them, and a note where that changes names.

    `7` in one file is `7.0` in another. Nothing is changed where one file means two units by them.
    """
    if any(_spells_apart(file) for file in files):
        return list(files), ()
    first_spelling: dict[Key, str] = {}
    other_spellings: dict[str, str] = {}
    for file in files:
        for unit in file.rows:
            first = first_spelling.setdefault(key_of(unit), unit)
            if first != unit:
                other_spellings[unit] = first
    if not other_spellings:
        return list(files), ()
    renamed = [_renamed(file, first_spelling) for file in files]
    return renamed, (_note_on_spellings(other_spellings),)


def _spells_apart(file: CoderFile) -> bool:
    """Whether two units of the file differ in nothing but their spelling."""
    keys = {key_of(unit) for unit in file.rows}
    return len(keys) < len(file.rows)


def _renamed(file: CoderFile, names: Mapping[Key, str]) -> CoderFile:
    return replace(file, rows={names[key_of(unit)]: row for unit, row in file.rows.items()})


def _note_on_spellings(others: Mapping[str, str]) -> str:
    written, first = next(iter(others.items()))
    many = "1 unit is" if len(others) == 1 else f"{len(others)} units are"
    example = f"as {written!r} for {first!r}"
    return f"{many} written differently in the files, {example}; they are taken for one."
