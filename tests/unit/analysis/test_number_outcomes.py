"""Outcomes that are numbers: means in groups, correlations and promoters,
against published values and other programs.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
import scipy.stats
import statsmodels.api

from tipcoder.analysis.clusters import clustered_slope
from tipcoder.analysis.correlations import find_spearman_interval, run_correlation
from tipcoder.analysis.pairs import GAMES_HOWELL, WELCH_ANOVA, Pair
from tipcoder.analysis.promoter_scores import estimate_promoter_score
from tipcoder.analysis.testing import run_test
from tipcoder.analysis.variables import Cases, Levels, Numbers
from tipcoder.results.tests import StatisticalTest

PLANTS = (
    (4.17, 5.58, 5.18, 6.11, 4.50, 4.61, 5.17, 4.53, 5.33, 5.14),
    (4.81, 4.17, 4.41, 3.59, 5.87, 3.83, 6.03, 4.89, 4.32, 4.69),
    (6.31, 5.12, 5.54, 5.50, 5.37, 5.29, 4.92, 6.15, 5.80, 5.26),
)
"""Dried weight of plants under three conditions: Dobson (1983); R: `PlantGrowth`."""
LIGHTNESS = (44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1)
QUALITY = (2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8)
"""Hunter L values of tuna, a panel's marks: Hollander and Wolfe (1973, p. 187); R: `cor.test`."""


def numbers(name: str, values: tuple[float, ...] | np.ndarray) -> Numbers:
    return Numbers(name, np.array(values, dtype=float))


def alone(n: int) -> Cases:
    return Cases(np.arange(n), np.full(n, -1))


def compare(*samples: tuple[float, ...]) -> StatisticalTest:
    labels = tuple(f"group {place}" for place in range(len(samples)))
    codes = np.repeat(np.arange(len(samples)), [len(sample) for sample in samples])
    values = np.concatenate([np.array(sample) for sample in samples])
    groups = Levels("condition", labels, codes)
    pair = Pair("weight", "condition", groups, numbers("weight", values), has_nominal_groups=True)
    return run_test(pair, alone(len(values)))


def test_three_groups_have_welchs_anova_with_the_plain_one_beside() -> None:
    # R, oneway.test: F = 5.181, num df = 2.000, denom df = 17.128, p-value = 0.01739;
    # summary(aov): F = 4.846, p = 0.0159, of 3.766 + 10.492 the first between groups.
    found = compare(*PLANTS)
    assert found.test == WELCH_ANOVA
    assert found.statistic == pytest.approx(5.181, abs=5e-4)
    assert found.df == pytest.approx((2, 17.128), abs=5e-4)
    assert found.p == pytest.approx(0.01739, abs=5e-6)
    assert found.effects[0].value == pytest.approx(3.766 / (3.766 + 10.492), abs=5e-5)
    plain = found.parallel_tests[0]
    assert (plain.test, plain.p) == ("one-way ANOVA", pytest.approx(0.0159, abs=5e-5))


def test_pairs_of_groups_are_games_and_howells() -> None:
    found = [one for one in compare(*PLANTS).parallel_tests if one.test == GAMES_HOWELL]
    expected = scipy.stats.tukey_hsd(*PLANTS, equal_var=False)
    low, high = expected.confidence_interval().low, expected.confidence_interval().high
    for one, (first, second) in zip(found, combinations(range(3), 2), strict=True):
        assert one.p == pytest.approx(expected.pvalue[first, second], rel=1e-5)
        ends = f"[{low[first, second]:.2f}, {high[first, second]:.2f}]"
        assert one.note.endswith(ends)
    assert found[0].kind == "pair: group 0 against group 1"


def test_the_unit_of_a_number_changes_nothing() -> None:
    tiny = compare(*[tuple(value * 1e-200 for value in sample) for sample in PLANTS])
    assert tiny.p == pytest.approx(0.01739, abs=5e-6)


def test_a_group_of_one_value_leaves_the_plain_anova() -> None:
    found = compare((1.0, 1.0, 1.0), (2.0, 3.0, 4.0), (5.0, 4.0, 6.0))
    assert found.test == "one-way ANOVA"


