"""Dates, years, sums of money, award numbers and counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from tipcoder.language.calendar_words import list_full_months, list_months, list_weekdays
from tipcoder.language.table_keys import (
    CAPITAL_MONTHS,
    CURRENCIES,
    DATE_LINKS,
    DATE_PARTS,
    DATE_RANGES,
    DAY_FORMS,
    DAY_SUFFIXES,
    DAY_WORDS,
    DECADES,
    MONTH_FORMS,
    QUARTERS,
    SCALES,
    SEASONS,
    YEAR_WORDS,
)
from tipcoder.language.tables import LANGUAGES, list_words
from tipcoder.privacy.hits import LOW, MEDIUM, Hit, find_trimmed_end
from tipcoder.privacy.phrase_patterns import (
    BEFORE,
    BEHIND,
    PlainLetters,
    group_sources,
    join_phrases,
    read_letters,
)
from tipcoder.text import lower_letters, strip_marks

_NUMERIC = re.compile(
    r"(?<![\d.,/-])\d{1,2}\s?(?P<sign>[./-])\s?\d{1,2}\s?(?P=sign)\s?(?:\d{4}|\d{2})(?!\d|[./-]\d)|"
    r"(?<!\d)(?:19|20)\d\d(?P<iso>[-./])\s?\d{1,2}(?P=iso)\s?\d{1,2}(?!\d)|"
    r"(?<![\d.,/-])(?:0?[1-9]|1[0-2])[./](?:19|20)\d\d(?![\d./-])"
)
"""Day, month and year, the year first, or month and year."""
_SOME_NUMERIC = re.compile(r"\d\s?[./-]\s?\d")
"""Whether there may be any of these: most answers are done then."""
_SOME_YEAR = re.compile("19[5-9]|20[0-4]")
_YEAR = r"(?:19[5-9]\d|20[0-4]\d)(?:\s?[-–/]\s?(?:19|20)?\d\d)?"
"""From 1950 on, and a span of years too."""
_AWARD = re.compile(
    r"\b(?=[A-Z0-9/-]{0,30}\d)(?=[A-Z0-9/-]{0,30}[A-Z]{2})"
    r"(?:S-)?[A-Z]{1,6}[A-Z0-9/-]{0,30}\d[A-Z0-9/-]{4,60}\b"
)
"""Digits and at least two capitals in one word, as donors number their grants."""
_TWO_CAPITALS = re.compile("[A-Z]{2}")
"""Whether there may be such a number."""
_COUNT = re.compile(
    r"(?<![\w.,$€£/-])\d{1,3}(?:[.,\s]\d{3})+(?![\w.,]\d)|(?<![\w.,$€£/-])\d{2,6}(?![\w/-]|[.,]\d)"
)
"""A number in groups of three digits, or one of two to six digits; one digit alone tells nothing.
"""
_AFTER_SUM = frozenset(" ,.\n\t")
"""What the pattern of a sum takes in at its end, because it also stands between digits."""


class _DatePatterns(NamedTuple):
    """All but the first are for answers in small letters that have a month or a season."""

    some: re.Pattern[str]
    """Whether there is a month at all: most answers have none, and are done then."""
    dates: tuple[re.Pattern[str], ...]
    seasons: re.Pattern[str]
    years: re.Pattern[str]
    """Years and decades."""
    decades: re.Pattern[str]
    """For answers without the number of a year."""


def find_dates_and_numbers(text: str) -> Iterator[Hit]:
    """Hits in the coordinates of `text`."""
    letters = read_letters(text)
    yield from _find_dates(letters)
    if any(map(str.isdigit, text)):
        yield from _find_numbers(letters)


def _find_dates(letters: PlainLetters) -> Iterator[Hit]:
    patterns = _build_dates()
    if patterns.some.search(letters.small):
        for pattern in patterns.dates:
            for found in pattern.finditer(letters.small):
                if _is_date(letters, found):
                    start, end = found.span()
                    # Behind a month in full a stop ends the sentence.
                    full = found["month"] in _list_full_months()
                    end -= full and found.end("month") + 1 == end
                    yield Hit(start, end, "date", MEDIUM, ("date",))
    for found in _NUMERIC.finditer(letters.small) if _SOME_NUMERIC.search(letters.small) else ():
        yield Hit(*found.span(), "date", MEDIUM, ("date",))


def _is_date(letters: PlainLetters, found: re.Match[str]) -> bool:
    """Whether the month of a date is one, and not a word that is spelt alike.

    It is one with a capital, behind a link (of, de), or in full beside a year.
    """
    month = found["month"]
    if month not in _list_capital_months():
        return True
    start = found.start("month")
    if letters.plain[start].isupper() or found["link"]:
        return True
    return bool(found["year"]) and (found["day"] is not None or month in _list_full_months())


def _find_numbers(letters: PlainLetters) -> Iterator[Hit]:
    text = letters.plain
    patterns = _build_dates()
    # A decade ends in a nought.
    of_years = [(patterns.decades, "year")] if "0" in text else []
    if _SOME_YEAR.search(text):
        of_years = [(patterns.seasons, "part of a year"), (patterns.years, "year")]
    for pattern, why in of_years:
        for found in pattern.finditer(letters.small):
            yield Hit(*found.span(), "date", LOW, (why,))
    for found in _build_money().finditer(text):
        end = find_trimmed_end(text, *found.span(), _AFTER_SUM.__contains__)
        yield Hit(found.start(), end, "number", MEDIUM, ("sum of money",))
    for found in _AWARD.finditer(text) if _TWO_CAPITALS.search(text) else ():
        yield Hit(*found.span(), "number", MEDIUM, ("award or registration number",))
    for found in _COUNT.finditer(text):
        yield Hit(*found.span(), "number", LOW, ("number",))


@cache
def _build_dates() -> _DatePatterns:
    months = _join_months()
    month = rf"(?P<month>{months})\.?{BEHIND}"
    links = rf"(?:{join_phrases(DATE_LINKS)}\s|d')"
    suffix = join_phrases(DAY_SUFFIXES)
    day = rf"(?:\d{{1,2}}(?:{suffix})?{BEHIND}\.?|{join_phrases(DAY_WORDS)}{BEHIND})"
    to = rf"(?:\s?[-–—/]\s?|,\s|\s{join_phrases(DATE_RANGES)}\s)"
    year = rf"(?P<year>{_YEAR}(?!\d|[.,]\d){_build_year_end()})"
    weekday = rf"(?:{_join_weekdays()}\.?,?\s(?:{links}){{0,2}})?"
    part = rf"(?:{join_phrases(DATE_PARTS)}[\s-](?:{links}){{0,2}})?"

    of = rf"\s?(?P<link>(?:{links}){{1,2}}|[-/.])?"
    behind = rf"(?:(?:,?\s(?:{links}){{0,2}}|[-/]){year})?"
    first = rf"{BEFORE}{weekday}(?P<day>{day})(?:{to}(?:{links})?{day})*{of}{month}{behind}"
    last = (
        rf"{BEFORE}{weekday}{month}(?P<link>(?!))?\s?(?P<day>\b)(?:the\s)?\d{{1,2}}(?:{suffix})?{BEHIND}"
        rf"(?:{to}\d{{1,2}}(?:{suffix})?{BEHIND})?(?:,?\s(?:{links})?{year})?"
    )
    yearly = (
        rf"{BEFORE}{part}{month}(?P<day>(?!))?(?:{to}(?:{links})?{months}\.?{BEHIND})?"
        rf"(?:(?P<link>\s?[-/]\s?|,?\s(?:{links}){{1,2}})|,?\s){year}"
    )
    linked = rf"(?P<link>(?:{links}){{1,2}})"
    someday = rf"{BEFORE}{_join_weekdays()}\.?,?\s{linked}{month}(?P<day>(?!))?{behind}"
    seasons = (
        rf"{BEFORE}{part}(?:{join_phrases(SEASONS)}|{join_phrases(QUARTERS)}){BEHIND}"
        rf"[,/]?\s?(?:{links}){{0,2}}{year}"
    )
    decades = rf"{join_phrases(DECADES)}\s(?:19|20)?\d0{BEHIND}"
    begun = rf"(?:{BEFORE}{join_phrases(DATE_PARTS)}[\s-](?:{links}){{0,2}})?"
    years = rf"{begun}(?<![\d.,$€£])(?<!\d-){_YEAR}(?!\d|[.,]\d)(?:s{BEHIND}|{_build_year_end()})"
    return _DatePatterns(
        re.compile(rf"{BEFORE}{months}{BEHIND}"),
        (re.compile(first), re.compile(last), re.compile(yearly), re.compile(someday)),
        re.compile(seasons),
        re.compile(f"{years}|{BEFORE}{decades}"),
        re.compile(f"{BEFORE}{decades}"),
    )


def _build_year_end() -> str:
    """What may stand behind the number of a year and belongs to it."""
    suffix = join_phrases(DAY_SUFFIXES)
    return rf"(?:(?:{suffix})?{BEHIND}(?:\s?{join_phrases(YEAR_WORDS)}\.?{BEHIND})?)"


@cache
def _join_months() -> str:
    """The months of all languages, the longest first."""
    names = {each for language in LANGUAGES for each in list_months(language)}
    return f"(?:{_spell_names(names)}|{join_phrases(MONTH_FORMS)})"


@cache
def _join_weekdays() -> str:
    names = {each for language in LANGUAGES for each in list_weekdays(language)}
    return f"(?:{_spell_names(names)}|{join_phrases(DAY_FORMS)})"


def _spell_names(names: set[str]) -> str:
    return group_sources(re.escape(_fold_name(name)) for name in names)


def _fold_name(name: str) -> str:
    return lower_letters(strip_marks(name))


@cache
def _list_capital_months() -> frozenset[str]:
    return frozenset(_fold_name(name) for name in list_words(CAPITAL_MONTHS))


@cache
def _list_full_months() -> frozenset[str]:
    names = {each for language in LANGUAGES for each in list_full_months(language)}
    return frozenset(_fold_name(name) for name in names)


@cache
def _build_money() -> re.Pattern[str]:
    """A sum with a sign or a code before it, or a currency behind it."""
    scale = rf"(?:\s?{join_phrases(SCALES, any_case=True)}{BEHIND}\.?)?"
    amount = r"\d[\d.,\s]{0,20}"
    return re.compile(
        rf"(?:US)?[$€£₽]\s?{amount}\d?{scale}|"
        rf"\b(?:USD|EUR|GBP|CHF)\s?{amount}\d?{scale}|"
        rf"\b{amount}{scale}\s?{join_phrases(CURRENCIES, any_case=True)}{BEHIND}"
    )
