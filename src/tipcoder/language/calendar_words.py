"""Names of months and weekdays, from CLDR (through Babel): in full and short, in the forms that
stand alone and in those that stand in a date."""

from __future__ import annotations

from functools import cache

_WIDTHS = ("wide", "abbreviated")
"""Narrow names are single letters, and are left out."""


@cache
def list_months(language: str) -> tuple[str, ...]:
    """Every form of every month in a language, a code of ISO 639, without a stop at its end."""
    from babel import Locale

    months = Locale(language).months
    return _list_forms([months[use][width] for use in months for width in _WIDTHS])


@cache
def list_full_months(language: str) -> frozenset[str]:
    """The months that are not shortened."""
    from babel import Locale

    months = Locale(language).months
    return frozenset(_list_forms([months[use]["wide"] for use in months]))


@cache
def list_weekdays(language: str) -> tuple[str, ...]:
    """Every form of every weekday, in full and short."""
    from babel import Locale

    days = Locale(language).days
    return _list_forms([days[use][width] for use in days for width in _WIDTHS])


def _list_forms(tables: list[dict[int, str]]) -> tuple[str, ...]:
    """The names in the tables, each once."""
    names: dict[str, None] = {}
    for table in tables:
        for name in table.values():
            names[name.rstrip(".")] = None
    return tuple(names)
