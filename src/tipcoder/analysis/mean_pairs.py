"""Each pair of several means by Games and Howell's test, which takes no variances for alike."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from tipcoder.analysis import means
from tipcoder.analysis.intervals import LEVEL
from tipcoder.analysis.pairs import GAMES_HOWELL
from tipcoder.results import SupportingTest


def compare_pairs_by_games_howell(
    moments: means.Moments, unit: float, labels: Sequence[str]
) -> Iterator[SupportingTest]:
    """Games and Howell's test (1976) of every two groups: Welch's t and its degrees of freedom,
    referred to the studentized range of all groups, which adjusts for the number of pairs.
    """
    spread = (moments.sd**2 / moments.n).tolist()
    for one, other in combinations(range(len(labels)), 2):
        chosen = [one, other]
        two = means.Moments(moments.n[chosen], moments.mean[chosen], moments.squares[chosen])
        df = means.welch_t(two).df[0]
        difference = float(two.mean[0] - two.mean[1])
        error = math.sqrt(spread[one] + spread[other])
        compared = (labels[one], labels[other], int(two.n.sum()))
        found = _Pair(difference, error, df, unit)
        yield _report_pair(found, compared, len(labels))


@dataclass(frozen=True)
class _Pair:
    difference: float
    error: float
    """Of the difference."""
    df: float
    unit: float


def _report_pair(found: _Pair, compared: tuple[str, str, int], groups: int) -> SupportingTest:
    """t of a pair, with p and interval by the studentized range of so many groups."""
    # Most of a second to load, and needed here alone.
    from scipy.stats import studentized_range

    one, other, n = compared
    t = found.difference / found.error
    p = float(studentized_range.sf(abs(t) * math.sqrt(2), groups, found.df))
    width = float(studentized_range.ppf(LEVEL, groups, found.df))
    half = width * found.error / math.sqrt(2) * found.unit
    difference = found.difference * found.unit
    name = f"{one} against {other}"
    note = (
        f"{name}: {difference:.2f}, {LEVEL:.0%} CI [{difference - half:.2f}, "
        f"{difference + half:.2f}]"
    )
    return SupportingTest(f"pair: {name}", GAMES_HOWELL, n, t, (found.df,), min(1.0, p), note)
