"""Which reading of bytes has words: the encoding in which the letters beyond ASCII fit a language.

"Längere" reads as "Lõngere" or "L‰ngere" in other encodings. German knows the first, and
no language knows the others. Cells are judged by the n-grams of the language that all of them
together fit best, so that the plain words of a cell say in which language its letters stand.

Encodings of one byte only. Chinese, Japanese and Korean have no spaces to cut words at.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from tipcoder.language.letters import find_script
from tipcoder.language.profiles import load_profiles

SINGLE_BYTE = (
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "koi8-r",
    "koi8-u", "cp866", "iso8859-2", "iso8859-5", "iso8859-7", "iso8859-15", "mac-roman",
    "mac-cyrillic", "cp850", "cp437",
)  # fmt: skip
"""Encodings of one byte in which surveys were saved, the commonest of equal readings first."""
_AHEAD = 6.0
"""Nats of evidence by which a reading must be ahead of every other one."""
_KNOWN = 0.4
"""Share of n-grams with letters beyond ASCII that the language of the reading must know."""
_ODD = 10.0
"""Nats that a place costs at which no spelling has such a sign: inside a word a sign that is no
letter, a letter of another script, a capital behind a small letter.
"""
_ODD_SIGN = 5.0
"""Nats that a sign costs which hardly stands in answers, such as a piece of a box."""
_ODD_CATEGORIES = frozenset({"So", "Sm", "Sk", "No", "Cn", "Co", "Cc", "Cf"})
_JOINTS = frozenset("’‑–—")
"""Signs beyond ASCII that stand inside words."""
_SCRIPTS_WITH_SIGNS = frozenset({"ARABIC", "HEBREW", "GREEK"})
"""Scripts that have punctuation and marks of their own in these encodings."""
_CELLS_READ = 400
"""Different cells beyond ASCII that are enough to tell."""
_WORD = re.compile(r"[^\W\d_](?:[^\x00-\x7f’‑–—]|[^\W\d_])*(?<![^\w])")
"""A sign that is no letter belongs to the word that it stands in: without it halves would count as
words.
"""
_SENTENCE = 5
"""Words from which on a cell tells its language by itself."""
_TOKEN = re.compile(r"\S+")


class ReadingFit(NamedTuple):
    """How well a reading fits a language."""

    evidence: float
    """Nats by which its n-grams are likelier than letters thrown together, odd places taken off."""
    known: float
    """Share of its n-grams with letters beyond ASCII that the language knows."""


def choose_reading(readings: Mapping[str, list[str]]) -> str | None:
    """The name of the reading that is surely a language's; None where none is, or several are.

    `readings` are the cells with letters beyond ASCII by the name of an encoding.
    """
    if not any(_has_words_enough(cells) for cells in readings.values()):
        return None
    return _choose_fit(readings, measure_fit) or _choose_fit(readings, measure_mixed_fit)


def _choose_fit(
    readings: Mapping[str, list[str]], measure: Callable[[list[str]], ReadingFit]
) -> str | None:
    """The reading that fits best by far, if its language knows enough of it."""
    fits = {name: measure(cells) for name, cells in readings.items()}
    best = max(fits, key=lambda name: fits[name].evidence, default=None)
    if best is None or fits[best].known < _KNOWN:
        return None
    for name, fit in fits.items():
        if name != best and fits[best].evidence - fit.evidence < _AHEAD:
            return None
    return best


def _has_words_enough(cells: list[str]) -> bool:
    """Whether there is more than one word to judge by: José alone could be JosÈ."""
    words: set[str] = set()
    for cell in cells:
        words.update(token for token in _TOKEN.findall(cell) if not token.isascii())
    return len(words) > 1


def measure_fit(cells: list[str]) -> ReadingFit:
    """How well the words of cells fit the languages of their scripts, one language a script."""
    different = list(dict.fromkeys(cells))[:_CELLS_READ]
    evidence = -sum(_measure_oddness(cell) for cell in different)
    known, beyond = 0, 0
    for words in _group_by_script(different).values():
        fit = load_profiles().fit_words(words)
        best = int(fit.evidence.argmax())
        evidence += float(fit.evidence[best])
        known += int(fit.known[best])
        beyond += fit.beyond_ascii
    return ReadingFit(evidence, known / beyond if beyond else 0.0)


def measure_mixed_fit(cells: list[str]) -> ReadingFit:
    """The same where a survey was answered in several languages: each cell has one of its own.

    Only cells with words enough count, whose plain words tell the language.
    """
    evidence, known, beyond = 0.0, 0.0, 0
    for cell in list(dict.fromkeys(cells))[:_CELLS_READ]:
        if len(_TOKEN.findall(cell)) < _SENTENCE:
            continue
        fit = load_profiles().fit_words(_WORD.findall(unicodedata.normalize("NFC", cell.lower())))
        best = int(fit.evidence.argmax())
        evidence += float(fit.evidence[best]) - _measure_oddness(cell)
        known += int(fit.known[best])
        beyond += fit.beyond_ascii
    return ReadingFit(evidence, known / beyond if beyond else 0.0)


def _group_by_script(cells: list[str]) -> dict[str, list[str]]:
    """The different words of cells, in small letters, by the script of their first letter."""
    words: dict[str, list[str]] = {}
    for word in dict.fromkeys(_WORD.findall(unicodedata.normalize("NFC", "\n".join(cells)))):
        first = next((sign for sign in word if sign.isalpha()), "")
        if first:
            words.setdefault(find_script(first), []).append(word.lower())
    return words


def _measure_oddness(cell: str) -> float:
    """Nats that the odd places of a cell cost."""
    scripts = {find_script(letter) for letter in cell if letter.isalpha()}
    cost = 0.0
    for token in _TOKEN.findall(cell):
        if not token.isascii():
            cost += sum(_rate_place(token, at, scripts) for at in range(len(token)))
            cost += _ODD * sum(_mixes_scripts(word) for word in _WORD.findall(token))
    return cost


def _rate_place(token: str, at: int, scripts: Collection[str]) -> float:
    """Nats that a sign costs where it stands, among letters of these scripts."""
    sign = token[at]
    if sign.isascii():
        return 0.0
    before, behind = token[max(at - 1, 0) : at], token[at + 1 : at + 2]
    category = unicodedata.category(sign)
    if category[0] == "L":
        return _ODD if before.islower() and sign.isupper() else 0.0
    if before.isalpha() and behind.isalpha() and category[0] != "M" and sign not in _JOINTS:
        is_catalan = sign == "·" and before in "lL" and behind in "lL"
        return 0.0 if is_catalan else _ODD
    # An Arabic comma, or a vowel sign, among Latin letters.
    is_foreign = find_script(sign) in _SCRIPTS_WITH_SIGNS.difference(scripts)
    return _ODD_SIGN if is_foreign or category in _ODD_CATEGORIES else 0.0


def _mixes_scripts(word: str) -> bool:
    return len({find_script(letter) for letter in word}) > 1
