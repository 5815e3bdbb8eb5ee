"""Counting and averaging.

Every share comes with its numerator and denominator, every mean with its answers and rows.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from tipcoder.analysis.intervals import mean_in_scale, t_interval
from tipcoder.results.tables import MeanLine, TableLine


def count_shares(cells: Sequence[str | None]) -> list[TableLine]:
    """A single choice: each value of those who answered, the commonest first.

    "Don't know" is a value like the others.
    """
    counts = Counter(cell for cell in cells if cell is not None)
    base = counts.total()
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [TableLine(value, n, base) for value, n in ranked]


def count_ticked(options: Mapping[str, Sequence[bool]]) -> list[TableLine]:
    """A check-all question: each option of those who ticked at least one, in the order given."""
    rows = zip(*options.values(), strict=True)
    base = sum(1 for row in rows if any(row))
    return [TableLine(label, sum(column), base) for label, column in options.items()]


def average_values(
    label: str, values: Sequence[float | None], scale: tuple[float, float] | None = None
) -> MeanLine:
    """Mean, median and sample standard deviation of what was answered, with an interval.

    It is the 95% t interval of the mean. On a scale with two ends it is cut off there. Where all
    answers are equal, there is no t interval, and Wilson's takes its place.
    """
    known = sorted(value for value in values if value is not None)
    n = len(known)
    if not n:
        return MeanLine(label, 0, len(values))

    # Of equal values the sum divided again may differ in the last digit.
    mean = known[0] if known[0] == known[-1] else math.fsum(known) / n
    sd = None
    if n > 1:
        squares = math.fsum((value - mean) ** 2 for value in known)
        sd = math.sqrt(squares / (n - 1))
    median = (known[(n - 1) // 2] + known[n // 2]) / 2
    low, high = _find_interval(mean, sd, n, scale) or (None, None)
    return MeanLine(label, n, len(values), mean, median, sd, low, high)


def _find_interval(
    mean: float, sd: float | None, n: int, scale: tuple[float, float] | None
) -> tuple[float, float] | None:
    found = t_interval(mean, sd, n)
    # A scale of one point leaves nothing to cut off.
    if scale is None or scale[0] == scale[1]:
        return found
    if found is None:
        return mean_in_scale(mean, n, *scale) if n > 1 else None
    return max(found[0], scale[0]), min(found[1], scale[1])


def average_by_group(
    groups: Sequence[str | None],
    values: Sequence[float | None],
    scale: tuple[float, float],
    min_rows: int = 1,
) -> list[MeanLine]:
    """One mean per group with at least `min_rows` rows, answered or not; the most rows first."""
    by_group: dict[str, list[float | None]] = {}
    for group, value in zip(groups, values, strict=True):
        if group is not None:
            by_group.setdefault(group, []).append(value)

    kept = [(group, found) for group, found in by_group.items() if len(found) >= min_rows]
    kept.sort(key=lambda item: (-len(item[1]), item[0]))
    return [average_values(group, found, scale) for group, found in kept]
