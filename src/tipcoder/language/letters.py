"""Texts cut into words for language detection: lower case, one script, no acronyms, no addresses.

An acronym says nothing about the language around it. A short word in capitals is one, unless the
survey has it at least as often in small letters, or the whole text is in capitals.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

_ADDRESS = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+", re.IGNORECASE)
_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")
"""Half of a word says little about a language: English has "non-governmental", and French has
"non".
"""
_ACRONYM = range(2, 7)
_SHOUTED = 3
"""Up to so many words in capitals may all be acronyms; more of them are a sentence."""
_KANA = frozenset({"HIRAGANA", "KATAKANA"})
_KANA_SIGNS = "あア"
"""What `_Plain` makes of all Hiragana and all Katakana."""
_JAPANESE = "HIRAGANA"
"""The script of a text in which Chinese characters stand beside kana."""


@dataclass(frozen=True)
class TextWords:
    """What a text says about its language: its distinct words in their first order, and their
    script.
    """

    words: tuple[str, ...]
    script: str
    count: int
    """Words in all, repetitions included."""
    letters: int


NOTHING = TextWords((), "", 0, 0)


def cut_into_words(texts: Sequence[str]) -> list[TextWords]:
    """The words of each text.

    All texts of a survey together, because they tell words in capitals from acronyms.
    """
    table = _Plain()
    tokens: list[list[str]] = []
    for text in texts:
        composed = unicodedata.normalize("NFKC", _strip_addresses(text))
        tokens.append(_join_hyphens(composed).translate(table).split())
    common = _find_common_words(Counter(chain.from_iterable(tokens)))
    return [_build_words(words, common) for words in tokens]


@cache
def find_script(letter: str) -> str:
    """The script of a letter, as the first word of its Unicode name says it: LATIN,
    CYRILLIC, CJK.
    """
    return unicodedata.name(letter, "").partition(" ")[0]


class _Plain(dict[int, str]):
    """For str.translate: each character as the profiles count it; space for what is no letter."""

    def __missing__(self, code: int) -> str:
        from langdetect.utils.ngram import NGram

        character = chr(code)
        is_letter = unicodedata.category(character)[0] in "LM"
        plain = str(NGram.normalize(character)) if is_letter else " "
        self[code] = plain
        return plain


def _strip_addresses(text: str) -> str:
    return _ADDRESS.sub(" ", text) if "@" in text or "www." in text or "://" in text else text


def _join_hyphens(text: str) -> str:
    return _HYPHEN.sub("", text) if "-" in text else text


def _find_common_words(tokens: Counter[str]) -> set[str]:
    """Words that stand in small letters at least as often as in capitals."""
    balance: Counter[str] = Counter()
    for token, count in tokens.items():
        balance[token.lower()] += -count if token.isupper() else count
    return {word for word, more in balance.items() if more >= 0}


def _build_words(tokens: Sequence[str], common: set[str]) -> TextWords:
    """Words in the script that most letters are in; between equals the first by name."""
    kept = _drop_acronyms(tokens, common)
    scripts = _find_scripts(kept)
    letters: Counter[str] = Counter()
    for name, token in zip(scripts, kept, strict=True):
        letters[name] += len(token)
    if not letters:
        return NOTHING
    main = min(letters, key=lambda name: (-letters[name], name))
    words = [token.lower() for name, token in zip(scripts, kept, strict=True) if name == main]
    return TextWords(tuple(dict.fromkeys(words)), main, len(words), letters[main])


def _find_scripts(tokens: Sequence[str]) -> list[str]:
    """The script of each word; Chinese characters beside kana are Japanese."""
    scripts = [find_script(token[0]) for token in tokens]
    if not _has_kana(tokens, scripts):
        return scripts
    japanese = {"CJK", *_KANA}
    return [_JAPANESE if name in japanese else name for name in scripts]


def _has_kana(tokens: Sequence[str], scripts: Sequence[str]) -> bool:
    if not _KANA.isdisjoint(scripts):
        return True
    # A word may begin with a Chinese character and end in kana.
    return any(not set(_KANA_SIGNS).isdisjoint(token) for token in tokens)


def _drop_acronyms(tokens: Sequence[str], common: set[str]) -> Sequence[str]:
    others = [token for token in tokens if not _is_acronym(token, common)]
    if len(others) == len(tokens):
        return tokens
    # In a text that is in capitals throughout, capitals say nothing.
    in_capitals = all(token.isupper() for token in tokens)
    is_sentence = len(tokens) > _SHOUTED or bool(others)
    return tokens if in_capitals and is_sentence else others


def _is_acronym(token: str, common: set[str]) -> bool:
    return token.isupper() and len(token) in _ACRONYM and token.lower() not in common
