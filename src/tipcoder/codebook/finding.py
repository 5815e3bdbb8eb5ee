"""Finds the codes that a few typed letters mean: in keys, labels and cues of every language.

Case and accents do not count, and Cyrillic is also found by Latin letters, as people write it on a foreign keyboard.
"""

from __future__ import annotations

from typing import NamedTuple

from tipcoder.model import Code, Codebook
from tipcoder.text import fold

_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "і": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu",
    "я": "ya", "є": "ye", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "ђ": "dj", "џ": "dz", "ѓ": "g", "ќ": "k",
}  # fmt: skip
_WEIGHTS = (("name", 1.0), ("label", 0.98), ("cue", 0.75))
_ENOUGH = 55.0


class Found(NamedTuple):
    """A code, how well it fits (0-100), and the words that fitted."""

    code: Code
    score: float
    words: str


def latin(text: str) -> str:
    """Folded text with Cyrillic letters written in Latin ones (after ISO 9's popular simplification)."""
    return "".join(_LATIN.get(letter, letter) for letter in fold(text))


def find_codes(book: Codebook, typed: str) -> list[Found]:
    """Codes that quotes can carry, best first; all of them, in tree order, while nothing is typed."""
    codes = [code for _, code in book.in_tree_order() if code.codable]
    wanted = latin(typed).strip()
    if not wanted:
        return [Found(code, 0.0, "") for code in codes]
    found = [_best(code, wanted) for code in codes]
    return sorted((f for f in found if f.score >= _ENOUGH), key=lambda f: -f.score)


def _best(code: Code, wanted: str) -> Found:
    best = Found(code, 0.0, "")
    for kind, weight in _WEIGHTS:
        for words in _words(code, kind):
            score = weight * _fit(wanted, latin(words))
            if score > best.score:
                best = Found(code, score, words)
    return best


def _words(code: Code, kind: str) -> list[str]:
    if kind == "name":
        return [code.key.replace("_", " ")]
    if kind == "label":
        return list(code.label.values())
    return [cue for cues in code.cues.values() for cue in cues]


def _fit(wanted: str, words: str) -> float:
    """100 for the beginning of the words, then beginnings of single words, then parts, then likeness."""
    from rapidfuzz import fuzz  # here, because most processes never look for a code

    if words.startswith(wanted):
        return 100.0
    pieces = words.split()
    parts = wanted.split()
    if all(any(piece.startswith(part) for piece in pieces) for part in parts):
        return 95.0
    if len(wanted) > 1 and "".join(piece[0] for piece in pieces).startswith(wanted):
        return 92.0
    if len(wanted) > 2 and wanted in words:
        return 85.0
    return 0.8 * fuzz.partial_ratio(wanted, words) if len(wanted) > 2 else 0.0
