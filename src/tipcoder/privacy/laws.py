"""Laws by number, article or name: a national law names its country."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, partial

from tipcoder.language.table_keys import (
    CODES,
    DATE_LINKS,
    LAW_LINKS,
    LAW_PHRASES,
    LAW_TAILS,
    NAMED_LAWS,
    NUMBER_SIGNS,
    NUMBERED_LAWS,
    STATE_SHORTS,
)
from tipcoder.language.tables import LanguageTable, load_languages
from tipcoder.privacy.complements import join_links
from tipcoder.privacy.hits import MEDIUM, Hit
from tipcoder.privacy.phrase_beginnings import build_mask
from tipcoder.privacy.phrase_patterns import (
    BEFORE,
    BEHIND,
    CAPITAL,
    NAME,
    SPACE,
    LatePattern,
    join_language_phrases,
    join_phrases,
    read_letters,
)

_NUMBER = r"\d[\w./-]*(?<![./-])"
"""Digits, and what stands between them in the numbers of laws."""
_YEAR = r"(?:1[89]|20)\d\d"
_SUBJECTS_OWN = re.compile(r"\b(?:TVPA|T-?visa|Trafficking Victims Protection Act)\b", re.I)
"""Laws of the United States, which the survey itself asks about."""

_LAWS = build_mask(NUMBERED_LAWS, NAMED_LAWS, LAW_TAILS, LAW_PHRASES)


def find_laws(text: str) -> Iterator[Hit]:
    """Hits in the coordinates of `text`."""
    letters = read_letters(text)
    if not letters.may_have(_LAWS) or not _build_any_law().search(letters.small):
        return
    plain = letters.plain
    for pattern in _build_patterns():
        for found in pattern.find_matches(letters, plain):
            if not _SUBJECTS_OWN.search(found[0]):
                yield Hit(*found.span(), "law", MEDIUM, ("law",))


@cache
def _build_any_law() -> re.Pattern[str]:
    """Whether there is any word for a law: most answers have none."""
    words = join_phrases((NUMBERED_LAWS, NAMED_LAWS, LAW_TAILS, LAW_PHRASES))
    return re.compile(rf"{BEFORE}{words}{BEHIND}")


@cache
def _build_patterns() -> tuple[LatePattern, ...]:
    out = [
        LatePattern(build_mask(NUMBERED_LAWS), _build_numbered),
        LatePattern(build_mask(LAW_PHRASES), _build_phrases),
        LatePattern(build_mask(LAW_TAILS), _build_tails),
    ]
    # One by one: the first words of laws are alike in two languages, and what follows is not.
    for language in load_languages():
        mask = build_mask(NAMED_LAWS, language=language)
        for build in (_build_named, _build_titled):
            out.append(LatePattern(mask, partial(build, language)))
    for language in load_languages():
        mask = build_mask(NAMED_LAWS, language=language)
        out.append(LatePattern(mask, partial(_build_dated, language)))
    return tuple(out)


def _build_named(language: LanguageTable) -> str:
    """A law and what it is about, in words with capitals."""
    heads = join_language_phrases(language, NAMED_LAWS, any_case=True)
    links = join_links(language, LAW_LINKS, any_case=True)
    named = rf"(?:{links}){{0,4}}{NAME}(?:{SPACE}(?:{links}){{0,3}}{NAME})*"
    return rf"{BEFORE}{heads}{SPACE}{named}{_build_year()}"


def _build_titled(language: LanguageTable) -> str:
    """A law that has a capital itself, and what it is about."""
    heads = join_language_phrases(language, NAMED_LAWS, any_case=True)
    links = join_links(language, LAW_LINKS, any_case=True)
    about = rf"{links}[\w'-]+(?:{SPACE}[\w'-]+){{0,2}}"
    return rf"{BEFORE}(?={CAPITAL}){heads}{SPACE}{about}{_build_year()}"


def _build_phrases() -> str:
    number = rf"(?:\s?{_build_signs()}{_NUMBER})?"
    return rf"{BEFORE}{join_phrases(LAW_PHRASES, any_case=True)}{BEHIND}{number}"


def _build_numbered() -> str:
    """A law or article by its number, with the year and the code that it is of."""
    words = join_phrases(NUMBERED_LAWS, any_case=True)
    signs = _build_signs()
    state = rf"(?:{SPACE}{join_phrases(STATE_SHORTS, any_case=True)}{BEHIND})?"
    code = rf"(?:{SPACE}{join_phrases(CODES, any_case=True)}{BEHIND}{state})?"
    # A sign tells a number also where other words stand before it: Decreto Ejecutivo No. 5.
    described = rf"(?:{SPACE}[\w'-]+){{1,3}}?{SPACE}{signs}"
    end = rf"(?:\s(?:bis|ter|quater){BEHIND})?{_build_year()}{code}"
    return rf"{BEFORE}{words}(?:\s{{0,3}}{signs}?|{described}){_NUMBER}{end}"


def _build_signs() -> str:
    """What stands between a law and its number."""
    return rf"(?:(?:{join_phrases(NUMBER_SIGNS, any_case=True)}|#)\s{{0,3}})"


def _build_dated(language: LanguageTable) -> str:
    """A law in small letters by what it is about and its year."""
    heads = join_language_phrases(language, NAMED_LAWS, any_case=True)
    links = join_links(language, LAW_LINKS, any_case=True)
    dates = join_language_phrases(language, DATE_LINKS, any_case=True)
    about = rf"{links}[\w'-]+(?:{SPACE}[\w'-]+){{0,4}}?"
    return rf"{BEFORE}{heads}{SPACE}{about},?{SPACE}(?:{dates}{SPACE})?{_YEAR}{BEHIND}"


def _build_tails() -> str:
    """A name with capitals before `Act`; what may stand between them is English."""
    tails = join_phrases(LAW_TAILS, any_case=True)
    word = rf"{CAPITAL}[\w'-]+"
    named = rf"(?:[Tt]he )?(?:{word} (?:(?:and|of|in|for|against|to) )*){{1,6}}{tails}{BEHIND}"
    return BEFORE + named + _build_year()


def _build_year() -> str:
    """The year behind a law, which may be absent."""
    links = join_phrases(DATE_LINKS, any_case=True)
    return rf"(?:,?{SPACE}(?:{links}{SPACE})?{_YEAR}{BEHIND})?"
