"""Counting and averaging: every share with its numerator and denominator, every mean with its
answers and rows.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from tipcoder.analysis.intervals import mean_in_scale, t_interval
from tipcoder.results import MeanLine, TableLine


def count_shares(cells: Sequence[str | None]) -> list[TableLine]:
    """A single choice: each value of those who answered, the commonest first; "Don't know" is one
    of them.
    """
    counts = Counter(cell for cell in cells if cell is not None)
    base = sum(counts.values())
    return [
        TableLine(value, n, base)
        for value, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]


def count_ticked(options: Mapping[str, Sequence[bool]]) -> list[TableLine]:
    """A check-all question: each option of those who ticked at least one, in the order given."""
    base = sum(1 for row in zip(*options.values(), strict=True) if any(row))
    return [TableLine(label, sum(column), base) for label, column in options.items()]


def average_values(
    label: str, values: Sequence[float | None], scale: tuple[float, float] | None = None
) -> MeanLine:
    """Mean, median and sample standard deviation of what was answered, and the 95% t interval of
    the mean.

    On a scale with two ends the interval is cut off there, and where all answers are equal, so that
    there is no t interval, Wilson's stands for it.
    """
    known = sorted(value for value in values if value is not None)
    n = len(known)
    if not n:
        return MeanLine(label, 0, len(values))
    # Of equal values the sum divided again may differ in the last digit.
    mean = known[0] if known[0] == known[-1] else math.fsum(known) / n
    sd = math.sqrt(math.fsum((value - mean) ** 2 for value in known) / (n - 1)) if n > 1 else None
    median = (known[(n - 1) // 2] + known[n // 2]) / 2
    low, high = _find_interval(mean, sd, n, scale) or (None, None)
    return MeanLine(label, n, len(values), mean, median, sd, low, high)


def _find_interval(
    mean: float, sd: float | None, n: int, scale: tuple[float, float] | None
) -> tuple[float, float] | None:
    found = t_interval(mean, sd, n)
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
