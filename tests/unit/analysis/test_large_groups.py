"""What is told from the first of many values has to hold for all of them."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from tipcoder.analysis.clusters import count_clusters
from tipcoder.analysis.intervals import normal_quantile
from tipcoder.analysis.means import find_constant_groups


def test_a_group_that_varies_only_behind_the_first_thousand_values_varies() -> None:
    values = np.array([2.0, 7.0] * 2_000)
    codes = np.array([0, 1] * 2_000)
    assert find_constant_groups(values, codes, 2).tolist() == [True, True]
    values[-2] = 3.0
    assert find_constant_groups(values, codes, 2).tolist() == [False, True]


def test_a_group_that_begins_late_is_looked_at() -> None:
    values = np.array([1.0, 2.0] * 1_000 + [5.0] * 3)
    codes = np.array([0] * 2_000 + [1] * 3)
    assert find_constant_groups(values, codes, 3).tolist() == [False, True, True]


def test_clusters_are_counted_where_their_numbers_have_gaps() -> None:
    assert count_clusters(np.array([0, 5, 5, 9, 0])) == 3
    assert count_clusters(np.array([], dtype=np.int64)) == 0


def test_the_usual_quantile_is_that_of_the_normal_distribution() -> None:
    # 1.959963984540054 to all digits: NIST Digital Library of Mathematical Functions, 7.17.
    assert normal_quantile() == float(ndtri(0.975)) == 1.959963984540054
    assert normal_quantile(0.9) == float(ndtri(0.95))
