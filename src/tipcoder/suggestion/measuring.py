"""How good a ranking is: figures as the literature on screening and retrieval defines them.

AP: mean of the precision at each carrier (Buckley & Voorhees 2000). WSS@95: work saved over random
order when 95 % of carriers are found (Cohen et al. 2006). ATD: mean share of the pile that is read
when a carrier is found (Ferdinands et al. 2023).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from typing import NamedTuple

TARGET = 0.95


class ReadingCost(NamedTuple):
    """What reading a pile in some order would have cost. Shares of the pile, 0 to 1."""

    read_for_95: float
    """Until 95 % of the carriers are found."""
    wss_95: float
    """`0.95 - read_for_95`: above 0 the order saves work."""
    atd: float
    """Average time to discovery."""
    found_10: float
    """Share of the carriers found in the first tenth of the pile."""
    found_20: float
    """The same in the first fifth."""
    first: int
    """Answers read until the first carrier."""


def average_precision(scores: Sequence[float], carries: Sequence[bool]) -> float:
    """AP of a ranking by score; ties in the order given. NaN where nothing carries."""
    ranked = sorted(range(len(scores)), key=lambda row: -scores[row])
    found, total = 0, 0.0
    # Precision counts only where a carrier comes up, and is the share of carriers so far.
    for rank, row in enumerate(ranked, start=1):
        if carries[row]:
            found += 1
            total += found / rank
    return total / found if found else math.nan


def measure_reading(places: Sequence[int], size: int) -> ReadingCost:
    """From the places, 1 to `size`, at which the carriers come up in the order of reading."""
    if not places:
        raise ValueError("nothing to be found")
    ordered = sorted(places)
    # The carrier with which 95 % are found, rounded up: a part of a carrier is not found.
    needed = ordered[math.ceil(TARGET * len(ordered)) - 1] / size
    return ReadingCost(
        read_for_95=needed,
        wss_95=TARGET - needed,
        atd=sum(ordered) / len(ordered) / size,
        found_10=_find_share(ordered, math.ceil(size * 0.1)),
        found_20=_find_share(ordered, math.ceil(size * 0.2)),
        first=ordered[0],
    )


def estimate_random_reading(carriers: int, size: int) -> ReadingCost:
    """What is to be expected of a random order.

    The i-th of n carriers comes up at i (size + 1) / (n + 1).
    """
    step = (size + 1) / (carriers + 1)
    needed = math.ceil(TARGET * carriers) * step / size
    tenth, fifth = math.ceil(size * 0.1) / size, math.ceil(size * 0.2) / size
    return ReadingCost(needed, TARGET - needed, (size + 1) / 2 / size, tenth, fifth, round(step))


def recall_at(
    ranked: Sequence[Sequence[str]], carried: Sequence[Collection[str]], k: int = 3
) -> float:
    """Share of the applied codes that are among the first k of their answer, over answers.

    NaN without a code.
    """
    applied = sum(map(len, carried))
    found = 0
    for suggested, codes in zip(ranked, carried, strict=True):
        found += len(set(suggested[:k]) & set(codes))
    return found / applied if applied else math.nan


def top_right(ranked: Sequence[Sequence[str]], carried: Sequence[Collection[str]]) -> float:
    """Share of the coded answers whose first suggestion is right. NaN without a coded answer."""
    coded = right = 0
    for suggested, codes in zip(ranked, carried, strict=True):
        if not codes:
            continue
        coded += 1
        if set(suggested[:1]) & set(codes):
            right += 1
    return right / coded if coded else math.nan


def _find_share(ordered: Sequence[int], read: int) -> float:
    return sum(place <= read for place in ordered) / len(ordered)
