"""Postal addresses: streets and houses, flats and floors, post boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache, partial

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
from tipcoder.privacy.phrase_beginnings import build_mask
from tipcoder.privacy.phrase_patterns import (
    BEFORE,
    BEHIND,
    CAPITAL,
    SPACE,
    LatePattern,
    PlainLetters,
    join_language_phrases,
    join_phrases,
    read_letters,
)

_NAME = rf"(?:{CAPITAL}[\w'-]*|\d{{1,2}}(?:st|nd|rd|th))"
_NUMBER = rf"\d{{1,5}}(?:\s?[-/]\s?\d{{1,4}})?(?:\s?[a-z\u0430-\u0433A-Z\u0410-\u0413]{BEHIND})?"
"""The number of a house, with a letter or a second number."""
_STREETS = build_mask(STREETS_BEFORE, STREETS_AFTER)
_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=8)
def find_postal_addresses(text: str) -> tuple[Hit, ...]:
    """Hits in the coordinates of `text`; remembered, because contacts hold the grave ones too."""
    return tuple(_find_addresses(text))


def _find_addresses(text: str) -> Iterator[Hit]:
    letters = read_letters(text)
    if letters.may_have(_STREETS) and _build_any_street().search(letters.small):
        yield from _find_streets(letters)
    if not _DIGIT.search(text):
        return

    for found in _build_numbered_streets().find_matches(letters, letters.small):
        yield Hit(*found.span(), "address", HIGH, ("postal address",))
    for found in _build_flats().find_matches(letters, letters.small):
        yield Hit(*found.span(), "address", MEDIUM, ("number of a flat or a building",))
    for found in _build_boxes().find_matches(letters, letters.small):
        yield Hit(*found.span(), "address", HIGH, ("post box or postal code",))


def _find_streets(letters: PlainLetters) -> Iterator[Hit]:
    for pattern in _build_streets():
        for found in pattern.find_matches(letters, letters.plain):
            # A street without a house may be any street.
            numbered = _DIGIT.search(found[0])
            severity = HIGH if numbered else MEDIUM
            yield Hit(*found.span(), "address", severity, ("postal address",))


@cache
def _build_any_street() -> re.Pattern[str]:
    """Whether there is any word for a street: most answers have none."""
    return re.compile(rf"{BEFORE}{join_phrases((STREETS_BEFORE, STREETS_AFTER))}{BEHIND}")


@cache
def _build_streets() -> tuple[LatePattern, ...]:
    """Names with capitals behind the word for a street, and before it."""
    out = []
    for language in load_languages():
        mask = build_mask(STREETS_BEFORE, language=language)
        out.append(LatePattern(mask, partial(_build_language_streets, language)))
    out.append(LatePattern(build_mask(STREETS_AFTER), _build_streets_after))
    return tuple(out)


def _build_streets_after() -> str:
    after = join_phrases(STREETS_AFTER, any_case=True)
    # Without a number of a house a court is one of law, and a square any.
    return rf"{BEFORE}{_NUMBER},?\s(?:{_NAME}\s){{1,3}}{after}{BEHIND}"


def _build_language_streets(language: LanguageTable) -> str:
    streets = join_language_phrases(language, STREETS_BEFORE, any_case=True)
    links = join_links(language, LINKS, any_case=True)
    # A street may be named after a day.
    name = rf"(?:\d{{1,2}}\s)?(?:{links}){{0,3}}{_NAME}"
    return (
        rf"{BEFORE}(?:{_NUMBER}(?:\s?(?:bis|ter))?,?\s)?{streets}{BEHIND}\s{{0,3}}"
        rf"{name}(?:{SPACE}{name}){{0,4}}{_build_house()}"
    )


@cache
def _build_house() -> str:
    """The number of a house behind a street, which may be absent."""
    marks = f"(?:{join_phrases(HOUSE_NUMBERS, any_case=True)}|#)"
    return rf"(?:,?\s?(?:{marks}\s?)?{_NUMBER})?"


@cache
def _build_numbered_streets() -> LatePattern:
    """Streets in small letters, or without a name, whose house number is marked as one."""
    return LatePattern(build_mask(STREETS_BEFORE), _build_numbered_street)


def _build_numbered_street() -> str:
    streets = join_phrases(STREETS_BEFORE)
    marks = f"(?:{join_phrases(HOUSE_NUMBERS)}|#)"
    marked = rf"(?:{SPACE}[^\W\d][\w'-]*){{1,4}},?\s?{marks}\s?\d{{1,5}}\w?"
    crossing = rf"{SPACE}\d{{1,3}}\w?\s?(?:{marks}|-|con|y|/)\s?\d{{1,3}}(?:-\d{{1,3}})?"
    return rf"{BEFORE}{streets}{BEHIND}(?:{marked}|{crossing}){BEHIND}"


@cache
def _build_flats() -> LatePattern:
    return LatePattern(build_mask(FLATS, FLOORS), _build_flat)


def _build_flat() -> str:
    flats = join_phrases(FLATS)
    signs = join_phrases(HOUSE_NUMBERS)
    number = rf"(?:{signs}\s?)?\d{{1,4}}(?:\s?[-/]\s?\d{{1,3}})?[a-z\u0430-\u0433]?{BEHIND}"
    floors = rf"\d{{1,2}}(?:{join_phrases(DAY_SUFFIXES)})?\s{join_phrases(FLOORS)}"
    return rf"{BEFORE}(?:{flats}{BEHIND}\s?{number}|{floors}{BEHIND})(?![.,]?\d|\s?%)"


@cache
def _build_boxes() -> LatePattern:
    return LatePattern(build_mask(POST_BOXES), _build_box)


def _build_box() -> str:
    return rf"{BEFORE}{join_phrases(POST_BOXES)}\.?:?\s?\d[\d-]{{1,9}}{BEHIND}"
