"""The older alpha for unitised text, for comparison with papers and programs that report it.

Krippendorff (1995), On the reliability of unitizing contiguous data, Sociological Methodology 25. One category;
superseded by the family in `unitizing.py`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

Span = tuple[int, int]


def alpha_u(coders: Sequence[Sequence[Span]], length: int) -> float:
    """alpha_U of one category on a text of `length` characters; NaN where nobody marked anything."""
    gaps = [_find_gaps(spans, length) for spans in coders]
    observed = sum(
        _sum_observed(mine, coders[j], gaps[i], gaps[j])
        for i, mine in enumerate(coders)
        for j in range(len(coders))
        if j != i
    )
    m = len(coders)
    expected = _sum_expected(coders, gaps, length)
    return 1 - observed / (m * (m - 1) * length**2) / expected if expected else math.nan


def _find_gaps(spans: Sequence[Span], length: int) -> list[Span]:
    out, at = [], 0
    for start, end in sorted(spans):
        if start > at:
            out.append((at, start))
        at = max(at, end)
    if at < length:
        out.append((at, length))
    return out


def _sum_observed(
    mine: Sequence[Span], theirs: Sequence[Span], my_gaps: Sequence[Span], their_gaps: Sequence[Span]
) -> int:
    moved = sum((a - c) ** 2 + (b - d) ** 2 for a, b in mine for c, d in theirs if a < d and c < b)
    alone = sum((b - a) ** 2 for a, b in mine for c, d in their_gaps if c <= a and b <= d)
    missed = sum((d - c) ** 2 for c, d in theirs for a, b in my_gaps if a <= c and d <= b)
    return moved + alone + missed


def _sum_expected(coders: Sequence[Sequence[Span]], gaps: Sequence[Sequence[Span]], length: int) -> float:
    sizes = [end - start for spans in coders for start, end in spans]
    spaces = [end - start for found in gaps for start, end in found]
    total = 0.0
    for size in sizes:
        total += (len(sizes) - 1) / 3 * (2 * size**3 - 3 * size**2 + size)
        total += size**2 * sum(space - size + 1 for space in spaces if space >= size)
    whole = len(coders) * length
    pairs = whole * (whole - 1) - sum(size * (size - 1) for size in sizes)
    return 2 / length * total / pairs
