"""Answers that are bands of numbers, in their order: from "under 30" over "30-49" to "65+"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from math import inf
from typing import NamedTuple

from tipcoder.shipped_data import reference_file
from tipcoder.text import fold_text

_FILE = "answer_scales.toml"
_FEWEST = 3
"""Answers of which an order can be told; two bands are as often a yes and a no."""
_NUMBER = re.compile(r"\d{1,3}(?:[., ']\d{3})+(?!\d)|\d+(?:[.,]\d+)?")
_GROUPED = re.compile(r"\d{1,3}(?:[., ']\d{3})+")
_BELOW, _ABOVE = re.compile(r"^\W*[<≤]"), re.compile(r"^\W*[>≥]|\d\s*\+")


class _Band(NamedTuple):
    """From its lowest number to its highest, and what it counts."""

    low: float
    high: float
    unit: str


def order_bands(answers: Sequence[str]) -> list[str]:
    """The answers from the lowest to the highest, where each is a band of numbers in one unit and
    no two overlap; else nothing.
    """
    bands = {answer: _read_band(answer) for answer in answers}
    found = {answer: band for answer, band in bands.items() if band is not None}
    if not _FEWEST <= len(found) == len(answers):
        return []
    ordered = sorted(found, key=lambda answer: found[answer][:2])
    units = {band.unit for band in found.values()} - {""}
    if len(units) > 1 or all(band.low == band.high for band in found.values()):
        return []
    for lower, higher in pairwise(ordered):
        # "0-10" and "10-20" touch, and so do "up to 10" and "10 to 20".
        if found[lower].high > found[higher].low or found[lower][:2] == found[higher][:2]:
            return []
    return ordered


def _read_band(answer: str) -> _Band | None:
    folded = fold_text(answer.replace("’", "'"))
    numbers = [_read_number(number) for number in _NUMBER.findall(folded)]
    words = " ".join(re.findall(r"[^\W\d_]+'?[^\W\d_]*", _NUMBER.sub(" ", folded)))
    if len(numbers) == 2 and numbers[0] < numbers[1]:
        return _Band(numbers[0], numbers[1], _name_unit(words, _load_words()["between"]))
    if len(numbers) != 1:
        return None
    is_below, rest = _take_words(words, "below", "up_to")
    is_above, rest = _take_words(rest, "above", "from")
    is_below = is_below or _BELOW.search(folded) is not None
    is_above = is_above or _ABOVE.search(folded) is not None
    if is_below and is_above:
        return None
    low, high = -inf if is_below else numbers[0], inf if is_above else numbers[0]
    return _Band(low, high, _name_unit(rest, ()))


def _read_number(text: str) -> float:
    if _GROUPED.fullmatch(text):
        return float(re.sub(r"\D", "", text))
    return float(text.replace(",", "."))


def _take_words(words: str, anywhere: str, in_front: str) -> tuple[bool, str]:
    """Whether words say that a band is open, and what else is said."""
    told = _load_words()
    for phrase in told[anywhere]:
        if f" {phrase} " in f" {words} ":
            return True, f" {words} ".replace(f" {phrase} ", " ", 1).strip()
    for phrase in told[in_front]:
        if f"{words} ".startswith(f"{phrase} "):
            return True, words[len(phrase) :].strip()
    return False, words


def _name_unit(words: str, small: Sequence[str]) -> str:
    """What a band counts, so that months are not put among years; empty where it is not said."""
    years = _load_words()["years"]
    told = [word for word in words.split() if word not in small]
    units = {"years" if word in years else word[:3] for word in told}
    return " ".join(sorted(units))


@cache
def _load_words() -> Mapping[str, tuple[str, ...]]:
    """Folded words by their key, the longest first, so that "and more" goes before "more"."""
    told = tomllib.loads(reference_file(_FILE).read_text("utf-8"))["bands"]
    words = {}
    for key, listed in told.items():
        folded = [fold_text(word) for word in listed]
        words[key] = tuple(sorted(folded, key=len, reverse=True))
    return words
