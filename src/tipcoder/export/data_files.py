"""A table of data as CSV, Parquet, Stata or SPSS, with types and labels where the format has room for them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tipcoder.errors import BadInput, EnvironmentFault
from tipcoder.export.data_column import ORDINAL
from tipcoder.export.data_column import DataColumn as DataColumn  # asked for from here
from tipcoder.export.format_limits import SPSS, STATA, FormatLimits, cut_sentence, fitted
from tipcoder.export.tables import making_its_folder, rows_as_csv, write_result
from tipcoder.export.typed_columns import typed
from tipcoder.export.variable_names import variable_names

ENDINGS = (".csv", ".parquet", ".dta", ".sav")
_STATA_LONG = 2_147_483_620
"""The greatest whole number of a Stata long; beyond, a double holds it."""


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
    """The ending of a file that can be written. Raises BadInput."""
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise BadInput(
            f"{path}: cannot be written as {ending or 'a file without ending'}.", f"Use {', '.join(ENDINGS)}."
        )
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
        replace_file(path, lambda new: _parquet(new, whole))
        return _as_it_is(whole)
    limits = STATA if ending == ".dta" else SPSS
    heads = [column.name for column in tidy]
    has_labels = [bool(column.value_labels) for column in tidy]
    names = variable_names(heads, has_labels)
    fits = [fitted(column, limits) for column in tidy]
    named = dict(zip(names, (fit.column for fit in fits), strict=True))
    write = _stata if ending == ".dta" else _spss
    replace_file(path, lambda new: write(new, named, _title(title, limits)))
    cuts = tuple(fit.cuts for fit in fits)
    return WrittenTable(tidy, tuple(names), cuts, cut_sentence(cuts, limits))


def _with_words(before: DataColumn, after: DataColumn) -> DataColumn:
    """Parquet has a type for texts of few kinds, so the levels of the survey stay words there."""
    if before.kind != "text" or after.kind != "category":
        return replace(after, levels=())
    words = [None if value is None else after.value_labels[value] for value in after.values]
    levels = tuple(after.value_labels.values())
    return replace(before, values=words, levels=levels, measured=after.measure)


def _title(title: str, limits: FormatLimits) -> str:
    return limits.cut(title, limits.title)


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


def _parquet(path: Path, columns: Sequence[DataColumn]) -> None:
    import pyarrow
    from pyarrow import parquet

    fields, arrays = [], []
    for column in columns:
        array = _arrow_array(column)
        told = {"label": column.label, "values": listed(column), "measure": column.measure}
        fields.append(pyarrow.field(column.name, array.type, metadata=told))
        arrays.append(array)
    parquet.write_table(pyarrow.table(arrays, schema=pyarrow.schema(fields)), path)


def _arrow_array(column: DataColumn) -> Any:
    import pyarrow

    values = list(column.values)
    if column.kind != "text" or not column.levels:
        return pyarrow.array(values, _arrow_type(column))
    places = {level: place for place, level in enumerate(column.levels)}
    at = pyarrow.array([None if value is None else places[value] for value in values], pyarrow.int32())
    ordered = column.measure == ORDINAL
    return pyarrow.DictionaryArray.from_arrays(at, pyarrow.array(column.levels), ordered=ordered)


def _arrow_type(column: DataColumn) -> Any:
    import pyarrow

    if column.kind == "text":
        return pyarrow.string()
    known = [value for value in column.values if value is not None]
    if column.kind == "number" and not _are_whole(known):
        return pyarrow.float64()
    most = max(map(abs, [*known, *column.value_labels]), default=0)
    if column.kind == "category" and most < 2**7:
        return pyarrow.int8()
    return pyarrow.int32() if most < 2**31 else pyarrow.int64()


def _are_whole(known: Sequence[Any]) -> bool:
    return bool(known) and all(isinstance(value, int) for value in known)


def listed(column: DataColumn) -> str:
    """What a column's numbers mean, on one line."""
    return "; ".join(f"{value} = {label}" for value, label in column.value_labels.items())


def _stata(path: Path, columns: Mapping[str, DataColumn], title: str) -> None:
    import pyreadstat

    with _refusals_of_the_disk():
        pyreadstat.write_dta(
            _frame(columns),
            str(path),
            file_label=title,
            column_labels=[column.label for column in columns.values()],
            variable_value_labels=_value_labels(columns),
        )


def _spss(path: Path, columns: Mapping[str, DataColumn], title: str) -> None:
    import pyreadstat

    with _refusals_of_the_disk():
        pyreadstat.write_sav(
            _frame(columns),
            str(path),
            file_label=title,
            column_labels=[column.label for column in columns.values()],
            variable_value_labels=_value_labels(columns),
            variable_measure={name: column.measure for name, column in columns.items()},
            variable_format=_spss_formats(columns),
        )


def _spss_formats(columns: Mapping[str, DataColumn]) -> dict[str, str]:
    """Room on SPSS's screen for numbers that its usual eight places would show as asterisks."""
    found = {}
    for name, column in columns.items():
        known = [abs(value) for value in column.values if value is not None] if column.kind == "number" else []
        if known:
            digits = len(f"{max(known):.0f}")
            whole = _are_whole(known)
            found[name] = f"F{max(8, digits + 1)}.0" if whole else f"F{max(8, digits + 5)}.3"
    return found


@contextmanager
def _refusals_of_the_disk() -> Iterator[None]:
    """The writer has an error of its own where the disk is full."""
    import pyreadstat

    try:
        yield
    except pyreadstat.ReadstatError as error:
        raise OSError(str(error)) from None


def _value_labels(columns: Mapping[str, DataColumn]) -> dict[str, dict[Any, str]]:
    return {name: dict(column.value_labels) for name, column in columns.items() if column.value_labels}


def _frame(columns: Mapping[str, DataColumn]) -> Any:
    import pandas

    return pandas.DataFrame({name: _series(column) for name, column in columns.items()})


def _series(column: DataColumn) -> Any:
    import pandas

    values = list(column.values)
    if column.kind == "text":
        # Both formats know the empty text only; a missing answer and an empty one are the same there.
        return pandas.Series(["" if value is None else value for value in values], dtype=object)
    known = [value for value in values if value is not None]
    if _are_whole(known) and max(map(abs, known)) <= _STATA_LONG:
        return pandas.Series(values, dtype="Int32")
    return pandas.Series([None if value is None else float(value) for value in values], dtype="float64")
