"""Numbers by country and year -> one number per country."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tipcoder.analysis.crosswalk import NO_COUNTRY, Crosswalk
from tipcoder.analysis.decimal_marks import COMMA, POINT, write_with_point

_TIERS = {"tier1": 1.0, "tier2": 2.0, "tier3": 3.0}
WATCH_LIST = 2.5
"""The watch list lies between tier 2 and tier 3."""
_NUMBER = re.compile(r"[-+]?(\d{1,3}(,\d{3})+|\d+)(\.\d*)?([eE][-+]?\d+)?|[-+]?\.\d+")
_MISSING = {"", "na", "n/a", "nan", "null", "none", "-", "--", "..", ".", "–", "—"}


class IndicatorValue(NamedTuple):
    """One number of a file."""

    name: str
    """The country as the file writes it."""
    year: int | None
    value: float | None


@dataclass(frozen=True)
class ByCountry:
    """An indicator summed up, and what could not be used."""

    values: Mapping[str, float]
    """By country code; countries without data are absent."""
    names: Mapping[str, str]
    """How the file calls each country that it has data for."""
    unknown: tuple[str, ...] = ()
    """Names that are not known, in order of the file."""
    twice: tuple[str, ...] = field(default=())
    """`Serbia 2003` where the file has two different values for one year; the first counted."""


def is_missing_sign(text: str) -> bool:
    """Whether a cell among numbers says that there is none, like `NA` or `..`."""
    return text.strip().casefold() in _MISSING


def as_number(text: str, decimal_mark: str = POINT) -> float | None:
    """A number as people and tier lists write it, or None.

    `decimal_mark` is that of the column, as `find_decimal_mark` tells it.

    `1,234.50`, `$998,000`, `Tier 2    ` (trailing blanks), `Tier 2 Watch List`, `Watchlist` = 2.5.
    """
    if is_missing_sign(text):
        return None
    plain = "".join(text.casefold().split())
    if "watch" in plain:
        return WATCH_LIST
    if plain in _TIERS:
        return _TIERS[plain]
    plain = plain.lstrip("$€£").replace("'", "").replace("’", "")
    if decimal_mark == COMMA:
        plain = write_with_point(plain, COMMA)
    found = _NUMBER.fullmatch(plain)
    if found is None:
        return None
    # `1e400` is written like a number, and no float is so large.
    number = float(write_with_point(plain, POINT))
    return number if math.isfinite(number) else None


def summarise_by_country(
    readings: Iterable[IndicatorValue], crosswalk: Crosswalk, summary: str, transform: str = "none"
) -> ByCountry:
    """One number per country over the years.

    `mean`, `first` and `last` take non-missing values only; `last-first` is the last non-missing
    minus the first; `sum` adds everything, also several awards of one year; `log1p` is log(1 + x),
    natural.
    """
    series = _Series(crosswalk, adds_up=summary == "sum")
    for reading in readings:
        series.add_reading(reading)

    values = {}
    for country, years in series.by_country.items():
        number = transform_value(_summarise_years(years, summary), transform)
        if number is not None:
            values[country] = number
    return ByCountry(values, series.names, tuple(series.unknown), tuple(series.twice))


class _Series:
    """The numbers of a file, sorted by country and year as they are read."""

    def __init__(self, crosswalk: Crosswalk, *, adds_up: bool) -> None:
        self._crosswalk = crosswalk
        self._adds_up = adds_up
        """Whether several numbers for one year are parts of it and not the same said twice."""
        self._country_of: dict[str, str | None] = {}
        self.by_country: dict[str, dict[int | None, list[float]]] = {}
        self.names: dict[str, str] = {}
        # Dictionaries rather than sets, because they keep the order of the file.
        self.unknown: dict[str, None] = {}
        self.twice: dict[str, None] = {}

    def add_reading(self, reading: IndicatorValue) -> None:
        """Take in one number, unless its country is not known or it is missing."""
        country = self._find_country(reading.name)
        if country is None:
            self.unknown.setdefault(reading.name)
            return
        if country == NO_COUNTRY or reading.value is None:
            return

        self.names.setdefault(country, reading.name)
        of_year = self.by_country.setdefault(country, {}).setdefault(reading.year, [])
        is_repeated = bool(of_year) and reading.year is not None and not self._adds_up
        if not is_repeated:
            of_year.append(reading.value)
        elif reading.value != of_year[0]:
            self.twice.setdefault(f"{self._crosswalk.find_name(country)} {reading.year}")

    def _find_country(self, name: str) -> str | None:
        # A file names each country once a year, and folding a name takes long.
        if name not in self._country_of:
            self._country_of[name] = self._crosswalk.find_country(name)
        return self._country_of[name]


def _summarise_years(years: Mapping[int | None, Sequence[float]], summary: str) -> float:
    ordered: list[float] = []
    # What has no year comes last.
    for year in sorted(years, key=lambda year: (year is None, year or 0)):
        ordered += years[year]

    # Exact sums: the means of a pandas frame differ from these in the last digit for every third
    # country, and a verb would wait a quarter of a second for its import.
    if summary == "mean":
        return math.fsum(ordered) / len(ordered)
    if summary == "sum":
        return math.fsum(ordered)
    first, last = ordered[0], ordered[-1]
    return {"first": first, "last": last, "last-first": last - first}[summary]


def transform_value(value: float | None, transform: str) -> float | None:
    """`log1p` of a value, or the value; None where the logarithm does not exist."""
    if value is None or transform == "none":
        return value
    return math.log1p(value) if value > -1 else None
