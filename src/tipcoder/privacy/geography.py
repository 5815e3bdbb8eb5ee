"""Where: countries, nationalities, peoples and cities, inflected, abbreviated or misspelt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache, partial

from tipcoder.language.table_keys import (
    NEVER_PLACES,
    PEOPLES,
    PLACE_ADJECTIVES,
    PLACE_LINKS,
    PLACES_AFTER,
    PLACES_BEFORE,
)
from tipcoder.language.table_keys import SMALL_WORDS as SMALL_WORDS_KEY
from tipcoder.language.tables import LanguageTable, list_words, load_languages
from tipcoder.privacy.capitals import begins_sentence, is_mostly_capitals
from tipcoder.privacy.compared_words import Word
from tipcoder.privacy.complements import join_links
from tipcoder.privacy.flags import FLAG
from tipcoder.privacy.gazetteer import Gazetteer
from tipcoder.privacy.hits import LOW, MEDIUM, Hit
from tipcoder.privacy.name_words import SMALL_WORDS
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
from tipcoder.text import lower_letters, strip_marks

_NAME = rf"{CAPITAL}[\w'-]+"
_PLACES = build_mask(PLACES_BEFORE, PLACES_AFTER)
_MISSPELT_FROM = 6
"""Letters from which a word may be a misspelt country: shorter ones are too near to other words."""
_SHARED_FROM = 4
"""Letters that an inflected word shares with a name, unless its capital tells that it is one."""


def find_places(text: str, words: Sequence[Word], names: Gazetteer) -> Iterator[Hit]:
    """Hits in the coordinates of `text`, whose words are `words`."""
    yield from _find_listed(text, words, names)
    yield from _find_words_alone(words, names)

    for short, pattern in names.dotted:
        for found in pattern.finditer(text) if short in text else ():
            yield Hit(*found.span(), "country", MEDIUM, ("country, abbreviated",))

    for found in FLAG.finditer(text):
        yield Hit(*found.span(), "country", MEDIUM, ("country, as a flag",))
    yield from _find_described(text)


def _find_described(text: str) -> Iterator[Hit]:
    """Places by the word beside them, and peoples."""
    letters = read_letters(text)
    if letters.may_have(_PLACES) and _build_any_place().search(letters.small):
        for pattern in _build_named():
            for found in pattern.find_matches(letters, letters.plain):
                yield Hit(*found.span(), "place", LOW, ("place, by the word beside it",))
    for found in _build_adjectives().find_matches(letters, letters.small):
        yield Hit(*found.span(), "place", LOW, ("place, by the word beside it",))
    for found in _build_peoples().find_matches(letters, letters.small):
        yield Hit(*found.span(), "nationality", MEDIUM, ("people or ethnic group",))


@cache
def _build_any_place() -> re.Pattern[str]:
    """Whether there is any word for a kind of place: most answers have none."""
    return re.compile(rf"{BEFORE}{join_phrases((PLACES_BEFORE, PLACES_AFTER))}{BEHIND}")


@cache
def _build_named() -> tuple[LatePattern, ...]:
    """Names with capitals before or behind what kind of place they are."""
    out = []
    for language in load_languages():
        mask = build_mask(PLACES_BEFORE, language=language)
        out.append(LatePattern(mask, partial(_build_named_behind, language)))
    out.append(LatePattern(build_mask(PLACES_AFTER), _build_named_before))
    return tuple(out)


def _build_named_behind(language: LanguageTable) -> str:
    before = join_language_phrases(language, PLACES_BEFORE, any_case=True)
    return rf"{BEFORE}{before}{_build_links(language)}{_NAME}(?:[ -]{_NAME}){{0,3}}"


def _build_named_before() -> str:
    after = join_phrases(PLACES_AFTER, any_case=True)
    # Where all words have capitals, an article is no name either.
    name = rf"(?={CAPITAL})(?!{join_phrases(SMALL_WORDS_KEY, any_case=True)}{BEHIND}){_NAME}"
    return rf"{BEFORE}{name}(?: {name})? {after}{BEHIND}"


def _build_links(language: LanguageTable) -> str:
    """A blank and links; in English the links must stand there, else any word would do."""
    links = join_links(language, PLACE_LINKS, any_case=True)
    return rf"{SPACE}{links}" if language.code == "en" else rf"{SPACE}(?:{links}){{0,3}}"


@cache
def _build_adjectives() -> LatePattern:
    """Adjectives made of a place, before what kind of place it is."""
    return LatePattern(build_mask(PLACES_AFTER), _join_adjectives)


def _join_adjectives() -> str:
    sources = ["(?!)"]
    for language in load_languages():
        if not language[PLACE_ADJECTIVES]:
            continue
        stems = "|".join(map(_plain_letters, language[PLACE_ADJECTIVES]))
        never = "|".join(map(_plain_letters, list_words(NEVER_PLACES)))
        after = join_language_phrases(language, PLACES_AFTER)
        sources.append(rf"(?!{never})\w{{2,}}?(?:{stems})\w{{1,4}}{SPACE}{after}{BEHIND}")
    return f"{BEFORE}(?:{'|'.join(sources)})"


@cache
def _build_peoples() -> LatePattern:
    return LatePattern(build_mask(PEOPLES), lambda: f"{BEFORE}{join_phrases(PEOPLES)}{BEHIND}")


def _plain_letters(word: str) -> str:
    return lower_letters(strip_marks(word))


def _find_listed(text: str, words: Sequence[Word], names: Gazetteer) -> Iterator[Hit]:
    """Phrases of the gazetteer."""
    for found in names.names.find_phrases(words):
        phrase = words[found.first : found.last]
        kind = found.what.kind
        # Beside an article a single word decides: la paz is peace, and La Paz a city.
        telling = [word for word in phrase if word.folded not in SMALL_WORDS] or phrase
        if len(telling) == 1:
            shared = found.shared if len(phrase) == 1 else len(telling[0].folded)
            if not _is_meant(text, telling[0], names, kind, shared):
                continue
        yield Hit(phrase[0].start, phrase[-1].end, kind, MEDIUM, (f"{kind}, by name",))


def _find_words_alone(words: Sequence[Word], names: Gazetteer) -> Iterator[Hit]:
    """Words that are an abbreviation, a nationality by its stem, or a misspelt country."""
    known = names.words_read
    for word in words:
        # Words come again and again, and few are new after some hundred answers.
        if word.text not in known:
            known[word.text] = _read_word_alone(word, names)
        why = known[word.text]
        if why:
            yield Hit(word.start, word.end, why.partition(",")[0], MEDIUM, (why,))


def _read_word_alone(word: Word, names: Gazetteer) -> str:
    """Why a word is a place or a nationality, beginning with which of them; else empty."""
    large = word.text[:1].isupper()
    if word.text.isupper() and names.shorts.get(word.text):
        return "country, abbreviated"
    if not large and names.is_lower_case_word(word.folded):
        return ""
    if names.is_nationality(word.folded):
        return "nationality, by its stem"
    if large and _is_misspelt(word.folded, names):
        return "country, misspelt"
    return ""


def _is_meant(text: str, word: Word, names: Gazetteer, kind: str, shared: int) -> bool:
    """Whether a single word is the place of that name, and not a word that is spelt alike.

    `shared` are letters of the longest stem that the word has in common with the name.
    """
    short_stem = shared < min(_SHARED_FROM, len(word.folded))
    if not word.text[:1].isupper():
        long_enough = len(word.text) > 3 and not short_stem
        return long_enough and kind != "place" and not names.is_lower_case_word(word.folded)

    # Two capitals are an abbreviation, which has a list of its own.
    if word.text.isupper() and len(word.text) < 3:
        return False
    if short_stem or names.is_sentence_word(word.folded):
        return not begins_sentence(text, word.start) and not is_mostly_capitals(text)
    return True


def _is_misspelt(folded: str, names: Gazetteer) -> bool:
    """Whether a word is nearly the name of a country in one Latin word."""
    if len(folded) < _MISSPELT_FROM or not folded.isascii() or not folded.isalpha():
        return False
    return _is_near_known(folded, names.single_countries)


@lru_cache(maxsize=65536)
def _is_near_known(folded: str, known: tuple[str, ...]) -> bool:
    """Whether a word is one error away from a known one that begins with the same letter.

    An error is a letter too many, missing or wrong, or two that changed places (optimal string
    alignment). The known word itself does not count: it was found before.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    near = process.extractOne(folded, known, scorer=OSA.distance, score_cutoff=1)
    return near is not None and near[0][0] == folded[0] and near[1] > 0
