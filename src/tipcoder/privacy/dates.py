"""Dates, years, sums of money, award numbers and counts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tipcoder.privacy.hits import LOW, MEDIUM, Hit, find_trimmed_end

_MONTH = (
    "January|February|March|April|May|June|July|August|September|October|November|December|Jan|"
    "Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|enero|febrero|marzo|abril|mayo|junio|julio|agosto|"
    "septiembre|setiembre|octubre|noviembre|diciembre|январ[яье]|феврал[яье]|март[ае]?|апрел[яье]|"
    "ма[яей]|июн[яье]|июл[яье]|август[ае]?|сентябр[яье]|октябр[яье]|ноябр[яье]|декабр[яье]"
)
_DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of| de)? (?:{_MONTH})\.?(?:,? (?:de |del )?\d{{4}})?|"
    rf"\b(?:{_MONTH})\.? \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?\b|"
    rf"\b(?:{_MONTH})\.?,? (?:of |de |del )?\d{{4}}\b|"
    r"\b\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})\b|\b(?:19|20)\d\d-\d\d-\d\d\b",
    re.I,
)
_YEAR = re.compile(
    r"(?<![\d.,$€£-])(?:19[5-9]\d|20[0-4]\d)(?:\s?[-–/]\s?(?:19|20)?\d\d)?(?!\d|"
    r"[.,]\d)(?:-?(?:го|ом)\b| ?год\w*)?"
)
"""From 1950 on, a span of years too; prices, decimals and parts of longer numbers are left out."""
_MONEY = re.compile(
    r"(?:US)?[$€£₽]\s?\d[\d.,\s]{0,20}\d?(?:\s?(?:thousand|million|billion|mil|millones|тыс|млн|k|"
    r"K|M)\b\.?)?|"
    r"\b(?:USD|EUR|GBP|CHF)\s?\d[\d.,\s]{0,20}\d?(?:\s?(?:thousand|million|k|K|M)\b)?|"
    r"\b\d[\d.,\s]{0,20}(?:\s?(?:thousand|million|mil|millones|тыс\.?|млн\.?))?\s?(?:dollars|USD|"
    r"EUR|euros?|pesos|d[oó]lares|долларов|рублей|евро)\b"
)
_AWARD = re.compile(
    r"\b(?=[A-Z0-9/-]{0,30}\d)(?=[A-Z0-9/-]{0,30}[A-Z]{2})"
    r"(?:S-)?[A-Z]{1,6}[A-Z0-9/-]{0,30}\d[A-Z0-9/-]{4,60}\b"
)
"""Digits and at least two capitals in one word, as donors number their grants."""
_COUNT = re.compile(
    r"(?<![\w.,$€£/-])\d{1,3}(?:[.,\s]\d{3})+(?![\w.,]\d)|(?<![\w.,$€£/-])\d{2,6}(?![\w/-]|[.,]\d)"
)
"""A number in groups of three digits, or one of two to six digits; one digit alone tells nothing.
"""


_AFTER_SUM = frozenset(" ,.\n\t")
"""What the pattern of a sum takes in at its end, because it also stands between digits."""


def find_dates_and_numbers(text: str) -> Iterator[Hit]:
    """Hits in the coordinates of `text`."""
    for found in _DATE.finditer(text):
        yield Hit(*found.span(), "date", MEDIUM, ("date",))
    for found in _YEAR.finditer(text):
        yield Hit(*found.span(), "date", LOW, ("year",))
    for found in _MONEY.finditer(text):
        end = find_trimmed_end(text, *found.span(), _AFTER_SUM.__contains__)
        yield Hit(found.start(), end, "number", MEDIUM, ("sum of money",))
    for found in _AWARD.finditer(text):
        yield Hit(*found.span(), "number", MEDIUM, ("award or registration number",))
    for found in _COUNT.finditer(text):
        yield Hit(*found.span(), "number", LOW, ("number",))
