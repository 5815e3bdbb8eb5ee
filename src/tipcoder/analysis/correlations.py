"""Two numbers of each case: Pearson's correlation with Spearman's beside it."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from tipcoder.analysis import means
from tipcoder.analysis.clusters import clustered_slope, count_clusters, find_first_of_each
from tipcoder.analysis.few_clusters import warn_of_few_clusters
from tipcoder.analysis.intervals import normal_quantile, two_sided_p
from tipcoder.analysis.means import Tested
from tipcoder.analysis.pairs import (
    PEARSON,
    REFUSED,
    SPEARMAN,
    WALD,
    WEIGHTED_CORRELATION,
    make_supporting_test,
)
from tipcoder.analysis.survey_design import SurveyDesign
from tipcoder.analysis.variables import Cases, Numbers
from tipcoder.analysis.weighted_slopes import find_weighted_slope
from tipcoder.results.tests import Effect, StatisticalTest, SupportingTest
from tipcoder.text import format_count, format_number

if TYPE_CHECKING:
    from tipcoder.arrays import Floats, Ints

_FEWEST = 4
"""Fewer cases leave no interval of a correlation."""


def run_correlation(
    outcome: Numbers, variable: Numbers, cases: Cases, *, min_n: int, notes: tuple[str, ...] = ()
) -> StatisticalTest:
    """Test whether two numbers go together, on the cases that have both.

    Never raises for what the data are; a refusal has `p` None, test "none" and a note.
    """
    import numpy as np

    design = cases.design
    usable = np.flatnonzero(outcome.known & variable.known)
    if design is not None:
        usable = design.keep_weighted(usable)
    n = int(usable.size)
    refusal = _explain_refusal(outcome, variable, usable, max(min_n, _FEWEST))
    if refusal:
        return StatisticalTest(outcome.name, variable.name, REFUSED, n, (), notes=(refusal, *notes))

    if design is not None:
        return _correlate_weighted(outcome, variable, usable, cases, notes)
    pearson = _test_pearson(outcome, variable, usable)
    spearman = _test_spearman(outcome, variable, usable)
    reason = f"{PEARSON}: two numbers of each case; Spearman's, of their ranks, is given beside it."
    return StatisticalTest(
        outcome=outcome.name,
        variable=variable.name,
        test=PEARSON,
        n=n,
        groups=(),
        statistic=pearson.statistic,
        df=pearson.df,
        p=pearson.p,
        effects=(
            find_pearson_interval(pearson.statistic, n),
            find_spearman_interval(spearman.statistic, n),
        ),
        parallel_tests=(make_supporting_test("beside", SPEARMAN, spearman, n),),
        sensitivity=_check_sensitivity(outcome, variable, usable, cases),
        reason=reason,
        notes=notes,
    )


def _correlate_weighted(
    outcome: Numbers, variable: Numbers, usable: Ints, cases: Cases, notes: tuple[str, ...]
) -> StatisticalTest:
    """The weighted correlation of cases with a weight above 0, and the one without weights."""
    import numpy as np

    assert cases.design is not None, "asked for with weights only"
    n = int(usable.size)
    x, y = variable.values[usable], outcome.values[usable]
    found = correlate_weighted(x, y, cases.design.choose(usable))
    if found is None:
        refusal = "Not tested: a weighted correlation needs three respondents and more."
        return StatisticalTest(outcome.name, variable.name, REFUSED, n, (), notes=(refusal, *notes))
    tested, effect = found
    # Without weights a case whose weight is 0 counts like every other.
    known = np.flatnonzero(outcome.known & variable.known)
    plain = _test_pearson(outcome, variable, known)
    checks = [make_supporting_test("unweighted", PEARSON, plain, int(known.size))]
    placed = usable[cases.country[usable] >= 0]
    if placed.size:
        checks.append(_cluster_weighted(outcome, variable, placed, cases))
    return StatisticalTest(
        outcome=outcome.name,
        variable=variable.name,
        test=WEIGHTED_CORRELATION,
        n=n,
        groups=(),
        statistic=tested.statistic,
        df=tested.df,
        p=tested.p,
        effects=(effect,),
        sensitivity=tuple(checks),
        reason=(
            f"{WEIGHTED_CORRELATION}: two numbers and weights; p is that of the design-based t of "
            "the slope. Spearman's has no weighted form in common use."
        ),
        notes=notes,
        is_weighted=True,
    )


def _cluster_weighted(
    outcome: Numbers, variable: Numbers, placed: Ints, cases: Cases
) -> SupportingTest:
    assert cases.weights is not None, "asked for with weights only"
    kind, n = "clustered by country", int(placed.size)
    design = SurveyDesign(cases.weights, cases.country).choose(placed)
    found = correlate_weighted(variable.values[placed], outcome.values[placed], design)
    if found is None:
        return SupportingTest(kind, REFUSED, n, note="Too few clusters for a clustered test.")
    return make_supporting_test(kind, WEIGHTED_CORRELATION, found[0], n)


def correlate_weighted(x: Floats, y: Floats, design: SurveyDesign) -> tuple[Tested, Effect] | None:
    """The weighted correlation with p by the design-based t of the slope of `y` on `x`, and with
    the interval of its linearised transformation (Fisher, 1921).

    Every weight must be above 0. None where there is no such slope.
    """
    found = find_weighted_slope(x, y, design)
    if found is None:
        return None
    r, df = found.r, found.df
    if abs(r) == 1 or not found.error > 0:
        return Tested(r, (df,), 0.0), Effect("pearson_r", r, r, r)
    p = two_sided_p(r / found.error, df)
    # The error of the transformed r is that of r by its derivative.
    return Tested(r, (df,), p), transform_interval(
        "pearson_r", r, (found.error_of_r / (1 - r * r)) ** 2
    )


def _explain_refusal(outcome: Numbers, variable: Numbers, usable: Ints, least: int) -> str:
    import numpy as np

    if usable.size < least:
        cases = format_count(int(usable.size), "case has", "cases have")
        return f"Not tested: {cases} both numbers, and a correlation needs at least {least}."
    one_group = np.zeros(usable.size, dtype=np.int64)
    for side in (outcome, variable):
        values = side.values[usable]
        if means.find_constant_groups(values, one_group, 1).all():
            only = format_number(float(values[0]))
            return f"Not tested: every case has the same {side.name} ({only})."
    return ""


def _test_pearson(outcome: Numbers, variable: Numbers, usable: Ints) -> Tested:
    return correlate(outcome.values[usable], variable.values[usable])


def _test_spearman(outcome: Numbers, variable: Numbers, usable: Ints) -> Tested:
    return correlate(_rank(outcome.values[usable]), _rank(variable.values[usable]))


def correlate(one: Floats, other: Floats) -> Tested:
    """Pearson's r (1896) with p by Student's t on n - 2 degrees of freedom. Neither may be
    constant.
    """
    import numpy as np

    # In units of their own size no square leaves the range of floats.
    x, y = one / means.choose_unit(one), other / means.choose_unit(other)
    x, y = x - x.mean(), y - y.mean()
    r = float((x @ y) / math.sqrt(float(x @ x) * float(y @ y)))
    r = max(-1.0, min(1.0, r))
    df = len(one) - 2
    if abs(r) == 1:
        return Tested(r, (float(df),), 0.0)
    t = r * math.sqrt(df / (1 - r * r))
    assert np.isfinite(t), "neither side is constant"
    return Tested(r, (float(df),), two_sided_p(t, df))


def _rank(values: Floats) -> Floats:
    """Mid-ranks: equal values share the middle one of the ranks that they take up."""
    import numpy as np

    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    mid_ranks: Floats = np.cumsum(counts) - (counts - 1) / 2
    return mid_ranks[places]


def find_pearson_interval(r: float, n: int) -> Effect:
    """r with its interval by the transformation of Fisher (1921)."""
    return transform_interval("pearson_r", r, 1 / (n - 3))


def find_spearman_interval(rho: float, n: int) -> Effect:
    """Spearman's rho (1904) with the interval of Bonett and Wright (2000)."""
    return transform_interval("spearman_rho", rho, (1 + rho * rho / 2) / (n - 3))


