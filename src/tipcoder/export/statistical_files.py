"""Files of Stata and SPSS: numbers with labels, measures and room to be shown; missing is the
system's missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tipcoder.export.data_column import DataColumn, are_whole
from tipcoder.extras import require_extra

_HEADER = 2_048
"""Bytes in which both formats say when a file was made."""
_STATA_TIME = re.compile(rb".*?<timestamp>\x11(.{17})</timestamp>", re.DOTALL)
_STATA_NO_TIME = b"01 Jan 1980 00:00"
_SPSS_TIME = re.compile(rb"\$FL[23].{88}(.{17})", re.DOTALL)
_SPSS_NO_TIME = b"01 Jan 8000:00:00"
"""Date and time follow each other without a blank between."""
_STATA_LONG = 2_147_483_620
"""The greatest whole number of a Stata long; beyond, a double holds it."""


def write_stata(path: Path, columns: Mapping[str, DataColumn], title: str) -> None:
    """Write columns under their names, all within the limits of the format. Raises OSError for a
    full disk too.

    Raises EnvironmentFault where pyreadstat is not installed.
    """
    pyreadstat: Any = require_extra("pyreadstat", "A file of Stata or SPSS")
    with _report_full_disk():
        pyreadstat.write_dta(
            _make_frame(columns),
            str(path),
            file_label=title,
            column_labels=[column.label for column in columns.values()],
            variable_value_labels=_list_value_labels(columns),
        )
    _overwrite_time(path, _STATA_TIME, _STATA_NO_TIME)


def write_spss(path: Path, columns: Mapping[str, DataColumn], title: str) -> None:
    """The same for SPSS, with the measure of every column."""
    pyreadstat: Any = require_extra("pyreadstat", "A file of Stata or SPSS")
    with _report_full_disk():
        pyreadstat.write_sav(
            _make_frame(columns),
            str(path),
            file_label=title,
            column_labels=[column.label for column in columns.values()],
            variable_value_labels=_list_value_labels(columns),
            variable_measure={name: column.measure for name, column in columns.items()},
            variable_format=_choose_spss_formats(columns),
        )
    _overwrite_time(path, _SPSS_TIME, _SPSS_NO_TIME)


def _overwrite_time(path: Path, pattern: re.Pattern[bytes], no_time: bytes) -> None:
    """Write the first day of 1980 where the file says when it was made.

    Then the same table gives the same bytes, and nobody learns when somebody was at work. What the
    pattern finds and what takes its place are equally long, so that no place in the file moves.
    """
    with path.open("r+b") as file:
        found = pattern.match(file.read(_HEADER))
        # A writer that puts its time elsewhere would otherwise tell it without anybody noticing.
        assert found is not None, f"{path.suffix} has its time where the format says"
        file.seek(found.start(1))
        file.write(no_time)


def _choose_spss_formats(columns: Mapping[str, DataColumn]) -> dict[str, str]:
    """Room on SPSS's screen for numbers that its usual eight places would show as asterisks."""
    formats = {}
    for name, column in columns.items():
        known = (
            [abs(value) for value in column.values if value is not None]
            if column.kind == "number"
            else []
        )
        if not known:
            continue
        digits = len(f"{max(known):.0f}")
        # One place is for the sign; a point and three decimals need four more.
        whole, with_decimals = max(8, digits + 1), max(8, digits + 5)
        formats[name] = f"F{whole}.0" if are_whole(known) else f"F{with_decimals}.3"
    return formats


@contextmanager
def _report_full_disk() -> Iterator[None]:
    """The writer has an error of its own where the disk is full."""
    import pyreadstat

    try:
        yield
    except pyreadstat.ReadstatError as error:
        raise OSError(str(error)) from None


def _list_value_labels(columns: Mapping[str, DataColumn]) -> dict[str, dict[Any, str]]:
    return {
        name: dict(column.value_labels) for name, column in columns.items() if column.value_labels
    }


def _make_frame(columns: Mapping[str, DataColumn]) -> Any:
    import pandas

    return pandas.DataFrame({name: _make_series(column) for name, column in columns.items()})


def _make_series(column: DataColumn) -> Any:
    import pandas

    values = list(column.values)
    if column.kind == "text":
        # Both formats know the empty text only; a missing answer and an empty one are the same
        # there.
        texts = ["" if value is None else value for value in values]
        return pandas.Series(texts, dtype=object)
    known = [value for value in values if value is not None]
    if are_whole(known) and max(map(abs, known)) <= _STATA_LONG:
        return pandas.Series(values, dtype="Int32")
    numbers = [None if value is None else float(value) for value in values]
    return pandas.Series(numbers, dtype="float64")
