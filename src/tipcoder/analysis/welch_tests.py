"""A number in three or more groups without an order: Welch's ANOVA, and each pair of groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tipcoder.analysis import means, ranks
from tipcoder.analysis.mean_pairs import compare_pairs_by_games_howell
from tipcoder.analysis.mean_tests import compare_means
from tipcoder.analysis.pairs import (
    ANOVA,
    KRUSKAL,
    MOST_PAIRED_GROUPS,
    WELCH_ANOVA,
    TestedPair,
    make_supporting_test,
)

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
        beside += compare_pairs_by_games_howell(moments, unit, labels)
    else:
        notes.append(f"Pairs of groups are not compared: there are {groups} groups.")
    reason = (
        f"{WELCH_ANOVA}: {groups} groups and a number, variances not assumed equal; eta squared is "
        "that of the one-way ANOVA beside it."
    )
    effect = means.eta_squared(moments, plain)
    return TestedPair(WELCH_ANOVA, tested, (effect,), tuple(beside), reason, tuple(notes))
