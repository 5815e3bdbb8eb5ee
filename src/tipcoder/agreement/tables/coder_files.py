"""The file of one coder among several: its units, and its columns that may hold ratings.

People who code in a spreadsheet have a file each. Columns of several files are one column where
their names are the same without capitals and blanks: such a folded name is what `name` means here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tipcoder.agreement.tables.columns import ColumnProfile, profile_columns
from tipcoder.agreement.tables.reading import TableOptions, format_names
from tipcoder.agreement.tables.sheets import RatingsSheet
from tipcoder.agreement.tables.units import choose_unit_columns, name_each_unit
from tipcoder.agreement.tables.values import Key, fold_to_key, fold_to_keys
from tipcoder.errors import BadInput
from tipcoder.text import fold_text, format_count


@dataclass(frozen=True)
class CoderFile:
    """One coder's file; `rows` by unit, `columns` by the folded name of what may hold ratings."""

    coder: str
    sheet: RatingsSheet
    keys: tuple[int, ...]
    """Positions of the columns that name the units."""
    columns: Mapping[str, ColumnProfile]
    rows: Mapping[str, tuple[str, ...]]

    def find_cell(self, unit: str, name: str) -> str | None:
        """None where the coder has no line for the unit or no such column."""
        row = self.rows.get(unit)
        column = self.columns.get(name)
        if row is None or column is None:
            return None
        return row[column.at]

    def select_own_columns(self, names: Iterable[str]) -> list[str]:
        """Those of the names that are columns of this file."""
        return [name for name in names if name in self.columns]


def read_coder_file(coder: str, sheet: RatingsSheet, options: TableOptions) -> CoderFile:
    """The sheet by units and columns. Raises BadInput where nothing names each unit once."""
    looks = profile_columns(sheet, options.empty_keys)
    keys = choose_unit_columns(sheet, looks, options.units, ())
    # Files are put together by unit, so that numbers of lines would not do.
    if not keys:
        raise BadInput(
            f"{sheet.source}: no column names the units.",
            "Say with --units which column does.",
        )
    units = name_each_unit(sheet, keys)
    # People retype headers, so that capitals and blanks differ between files.
    columns = {fold_text(column.name): column for column in looks if column.at not in keys}
    rows = dict(zip(units, sheet.rows, strict=True))
    return CoderFile(coder, sheet, tuple(keys), columns, rows)


def format_sources(files: Sequence[CoderFile]) -> str:
    """The names of the files, for a sentence."""
    return format_names([file.sheet.source for file in files])


def count_columns(files: Sequence[CoderFile]) -> Counter[str]:
    """In how many files each column is, in order of appearance."""
    found: Counter[str] = Counter()
    for file in files:
        found.update(file.columns.keys())
    return found


def find_columns_named(files: Sequence[CoderFile], name: str) -> list[ColumnProfile]:
    """The column of that name in every file that has it."""
    return [file.columns[name] for file in files if name in file.columns]


def list_written_names(files: Sequence[CoderFile], names: Sequence[str]) -> list[str]:
    """The columns as they are written in the first file that has them."""
    return [find_columns_named(files, name)[0].name for name in names]


def have_one_each(files: Sequence[CoderFile], names: Sequence[str]) -> bool:
    """Whether every file has exactly one of these columns."""
    return all(len(file.select_own_columns(names)) == 1 for file in files)


def unify_unit_spelling(files: Sequence[CoderFile]) -> tuple[list[CoderFile], tuple[str, ...]]:
    """The files with each unit called as in the first of them, and a note where that changes names.

    `7` in one file is `7.0` in another. Nothing is changed where one file means two units by them.
    """
    # Who writes 7 and 7.0 for two units in one file means both.
    if any(_has_two_spellings(file) for file in files):
        return list(files), ()
    first_spelling: dict[Key, str] = {}
    other_spellings: dict[str, str] = {}
    for file in files:
        for unit in file.rows:
            # The first file decides what a unit is called in all.
            first = first_spelling.setdefault(fold_to_key(unit), unit)
            if first != unit:
                other_spellings[unit] = first
    if not other_spellings:
        return list(files), ()
    renamed = [_rename_units(file, first_spelling) for file in files]
    return renamed, (_note_on_spellings(other_spellings),)


def _has_two_spellings(file: CoderFile) -> bool:
    """Whether two units of the file differ in nothing but their spelling."""
    return len(fold_to_keys(file.rows)) < len(file.rows)


def _rename_units(file: CoderFile, names: Mapping[Key, str]) -> CoderFile:
    rows = {names[fold_to_key(unit)]: row for unit, row in file.rows.items()}
    return replace(file, rows=rows)


def _note_on_spellings(others: Mapping[str, str]) -> str:
    written, first = next(iter(others.items()))
    many = format_count(len(others), "unit is", "units are")
    example = f"as {written!r} for {first!r}"
    return f"{many} written differently in the files, {example}; they are taken for one."
