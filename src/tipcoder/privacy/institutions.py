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
from tipcoder.privacy.capitals import is_mostly_capitals
from tipcoder.privacy.complements import build_complement, join_links
from tipcoder.privacy.hits import LOW, MEDIUM, Hit
from tipcoder.privacy.phrase_patterns import (
    BEFORE,
    BEHIND,
    CAPITAL,
    NAME,
    SPACE,
    PlainLetters,
    join_language_phrases,
    join_phrases,
    read_letters,
)

_QUOTED = rf"[«„“\"]{CAPITAL}[^»”\"\n]{{2,60}}[»”\"]"
"""Whatever is named in quotation marks with a capital."""


def find_institutions(text: str) -> Iterator[Hit]:
    """Hits in the coordinates of `text`."""
    letters = read_letters(text)
    loud = is_mostly_capitals(text)
    bodies = _build_any_body().search(letters.small) is not None
    if bodies:
        yield from _find_bodies(letters, loud)
    # Where all words have capitals, they tell no names of organisations.
    if loud or not _build_any_organisation().search(letters.plain):
        return
    for pattern in _build_organisations():
        for found in pattern.finditer(letters.plain):
            project = _build_projects().search(letters.small, *found.span())
            kind = "project" if project else "other_org"
            yield Hit(*found.span(), kind, LOW, ("organisation, by its words",))


def _find_bodies(letters: PlainLetters, loud: bool) -> Iterator[Hit]:
    for pattern in _build_bodies(loud):
        for found in pattern.finditer(letters.plain):
            yield Hit(*found.span(), "gov_body", MEDIUM, ("public body, by its words",))
    for pattern in _build_ministries():
        for found in pattern.finditer(letters.small):
            yield Hit(*found.span(), "gov_body", MEDIUM, ("public body, by its words",))
    for found in _build_chambers().finditer(letters.plain):
        yield Hit(*found.span(), "gov_body", MEDIUM, ("a body that only one country has",))


@cache
def _build_any_body() -> re.Pattern[str]:
    """Whether there is any word that bodies are named with: most answers have none."""
    words = join_phrases((MINISTRIES, BODY_HEADS, BODY_TAILS, CHAMBERS))
    return re.compile(f"{BEFORE}{words}{BEHIND}")


@cache
def _build_bodies(loud: bool) -> tuple[re.Pattern[str], ...]:
    """Public bodies whose names have capitals, by their first word or by their last.

    One by language, because first words are alike in two languages and what follows is not. In
    an answer that is all capitals (`loud`) a link must stand behind the first word.
    """
    sources = []
    for language in load_languages():
        heads = join_language_phrases(language, BODY_HEADS, any_case=True)
        links = join_links(language, LINKS, any_case=True)
        linked = rf"{SPACE}(?:{links}){{1,4}}{NAME}"
        sources.append(heads + (linked if loud else _build_named_rest(language)))
        sources += _build_subjects(language, heads)
    if not loud:
        tails = join_phrases(BODY_TAILS, any_case=True)
        sources.append(rf"(?:{NAME} ){{1,3}}{tails}{BEHIND}")
    return tuple(re.compile(BEFORE + source) for source in sources)


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
def _build_ministries() -> tuple[re.Pattern[str], ...]:
    """Bodies that are meant in small letters too, with what they are for; one by language."""
    out = []
    for language in load_languages():
        heads = join_language_phrases(language, MINISTRIES)
        out.append(re.compile(rf"{BEFORE}{heads}{BEHIND}{build_complement(language)}"))
    return tuple(out)


@cache
def _build_chambers() -> re.Pattern[str]:
    chambers = join_phrases(CHAMBERS, any_case=True)
    return re.compile(rf"{BEFORE}{chambers}{BEHIND}{_build_state()}")


@cache
def _build_state() -> str:
    """The country behind a body, as people write it short; it may be absent."""
    return rf"(?:{SPACE}{join_phrases(STATE_SHORTS, any_case=True)}{BEHIND})?"


@cache
def _build_any_organisation() -> re.Pattern[str]:
    """Whether there is any word that organisations are named with: most answers have none."""
    words = join_phrases((ORGANISATION_HEADS, ORGANISATION_TAILS), any_case=True)
    return re.compile(f'[«„“"]|{BEFORE}{words}{BEHIND}')


@cache
def _build_organisations() -> tuple[re.Pattern[str], ...]:
    sources = [_QUOTED]
    for language in load_languages():
        heads = join_language_phrases(language, ORGANISATION_HEADS, any_case=True)
        sources.append(f"{BEFORE}{heads}{_build_named_rest(language)}")
    tails = join_phrases(ORGANISATION_TAILS, any_case=True)
    named = rf"(?:(?:{NAME}|of|for|the|and|&) ){{0,8}}{NAME} {tails}{BEHIND}"
    sources.append(BEFORE + named)
    return tuple(map(re.compile, sources))


@cache
def _build_projects() -> re.Pattern[str]:
    return re.compile(f"{BEFORE}{join_phrases(PROJECT_WORDS)}{BEHIND}")
