"""Which test compares means: Welch's t for two groups, ANOVA for more, with rank tests beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipcoder.analysis import means, ranks
from tipcoder.analysis.pairs import (
    ANOVA,
    KRUSKAL,
    MANN_WHITNEY,
    REFUSED,
    WELCH_ANOVA,
    WELCH_T,
    TestedPair,
    make_supporting_test,
)
from tipcoder.results.tests import SupportingTest

if TYPE_CHECKING:
    from tipcoder.arrays import Floats, Ints

SEPARATED = (
    "Not tested: within each group every case has the same value, so the groups separate perfectly."
)


def compare_means(values: Floats, places: Ints, codes: Ints, groups: int) -> TestedPair:
    """Test a number between groups; all arrays have one entry a case, and nothing is unknown.

    `places` are those of the values among the distinct ones, for the rank tests.
    """
    # In a unit of their own size no square of the values leaves the range of floats.
    unit = means.choose_unit(values)
    moments = means.compute_moments(values / unit, codes, groups)
    constant = means.find_constant_groups(values, codes, groups)
    if constant.all():
        return TestedPair(REFUSED, None, (), (), SEPARATED)

    by_rank = _compare_ranks(places, codes, groups)
    if groups == 2:
        return _compare_two_means(moments, unit, by_rank)

    tested = means.one_way(moments)
    beside = by_rank
    # Welch's test divides by the variance of each group.
    if not constant.any():
        welch = means.welch_anova(moments)
        beside = (make_supporting_test("beside", WELCH_ANOVA, welch, len(values)), *by_rank)
    reason = (
        f"One-way ANOVA: {groups} groups and a number; "
        "Welch's is given beside it, because variances may differ."
    )
    return TestedPair(ANOVA, tested, (means.eta_squared(moments, tested),), beside, reason)


def _compare_two_means(
    moments: means.Moments, unit: float, by_rank: tuple[SupportingTest, ...]
) -> TestedPair:
    tested = means.welch_t(moments)
    effects = (means.hedges_g(moments), means.mean_difference(moments, tested, unit))
    reason = (
        "Welch t: two groups and a number, variances not assumed equal; "
        "the first group minus the second."
    )
    return TestedPair(WELCH_T, tested, effects, by_rank, reason)


def _compare_ranks(places: Ints, codes: Ints, groups: int) -> tuple[SupportingTest, ...]:
    if groups == 2:
        name = MANN_WHITNEY
        tested = ranks.mann_whitney(places, codes)
    else:
        name = KRUSKAL
        tested = ranks.kruskal_wallis(places, codes, groups)
    if tested is None:
        return ()
    return (make_supporting_test("beside", name, tested, len(codes)),)
