"""Tells dates and times from other text, in the ways in which platforms and people write them.

`2024/03/01 3:05:33 PM GMT+2`, `Tue, 1 Mar 2024 10:00:05 +0100`, `1. Jan 2024, 08:15 Uhr`,
`1 de enero de 2024 a las 0:05`. Names of months and days come from the Unicode CLDR, through Babel.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import product

_LOCALES = (
    *("en", "es", "ru", "uk", "fr", "pt", "de", "it", "nl", "pl", "cs", "sk", "sl", "hr", "sr"),
    *("ro", "hu", "bg", "mk", "sq", "el", "tr", "ar", "he", "fa", "hi", "id", "vi", "th", "ja"),
    *("zh", "ko", "sv", "da", "nb", "fi", "et", "lv", "lt", "ka", "hy", "az", "kk", "uz", "ky"),
    *("tg", "mn"),
)
"""Languages of whose months and days are known: those in which forms are offered."""
_WIDTHS = ("wide", "abbreviated")
_CONTEXTS = ("format", "stand-alone")
_NUMERIC = re.compile(
    r"(?<![\d.])(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\s?(?:\d{4}|\d{2})|"
    r"\d{4}\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}|\d{8}T\d{4,6})(?!\d|\.\d)"
)
_ONLY_CLOCK = re.compile(r"\d\d?:\d\d(:\d\d)?([.,]\d+)?( ?[AP]M)?", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")
_LONGEST = 70
"""Characters of a date in words."""
_LONGEST_WORD = 4
"""Letters of a word between the parts of a date, such as `de`, `las`, `Uhr` or `GMT`."""
_MOST_WORDS = 6


def is_moment(value: str) -> bool:
    """Whether a value is nothing but a date, a time, or both."""
    if len(value) > _LONGEST or not _NUMBER.search(value):
        return False
    if _ONLY_CLOCK.fullmatch(value):
        return True
    named = False
    words = 0
    for word in _WORD.findall(value):
        if word.casefold() in _calendar_names():
            named = True
            continue
        words += 1
        # A place of the tz database (`Europe/Berlin`) may stand at the end.
        if len(word) > _LONGEST_WORD and not _is_zone(value, word):
            return False
    if words > _MOST_WORDS:
        return False
    if _NUMERIC.search(value):
        return _has_little_else(value)
    return named and len(_NUMBER.findall(value)) >= 2


def _has_little_else(value: str) -> bool:
    """Whether digits and signs of dates make up the most of a value."""
    letters = sum(char.isalpha() for char in value)
    return letters <= len(value) / 2


def _is_zone(value: str, word: str) -> bool:
    return f"{word}/" in value or f"/{word}" in value or f"({word}" in value


@cache
def _calendar_names() -> frozenset[str]:
    """Names of months and days in small letters, whole and shortened, without a full stop."""
    from babel import Locale

    names: set[str] = set()
    for code in _LOCALES:
        locale = Locale.parse(code)
        for table, context, width in product((locale.months, locale.days), _CONTEXTS, _WIDTHS):
            written = " ".join(table[context][width].values())
            names.update(word.casefold() for word in _WORD.findall(written))
    return frozenset(name for name in names if len(name) > 1)
