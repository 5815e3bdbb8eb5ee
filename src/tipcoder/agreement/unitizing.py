"""Agreement on which words were marked: Krippendorff's |u-alpha, marked or gap, whatever is marked.

Krippendorff, Mathet, Bouvry & Widlöcher (2016), On the reliability of unitizing textual continua;
Krippendorff (2019), Content Analysis, 4th edition, chapter 12. Segments are half-open and do not
overlap within a coder.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from tipcoder.arrays import Floats

Segment = tuple[int, int]
"""Start and end, in code points."""


class BinarySums(NamedTuple):
    """What |u-alpha needs, additive over texts: coincidences of marked (1) and gap (0)."""

    both: float = 0.0
    one: float = 0.0
    none: float = 0.0
    self_pairs: float = 0.0
    """Pairs of characters of one segment, which do not agree by chance."""


def binary_sums(coders: Sequence[Sequence[Segment]], length: int) -> BinarySums:
    """One text of `length` characters, with the segments of each coder who read it.

    Nothing for a single coder.
    """
    m = len(coders)
    if m < 2:
        return BinarySums()

    both = one = none = gaps = 0.0
    for size, marked in _split_at_edges(coders, length):
        # Ordered pairs of coders, for every character of the stretch.
        both += size * marked * (marked - 1)
        one += size * marked * (m - marked)
        none += size * (m - marked) * (m - marked - 1)
        gaps += size * (m - marked)

    marks = 0
    for segments in coders:
        # A segment is one decision: its characters do not agree with each other by chance.
        marks += sum((end - start) ** 2 for start, end in segments)
    return BinarySums(both / (m - 1), one / (m - 1), none / (m - 1), marks + gaps)


def _split_at_edges(coders: Sequence[Sequence[Segment]], length: int) -> list[tuple[int, int]]:
    """Stretches between the edges of segments: how long, and how many coders marked them."""
    # Between two edges every coder says one thing, so that no character is looked at alone.
    steps: dict[int, int] = {0: 0, length: 0}
    for segments in coders:
        for start, end in segments:
            steps[start] = steps.get(start, 0) + 1
            steps[end] = steps.get(end, 0) - 1

    stretches = []
    marked = 0
    for start, end in pairwise(sorted(steps)):
        marked += steps[start]
        stretches.append((end - start, marked))
    return stretches


def binary_alpha(sums: Floats) -> Floats:
    """|u-alpha, (...), from sums (..., 4) in the order of `BinarySums`.

    NaN where nobody or everybody marked everything.
    """
    both, one, none, self_pairs = np.moveaxis(sums, -1, 0)
    marked, gap = both + one, none + one
    # Where all is marked, or nothing, there is no variation to agree on.
    total = marked + gap
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = 2 * marked * gap / (total - self_pairs / total)
        alpha = 1 - 2 * one / expected
    return np.asarray(np.where((marked > 0) & (gap > 0), alpha, np.nan))
