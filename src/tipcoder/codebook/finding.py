"""Finds the codes that a few typed letters mean: in keys, labels and cues of every language.

Case and accents do not count, and Cyrillic is also found by Latin letters, as people write it on a
foreign keyboard.
"""

from __future__ import annotations

from typing import NamedTuple

from tipcoder.model.codes import Code, Codebook
from tipcoder.text import LATIN_OF_CYRILLIC, fold_text

_WEIGHTS = (("name", 1.0), ("label", 0.98), ("cue", 0.75))
_ENOUGH = 55.0
"""Below this a match is chance: half of the letters in any order."""


class CodeMatch(NamedTuple):
    """A code, how well it fits (0-100), and the words that fitted."""

    code: Code
    score: float
    words: str


def write_in_latin(text: str) -> str:
    """Folded text with Cyrillic letters written in Latin ones.

    After the popular simplification of ISO 9.
    """
    return "".join(LATIN_OF_CYRILLIC.get(letter, letter) for letter in fold_text(text))


def find_codes(codebook: Codebook, query: str) -> list[CodeMatch]:
    """Codes that quotes can carry, best first.

    While nothing is typed these are all of them, in tree order.
    """
    codes = [code for _, code in codebook.list_in_tree_order() if code.codable]
    wanted = write_in_latin(query).strip()
    if not wanted:
        return [CodeMatch(code, 0.0, "") for code in codes]
    matches = [_find_best_match(code, wanted) for code in codes]
    good = [match for match in matches if match.score >= _ENOUGH]
    return sorted(good, key=lambda match: -match.score)


def _find_best_match(code: Code, query: str) -> CodeMatch:
    best = CodeMatch(code, 0.0, "")
    for kind, weight in _WEIGHTS:
        for words in _list_words(code, kind):
            score = weight * _score_fit(query, write_in_latin(words))
            if score > best.score:
                best = CodeMatch(code, score, words)
    return best


def _list_words(code: Code, kind: str) -> list[str]:
    if kind == "name":
        return [code.key.replace("_", " ")]
    if kind == "label":
        return list(code.label.values())
    return [cue for cues in code.cues.values() for cue in cues]


def _score_fit(query: str, words: str) -> float:
    """How well a query fits, from 0 to 100.

    The beginning of the words is best, then beginnings of single words, initials, parts, likeness.
    """
    from rapidfuzz import fuzz  # here, because most processes never look for a code

    if words.startswith(query):
        return 100.0
    pieces = words.split()
    parts = query.split()
    if all(_begins_a_piece(part, pieces) for part in parts):
        return 95.0
    if len(query) > 1 and _join_initials(pieces).startswith(query):
        return 92.0
    # One or two letters are part of nearly everything.
    if len(query) <= 2:
        return 0.0
    if query in words:
        return 85.0
    return 0.8 * fuzz.partial_ratio(query, words)


def _begins_a_piece(part: str, pieces: list[str]) -> bool:
    return any(piece.startswith(part) for piece in pieces)


def _join_initials(pieces: list[str]) -> str:
    return "".join(piece[0] for piece in pieces)
