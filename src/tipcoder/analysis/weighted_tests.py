"""Tests of weighted data: what is drawn by a design is not taken for a simple random sample."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from tipcoder.analysis import means
from tipcoder.analysis.headline import choose_headline
from tipcoder.analysis.intervals import LEVEL, two_sided_p
from tipcoder.analysis.mean_tests import SEPARATED
from tipcoder.analysis.means import Tested
from tipcoder.analysis.pairs import (
    CHI2,
    DESIGN_F,
    DESIGN_T,
    DESIGN_TREND,
    RAO_SCOTT,
    REFUSED,
    YATES,
    Pair,
    TestedPair,
    make_supporting_test,
)
from tipcoder.analysis.rao_scott import (
    find_rao_scott,
    find_weighted_odds_ratio,
    find_weighted_v,
    weigh_table,
)
from tipcoder.analysis.survey_design import GroupMeans, SurveyDesign, estimate_group_means
from tipcoder.analysis.variables import Levels, Numbers
from tipcoder.analysis.weighted_trends import find_pair_trend, find_weighted_trend
from tipcoder.quantiles import find_t_quantile
from tipcoder.results.tests import Effect

if TYPE_CHECKING:
    from tipcoder.arrays import Floats, Ints

FEW_RESPONDENTS = (
    "Not tested: weighted tests need more respondents than groups, and variation within them."
)
TOO_SPARSE = "Not tested: with these weights the table is too sparse for a Rao-Scott test."


def choose_weighted(pair: Pair, usable: Ints, design: SurveyDesign) -> TestedPair:
    """Test a pair on these cases, of which both values are known, with the weights of `design`.

    `design` is that of all cases; those that are usable must have a weight above 0.
    """
    chosen = design.choose(usable)
    measured, codes = pair.measured, pair.groups.codes[usable]
    trend = find_pair_trend(pair, codes, usable, chosen)
    if isinstance(measured, Numbers):
        found = _compare_means(measured.values[usable], codes, pair, chosen)
        return found if found.tested is None else replace(found, beside=(*found.beside, *trend))
    # What would be tested without weights tells what the weighted test stands in for.
    plain = choose_headline(pair, usable)
    if pair.has_ordered_groups and plain.tested is not None:
        along = _compare_along_order(codes, measured, usable, pair, plain.test, chosen)
        if along is not None:
            return along
    found = _compare_shares(codes, measured, usable, pair, plain.test, chosen)
    return found if found.tested is None else replace(found, beside=(*found.beside, *trend))


def _compare_along_order(
    codes: Ints, measured: Levels, usable: Ints, pair: Pair, plain: str, design: SurveyDesign
) -> TestedPair | None:
    """The trend of levels over groups with an order, with Rao-Scott beside it; None where there is
    no trend to test.
    """
    import numpy as np

    found = find_weighted_trend(codes, measured.codes[usable].astype(np.float64), design)
    if found is None:
        return None
    tested, effect = found
    shares = _compare_shares(codes, measured, usable, pair, plain, design)
    beside = []
    if shares.tested is not None:
        beside.append(make_supporting_test("beside", RAO_SCOTT, shares.tested, len(codes)))
    reason = (
        f"{DESIGN_TREND}: levels in {len(pair.groups.labels)} groups with an order, and weights; "
        "the slope of the level on the group, each taken as equally far apart, with a linearised "
        f"standard error. {plain}, which it stands in for, has no weighted form."
    )
    return TestedPair(DESIGN_TREND, tested, (effect,), tuple(beside), reason)


def _compare_shares(
    codes: Ints, measured: Levels, usable: Ints, pair: Pair, plain: str, design: SurveyDesign
) -> TestedPair:
    shape = (len(pair.groups.labels), len(measured.labels))
    table = weigh_table(codes, measured.codes[usable], shape, design)
    tested = find_rao_scott(table)
    if tested is None:
        return TestedPair(REFUSED, None, (), (), TOO_SPARSE)
    odds = find_weighted_odds_ratio(table)
    effects = (find_weighted_v(table), *((odds,) if odds else ()))
    reason = (
        f"{RAO_SCOTT}: two sets of categories and weights; chi-square of the weighted shares, "
        "adjusted for the design (second order)."
    )
    if plain not in (CHI2, YATES, REFUSED):
        reason += f" {plain}, which it stands in for, has no weighted form."
    return TestedPair(RAO_SCOTT, tested, effects, (), reason)


def _compare_means(values: Floats, codes: Ints, pair: Pair, design: SurveyDesign) -> TestedPair:
    groups = len(pair.groups.labels)
    if means.find_constant_groups(values, codes, groups).all():
        return TestedPair(REFUSED, None, (), (), SEPARATED)
    # In a unit of their own size no square of the values leaves the range of floats.
    unit = means.choose_unit(values)
    found = estimate_group_means(values / unit, codes, groups, design)
    tested = compare_weighted_means(found, design.df)
    if tested is None:
        return TestedPair(REFUSED, None, (), (), FEW_RESPONDENTS)
    if groups > 2:
        reason = (
            f"{DESIGN_F}: {groups} groups, a number and weights; "
            "adjusted for the degrees of freedom of the design."
        )
        effect = _find_weighted_eta_squared(values / unit, codes, found, design)
        return TestedPair(DESIGN_F, tested, (effect,), (), reason)
    difference = float(found.mean[0] - found.mean[1]) * unit
    half = find_t_quantile((1 + LEVEL) / 2, tested.df[0]) * _find_error(found) * unit
    effect = Effect("mean_difference", difference, difference - half, difference + half)
    reason = (
        f"{DESIGN_T}: two groups, a number and weights; linearised standard error, respondents "
        "as clusters; the first group minus the second."
    )
    return TestedPair(DESIGN_T, tested, (effect,), (), reason)


def _find_weighted_eta_squared(
    values: Floats, codes: Ints, found: GroupMeans, design: SurveyDesign
) -> Effect:
    """The weighted sum of squares between groups by that in all, as R squared of a weighted
    regression on the groups; no interval of it is in common use.
    """
    share = design.weights / design.weights.sum()
    total = float(share @ (values - share @ values) ** 2)
    within = float(share @ (values - found.mean[codes]) ** 2)
    return Effect("eta_squared", max(0.0, 1 - within / total))


def _find_error(found: GroupMeans) -> float:
    """The standard error of the first mean minus the second."""
    spread = found.covariance[0, 0] + found.covariance[1, 1] - 2 * found.covariance[0, 1]
    return math.sqrt(max(0.0, float(spread)))


def compare_weighted_means(found: GroupMeans, df: int) -> Tested | None:
    """Whether weighted means differ: t of two of them, and of more the adjusted Wald F.

    With q = groups - 1, Wald's W of the differences and df of the design, F is
    (df - q + 1) / (q df) W on q and df - q + 1 (Korn & Graubard, 1990); for q = 1 it is t squared.
    None where a group has no case, nothing varies, or the sample has too few clusters.
    """
    import numpy as np
    from scipy.special import fdtrc

    groups = len(found.mean)
    q = groups - 1
    if df - q + 1 < 1 or not np.isfinite(found.mean).all():
        return None
    if groups == 2:
        error = _find_error(found)
        if not error > 0:
            return None
        t = float(found.mean[0] - found.mean[1]) / error
        return Tested(t, (float(df),), two_sided_p(t, df))

    contrast = np.hstack([-np.ones((q, 1)), np.eye(q)])
    difference = contrast @ found.mean
    spread = contrast @ found.covariance @ contrast.T
    if not np.isfinite(spread).all() or np.linalg.cond(spread) > 1e12:
        return None
    wald = float(difference @ np.linalg.solve(spread, difference))
    f = (df - q + 1) / (q * df) * wald
    of = (float(q), float(df - q + 1))
    return Tested(f, of, float(fdtrc(*of, f))) if f >= 0 else None
