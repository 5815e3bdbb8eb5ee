"""Dates, years, sums of money, award numbers and counts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tipcoder.privacy.hits import LOW, MEDIUM, Hit

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
_MONEY = re.compile(
    r"(?:US)?[$€£₽]\s?\d[\d.,\s]{0,20}\d?(?:\s?(?:thousand|million|billion|mil|millones|тыс|млн|k|"
    r"K|M)\b\.?)?|"
    r"\b(?:USD|EUR|GBP|CHF)\s?\d[\d.,\s]{0,20}\d?(?:\s?(?:thousand|million|k|K|M)\b)?|"
    r"\b\d[\d.,\s]{0,20}(?:\s?(?:thousand|million|mil|millones|тыс\.?|млн\.?))?\s?(?:dollars|USD|"
    r"EUR|euros?|pesos|d[oó]lares|долларов|рублей|евро)\b"
)
_AWARD = re.compile(
    r"\b(?=[A-Z0-9/-]{0,30}\d)(?=[A-Z0-9/-]{0,30}[A-Z]{2})(?:S-)?[A-Z]{1,6}[A-Z0-9/-]{0,30}\d[A-Z0-9/-]{4,60}\b"
)
_COUNT = re.compile(
    r"(?<![\w.,$€£/-])\d{1,3}(?:[.,\s]\d{3})+(?![\w.,]\d)|(?<![\w.,$€£/-])\d{2,6}(?![\w/-]|[.,]\d)"
)


def find_dates_and_numbers(text: str) -> Iterator[Hit]:
    """Hits in the coordinates of `text`."""
    for found in _DATE.finditer(text):
        yield Hit(*found.span(), "date", MEDIUM, ("date",))
    for found in _YEAR.finditer(text):
        yield Hit(*found.span(), "date", LOW, ("year",))
    for found in _MONEY.finditer(text):
        yield _build_trimmed_hit(text, found.start(), found.end(), "sum of money")
    for found in _AWARD.finditer(text):
        yield Hit(*found.span(), "number", MEDIUM, ("award or registration number",))
    for found in _COUNT.finditer(text):
        yield Hit(*found.span(), "number", LOW, ("number",))


def _build_trimmed_hit(text: str, start: int, end: int, why: str) -> Hit:
    while end > start + 1 and text[end - 1] in " ,.\n\t":
        end -= 1
    return Hit(start, end, "number", MEDIUM, (why,))
