"""Pairs of several means, against scipy."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.stats

from tipcoder.analysis.pairs import ANOVA, GAMES_HOWELL
from tipcoder.analysis.welch_tests import compare_group_means

LABELS = ("Africa", "Americas", "Asia")
CODES = np.repeat([0, 1, 2], [12, 15, 9])


def make_values(spread: tuple[float, float, float]) -> list[np.ndarray]:
    rng = np.random.default_rng(21)
    sizes = np.bincount(CODES)
    means = (0.0, 0.6, 1.4)
    return [rng.normal(means[n], spread[n], size) for n, size in enumerate(sizes)]


@pytest.mark.parametrize("spread", [(1, 1, 1), (1, 1, 9)])
def test_pairs_are_games_and_howells_whatever_the_variances(
    spread: tuple[float, float, float],
) -> None:
    groups = make_values(spread)
    values = np.concatenate(groups)
    places = np.unique(values, return_inverse=True)[1]
    found = compare_group_means(values, places, CODES, LABELS)
    (plain,) = (one for one in found.beside if one.test == ANOVA)
    anova = scipy.stats.f_oneway(*groups)
    assert (plain.statistic, plain.p) == pytest.approx((anova.statistic, anova.pvalue))

    expected = scipy.stats.tukey_hsd(*groups, equal_var=False)
    interval = expected.confidence_interval()
    pairs = [one for one in found.beside if one.test == GAMES_HOWELL]
    for pair, (one, other) in zip(pairs, ((0, 1), (0, 2), (1, 2)), strict=True):
        assert pair.p == pytest.approx(expected.pvalue[one, other], abs=1e-6)
        low, high = interval.low[one, other], interval.high[one, other]
        assert f"[{low:.2f}, {high:.2f}]" in pair.note
