"""Agreement on where something stands: Krippendorff's alpha for unitising a text.

Krippendorff, Mathet, Bouvry & Widlöcher (2016), On the reliability of unitizing textual continua; Krippendorff (2019),
Content Analysis, 4th edition, chapter 12. Segments are half-open and do not overlap within a coder.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from tipcoder.agreement.sums import Floats

Segment = tuple[int, int, str]
"""Start, end, value."""


class BinarySums(NamedTuple):
    """What |u-alpha needs, additive over texts: coincidences of marked (1) and gap (0), and the self-pairing term."""

    both: float = 0.0
    one: float = 0.0
    none: float = 0.0
    self_pairs: float = 0.0


def binary_sums(coders: Sequence[Sequence[tuple[int, int]]], length: int) -> BinarySums:
    """One text of `length` characters, with the segments of each coder who read it; nothing for a single coder."""
    m = len(coders)
    if m < 2:
        return BinarySums()
    both = one = none = gaps = 0.0
    for start, end, marked in _split_at_edges(coders, length):
        size = end - start
        both += size * marked * (marked - 1)
        one += size * marked * (m - marked)
        none += size * (m - marked) * (m - marked - 1)
        gaps += size * (m - marked)
    marks = sum((end - start) ** 2 for segments in coders for start, end in segments)
    return BinarySums(both / (m - 1), one / (m - 1), none / (m - 1), marks + gaps)


def _split_at_edges(coders: Sequence[Sequence[tuple[int, int]]], length: int) -> list[tuple[int, int, int]]:
    steps: dict[int, int] = {0: 0, length: 0}
    for segments in coders:
        for start, end in segments:
            steps[start] = steps.get(start, 0) + 1
            steps[end] = steps.get(end, 0) - 1
    edges = sorted(steps)
    out, marked = [], 0
    for start, end in pairwise(edges):
        marked += steps[start]
        out.append((start, end, marked))
    return out


def binary_alpha(sums: Floats) -> Floats:
    """|u-alpha: marked or gap, whatever is marked. From sums (..., 4) in the order of `BinarySums`.

    NaN where nobody or everybody marked everything.
    """
    both, one, none, self_pairs = np.moveaxis(sums, -1, 0)
    marked, gap = both + one, none + one
    total = marked + gap
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = 2 * marked * gap / (total - self_pairs / total)
        return np.asarray(np.where((marked > 0) & (gap > 0), 1 - 2 * one / expected, np.nan))


def count_coincidences(
    coders: Sequence[Sequence[Segment]], length: int
) -> Mapping[tuple[str | None, str | None], float]:
    """How many characters two coders gave which values, both ways, over their number but one; None is a gap."""
    m = len(coders)
    edges = sorted({0, length, *(edge for segments in coders for start, end, _ in segments for edge in (start, end))})
    out: dict[tuple[str | None, str | None], float] = {}
    for start, end in pairwise(edges):
        values = [next((v for a, b, v in segments if a <= start < b), None) for segments in coders]
        for i, one in enumerate(values):
            for j, other in enumerate(values):
                if i != j:
                    out[one, other] = out.get((one, other), 0.0) + (end - start) / (m - 1)
    return out


def nominal_alpha(coders: Sequence[Sequence[Segment]], length: int) -> float:
    """u-alpha: segments, gaps and values together."""
    found = count_coincidences(coders, length)
    totals = _sum_by_value(found)
    total = sum(totals.values())
    self_pairs = sum((b - a) ** 2 for segments in coders for a, b, _ in segments) + totals.get(None, 0.0)
    observed = sum(size for (one, other), size in found.items() if one != other)
    expected = total**2 - sum(size**2 for size in totals.values())
    if not expected:
        return math.nan
    return 1 - observed * (total - self_pairs / total) / expected


def coding_alpha(coders: Sequence[Sequence[Segment]], length: int) -> float:
    """cu-alpha: values of segments where two coders' segments meet, whatever the gaps.

    The self-pairing term of a segment is its overlap with other coders' segments over their number but one, squared.
    """
    found = {pair: size for pair, size in count_coincidences(coders, length).items() if None not in pair}
    totals = _sum_by_value(found)
    total = sum(totals.values())
    if not total:
        return math.nan
    self_pairs = sum(
        (_count_met(segment, coders, i) / (len(coders) - 1)) ** 2 for i, mine in enumerate(coders) for segment in mine
    )
    observed = sum(size for (one, other), size in found.items() if one != other)
    expected = total**2 - sum(size**2 for size in totals.values())
    return 1 - observed * (total - self_pairs / total) / expected if expected else math.nan


def value_alpha(coders: Sequence[Sequence[Segment]], length: int, value: str) -> tuple[float, float]:
    """(k)u-alpha of one value and its coverage: how much of it meets other coders' segments at all.

    Both say nothing where the value meets no segment: then alpha is NaN and the coverage 0.
    """
    whole = count_coincidences(coders, length)
    used = sum(size for (one, _), size in whole.items() if one == value)
    found = {pair: size for pair, size in whole.items() if None not in pair}
    totals = _sum_by_value(found)
    total, mine = sum(totals.values()), totals.get(value, 0.0)
    if not mine or not used:
        return math.nan, 0.0
    self_pairs = sum(
        (_count_met(segment, coders, i) / (len(coders) - 1)) ** 2
        for i, segments in enumerate(coders)
        for segment in segments
        if segment[2] == value
    )
    observed = mine - found.get((value, value), 0.0)
    expected = mine * (total - mine) / (total - self_pairs / mine)
    return (1 - observed / expected if expected else math.nan), mine / used


def _count_met(segment: Segment, coders: Sequence[Sequence[Segment]], owner: int) -> int:
    start, end, _ = segment
    return sum(
        max(min(end, b) - max(start, a), 0) for i, segments in enumerate(coders) if i != owner for a, b, _ in segments
    )


def _sum_by_value(found: Mapping[tuple[str | None, str | None], float]) -> dict[str | None, float]:
    out: dict[str | None, float] = {}
    for (one, _), size in found.items():
        out[one] = out.get(one, 0.0) + size
    return out
