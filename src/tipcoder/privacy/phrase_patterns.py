"""Patterns made of the phrases in data/languages.

README.md there tells what the signs of a phrase mean. A pattern looks at an answer without accents
(`PlainLetters`), so a phrase is compared without them as well. A phrase that begins with a capital
asks for one in the answer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from tipcoder.errors import BadInput
from tipcoder.language.table_keys import ENDINGS, WordsKey
from tipcoder.language.tables import LanguageTable, load_language, load_languages
from tipcoder.privacy.phrase_beginnings import find_beginnings
from tipcoder.text import lower_letters, strip_marks

CAPITAL = r"[A-Z\u00c6\u00d0\u00d8\u0110\u0141\u0400-\u042f\u0490-\u04e8\u0510-\u052f]"
"""A capital of an answer without accents; of later Cyrillic letters also small ones count."""
NAME = rf"{CAPITAL}[\w'&-]*"
"""A word that begins with a capital."""
SPACE = r"\s{1,3}"
BEFORE = r"(?<!\w)"
BEHIND = r"(?!\w)"
"""Where a word begins and ends; unlike \\b beside a sign too."""
_GAP = r"(?!\w)[^.!?\n]{0,50}?(?<!\w)"
_WORD = r"[\w'-]+"
_SIGNS = {
    "(": "(?:",
    ")": ")",
    "|": "|",
    "?": "?",
    " ": f"(?:{SPACE})",
    "*": r"\w*",
    "_": _WORD,
    "#": r"\d+",
}


@dataclass(frozen=True)
class PlainLetters:
    """An answer for patterns, a code point for a code point: without accents, and in small
    letters too.
    """

    plain: str
    small: str

    @cached_property
    def _beginnings(self) -> int:
        return find_beginnings(self.small)

    def may_have(self, mask: int) -> bool:
        """Whether there may be a phrase of those that a mask stands for (`build_mask`)."""
        return bool(self._beginnings & mask)


class LatePattern:
    """A pattern that is compiled when an answer may have one of the phrases that it needs."""

    def __init__(self, mask: int, build: Callable[[], str]) -> None:
        """`mask` stands for those phrases, `build` makes the source of the pattern."""
        self._mask = mask
        self._build = build

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(self._build())

    def find_matches(self, letters: PlainLetters, text: str) -> Iterable[re.Match[str]]:
        """Where it stands in `text`, the plain or the small letters of the answer."""
        return self._pattern.finditer(text) if letters.may_have(self._mask) else ()


@lru_cache(maxsize=8)
def read_letters(text: str) -> PlainLetters:
    """Remembered, because one detector after the other asks for the same answer."""
    plain = strip_marks(text)
    return PlainLetters(plain, lower_letters(plain))


def join_phrases(keys: WordsKey | Sequence[WordsKey], any_case: bool = False) -> str:
    """A group that matches the phrases of all languages under a key, or under several.

    With `any_case` for answers with their capitals, else for answers in small letters. A group that
    never matches where no language has such phrases.
    """
    wanted = (keys,) if not isinstance(keys, Sequence) else keys
    sources: list[str] = []
    for language in load_languages():
        for key in wanted:
            sources += compile_phrases(language, key, any_case)
    return group_sources(sources)


def join_language_phrases(language: LanguageTable, key: WordsKey, any_case: bool = False) -> str:
    """The same for one language."""
    return group_sources(compile_phrases(language, key, any_case))


def compile_phrases(language: LanguageTable, key: WordsKey, any_case: bool) -> list[str]:
    """Patterns of the phrases under a key. Raises BadInput for a phrase whose signs do not fit."""
    endings = _join_endings(language.code)
    if any_case:
        endings = _spell_any_case(endings)
    out = []
    for phrase in language[key]:
        source = _compile_phrase(phrase, endings, any_case)
        if "(" in phrase or "?" in phrase:
            _check_phrase(language, key, phrase)
        out.append(source)
    return out


def _check_phrase(language: LanguageTable, key: WordsKey, phrase: str) -> None:
    fits = phrase.count("(") == phrase.count(")") and phrase[:1] != "?"
    if not fits:
        raise BadInput(
            f"{language.source}, `{key.name}`: {phrase!r} cannot be read as a phrase.",
            "Each bracket needs its partner, and `?` something before it.",
        )


def group_sources(sources: Iterable[str]) -> str:
    """Patterns as one group, sorted so that few of them are tried at each place."""
    each = sorted(set(sources), key=lambda source: (-len(source), source))
    if not each:
        return "(?!)"
    return _group_by_letter(each, 2)


def _group_by_letter(sources: Sequence[str], depth: int) -> str:
    """A group in which patterns that begin with the same letter stand together."""
    begins: dict[str, list[str]] = {}
    for source in sources:
        begins.setdefault(_find_first_unit(source), []).append(source)

    parts = []
    for first, same in begins.items():
        rests = [source[len(first) :] for source in same]
        if len(same) == 1 or not first:
            parts += same
        elif depth:
            parts.append(first + _group_by_letter(rests, depth - 1))
        else:
            parts.append(f"{first}(?:{'|'.join(rests)})")
    return f"(?:{'|'.join(parts)})"


_UNIT = re.compile(r"(?:\[\w\w\]|\w)(?![?*+{])")


def _find_first_unit(source: str) -> str:
    """The letter that a pattern begins with, as it is written in it; empty where it begins
    otherwise."""
    # A pattern of alternatives without brackets of its own has no first letter.
    found = _UNIT.match(source)
    return found[0] if found and not _has_open_choice(source) else ""


def _has_open_choice(source: str) -> bool:
    """Whether a choice stands outside all brackets."""
    depth = 0
    for at, sign in enumerate(source):
        if source[at - 1 : at] == "\\":
            continue
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and not depth:
            return True
    return False


@cache
def _join_endings(code: str) -> str:
    """The endings of a language as an optional group."""
    endings = {lower_letters(strip_marks(each)) for each in load_language(code)[ENDINGS]}
    return f"{_join_words(endings)}?" if endings else ""


def _join_words(words: Iterable[str]) -> str:
    """A group of words as a tree of their letters: quick to compile and to try."""
    begins: dict[str, list[str]] = {}
    for word in sorted(set(words) - {""}):
        begins.setdefault(word[0], []).append(word[1:])

    last = [letter for letter, rests in begins.items() if rests == [""]]
    parts = []
    for letter, rests in begins.items():
        if rests != [""]:
            longer = _join_words(rests)
            parts.append(letter + longer + ("?" if "" in rests else ""))
    if last:
        parts.append(f"[{''.join(last)}]")
    return f"(?:{'|'.join(parts)})"


def _compile_phrase(phrase: str, endings: str, any_case: bool) -> str:
    """The pattern of one phrase, from its signs and letters."""
    # Compatibility forms as in the plain view of an answer.
    plain = strip_marks(unicodedata.normalize("NFKC", phrase))
    capital = any_case and plain[:1].isupper()
    out = []
    at = 0
    while at < len(plain):
        sign = plain[at]
        if plain.startswith("...", at):
            out.append(_GAP)
            at += 3
            # A blank beside a gap is part of it.
            if plain[at : at + 1] == " ":
                at += 1
            continue
        if sign == " " and plain.startswith("...", at + 1):
            at += 1
            continue
        out.append(_compile_sign(sign, endings, any_case, capital and at == 0))
        at += 1
    return "".join(out)


def _compile_sign(sign: str, endings: str, any_case: bool, capital: bool) -> str:
    if sign == "~":
        return endings
    if sign in _SIGNS:
        return _SIGNS[sign]
    if not sign.isalpha():
        return re.escape(sign)
    if capital:
        return sign
    return _spell_letter(sign) if any_case else sign.lower()


def _spell_letter(letter: str) -> str:
    lower, upper = letter.lower(), letter.upper()
    return f"[{upper}{lower}]" if len(upper) == 1 and upper != lower else letter


def _spell_any_case(endings: str) -> str:
    """A group of endings for capitals too; inside a set of letters both stand side by side."""
    out = []
    inside = False
    for sign in endings:
        inside = (inside or sign == "[") and sign != "]"
        if not sign.isalpha():
            out.append(sign)
        else:
            out.append(sign + sign.upper() if inside else _spell_letter(sign))
    return "".join(out)
