"""Changes between waves with weights, against hand calculation and tests that need none."""

from __future__ import annotations

import math

import numpy as np
import pytest
import scipy.stats

from tipcoder.analysis.wave_changes import estimate_change
from tipcoder.analysis.wave_samples import WaveSamples
from tipcoder.results.changes import ALL, MEAN, OTHERS, PANEL, SHARE

WAVES = ("2023", "2025")


def test_three_respondents_by_hand() -> None:
    """Weights 1, 2, 1. Shares: 2/4 and 3/4. A respondent moves the difference by her weight over 4,
    times what she is above the mean of the later wave less that of the earlier one: .1875, -.125
    and -.0625. The variance is 3/2 of the sum of their squares, .08203125.
    """
    weights = {"a": 1.0, "b": 2.0, "c": 1.0}
    samples = WaveSamples({"a": 0, "b": 1, "c": 0}, {"a": 1, "b": 1, "c": 0}, weights, weights)
    found = estimate_change(samples, WAVES, SHARE, 2)
    (panel,) = found.estimates
    assert found.sample == PANEL
    assert (panel.before.value, panel.after.value) == (0.5, 0.75)
    assert (panel.before.count, panel.before.n) == (1, 3), "counts are not weighted"
    assert panel.error == pytest.approx(math.sqrt(0.08203125))
    assert panel.df == 2
    assert panel.p == pytest.approx(2 * scipy.stats.t.sf(0.25 / math.sqrt(0.08203125), 2))


def test_a_panel_with_equal_weights_has_the_paired_t() -> None:
    random = np.random.default_rng(5)
    before = random.normal(3, 1, 30)
    after = before + random.normal(0.4, 1, 30)
    names = [f"r{n}" for n in range(30)]
    weights = dict.fromkeys(names, 2.5)
    first, second = (dict(zip(names, values, strict=True)) for values in (before, after))
    samples = WaveSamples(first, second, weights, weights)
    (panel,) = estimate_change(samples, WAVES, MEAN).estimates
    paired = scipy.stats.ttest_rel(after, before)
    assert (panel.statistic, panel.p) == pytest.approx((paired.statistic, paired.pvalue))
    low, high = paired.confidence_interval()
    assert (panel.low, panel.high) == pytest.approx((low, high))


def test_other_respondents_in_either_wave_by_hand() -> None:
    """Means 4 of (2, 5) with weights 1 and 2, and 7 of (6, 8) with weights 1 and 1. Influences are
    1/3 (2 - 4), 2/3 (5 - 4), 1/2 (6 - 7) and 1/2 (8 - 7); four clusters make 4/3 of their squares.
    """
    samples = WaveSamples({"a": 2, "b": 5}, {"c": 6, "d": 8}, {"a": 1, "b": 2}, {"c": 1, "d": 1})
    found = estimate_change(samples, WAVES, MEAN, 2)
    (others,) = found.estimates
    assert found.sample == OTHERS
    assert others.difference == pytest.approx(3)
    assert others.error == pytest.approx(math.sqrt(4 / 3 * (4 / 9 + 4 / 9 + 1 / 4 + 1 / 4)))
    assert others.df == 3


def test_weights_as_whole_numbers_give_the_shares_of_so_many_respondents() -> None:
    before = {f"p{n}": float(n % 3 == 0) for n in range(12)}
    after = {f"p{n}": float(n % 2 == 0) for n in range(6, 20)}
    weights = {f"p{n}": float(1 + n % 4) for n in range(20)}
    samples = WaveSamples(
        before, after, {one: weights[one] for one in before}, {one: weights[one] for one in after}
    )
    found = {one.sample: one for one in estimate_change(samples, WAVES, SHARE, 2).estimates}
    for place, values in ((found[ALL].before, before), (found[ALL].after, after)):
        people = [value for one, value in values.items() for _ in range(int(weights[one]))]
        assert place.value == pytest.approx(sum(people) / len(people))
