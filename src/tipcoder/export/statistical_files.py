"""Files of Stata and SPSS: numbers with labels, measures and room to be shown; missing is the system's missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tipcoder.export.data_column import DataColumn, are_whole
from tipcoder.extras import require_extra

_STATA_LONG = 2_147_483_620
"""The greatest whole number of a Stata long; beyond, a double holds it."""


def write_stata(path: Path, columns: Mapping[str, DataColumn], title: str) -> None:
    """Write columns under their names, all within the limits of the format. Raises OSError for a full disk too."""
    pyreadstat = require_extra("pyreadstat", "A file of Stata or SPSS")

    with _translate_disk_errors():
        pyreadstat.write_dta(
            _build_frame(columns),
            str(path),
            file_label=title,
            column_labels=[column.label for column in columns.values()],
            variable_value_labels=_collect_value_labels(columns),
        )


def write_spss(path: Path, columns: Mapping[str, DataColumn], title: str) -> None:
    """The same for SPSS, with the measure of every column."""
    pyreadstat = require_extra("pyreadstat", "A file of Stata or SPSS")

    with _translate_disk_errors():
        pyreadstat.write_sav(
            _build_frame(columns),
            str(path),
            file_label=title,
            column_labels=[column.label for column in columns.values()],
            variable_value_labels=_collect_value_labels(columns),
            variable_measure={name: column.measure for name, column in columns.items()},
            variable_format=_find_spss_formats(columns),
        )


def _find_spss_formats(columns: Mapping[str, DataColumn]) -> dict[str, str]:
    """Room on SPSS's screen for numbers that its usual eight places would show as asterisks."""
    found = {}
    for name, column in columns.items():
        known = [abs(value) for value in column.values if value is not None] if column.kind == "number" else []
        if known:
            digits = len(f"{max(known):.0f}")
            whole = are_whole(known)
            found[name] = f"F{max(8, digits + 1)}.0" if whole else f"F{max(8, digits + 5)}.3"
    return found


@contextmanager
def _translate_disk_errors() -> Iterator[None]:
    """The writer has an error of its own where the disk is full."""
    pyreadstat = require_extra("pyreadstat", "A file of Stata or SPSS")

    try:
        yield
    except pyreadstat.ReadstatError as error:
        raise OSError(str(error)) from None


def _collect_value_labels(columns: Mapping[str, DataColumn]) -> dict[str, dict[Any, str]]:
    return {name: dict(column.value_labels) for name, column in columns.items() if column.value_labels}


def _build_frame(columns: Mapping[str, DataColumn]) -> Any:
    import pandas

    return pandas.DataFrame({name: _build_series(column) for name, column in columns.items()})


def _build_series(column: DataColumn) -> Any:
    import pandas

    values = list(column.values)
    if column.kind == "text":
        # Both formats know the empty text only; a missing answer and an empty one are the same there.
        return pandas.Series(["" if value is None else value for value in values], dtype=object)
    known = [value for value in values if value is not None]
    if are_whole(known) and max(map(abs, known)) <= _STATA_LONG:
        return pandas.Series(values, dtype="Int32")
    return pandas.Series([None if value is None else float(value) for value in values], dtype="float64")
