"""Bodies and organisations by the words that their names are made with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tipcoder.language.table_keys import (
    BODY_HEADS,
    BODY_TAILS,
    CHAMBERS,
    LINKS,
    MINISTRIES,
    ORGANISATION_HEADS,
    ORGANISATION_TAILS,
    PROJECT_WORDS,
    STATE_SHORTS,
    SUBJECTS,
)
from tipcoder.language.tables import LanguageTable, load_languages
from tipcoder.privacy.complements import build_complement, join_links
from tipcoder.privacy.hits import LOW, MEDIUM, Hit
from tipcoder.privacy.phrase_patterns import (
    BEFORE,
    BEHIND,
    CAPITAL,
    NAME,
    SPACE,
    group_sources,
    join_language_phrases,
    join_phrases,
    read_letters,
)

_QUOTED = rf"[«„“\"]{CAPITAL}[^»”\"\n]{{2,60}}[»”\"]"
"""Whatever is named in quotation marks with a capital."""


def find_institutions(text: str) -> Iterator[Hit]:
    """Hits in the coordinates of `text`."""
    letters = read_letters(text)
    for found in _build_bodies().finditer(letters.plain):
        yield Hit(*found.span(), "gov_body", MEDIUM, ("public body, by its words",))
    for found in _build_ministries().finditer(letters.small):
        yield Hit(*found.span(), "gov_body", MEDIUM, ("public body, by its words",))
    for found in _build_chambers().finditer(letters.plain):
        yield Hit(*found.span(), "gov_body", MEDIUM, ("a body that only one country has",))
    for found in _build_organisations().finditer(letters.plain):
        project = _build_projects().search(letters.small, *found.span())
        kind = "project" if project else "other_org"
        yield Hit(*found.span(), kind, LOW, ("organisation, by its words",))


@cache
def _build_bodies() -> re.Pattern[str]:
    """Public bodies whose names have capitals, by their first word or by their last."""
    sources = []
    for language in load_languages():
        heads = join_language_phrases(language, BODY_HEADS, any_case=True)
        sources.append(f"{heads}{_build_named_rest(language)}")
        sources += _build_subjects(language, heads)
    tails = join_phrases(BODY_TAILS, any_case=True)
    sources.append(rf"(?:{NAME} ){{1,3}}{tails}{BEHIND}")
    return re.compile(f"{BEFORE}(?:{'|'.join(sources)})")


def _build_named_rest(language: LanguageTable) -> str:
    """Links and words with capitals, as they follow the first word of a name."""
    links = join_links(language, LINKS, any_case=True)
    named = rf"{SPACE}(?:{links}){{0,4}}{NAME}"
    return rf"(?:{named}){{1,6}}"


def _build_subjects(language: LanguageTable, heads: str) -> list[str]:
    """Bodies that go on with what they are for, or with a body that they are of."""
    if not language[SUBJECTS]:
        return []
    subjects = join_language_phrases(language, SUBJECTS, any_case=True)
    bodies = join_language_phrases(language, CHAMBERS, any_case=True)
    small = rf"(?:{SPACE}[^\W\dA-Z_][\w-]*){{0,3}}?"
    return [rf"{heads}{small}{SPACE}(?:{subjects}|{bodies}){BEHIND}{_build_state()}"]


@cache
def _build_ministries() -> re.Pattern[str]:
    """Bodies that are meant in small letters too, with what they are for."""
    sources = []
    for language in load_languages():
        heads = join_language_phrases(language, MINISTRIES)
        sources.append(rf"{heads}{BEHIND}{build_complement(language)}")
    return re.compile(f"{BEFORE}{group_sources(sources)}")


@cache
def _build_chambers() -> re.Pattern[str]:
    chambers = join_phrases(CHAMBERS, any_case=True)
    return re.compile(rf"{BEFORE}{chambers}{BEHIND}{_build_state()}")


@cache
def _build_state() -> str:
    """The country behind a body, as people write it short; it may be absent."""
    return rf"(?:{SPACE}{join_phrases(STATE_SHORTS, any_case=True)}{BEHIND})?"


@cache
def _build_organisations() -> re.Pattern[str]:
    sources = [_QUOTED]
    for language in load_languages():
        heads = join_language_phrases(language, ORGANISATION_HEADS, any_case=True)
        sources.append(f"{BEFORE}{heads}{_build_named_rest(language)}")
    tails = join_phrases(ORGANISATION_TAILS, any_case=True)
    named = rf"(?:(?:{NAME}|of|for|the|and|&) ){{0,8}}{NAME} {tails}{BEHIND}"
    sources.append(BEFORE + named)
    return re.compile("|".join(sources))


@cache
def _build_projects() -> re.Pattern[str]:
    return re.compile(f"{BEFORE}{join_phrases(PROJECT_WORDS)}{BEHIND}")
