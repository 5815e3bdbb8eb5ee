"""Each pair of several means: Tukey's test where variances are alike, else Games and Howell's."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

from tipcoder.analysis import means
from tipcoder.analysis.intervals import LEVEL
from tipcoder.analysis.means import Tested
from tipcoder.analysis.pairs import GAMES_HOWELL, MOST_PAIRED_GROUPS, TUKEY
from tipcoder.results.tests import Effect, SupportingTest

if TYPE_CHECKING:
    from tipcoder.arrays import Floats, Ints

MOST_APART = 2.0
"""Deviations are alike where the largest is less than so many times the smallest, which a one-way
ANOVA stands well (Moore & McCabe, 1989). A test of variances would find any difference in a large
survey, and none in a small one."""


def compare_pairs_by_tukey(
    moments: means.Moments, unit: float, labels: Sequence[str]
) -> Iterator[SupportingTest]:
    """Tukey's HSD of every two groups, for groups of uneven size (Tukey, 1953; Kramer, 1956).

    `unit` is what 1 means in the moments.
    """
    df = float(moments.n.sum() - len(labels))
    within = float(moments.squares.sum()) / df
    for one, other in combinations(range(len(labels)), 2):
        error = math.sqrt(within * (1 / int(moments.n[one]) + 1 / int(moments.n[other])))
        difference = float(moments.mean[one] - moments.mean[other])
        compared = (labels[one], labels[other], int(moments.n[one] + moments.n[other]))
        found = _Pair(TUKEY, difference, error, df, unit)
        yield _report_pair(found, compared, len(labels))


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
        found = _Pair(GAMES_HOWELL, difference, error, df, unit)
        yield _report_pair(found, compared, len(labels))


@dataclass(frozen=True)
class _Pair:
    test: str
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
    return SupportingTest(f"pair: {name}", found.test, n, t, (found.df,), min(1.0, p), note)


@dataclass(frozen=True)
class ComparedMeans:
    """Whether means of several groups differ, and which."""

    anova: Tested
    effect: Effect
    spread: float
    """The largest deviation of a group by the smallest."""
    pairs: tuple[SupportingTest, ...]

    @property
    def are_alike(self) -> bool:
        """Whether the variances are taken as alike."""
        return self.spread < MOST_APART


def compare_several_means(
    values: Floats, codes: Ints, labels: Sequence[str]
) -> ComparedMeans | None:
    """One-way ANOVA of known values in groups that each have two, with the pairs of at most so many
    groups as can be read. None where there are fewer than two groups, or nothing varies in one.
    """
    import numpy as np

    groups = len(labels)
    sizes = np.bincount(codes, minlength=groups)
    if groups < 2 or sizes.min() < 2:
        return None
    if means.find_constant_groups(values, codes, groups).any():
        return None
    unit = means.choose_unit(values)
    moments = means.compute_moments(values / unit, codes, groups)
    tested = means.one_way(moments)
    spread = float(moments.sd.max() / moments.sd.min())
    found = ComparedMeans(tested, means.eta_squared(moments, tested), spread, ())
    if not 2 < groups <= MOST_PAIRED_GROUPS:
        return found
    compare = compare_pairs_by_tukey if found.are_alike else compare_pairs_by_games_howell
    return replace(found, pairs=tuple(compare(moments, unit, labels)))
