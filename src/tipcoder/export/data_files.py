"""A table of data as CSV, Parquet, Stata or SPSS, with types and labels where the format has room
for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tipcoder.export.data_column import DataColumn as DataColumn  # asked for from here
from tipcoder.export.format_limits import SPSS, STATA, FittedColumn, describe_cuts, fit_column
from tipcoder.export.formats import check_ending
from tipcoder.export.leaving import LeavingFile, put_in_place
from tipcoder.export.parquet_files import write_parquet
from tipcoder.export.statistical_files import write_spss, write_stata
from tipcoder.export.tables import format_csv
from tipcoder.export.typed_columns import find_type
from tipcoder.export.variable_names import VariableName, make_variable_names
from tipcoder.extras import check_extra

ENDINGS = (".csv", ".parquet", ".dta", ".sav")
_STATA_ENDING = ".dta"


@dataclass(frozen=True, eq=False)
class WrittenTable:
    """How a table stands in its file: a column, its name there and what was cut of it, in the order
    of the table.
    """

    columns: tuple[DataColumn, ...]
    """With the values as they are in the file, and labels uncut."""
    names: tuple[str, ...]
    cuts: tuple[tuple[str, ...], ...]
    sentence: str = ""
    """What to tell about cuts; empty if there was none."""


def check_data_ending(path: Path) -> str:
    """The ending of a file that can be written.

    Raises BadInput, or EnvironmentFault where it needs an extra.
    """
    ending = check_ending(path, ENDINGS)
    if ending == ".parquet":
        check_extra("pyarrow", "A Parquet file")
    if ending in (".dta", ".sav"):
        check_extra("pyreadstat", "A file of Stata or SPSS")
    return ending


def write_data(path: Path, columns: Sequence[DataColumn], title: str) -> WrittenTable:
    """Write a table as `prepare_data` has it; the old file or the new one is there, nothing
    between.

    Raises EnvironmentFault.
    """
    written, file = prepare_data(path, columns, title)
    put_in_place([file])
    return written


def prepare_data(
    path: Path, columns: Sequence[DataColumn], title: str
) -> tuple[WrittenTable, LeavingFile]:
    """A table as its file will have it, and the file, which is not written yet.

    CSV has every cell as it is. The others have numbers for texts that are numbers, labelled whole
    numbers for the levels of closed questions, and what Stata or SPSS has no room for is cut and
    told.
    """
    ending = check_data_ending(path)
    if ending == ".csv":
        return _prepare_csv(path, columns)
    typed = tuple(map(find_type, columns))
    if ending == ".parquet":
        return _prepare_parquet(path, columns, typed)
    return _prepare_statistical(path, typed, title, is_stata=ending == _STATA_ENDING)


def _prepare_csv(path: Path, columns: Sequence[DataColumn]) -> tuple[WrittenTable, LeavingFile]:
    heads = _list_names(columns)
    cells = [column.values for column in columns]
    rows = []
    for line in zip(*cells, strict=True):
        rows.append(dict(zip(heads, line, strict=True)))
    return _without_cuts(columns), LeavingFile(path, format_csv(rows, heads))


def _prepare_parquet(
    path: Path, columns: Sequence[DataColumn], typed: Sequence[DataColumn]
) -> tuple[WrittenTable, LeavingFile]:
    worded = [_with_words(before, after) for before, after in zip(columns, typed, strict=True)]
    return _without_cuts(worded), LeavingFile(path, lambda new: write_parquet(new, worded))


def _with_words(before: DataColumn, after: DataColumn) -> DataColumn:
    """Parquet has a type for texts of few kinds, so the levels of the survey stay words there."""
    if before.kind != "text" or after.kind != "category":
        return replace(after, levels=())
    words = [None if value is None else after.value_labels[value] for value in after.values]
    levels = tuple(after.value_labels.values())
    return replace(before, values=words, levels=levels, measured=after.measure)


def _prepare_statistical(
    path: Path, columns: Sequence[DataColumn], title: str, *, is_stata: bool
) -> tuple[WrittenTable, LeavingFile]:
    limits, write = (STATA, write_stata) if is_stata else (SPSS, write_spss)
    has_labels = [bool(column.value_labels) for column in columns]
    names = make_variable_names(_list_names(columns), has_labels)
    fits = [fit_column(column, limits) for column in columns]
    named, cuts = {}, []
    for name, fit in zip(names, fits, strict=True):
        named[name.name] = fit.column
        cuts.append(_list_cuts(name, fit))
    cut_title = limits.cut(title, limits.title)
    written = WrittenTable(tuple(columns), tuple(named), tuple(cuts), describe_cuts(cuts, limits))
    return written, LeavingFile(path, lambda new: write(new, named, cut_title))


def _list_cuts(name: VariableName, fit: FittedColumn) -> tuple[str, ...]:
    return ("name", *fit.cuts) if name.is_cut else fit.cuts


def _without_cuts(columns: Sequence[DataColumn]) -> WrittenTable:
    names = tuple(_list_names(columns))
    return WrittenTable(tuple(columns), names, ((),) * len(names))


def _list_names(columns: Sequence[DataColumn]) -> list[str]:
    return [column.name for column in columns]


def find_dictionary_file(path: Path) -> Path:
    """Where the data dictionary of a file lies: one for each file, so that two formats of one name
    keep theirs.
    """
    stem = path.stem if path.suffix.lower() == ".csv" else path.name
    return path.with_name(f"{stem}.dictionary.csv")
