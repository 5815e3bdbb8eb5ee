"""A table of data as CSV, Parquet, Stata or SPSS, with types and labels where the format has room
for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tipcoder.export.data_column import DataColumn as DataColumn  # asked for from here
from tipcoder.export.data_dictionary import WrittenTable, build_data_dictionary
from tipcoder.export.data_workbook import DataSheet, build_records_sheet, write_data_workbook
from tipcoder.export.format_limits import SPSS, STATA, FittedColumn, describe_cuts, fit_column
from tipcoder.export.formats import check_ending
from tipcoder.export.leaving import LeavingFile, put_in_place
from tipcoder.export.parquet_files import write_parquet
from tipcoder.export.response_sets import ResponseSet, add_response_sets
from tipcoder.export.statistical_files import write_spss, write_stata
from tipcoder.export.tables import format_csv_columns
from tipcoder.export.typed_columns import find_type
from tipcoder.export.variable_names import VariableName, make_variable_names
from tipcoder.extras import check_extra

ENDINGS = (".csv", ".parquet", ".dta", ".sav")
WORKBOOK = ".xlsx"
WITH_WORKBOOK = (".csv", WORKBOOK, ".sav", ".dta", ".parquet")
"""The same and a workbook, which holds the data dictionary too."""
STATISTICAL = (".sav", ".dta")
_STATA_ENDING = ".dta"
_MARK = "\ufeff"
"""By which a spreadsheet knows UTF-8."""


@dataclass(frozen=True)
class DataShape:
    """How a table is written, beyond what its format says."""

    has_label_heads: bool = False
    """Whether the heads of CSV and XLSX are labels; other formats keep labels beside the names."""
    for_spreadsheet: bool = False
    """Whether a CSV file begins with the mark by which Excel knows UTF-8, and lines end in CRLF."""
    delimiter: str = ","
    sets: tuple[ResponseSet, ...] = ()
    """Multiple-response sets for SPSS, whose variables are named as the columns are."""
    sheets: tuple[DataSheet, ...] = ()
    """Further sheets of a workbook."""


_PLAIN = DataShape()


def check_data_ending(path: Path, endings: Sequence[str] = ENDINGS) -> str:
    """The ending of a file that can be written.

    Raises BadInput, or EnvironmentFault where it needs an extra.
    """
    ending = check_ending(path, endings)
    if ending == ".parquet":
        check_extra("pyarrow", "A Parquet file")
    if ending in STATISTICAL:
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
    path: Path, columns: Sequence[DataColumn], title: str, shape: DataShape = _PLAIN
) -> tuple[WrittenTable, LeavingFile]:
    """A table as its file will have it, and the file, which is not written yet.

    CSV has every cell as it is. The others have numbers for texts that are numbers, labelled whole
    numbers for the levels of closed questions, and what Stata or SPSS has no room for is cut and
    told. A workbook has a sheet with the data dictionary.
    """
    ending = check_data_ending(path, WITH_WORKBOOK)
    if ending == ".csv":
        return _prepare_csv(path, columns, shape)
    if ending == WORKBOOK:
        return _prepare_workbook(path, columns, shape)
    typed = tuple(map(find_type, columns))
    if ending == ".parquet":
        return _prepare_parquet(path, columns, typed)
    return _prepare_statistical(path, typed, title, shape, is_stata=ending == _STATA_ENDING)


def _prepare_csv(
    path: Path, columns: Sequence[DataColumn], shape: DataShape
) -> tuple[WrittenTable, LeavingFile]:
    written = _without_cuts(columns, _choose_heads(columns, shape))
    cells = [column.values for column in columns]
    content = format_csv_columns(
        written.names, cells, delimiter=shape.delimiter, has_returns=shape.for_spreadsheet
    )
    mark = _MARK if shape.for_spreadsheet else ""
    return written, LeavingFile(path, mark + content)


def _prepare_workbook(
    path: Path, columns: Sequence[DataColumn], shape: DataShape
) -> tuple[WrittenTable, LeavingFile]:
    written = _without_cuts(columns, _choose_heads(columns, shape))
    data = DataSheet("Data", written.names, [column.values for column in columns])
    dictionary = build_records_sheet("Dictionary", build_data_dictionary(written))
    sheets = (data, dictionary, *shape.sheets)
    return written, LeavingFile(path, write_data_workbook(sheets))


def _choose_heads(columns: Sequence[DataColumn], shape: DataShape) -> list[str]:
    """What stands above each column; labels that are alike are followed by the name."""
    names = _list_names(columns)
    if not shape.has_label_heads:
        return names
    labels = [column.label for column in columns]
    heads = []
    for name, label in zip(names, labels, strict=True):
        heads.append(label if labels.count(label) == 1 else f"{label} [{name}]")
    return heads


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
    path: Path, columns: Sequence[DataColumn], title: str, shape: DataShape, *, is_stata: bool
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
    # Stata knows no sets.
    sets = [] if is_stata else _name_sets(shape.sets, columns, written.names)

    def write_file(new: Path) -> None:
        write(new, named, cut_title)
        add_response_sets(new, sets)

    return written, LeavingFile(path, write_file)


def _name_sets(
    sets: Sequence[ResponseSet], columns: Sequence[DataColumn], names: Sequence[str]
) -> list[ResponseSet]:
    """The sets with the names that their variables have in the file, without those that stay."""
    in_file = dict(zip(_list_names(columns), names, strict=True))
    called = make_variable_names([one.name for one in sets], [False] * len(sets))
    found = []
    for one, name in zip(sets, called, strict=True):
        variables = tuple(in_file[each] for each in one.variables if each in in_file)
        found.append(replace(one, name=name.name, variables=variables))
    return found


def _list_cuts(name: VariableName, fit: FittedColumn) -> tuple[str, ...]:
    return ("name", *fit.cuts) if name.is_cut else fit.cuts


def _without_cuts(
    columns: Sequence[DataColumn], heads: Sequence[str] | None = None
) -> WrittenTable:
    names = tuple(_list_names(columns) if heads is None else heads)
    return WrittenTable(tuple(columns), names, ((),) * len(names))


def _list_names(columns: Sequence[DataColumn]) -> list[str]:
    return [column.name for column in columns]


def find_dictionary_file(path: Path) -> Path:
    """Where the data dictionary of a file lies: one for each file, so that two formats of one name
    keep theirs.
    """
    stem = path.stem if path.suffix.lower() == ".csv" else path.name
    return path.with_name(f"{stem}.dictionary.csv")
