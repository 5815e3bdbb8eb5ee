"""Tests that do not take rows of one respondent or one country for independent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipcoder.analysis.means import Tested, find_constant_groups

if TYPE_CHECKING:
    from tipcoder.analysis.variables import Floats, Ints


def clustered_wald(values: Floats, codes: Ints, groups: int, clusters: Ints) -> Tested | None:
    """Wald F of equal group means, covariance clustered (Liang & Zeger, 1986), as statsmodels
    computes it by default.

    Least squares of the values on group dummies; the covariance is scaled by G / (G - 1) * (N - 1)
    / (N - k), and F has k - 1 and G - 1 degrees of freedom. For a yes/no variable this is the
    linear probability model. None where the clusters are too few, no group varies, or the
    covariance cannot be inverted. Nothing unknown may be among the values.
    """
    import numpy as np
    from scipy.special import fdtrc

    n = np.bincount(codes, minlength=groups)
    size = int(clusters.max()) + 1
    found = int(np.count_nonzero(np.bincount(clusters, minlength=size)))
    if groups < 2 or found <= groups or len(values) <= groups or not n.all():
        return None
    if find_constant_groups(values, codes, groups).all():
        return None
    mean = np.bincount(codes, weights=values, minlength=groups) / n
    residuals = values - mean[codes]
    scores = np.bincount(
        clusters * groups + codes, weights=residuals, minlength=size * groups
    ).reshape(size, groups)
    scale = found / (found - 1) * (len(values) - 1) / (len(values) - groups)
    covariance = scale * (scores.T @ scores) / np.outer(n, n)
    contrast = np.hstack([-np.ones((groups - 1, 1)), np.eye(groups - 1)])
    difference = contrast @ mean
    spread = contrast @ covariance @ contrast.T
    if not np.isfinite(spread).all() or np.linalg.cond(spread) > 1e12:
        return None
    f = float(difference @ np.linalg.solve(spread, difference)) / (groups - 1)
    df = (float(groups - 1), float(found - 1))
    return Tested(f, df, float(fdtrc(*df, f))) if f >= 0 else None


def find_first_of_each(members: Ints, places: Ints) -> Ints:
    """The first of these places for each respondent, in order of the survey; places ascend."""
    import numpy as np

    first = np.full(int(members.max()) + 1, -1, dtype=np.int64)
    first[members[places[::-1]]] = places[
        ::-1
    ]  # the last one written stays, and that is the first case
    chosen: Ints = places[first[members[places]] == places]
    return chosen
