"""One cell of a workbook -> the text that stands for its value."""

from __future__ import annotations

import datetime as dt

_EXACT = 1e15
"""Up to here every whole number has a double of its own."""


def format_cell(value: object) -> str:
    """The text of a cell: whole numbers without a point, dates as ISO 8601, `TRUE` and `FALSE` as
    Excel shows them."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return format_number(value)
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, dt.timedelta):
        return _format_duration(value)
    return str(value)


def format_number(value: float) -> str:
    """The shortest text that is this number; empty for one that is none."""
    if value != value:
        return ""
    if value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    return repr(value)


def _format_duration(value: dt.timedelta) -> str:
    """Hours, minutes and seconds, where hours may be more than a day's."""
    seconds = round(value.total_seconds())
    sign = "-" if seconds < 0 else ""
    minutes, second = divmod(abs(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{sign}{hours:02}:{minute:02}:{second:02}"
