"""Bodies and organisations by the words that their names are made with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, partial

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
from tipcoder.privacy.phrase_beginnings import build_mask
from tipcoder.privacy.phrase_patterns import (
    BEFORE,
    BEHIND,
    CAPITAL,
    NAME,
    SPACE,
    LatePattern,
    PlainLetters,
    join_language_phrases,
    join_phrases,
    read_letters,
)

_QUOTED = re.compile(rf"[«„“\"]{CAPITAL}[^»”\"\n]{{2,60}}[»”\"]")
"""Whatever is named in quotation marks with a capital."""
_BODIES = build_mask(MINISTRIES, BODY_HEADS, BODY_TAILS, CHAMBERS)
_ORGANISATIONS = build_mask(ORGANISATION_HEADS, ORGANISATION_TAILS)


def find_institutions(text: str) -> Iterator[Hit]:
    """Hits in the coordinates of `text`."""
    letters = read_letters(text)
    loud = is_mostly_capitals(text)
    if letters.may_have(_BODIES) and _build_any_body().search(letters.small):
        yield from _find_bodies(letters, loud)
    # Where all words have capitals, they tell no names of organisations.
    if loud:
        return
    for found in _QUOTED.finditer(letters.plain):
        yield _build_organisation_hit(letters, found)
    # Where an answer has only quotation marks, no pattern of words fits it.
    if letters.may_have(_ORGANISATIONS) and _build_any_organisation().search(letters.plain):
        yield from _find_organisations(letters)


def _find_organisations(letters: PlainLetters) -> Iterator[Hit]:
    for pattern in _build_organisations():
        for found in pattern.find_matches(letters, letters.plain):
            yield _build_organisation_hit(letters, found)


def _build_organisation_hit(letters: PlainLetters, found: re.Match[str]) -> Hit:
    project = _build_projects().search(letters.small, *found.span())
    kind = "project" if project else "other_org"
    return Hit(*found.span(), kind, LOW, ("organisation, by its words",))


def _find_bodies(letters: PlainLetters, loud: bool) -> Iterator[Hit]:
    for pattern in _build_bodies(loud):
        for found in pattern.find_matches(letters, letters.plain):
            yield Hit(*found.span(), "gov_body", MEDIUM, ("public body, by its words",))
    for pattern in _build_ministries():
        for found in pattern.find_matches(letters, letters.small):
            yield Hit(*found.span(), "gov_body", MEDIUM, ("public body, by its words",))
    for found in _build_chambers().find_matches(letters, letters.plain):
        yield Hit(*found.span(), "gov_body", MEDIUM, ("a body that only one country has",))


@cache
def _build_any_body() -> re.Pattern[str]:
    """Whether there is any word that bodies are named with: most answers have none."""
    words = join_phrases((MINISTRIES, BODY_HEADS, BODY_TAILS, CHAMBERS))
    return re.compile(f"{BEFORE}{words}{BEHIND}")


@cache
def _build_bodies(loud: bool) -> tuple[LatePattern, ...]:
    """Public bodies whose names have capitals, by their first word or by their last.

    One by language, because first words are alike in two languages and what follows is not. In
    an answer that is all capitals (`loud`) a link must stand behind the first word.
    """
    out = []
    for language in load_languages():
        mask = build_mask(BODY_HEADS, language=language)
        out.append(LatePattern(mask, partial(_build_heads, language, loud)))
        if language[SUBJECTS]:
            out.append(LatePattern(mask, partial(_build_subjects, language)))
    if not loud:
        out.append(LatePattern(build_mask(BODY_TAILS), _build_tails))
    return tuple(out)


def _build_heads(language: LanguageTable, loud: bool) -> str:
    """The first word of a body and what follows it."""
    heads = BEFORE + join_language_phrases(language, BODY_HEADS, any_case=True)
    if not loud:
        return heads + _build_named_rest(language)
    links = join_links(language, LINKS, any_case=True)
    return rf"{heads}{SPACE}(?:{links}){{1,4}}{NAME}"


def _build_tails() -> str:
    tails = join_phrases(BODY_TAILS, any_case=True)
    return rf"{BEFORE}(?:{NAME} ){{1,3}}{tails}{BEHIND}"


def _build_named_rest(language: LanguageTable) -> str:
    """Links and words with capitals, as they follow the first word of a name."""
    links = join_links(language, LINKS, any_case=True)
    named = rf"{SPACE}(?:{links}){{0,4}}{NAME}"
    return rf"(?:{named}){{1,6}}"


def _build_subjects(language: LanguageTable) -> str:
    """Bodies that go on with what they are for, or with a body that they are of."""
    heads = join_language_phrases(language, BODY_HEADS, any_case=True)
    subjects = join_language_phrases(language, SUBJECTS, any_case=True)
    bodies = join_language_phrases(language, CHAMBERS, any_case=True)
    small = rf"(?:{SPACE}[^\W\dA-Z_][\w-]*){{0,3}}?"
    return rf"{BEFORE}{heads}{small}{SPACE}(?:{subjects}|{bodies}){BEHIND}{_build_state()}"


@cache
def _build_ministries() -> tuple[LatePattern, ...]:
    """Bodies that are meant in small letters too, with what they are for; one by language."""
    out = []
    for language in load_languages():
        mask = build_mask(MINISTRIES, language=language)
        out.append(LatePattern(mask, partial(_build_language_ministries, language)))
    return tuple(out)


def _build_language_ministries(language: LanguageTable) -> str:
    heads = join_language_phrases(language, MINISTRIES)
    return rf"{BEFORE}{heads}{BEHIND}{build_complement(language)}"


@cache
def _build_chambers() -> LatePattern:
    return LatePattern(build_mask(CHAMBERS), _build_chamber)


def _build_chamber() -> str:
    chambers = join_phrases(CHAMBERS, any_case=True)
    return rf"{BEFORE}{chambers}{BEHIND}{_build_state()}"


@cache
def _build_state() -> str:
    """The country behind a body, as people write it short; it may be absent."""
    return rf"(?:{SPACE}{join_phrases(STATE_SHORTS, any_case=True)}{BEHIND})?"


@cache
def _build_any_organisation() -> re.Pattern[str]:
    """Whether there is any word that organisations are named with: most answers have none."""
    words = join_phrases((ORGANISATION_HEADS, ORGANISATION_TAILS), any_case=True)
    return re.compile(f"{BEFORE}{words}{BEHIND}")


@cache
def _build_organisations() -> tuple[LatePattern, ...]:
    out = []
    for language in load_languages():
        mask = build_mask(ORGANISATION_HEADS, language=language)
        out.append(LatePattern(mask, partial(_build_organisation_heads, language)))
    out.append(LatePattern(build_mask(ORGANISATION_TAILS), _build_organisation_tails))
    return tuple(out)


def _build_organisation_heads(language: LanguageTable) -> str:
    heads = join_language_phrases(language, ORGANISATION_HEADS, any_case=True)
    return f"{BEFORE}{heads}{_build_named_rest(language)}"


def _build_organisation_tails() -> str:
    tails = join_phrases(ORGANISATION_TAILS, any_case=True)
    return rf"{BEFORE}(?:(?:{NAME}|of|for|the|and|&) ){{0,8}}{NAME} {tails}{BEHIND}"


@cache
def _build_projects() -> re.Pattern[str]:
    return re.compile(f"{BEFORE}{join_phrases(PROJECT_WORDS)}{BEHIND}")
