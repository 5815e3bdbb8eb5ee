"""A table of data as CSV, Parquet, Stata or SPSS, with types and labels where the format has room for them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from tipcoder.errors import BadInput, EnvironmentFault
from tipcoder.export.data_column import DataColumn as DataColumn  # asked for from here
from tipcoder.export.format_limits import SPSS, STATA, cut_sentence, fitted
from tipcoder.export.parquet_files import write_parquet
from tipcoder.export.statistical_files import write_spss, write_stata
from tipcoder.export.tables import making_its_folder, rows_as_csv, write_result
from tipcoder.export.typed_columns import typed
from tipcoder.export.variable_names import variable_names
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


def check_ending(path: Path) -> str:
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
    ending = check_ending(path)
    if ending == ".csv":
        return _write_csv(path, columns)
    tidy = tuple(typed(column) for column in columns)
    if ending == ".parquet":
        whole = [_with_words(before, after) for before, after in zip(columns, tidy, strict=True)]
        replace_file(path, lambda new: write_parquet(new, whole))
        return _as_it_is(whole)
    limits = STATA if ending == ".dta" else SPSS
    heads = [column.name for column in tidy]
    has_labels = [bool(column.value_labels) for column in tidy]
    names = variable_names(heads, has_labels)
    fits = [fitted(column, limits) for column in tidy]
    named = {name.name: fit.column for name, fit in zip(names, fits, strict=True)}
    write = write_stata if ending == ".dta" else write_spss
    replace_file(path, lambda new: write(new, named, limits.cut(title, limits.title)))
    cuts = [(*(("name",) if name.is_cut else ()), *fit.cuts) for name, fit in zip(names, fits, strict=True)]
    shown = tuple(name.name for name in names)
    return WrittenTable(tidy, shown, tuple(cuts), cut_sentence(cuts, limits))


def _with_words(before: DataColumn, after: DataColumn) -> DataColumn:
    """Parquet has a type for texts of few kinds, so the levels of the survey stay words there."""
    if before.kind != "text" or after.kind != "category":
        return replace(after, levels=())
    words = [None if value is None else after.value_labels[value] for value in after.values]
    levels = tuple(after.value_labels.values())
    return replace(before, values=words, levels=levels, measured=after.measure)


def _write_csv(path: Path, columns: Sequence[DataColumn]) -> WrittenTable:
    heads = [column.name for column in columns]
    rows = zip(*(column.values for column in columns), strict=True)
    write_result(path, rows_as_csv([dict(zip(heads, row, strict=True)) for row in rows], heads))
    return _as_it_is(columns)


def _as_it_is(columns: Sequence[DataColumn]) -> WrittenTable:
    names = tuple(column.name for column in columns)
    return WrittenTable(tuple(columns), names, ((),) * len(names))


def dictionary_file(path: Path) -> Path:
    """Where the data dictionary of a file lies: one for each file, so that two formats of one name keep theirs."""
    stem = path.stem if path.suffix.lower() == ".csv" else path.name
    return path.with_name(f"{stem}.dictionary.csv")


def replace_file(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` make a new file, and put it in place whole. Missing folders are made. Raises EnvironmentFault."""
    target = Path(os.path.realpath(path))
    new = target.with_name(f".{target.stem}.{os.getpid()}.new{target.suffix}")
    try:
        with making_its_folder(target), _taken_away(new):
            write(new)
            _flush(new)
            new.replace(target)
    except OSError as error:
        raise EnvironmentFault(
            f"{path}: cannot be written ({error.strerror or error}).", "Name a file in a folder that you may write in."
        ) from None


@contextmanager
def _taken_away(path: Path) -> Iterator[None]:
    """What is half written does not stay behind."""
    try:
        yield
    finally:
        with suppress(OSError):
            path.unlink()


def _flush(path: Path) -> None:
    """Bring a file to the disk before it takes another one's place."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