def correlate(one: tuple[float, ...], other: tuple[float, ...], **more: int) -> StatisticalTest:
    sides = numbers("quality", other), numbers("lightness", one)
    return run_correlation(*sides, alone(len(one)), min_n=2, **more)


def test_tuna_have_the_correlation_that_r_prints() -> None:
    # cor.test: t = 1.8411, df = 7, p-value = 0.1082; 95%: -0.1497426 0.8955795; cor 0.5711816.
    found = correlate(LIGHTNESS, QUALITY)
    assert found.statistic == pytest.approx(0.5711816, abs=5e-8)
    assert (found.df, found.p) == ((7,), pytest.approx(0.1082, abs=5e-5))
    pearson, spearman = found.effects
    assert (pearson.low, pearson.high) == pytest.approx((-0.1497426, 0.8955795), abs=5e-8)
    expected = scipy.stats.spearmanr(LIGHTNESS, QUALITY)
    assert spearman.value == pytest.approx(expected.statistic)
    assert found.parallel_tests[0].p == pytest.approx(expected.pvalue)


def test_spearmans_interval_is_bonett_and_wrights() -> None:
    # By hand: z = atanh(.5) = .549306; se = sqrt((1 + .125) / 25) = .212132; half = .415771.
    found = find_spearman_interval(0.5, 28)
    assert found.low == pytest.approx(np.tanh(0.133535), abs=5e-6)
    assert found.high == pytest.approx(np.tanh(0.965077), abs=5e-6)


def test_ties_share_their_ranks() -> None:
    one, other = (1.0, 2.0, 2.0, 3.0, 3.0, 3.0), (2.0, 1.0, 4.0, 4.0, 5.0, 6.0)
    expected = scipy.stats.spearmanr(one, other)
    assert correlate(one, other).effects[1].value == pytest.approx(expected.statistic)


def test_a_perfect_correlation_has_no_width_and_too_few_cases_no_test() -> None:
    found = correlate((1.0, 2.0, 3.0, 4.0, 5.0), (2.0, 4.0, 6.0, 8.0, 10.0))
    assert (found.statistic, found.effects[0].low) == (pytest.approx(1.0), pytest.approx(1.0))
    few = correlate((1.0, 2.0, 3.0), (2.0, 1.0, 3.0))
    assert few.notes == (
        "Not tested: 3 cases have both numbers, and a correlation needs at least 4.",
    )
    flat = correlate((1.0, 2.0, 3.0, 4.0), (7.0, 7.0, 7.0, 7.0))
    assert flat.notes == ("Not tested: every case has the same quality (7).",)


def test_cases_of_one_cluster_may_go_together() -> None:
    rng = np.random.default_rng(5)
    clusters = np.repeat(np.arange(12), 4)
    x = rng.normal(size=48) + clusters / 4
    y = x / 2 + rng.normal(size=12)[clusters] + rng.normal(size=48)
    fitted = statsmodels.api.OLS(y, statsmodels.api.add_constant(x)).fit(
        cov_type="cluster", cov_kwds={"groups": clusters}, use_t=True
    )
    found = clustered_slope(y, x, clusters)
    assert found is not None
    assert found.statistic == pytest.approx(fitted.tvalues[1] ** 2)
    assert found.p == pytest.approx(fitted.pvalues[1])


def test_a_promoter_score_has_the_adjusted_wald_interval() -> None:
    # 60 promoters, 25 passives, 15 detractors. By hand, with 3/4, 3/4 and 3 added:
    # 60.75/103 - 15.75/103 = .436893; (76.5/103 - .190876) / 103 = .00535770; half = .143462.
    scores = [100.0] * 60 + [0.0] * 25 + [-100.0] * 15
    found = estimate_promoter_score(scores)
    assert found == pytest.approx((45.0, 29.3431, 58.0355), abs=5e-4)
    alike = estimate_promoter_score([100.0] * 5)
    assert (alike.value, alike.high) == (100.0, 100.0)
    assert alike.low < 100
