"""CR2 and Satterthwaite's degrees of freedom, against matrices and against a published formula."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.linalg
import scipy.stats

from tipcoder.analysis.few_clusters import compare_two_by_cr2
from tipcoder.analysis.pairs import Pair
from tipcoder.analysis.testing import run_test
from tipcoder.analysis.variables import Cases, Levels, Numbers


def compute_by_matrices(
    values: np.ndarray, codes: np.ndarray, clusters: np.ndarray
) -> tuple[float, float]:
    """t and its degrees of freedom as Pustejovsky & Tipton (2018) write them, formulas 4 and 11."""
    x = np.eye(2)[codes]
    bread = np.linalg.inv(x.T @ x)
    residual_maker = np.eye(len(values)) - x @ bread @ x.T
    contrast = np.array([1.0, -1.0])
    effect = float(contrast @ bread @ x.T @ values)
    weights = np.zeros((len(np.unique(clusters)), len(values)))
    for number, cluster in enumerate(np.unique(clusters)):
        inside = np.flatnonzero(clusters == cluster)
        block = residual_maker[np.ix_(inside, inside)]
        adjusted = scipy.linalg.fractional_matrix_power(scipy.linalg.pinvh(block), 0.5).real
        weights[number, inside] = contrast @ bread @ x[inside].T @ adjusted
    variance = float(((weights @ (residual_maker @ values)) ** 2).sum())
    covariance = weights @ residual_maker @ weights.T
    df = np.trace(covariance) ** 2 / (covariance**2).sum()
    return effect / np.sqrt(variance), float(df)


def test_uneven_clusters_across_both_groups_give_what_the_matrices_give() -> None:
    rng = np.random.default_rng(11)
    clusters = np.repeat(np.arange(7), [3, 5, 8, 2, 6, 4, 7])
    codes = (rng.uniform(size=35) < 0.4).astype(np.int64)
    values = rng.normal(size=35) + rng.normal(size=7)[clusters]
    found = compare_two_by_cr2(values, codes, clusters)
    assert found is not None
    t, df = compute_by_matrices(values, codes, clusters)
    assert (found.statistic, found.df[0]) == pytest.approx((t, df))
    assert found.p == pytest.approx(2 * scipy.stats.t.sf(abs(t), df))


def test_the_degrees_of_freedom_are_those_of_a_published_design() -> None:
    """Imbens & Kolesar (2016): of 30 cases 3 are treated, and the degrees of freedom are
    (N0 + N1)^2 (N0 - 1) (N1 - 1) / (N1^2 (N1 - 1) + N0^2 (N0 - 1)), which is 2.5.
    """
    codes = np.array([0] * 27 + [1] * 3)
    values = np.random.default_rng(2).normal(size=30)
    found = compare_two_by_cr2(values, codes, np.arange(30))
    assert found is not None
    assert found.df[0] == pytest.approx(900 * 26 * 2 / (9 * 2 + 729 * 26))
    assert found.df[0] == pytest.approx(2.5, abs=0.05)
    # With clusters of one case CR2 is HC2, and of two groups that is Welch's t.
    welch = scipy.stats.ttest_ind(values[:27], values[27:], equal_var=False)
    assert found.statistic == pytest.approx(welch.statistic)


def make_test(countries: int) -> str:
    """What is said of a test of 120 cases of 60 respondents in so many countries."""
    rng = np.random.default_rng(4)
    pair = Pair(
        "minutes",
        "paid",
        Levels("paid", ("yes", "no"), rng.integers(0, 2, 120)),
        Numbers("minutes", rng.normal(size=120)),
    )
    cases = Cases(np.arange(120) // 2, np.arange(120) % countries)
    checks = {check.kind: check for check in run_test(pair, cases).sensitivity}
    assert checks["clustered by respondent"].test == "Wald F, cluster-robust"
    assert not checks["clustered by respondent"].note
    return f"{checks['clustered by country'].test}: {checks['clustered by country'].note}"


def test_few_clusters_are_said_and_very_few_strongly() -> None:
    assert make_test(40) == "Wald F, cluster-robust: "
    assert make_test(39).startswith("t, cluster-robust CR2: 39 countries, fewer than 40: tested by")
    said = make_test(6)
    assert "Only 6 countries, fewer than 10" in said
    assert "no test is to be trusted" in said


def test_a_group_within_one_cluster_has_no_such_test() -> None:
    """Nothing tells then how much clusters of that group differ."""
    codes = np.array([0, 0, 0, 1, 1, 1])
    values = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 7.0])
    assert compare_two_by_cr2(values, codes, np.array([0, 0, 0, 1, 1, 1])) is None
