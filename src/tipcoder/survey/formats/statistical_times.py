"""Dates and times of SPSS and Stata, which are numbers with a format -> ISO 8601.

SPSS counts seconds from 14 October 1582. Stata counts days (`%td`) or milliseconds (`%tc`) from
1 January 1960 (IBM SPSS Statistics, Date and Time Variables; StataCorp, datetime).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

_SPSS_BEGINNING = dt.datetime(1582, 10, 14)
_STATA_BEGINNING = dt.datetime(1960, 1, 1)
_SPSS_DATES = re.compile(r"(?:A|E|J|S)?DATE\d*")
_SPSS_MOMENTS = re.compile(r"(?:DATETIME|YMDHMS)[\d.]*")
_SPSS_TIMES = re.compile(r"D?TIME[\d.]*")


@dataclass(frozen=True)
class TimeFormat:
    """How a number stands for a date or a time."""

    kind: str
    """`date`, `moment` or `time`."""
    beginning: dt.datetime
    seconds: float
    """Seconds in one unit of the number."""

    def format_number(self, value: float) -> str:
        """The date or time as ISO 8601; the number as it is where no calendar reaches."""
        try:
            passed = dt.timedelta(seconds=value * self.seconds)
            if self.kind == "time":
                return _format_clock(passed)
            moment = self.beginning + passed
        except (OverflowError, ValueError):
            return repr(value)
        if self.kind == "date":
            return moment.date().isoformat()
        return moment.isoformat(sep=" ")


def find_time_format(name: str, kind: str) -> TimeFormat | None:
    """The format of a variable, by what the file calls it; None for an ordinary number.

    Weeks, months and quarters of Stata stay numbers.
    """
    if kind == "stata":
        if name.startswith(("%td", "%d", "%-td", "%-d")):
            return TimeFormat("date", _STATA_BEGINNING, 86_400)
        if name.startswith(("%tc", "%-tc")):
            # `%tcHH:MM:SS` shows the time of the day alone.
            shown = "time" if name[3:].startswith("HH") else "moment"
            return TimeFormat(shown, _STATA_BEGINNING, 0.001)
        return None
    if _SPSS_MOMENTS.fullmatch(name):
        return TimeFormat("moment", _SPSS_BEGINNING, 1)
    if _SPSS_DATES.fullmatch(name):
        return TimeFormat("date", _SPSS_BEGINNING, 1)
    if _SPSS_TIMES.fullmatch(name):
        return TimeFormat("time", _SPSS_BEGINNING, 1)
    return None


def _format_clock(passed: dt.timedelta) -> str:
    minutes, second = divmod(round(passed.total_seconds()), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours:02}:{minute:02}:{second:02}"
