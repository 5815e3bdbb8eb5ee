"""Means of several groups and their pairs, against scipy and statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.stats

from tipcoder.analysis.mean_pairs import compare_several_means

LABELS = ("Africa", "Americas", "Asia")
CODES = np.repeat([0, 1, 2], [12, 15, 9])


def make_values(spread: tuple[float, float, float]) -> list[np.ndarray]:
    rng = np.random.default_rng(21)
    sizes = np.bincount(CODES)
    means = (0.0, 0.6, 1.4)
    return [rng.normal(means[n], spread[n], size) for n, size in enumerate(sizes)]


def test_alike_variances_have_tukeys_pairs_and_others_games_and_howells() -> None:
    for spread, test, equal in (((1, 1, 1), "Tukey HSD", True), ((1, 1, 9), "Games-Howell", False)):
        groups = make_values(spread)
        found = compare_several_means(np.concatenate(groups), CODES, LABELS)
        assert found is not None
        deviations = [group.std(ddof=1) for group in groups]
        assert found.spread == pytest.approx(max(deviations) / min(deviations))
        assert found.are_alike is equal
        anova = scipy.stats.f_oneway(*groups)
        assert (found.anova.statistic, found.anova.p) == pytest.approx(
            (anova.statistic, anova.pvalue)
        )
        expected = scipy.stats.tukey_hsd(*groups, equal_var=equal)
        interval = expected.confidence_interval()
        assert {pair.test for pair in found.pairs} == {test}
        for pair, (one, other) in zip(found.pairs, ((0, 1), (0, 2), (1, 2)), strict=True):
            assert pair.p == pytest.approx(expected.pvalue[one, other], abs=1e-6)
            low, high = interval.low[one, other], interval.high[one, other]
            assert f"[{low:.2f}, {high:.2f}]" in pair.note


def test_a_group_without_variation_is_not_compared() -> None:
    values = np.array([1.0, 1.0, 2.0, 3.0, 4.0, 6.0])
    assert compare_several_means(values, np.array([0, 0, 1, 1, 2, 2]), LABELS) is None
