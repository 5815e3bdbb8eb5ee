"""Postal addresses: streets and houses, flats and floors, post boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from tipcoder.language.table_keys import (
    DAY_SUFFIXES,
    FLATS,
    FLOORS,
    HOUSE_NUMBERS,
    LINKS,
    POST_BOXES,
    STREETS_AFTER,
    STREETS_BEFORE,
)
from tipcoder.language.tables import LanguageTable, load_languages
from tipcoder.privacy.complements import join_links
from tipcoder.privacy.hits import HIGH, MEDIUM, Hit
from tipcoder.privacy.phrase_patterns import (
    BEFORE,
    BEHIND,
    CAPITAL,
    SPACE,
    join_language_phrases,
    join_phrases,
    read_letters,
)

_NAME = rf"(?:{CAPITAL}[\w'-]*|\d{{1,2}}(?:st|nd|rd|th))"
_NUMBER = rf"\d{{1,5}}(?:\s?[-/]\s?\d{{1,4}})?(?:\s?[a-z\u0430-\u0433A-Z\u0410-\u0413]{BEHIND})?"
"""The number of a house, with a letter or a second number."""


_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=8)
def find_postal_addresses(text: str) -> tuple[Hit, ...]:
    """Hits in the coordinates of `text`; remembered, because contacts hold the grave ones too."""
    return tuple(_find_addresses(text))


def _find_addresses(text: str) -> Iterator[Hit]:
    letters = read_letters(text)
    streets = _build_streets() if _build_any_street().search(letters.small) else ()
    for pattern in streets:
        for found in pattern.finditer(letters.plain):
            # A street without a house may be any street.
            numbered = _DIGIT.search(found[0])
            severity = HIGH if numbered else MEDIUM
            yield Hit(*found.span(), "address", severity, ("postal address",))
    if not _DIGIT.search(text):
        return

    for found in _build_numbered_streets().finditer(letters.small):
        yield Hit(*found.span(), "address", HIGH, ("postal address",))
    for found in _build_flats().finditer(letters.small):
        yield Hit(*found.span(), "address", MEDIUM, ("number of a flat or a building",))
    for found in _build_boxes().finditer(letters.small):
        yield Hit(*found.span(), "address", HIGH, ("post box or postal code",))


@cache
def _build_any_street() -> re.Pattern[str]:
    """Whether there is any word for a street: most answers have none."""
    return re.compile(rf"{BEFORE}{join_phrases((STREETS_BEFORE, STREETS_AFTER))}{BEHIND}")


@cache
def _build_streets() -> tuple[re.Pattern[str], ...]:
    """Names with capitals behind the word for a street, and before it."""
    house = _build_house()
    before = [_build_language_streets(each, house) for each in load_languages()]
    after = join_phrases(STREETS_AFTER, any_case=True)
    # Without a number of a house a court is one of law, and a square any.
    named = rf"{_NUMBER},?\s(?:{_NAME}\s){{1,3}}{after}{BEHIND}"
    return tuple(re.compile(BEFORE + source) for source in (*before, named))


def _build_language_streets(language: LanguageTable, house: str) -> str:
    streets = join_language_phrases(language, STREETS_BEFORE, any_case=True)
    links = join_links(language, LINKS, any_case=True)
    # A street may be named after a day.
    name = rf"(?:\d{{1,2}}\s)?(?:{links}){{0,3}}{_NAME}"
    return (
        rf"(?:{_NUMBER}(?:\s?(?:bis|ter))?,?\s)?{streets}{BEHIND}\s{{0,3}}"
        rf"{name}(?:{SPACE}{name}){{0,4}}{house}"
    )


@cache
def _build_house() -> str:
    """The number of a house behind a street, which may be absent."""
    marks = f"(?:{join_phrases(HOUSE_NUMBERS, any_case=True)}|#)"
    return rf"(?:,?\s?(?:{marks}\s?)?{_NUMBER})?"


@cache
def _build_numbered_streets() -> re.Pattern[str]:
    """Streets in small letters, or without a name, whose house number is marked as one."""
    streets = join_phrases(STREETS_BEFORE)
    marks = f"(?:{join_phrases(HOUSE_NUMBERS)}|#)"
    marked = rf"(?:{SPACE}[^\W\d][\w'-]*){{1,4}},?\s?{marks}\s?\d{{1,5}}\w?"
    crossing = rf"{SPACE}\d{{1,3}}\w?\s?(?:{marks}|-|con|y|/)\s?\d{{1,3}}(?:-\d{{1,3}})?"
    return re.compile(rf"{BEFORE}{streets}{BEHIND}(?:{marked}|{crossing}){BEHIND}")


@cache
def _build_flats() -> re.Pattern[str]:
    flats = join_phrases(FLATS)
    signs = join_phrases(HOUSE_NUMBERS)
    number = rf"(?:{signs}\s?)?\d{{1,4}}(?:\s?[-/]\s?\d{{1,3}})?[a-z\u0430-\u0433]?{BEHIND}"
    floors = rf"\d{{1,2}}(?:{join_phrases(DAY_SUFFIXES)})?\s{join_phrases(FLOORS)}"
    return re.compile(rf"{BEFORE}(?:{flats}{BEHIND}\s?{number}|{floors}{BEHIND})(?![.,]?\d|\s?%)")


@cache
def _build_boxes() -> re.Pattern[str]:
    return re.compile(rf"{BEFORE}{join_phrases(POST_BOXES)}\.?:?\s?\d[\d-]{{1,9}}{BEHIND}")
