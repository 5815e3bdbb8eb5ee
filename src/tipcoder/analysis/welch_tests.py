"""A number in three or more groups without an order: Welch's ANOVA, and each pair of groups."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from tipcoder.analysis import means, ranks
from tipcoder.analysis.intervals import LEVEL
from tipcoder.analysis.mean_tests import compare_means
from tipcoder.analysis.pairs import (
    ANOVA,
    GAMES_HOWELL,
    KRUSKAL,
    MOST_PAIRED_GROUPS,
    WELCH_ANOVA,
    TestedPair,
    make_supporting_test,
)
from tipcoder.results import SupportingTest

if TYPE_CHECKING:
    from tipcoder.arrays import Floats, Ints


def compare_group_means(
    values: Floats, places: Ints, codes: Ints, labels: Sequence[str]
) -> TestedPair:
    """Test a number between groups that each have two cases; one entry a case, nothing unknown.

    `places` are those of the values among the distinct ones, for the rank test. Where a group has
    one value throughout, Welch's test cannot weigh it, and one-way ANOVA takes its place.
    """
    groups = len(labels)
    if means.find_constant_groups(values, codes, groups).any():
        return compare_means(values, places, codes, groups)

    unit = means.choose_unit(values)
    moments = means.compute_moments(values / unit, codes, groups)
    tested = means.welch_anova(moments)
    plain = means.one_way(moments)
    beside = [make_supporting_test("beside", ANOVA, plain, len(values))]
    by_rank = ranks.kruskal_wallis(places, codes, groups)
    if by_rank is not None:
        beside.append(make_supporting_test("beside", KRUSKAL, by_rank, len(values)))

    notes = []
    if groups <= MOST_PAIRED_GROUPS:
        beside += _compare_each_pair(moments, unit, labels)
    else:
        notes.append(f"Pairs of groups are not compared: there are {groups} groups.")
    reason = (
        f"{WELCH_ANOVA}: {groups} groups and a number, variances not assumed equal; eta squared is "
        "that of the one-way ANOVA beside it."
    )
    effect = means.eta_squared(moments, plain)
    return TestedPair(WELCH_ANOVA, tested, (effect,), tuple(beside), reason, tuple(notes))


def _compare_each_pair(
    moments: means.Moments, unit: float, labels: Sequence[str]
) -> Iterator[SupportingTest]:
    """Games and Howell's test (1976) of every two groups: Welch's t and its degrees of freedom,
    referred to the studentized range of all groups, which adjusts for the number of pairs.
    """
    # Most of a second to load, and needed here alone.
    from scipy.stats import studentized_range

    groups = len(labels)
    spread = (moments.sd**2 / moments.n).tolist()
    for one, other in combinations(range(groups), 2):
        chosen = [one, other]
        two = means.Moments(moments.n[chosen], moments.mean[chosen], moments.squares[chosen])
        welch = means.welch_t(two)
        df = welch.df[0]
        p = float(studentized_range.sf(abs(welch.statistic) * math.sqrt(2), groups, df))
        width = float(studentized_range.ppf(LEVEL, groups, df))
        half = width * math.sqrt((spread[one] + spread[other]) / 2) * unit
        difference = float(two.mean[0] - two.mean[1]) * unit
        name = f"{labels[one]} against {labels[other]}"
        note = (
            f"{name}: {difference:.2f}, {LEVEL:.0%} CI [{difference - half:.2f}, "
            f"{difference + half:.2f}]"
        )
        n = int(two.n.sum())
        yield SupportingTest(
            f"pair: {name}", GAMES_HOWELL, n, welch.statistic, welch.df, min(1.0, p), note
        )