def transform_interval(name: str, r: float, variance: float) -> Effect:
    """A correlation with the interval of its transformation (Fisher, 1921), of this variance."""
    if abs(r) == 1:
        return Effect(name, r, r, r)
    half = normal_quantile() * math.sqrt(variance)
    z = math.atanh(r)
    return Effect(name, r, math.tanh(z - half), math.tanh(z + half))


def _check_sensitivity(
    outcome: Numbers, variable: Numbers, usable: Ints, cases: Cases
) -> tuple[SupportingTest, ...]:
    """The same on one row per respondent, and with rows that hang together."""
    checks = []
    first = find_first_of_each(cases.respondent, usable)
    if first.size < usable.size:
        kind = "one row per respondent"
        refusal = _explain_refusal(outcome, variable, first, _FEWEST)
        if refusal:
            checks.append(SupportingTest(kind, REFUSED, int(first.size), note=refusal))
        else:
            tested = _test_pearson(outcome, variable, first)
            checks.append(make_supporting_test(kind, PEARSON, tested, int(first.size)))
        checks.append(_cluster("respondent", outcome, variable, usable, cases.respondent))
    placed = usable[cases.country[usable] >= 0]
    if placed.size:
        checks.append(_cluster("country", outcome, variable, placed, cases.country))
    return tuple(checks)


def _cluster(
    unit: str, outcome: Numbers, variable: Numbers, usable: Ints, clusters: Ints
) -> SupportingTest:
    kind, n = f"clustered by {unit}", int(usable.size)
    x, y = variable.values[usable], outcome.values[usable]
    tested = clustered_slope(y / means.choose_unit(y), x / means.choose_unit(x), clusters[usable])
    if tested is None:
        note = "Too few clusters, or no variation within them, for a clustered test."
        return SupportingTest(kind, REFUSED, n, note=note)
    found = count_clusters(clusters[usable])
    units = "respondents" if unit == "respondent" else "countries"
    warning = warn_of_few_clusters(found, units, is_corrected=False)
    return replace(make_supporting_test(kind, WALD, tested, n), note=warning)
