"""Answers in words that stand in an order: from "Strongly disagree" to "Strongly agree"."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache

from tipcoder.shipped_data import reference_file
from tipcoder.text import fold_text

_FILE = "answer_scales.toml"
_FEWEST = 2
"""Answers of which an order can be told."""


def order_answers(answers: Sequence[str]) -> list[str]:
    """The answers from the lowest to the highest, where one scale has all of them, each at a place
    of its own; else nothing.
    """
    folded = [_fold_answer(answer) for answer in answers]
    for places in _load_scales():
        found = [places.get(answer) for answer in folded]
        known = {place for place in found if place is not None}
        if len(known) == len(answers) >= _FEWEST:
            return sorted(answers, key=lambda answer: places[_fold_answer(answer)])
    return []


def _fold_answer(answer: str) -> str:
    return fold_text(answer.replace("’", "'")).rstrip(".!")


@cache
def _load_scales() -> tuple[Mapping[str, int], ...]:
    """The place of each spelling, by scale."""
    told = tomllib.loads(reference_file(_FILE).read_text("utf-8"))
    scales = []
    for scale in told["scales"]:
        places: dict[str, int] = {}
        for place, spellings in enumerate(scale):
            places |= dict.fromkeys(map(_fold_answer, spellings.split("|")), place)
        scales.append(places)
    return tuple(scales)
