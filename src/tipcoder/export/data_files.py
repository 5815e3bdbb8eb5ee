"""A table of data as CSV, Parquet, Stata or SPSS, with types and labels where the format has room for them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from tipcoder.errors import BadInput, EnvironmentFault
from tipcoder.export.data_column import DataColumn as DataColumn  # asked for from here
from tipcoder.export.format_limits import SPSS, STATA, describe_cuts, fit_column
from tipcoder.export.parquet_files import write_parquet
from tipcoder.export.statistical_files import write_spss, write_stata
from tipcoder.export.tables import format_csv, making_parent_folders, write_requested_file
from tipcoder.export.typed_columns import infer_types
from tipcoder.export.variable_names import make_variable_names
from tipcoder.extras import check_extra

ENDINGS = (".csv", ".parquet", ".dta", ".sav")


@dataclass(frozen=True, eq=False)
class WrittenTable:
    """How a table stands in its file: a column, its name there and what was cut of it, in the order of the table."""

    columns: tuple[DataColumn, ...]
    """With the values as they are in the file, and labels uncut."""
    names: tuple[str, ...]
    cuts: tuple[tuple[str, ...], ...]
    sentence: str = ""
    """What to tell about cuts; empty if there was none."""


def check_data_ending(path: Path) -> str:
    """The ending of a file that can be written. Raises BadInput, or EnvironmentFault where it needs an extra."""
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise BadInput(
            f"{path}: cannot be written as {ending or 'a file without ending'}.", f"Use {', '.join(ENDINGS)}."
        )
    if ending == ".parquet":
        check_extra("pyarrow", "A Parquet file")
    if ending in (".dta", ".sav"):
        check_extra("pyreadstat", "A file of Stata or SPSS")
    return ending


def write_data(path: Path, columns: Sequence[DataColumn], title: str) -> WrittenTable:
    """Write a table; the old file or the new one is there, nothing between. Raises EnvironmentFault.

    CSV has every cell as it is. The others have numbers for texts that are numbers, labelled whole numbers for the
    levels of closed questions, and what Stata or SPSS has no room for is cut and told.
    """
    ending = check_data_ending(path)
    if ending == ".csv":
        return _write_csv(path, columns)
    tidy = tuple(infer_types(column) for column in columns)
    if ending == ".parquet":
        whole = [_restore_words(before, after) for before, after in zip(columns, tidy, strict=True)]
        replace_file(path, lambda new: write_parquet(new, whole))
        return _as_written(whole)
    limits = STATA if ending == ".dta" else SPSS
    heads = [column.name for column in tidy]
    has_labels = [bool(column.value_labels) for column in tidy]
    names = make_variable_names(heads, has_labels)
    fits = [fit_column(column, limits) for column in tidy]
    named = {name.name: fit.column for name, fit in zip(names, fits, strict=True)}
    write = write_stata if ending == ".dta" else write_spss
    replace_file(path, lambda new: write(new, named, limits.cut(title, limits.title)))
    cuts = [(*(("name",) if name.is_cut else ()), *fit.cuts) for name, fit in zip(names, fits, strict=True)]
    shown = tuple(name.name for name in names)
    return WrittenTable(tidy, shown, tuple(cuts), describe_cuts(cuts, limits))


def _restore_words(before: DataColumn, after: DataColumn) -> DataColumn:
    """Parquet has a type for texts of few kinds, so the levels of the survey stay words there."""
    if before.kind != "text" or after.kind != "category":
        return replace(after, levels=())
    words = [None if value is None else after.value_labels[value] for value in after.values]
    levels = tuple(after.value_labels.values())
    return replace(before, values=words, levels=levels, measured=after.measure)


def _write_csv(path: Path, columns: Sequence[DataColumn]) -> WrittenTable:
    heads = [column.name for column in columns]
    rows = zip(*(column.values for column in columns), strict=True)
    write_requested_file(path, format_csv([dict(zip(heads, row, strict=True)) for row in rows], heads))
    return _as_written(columns)


def _as_written(columns: Sequence[DataColumn]) -> WrittenTable:
    names = tuple(column.name for column in columns)
    return WrittenTable(tuple(columns), names, ((),) * len(names))


def find_dictionary_file(path: Path) -> Path:
    """Where the data dictionary of a file lies: one for each file, so that two formats of one name keep theirs."""
    stem = path.stem if path.suffix.lower() == ".csv" else path.name
    return path.with_name(f"{stem}.dictionary.csv")


def replace_file(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` make a new file, and put it in place whole. Missing folders are made. Raises EnvironmentFault."""
    target = Path(os.path.realpath(path))
    new = target.with_name(f".{target.stem}.{os.getpid()}.new{target.suffix}")
    try:
        with making_parent_folders(target), _removing_on_failure(new):
            write(new)
            _sync_to_disk(new)
            new.replace(target)
    except OSError as error:
        raise EnvironmentFault(
            f"{path}: cannot be written ({error.strerror or error}).", "Name a file in a folder that you may write in."
        ) from None


@contextmanager
def _removing_on_failure(path: Path) -> Iterator[None]:
    """What is half written does not stay behind."""
    try:
        yield
    finally:
        with suppress(OSError):
            path.unlink()


def _sync_to_disk(path: Path) -> None:
    """Bring a file to the disk before it takes another one's place."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
