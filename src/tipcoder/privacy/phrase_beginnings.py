"""Which phrases an answer may have, by the first letters of its words.

A pattern of phrases is tried at each letter of an answer, and nearly all answers have none of its
phrases. People write the same words again and again: once it is known of a word which phrases it
may begin, an answer is asked for all of them at the price of its words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import Enum
from functools import cache, lru_cache

from tipcoder.language import table_keys as keys
from tipcoder.language.table_keys import WordsKey
from tipcoder.language.tables import LANGUAGES, LanguageTable, load_languages
from tipcoder.text import lower_letters, strip_marks

_KEYS = (
    keys.COURTESIES,
    keys.TITLES,
    keys.POSTS,
    keys.POSTS_OF,
    keys.MINISTRIES,
    keys.BODY_HEADS,
    keys.BODY_TAILS,
    keys.CHAMBERS,
    keys.ORGANISATION_HEADS,
    keys.ORGANISATION_TAILS,
    keys.PLACES_BEFORE,
    keys.PLACES_AFTER,
    keys.PEOPLES,
    keys.STREETS_BEFORE,
    keys.STREETS_AFTER,
    keys.FLATS,
    keys.FLOORS,
    keys.POST_BOXES,
    keys.NUMBERED_LAWS,
    keys.NAMED_LAWS,
    keys.LAW_TAILS,
    keys.LAW_PHRASES,
    keys.SERVICES,
    keys.UNIQUE_CUES,
    keys.ROLE_CUES,
    keys.FUNDING_CUES,
    keys.SELF_CUES,
    keys.REFUSALS,
)
"""The lists of phrases that may be asked for."""
_MOST_LETTERS = 6
"""First letters of a word that are compared."""
_ENDLESS = frozenset((keys.NUMBERED_LAWS,))
"""Lists behind whose phrases more letters may stand without a gap."""
_LETTERS = re.compile(r"[^\W\d_]+")
"""Neighbouring letters: a letter that begins a word, or stands behind a sign, begins them."""
_ANY_WORD = "(_ )?"
_SIGNS_OF_WORDS = frozenset("()|?*~_")
"""What stands for letters in a phrase, or binds parts of it; other signs stand for themselves."""


class _End(Enum):
    """What may follow the first letters of a phrase."""

    LETTERS = "the next letters of the phrase"
    ANY = "any letters"
    NONE = "no letter"


_Beginning = tuple[str, _End]


def build_mask(*wanted: WordsKey, language: LanguageTable | None = None) -> int:
    """The phrases under some keys, of all languages or of one, as a number to ask an answer for."""
    mask = 0
    for key in wanted:
        for code in LANGUAGES if language is None else (language.code,):
            mask |= _find_bit(key, code)
    return mask


def _find_bit(key: WordsKey, code: str) -> int:
    return 1 << (_KEYS.index(key) * len(LANGUAGES) + LANGUAGES.index(code))


def find_beginnings(small: str) -> int:
    """The phrases that words of a text may begin; `small` is in small letters, without accents."""
    mask = _build_table().get("", 0)
    for run in set(_LETTERS.findall(small)):
        mask |= _find_of_word(run)
    return mask


@lru_cache(maxsize=65536)
def _find_of_word(run: str) -> int:
    table = _build_table()
    mask = table.get(_mark_whole(run), 0)
    for last in range(1, _MOST_LETTERS + 1):
        mask |= table.get(run[:last], 0)
    return mask


def _mark_whole(letters: str) -> str:
    """Letters behind which no other letter stands."""
    return f"{letters}."


@cache
def _build_table() -> dict[str, int]:
    """Phrases by first letters of one of their words; under no letters those of any answer."""
    table: dict[str, int] = {}
    for language in load_languages():
        for key in _KEYS:
            bit = _find_bit(key, language.code)
            for phrase in language[key]:
                for letters in list_beginnings(phrase, is_endless=key in _ENDLESS):
                    table[letters] = table.get(letters, 0) | bit
    return table


def list_beginnings(phrase: str, *, is_endless: bool = False) -> frozenset[str]:
    """First letters of which an answer with this phrase has some where letters begin.

    Those of the part of the phrase that tells most; a stop behind them says that no letter may
    follow. No letters at all where every answer might have the phrase. `is_endless` says that
    more letters may stand behind the phrase.
    """
    plain = lower_letters(strip_marks(unicodedata.normalize("NFKC", phrase)))
    any_answer = frozenset(("",))
    best = any_answer
    parts = list(_split_phrase(plain))
    for part in parts:
        found, end = _read_part(part)
        if end < len(part):
            # A choice outside brackets is one between whole phrases.
            return any_answer
        may_go_on = is_endless and part is parts[-1]
        letters = frozenset(_spell_beginning(text, stop, may_go_on) for text, stop in found)
        if min(map(len, letters)) > min(map(len, best)):
            best = letters
    return best


def _spell_beginning(letters: str, end: _End, may_go_on: bool) -> str:
    goes_on = end is _End.ANY or (end is _End.LETTERS and may_go_on)
    return letters if goes_on or not letters else _mark_whole(letters)


def _split_phrase(phrase: str) -> Iterator[str]:
    """The parts of a phrase before which no letter can stand."""
    depth = first = 0
    for at, sign in enumerate(phrase):
        depth += (sign == "(") - (sign == ")")
        parts = not depth and not sign.isalpha() and sign not in _SIGNS_OF_WORDS
        # What may be absent parts nothing.
        if parts and not phrase.startswith("?", at + 1):
            yield from _trim_part(phrase[first:at])
            first = at + 1
    yield from _trim_part(phrase[first:])


def _trim_part(part: str) -> Iterator[str]:
    """A part without the words before it that may be any or none."""
    while part.startswith(_ANY_WORD):
        part = part[len(_ANY_WORD) :]
    if part:
        yield part


def _read_part(part: str) -> tuple[set[_Beginning], int]:
    """The beginnings of a part, and where its first alternative ends."""
    # A word without signs, as most are, needs not be read letter by letter.
    if part.isalpha():
        end = _End.LETTERS if len(part) <= _MOST_LETTERS else _End.ANY
        return {(part[:_MOST_LETTERS], end)}, len(part)
    return _read_sequence(part, 0)


def _read_choice(part: str, at: int) -> tuple[set[_Beginning], int]:
    """The beginnings of alternatives from `at` to their bracket, and where that is."""
    found, at = _read_sequence(part, at)
    while part.startswith("|", at):
        others, at = _read_sequence(part, at + 1)
        found |= others
    return found, at


def _read_sequence(part: str, at: int) -> tuple[set[_Beginning], int]:
    """The beginnings of what stands from `at` to the end of its alternative, and where that is."""
    found: set[_Beginning] = {("", _End.LETTERS)}
    while at < len(part) and part[at] not in "|)":
        if part[at] == "(":
            following, at = _read_choice(part, at + 1)
        else:
            following = {_read_sign(part[at])}
        at += 1
        if part.startswith("?", at):
            following.add(("", _End.LETTERS))
            at += 1
        found = set(_append(found, following))
    return found, at


def _read_sign(sign: str) -> _Beginning:
    if sign.isalpha():
        return sign, _End.LETTERS
    return "", _End.ANY if sign in _SIGNS_OF_WORDS else _End.NONE


def _append(found: set[_Beginning], following: set[_Beginning]) -> Iterator[_Beginning]:
    for letters, end in found:
        if end is not _End.LETTERS:
            yield letters, end
            continue
        for more, next_end in following:
            whole = letters + more
            if len(whole) > _MOST_LETTERS:
                yield whole[:_MOST_LETTERS], _End.ANY
            elif not whole and next_end is _End.NONE:
                # Behind a sign letters begin anew.
                yield whole, _End.LETTERS
            else:
                yield whole, next_end
