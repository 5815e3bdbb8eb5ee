"""People by how their names are written (titles, initials, patronymics), and by their posts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, partial

from tipcoder.language.table_keys import (
    COURTESIES,
    NOT_NAMES,
    PARTICLES,
    PATRONYMICS,
    POSTS,
    POSTS_OF,
    RANKS,
    TITLES,
)
from tipcoder.language.tables import LanguageTable, list_words, load_languages
from tipcoder.privacy.capitals import is_mostly_capitals
from tipcoder.privacy.complements import build_complement
from tipcoder.privacy.hits import LOW, MEDIUM, Hit
from tipcoder.privacy.phrase_beginnings import build_mask
from tipcoder.privacy.phrase_patterns import (
    BEFORE,
    BEHIND,
    CAPITAL,
    SPACE,
    LatePattern,
    join_language_phrases,
    join_phrases,
    read_letters,
)
from tipcoder.text import strip_marks

_NAME = rf"{CAPITAL}[\w'-]+"
_SMALL_NAME = rf"{CAPITAL}[a-z\u0430-\u045f\u0491'-]+"
"""A word that begins with a capital, and one whose other letters are small."""
_INITIALS = (
    rf"(?<![\w.])(?!U\.\s?S){CAPITAL}\.\s?(?:{CAPITAL}\.\s?)?{CAPITAL}[a-z\u0430-\u045f]{{2,}}"
    rf"(?![\w.]*\.\w)",
    rf"{BEFORE}{_SMALL_NAME}\s{CAPITAL}\.\s?{CAPITAL}\.",
)

_POSTS = build_mask(POSTS, POSTS_OF)


def find_persons(text: str) -> Iterator[Hit]:
    """Hits in the coordinates of `text`."""
    yield from _find_names(text)
    yield from _find_posts(text)


def _find_names(text: str) -> Iterator[Hit]:
    letters = read_letters(text)
    titled, capitals_titled, not_names = _build_titles()
    # Where all words have capitals, a post may stand before any word.
    by_title = capitals_titled if is_mostly_capitals(text) else titled
    for found in by_title.find_matches(letters, letters.plain):
        if not not_names.match(letters.small, *found.span()):
            yield Hit(*found.span(), "person", MEDIUM, ("person, by a title",))
    for pattern, signs, why in _build_written():
        if not any(map(letters.plain.__contains__, signs)):
            continue
        for found in pattern.finditer(letters.plain):
            yield Hit(*found.span(), "person", MEDIUM, (why,))


@cache
def _build_titles() -> tuple[LatePattern, LatePattern, re.Pattern[str]]:
    """Titles with names, courtesies with a word for answers in capitals, and what is no name."""
    titled = LatePattern(build_mask(COURTESIES, TITLES), _build_titled)
    courtesies = LatePattern(build_mask(COURTESIES), _build_courtesies)
    return titled, courtesies, re.compile(rf"{join_phrases(NOT_NAMES)}{BEHIND}")


def _build_titled() -> str:
    title = join_phrases((COURTESIES, TITLES), any_case=True)
    return rf"{BEFORE}{title}{_build_named()}(?:{_build_named()}){{0,3}}"


def _build_courtesies() -> str:
    return rf"{BEFORE}{join_phrases(COURTESIES, any_case=True)}{_build_named()}"


@cache
def _build_named() -> str:
    """A name behind a title, and the small words before it."""
    return rf"{SPACE}(?:{join_phrases(PARTICLES)}{SPACE}){{0,2}}{_NAME}"


@cache
def _build_written() -> tuple[tuple[re.Pattern[str], Sequence[str], str], ...]:
    """Patronymics between names, and initials beside one, each with letters of which it has some
    and why."""
    endings = [strip_marks(ending) for ending in list_words(PATRONYMICS)]
    any_ending = "|".join(map(re.escape, endings))
    patronymic = (
        rf"{BEFORE}(?:{_SMALL_NAME} )?{_SMALL_NAME} {CAPITAL}\w+?(?:{any_ending})\w{{0,3}}{BEHIND}"
        rf"(?: {_SMALL_NAME})?"
    )
    out: list[tuple[re.Pattern[str], Sequence[str], str]] = []
    out.append((re.compile(patronymic), endings, "person, by a patronymic"))
    for source in _INITIALS:
        out.append((re.compile(source), (".",), "person, by initials"))
    return tuple(out)


def _find_posts(text: str) -> Iterator[Hit]:
    """Posts of officials, in small letters too: who holds one is known to all."""
    letters = read_letters(text)
    small = letters.small
    if not letters.may_have(_POSTS) or not _build_any_post().search(small):
        return
    for pattern in _build_posts():
        for found in pattern.find_matches(letters, small):
            # A post that is an ordinary word needs what it is the post of.
            if found["post"] or found["what"]:
                told = found["rank"] or (found["post"] and found["what"])
                severity = MEDIUM if told else LOW
                yield Hit(*found.span(), "person", severity, ("post of an official",))


@cache
def _build_any_post() -> re.Pattern[str]:
    """Whether there is any post at all: most answers have none."""
    return re.compile(rf"{BEFORE}{join_phrases((POSTS, POSTS_OF))}{BEHIND}")


@cache
def _build_posts() -> tuple[LatePattern, ...]:
    out = []
    for language in load_languages():
        mask = build_mask(POSTS, POSTS_OF, language=language)
        out.append(LatePattern(mask, partial(_build_language_posts, language)))
    return tuple(out)


def _build_language_posts(language: LanguageTable) -> str:
    """Posts of one language with the words around them that belong to them."""
    ranks = join_language_phrases(language, RANKS)
    post = join_language_phrases(language, POSTS)
    ordinary = join_language_phrases(language, POSTS_OF)
    return (
        rf"{BEFORE}(?P<rank>(?:{ranks}(?:{SPACE}|-)){{1,3}})?"
        rf"(?:(?P<post>{post})|{ordinary}){BEHIND}"
        rf"(?P<what>{build_complement(language)})?"
    )
