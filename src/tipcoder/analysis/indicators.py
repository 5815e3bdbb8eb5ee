"""Numbers by country and year -> one number per country."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tipcoder.analysis.crosswalk import NO_COUNTRY, Crosswalk

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
    """Names that nobody knows, in order of the file."""
    twice: tuple[str, ...] = field(default=())
    """`Serbia 2003` where the file has two different values for one year; the first counted."""


def is_missing_sign(text: str) -> bool:
    """Whether a cell among numbers is one of the usual signs for a missing one, like `NA` or
    `..`."""
    return text.strip().casefold() in _MISSING


def as_number(text: str) -> float | None:
    """A number as people and tier lists write it, or None.

    `1,234.50`, `$998,000`, `Tier 2    ` (trailing blanks), `Tier 2 Watch List`, `Watchlist` = 2.5.
    """
    if is_missing_sign(text):
        return None
    word = text.strip().casefold()
    plain = "".join(word.split())
    if "watch" in plain:
        return WATCH_LIST
    if plain in _TIERS:
        return _TIERS[plain]
    plain = plain.lstrip("$€£")
    found = _NUMBER.fullmatch(plain)
    if found is None:
        return None
    number = float(plain.replace(",", ""))
    return number if math.isfinite(number) else None


def summarise_by_country(
    readings: Iterable[IndicatorValue], crosswalk: Crosswalk, summary: str, transform: str = "none"
) -> ByCountry:
    """One number per country over the years.

    `mean`, `first` and `last` take non-missing values only; `last-first` is the last non-missing
    minus the first; `sum` adds everything, also several awards of one year; `log1p` is log(1 + x),
    natural.
    """
    series: dict[str, dict[int | None, list[float]]] = {}
    names: dict[str, str] = {}
    unknown: dict[str, None] = {}
    twice: dict[str, None] = {}
    known: dict[str, str | None] = {}
    for name, year, value in readings:
        if name not in known:
            known[name] = crosswalk.find_country(name)
        country = known[name]
        if country is None:
            unknown.setdefault(name)
        if not country or country == NO_COUNTRY or value is None:
            continue
        names.setdefault(country, name)
        here = series.setdefault(country, {}).setdefault(year, [])
        if here and summary != "sum" and year is not None:
            if value != here[0]:
                twice.setdefault(f"{crosswalk.find_name(country)} {year}")
            continue
        here.append(value)
    values = {}
    for country, years in series.items():
        number = transform_value(_summarise_years(years, summary), transform)
        if number is not None:
            values[country] = number
    return ByCountry(values, names, tuple(unknown), tuple(twice))


def _summarise_years(years: Mapping[int | None, Sequence[float]], summary: str) -> float:
    ordered = [
        value
        for year in sorted(years, key=lambda year: (year is None, year or 0))
        for value in years[year]
    ]
    # Exact sums: the means of a pandas frame differ from these in the last digit for every third
    # country, and a verb would wait a quarter of a second for its import.
    if summary == "mean":
        return math.fsum(ordered) / len(ordered)
    if summary == "sum":
        return math.fsum(ordered)
    return {"first": ordered[0], "last": ordered[-1], "last-first": ordered[-1] - ordered[0]}[
        summary
    ]


def transform_value(value: float | None, transform: str) -> float | None:
    """`log1p` of a value, or the value; None where the logarithm does not exist."""
    if value is None or transform == "none":
        return value
    return math.log1p(value) if value > -1 else None
