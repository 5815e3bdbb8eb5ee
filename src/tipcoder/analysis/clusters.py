"""Tests that do not take rows of one respondent or one country for independent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipcoder.analysis.means import Tested, find_constant_groups

if TYPE_CHECKING:
    from tipcoder.arrays import Floats, Ints


def clustered_wald(values: Floats, codes: Ints, groups: int, clusters: Ints) -> Tested | None:
    """Wald F of equal group means, with a clustered covariance (Liang & Zeger, 1986).

    As statsmodels computes it by default. Least squares of the values on group dummies; the
    covariance is scaled by G / (G - 1) * (N - 1) / (N - k), and F has k - 1 and G - 1 degrees of
    freedom. For a yes/no variable this is the linear probability model. None where the clusters are
    too few, no group varies, or the covariance cannot be inverted. Nothing unknown may be among the
    values.
    """
    import numpy as np
    from scipy.special import fdtrc

    n = np.bincount(codes, minlength=groups)
    # Numbers of clusters may have gaps: `size` is their range, `found` how many there are.
    size, found = int(clusters.max()) + 1, count_clusters(clusters)
    is_too_small = found <= groups or len(values) <= groups
    if groups < 2 or is_too_small or not n.all():
        return None
    if find_constant_groups(values, codes, groups).all():
        return None

    mean = np.bincount(codes, weights=values, minlength=groups) / n
    residuals = values - mean[codes]

    # Residuals summed within each cluster and group: cases of a cluster may go together.
    cells = clusters * groups + codes
    summed = np.bincount(cells, weights=residuals, minlength=size * groups)
    scores = summed.reshape(size, groups)
    scale = found / (found - 1) * (len(values) - 1) / (len(values) - groups)
    covariance = scale * (scores.T @ scores) / np.outer(n, n)

    # The hypothesis: every other group's mean less the first one's is 0.
    contrast = np.hstack([-np.ones((groups - 1, 1)), np.eye(groups - 1)])
    difference = contrast @ mean
    spread = contrast @ covariance @ contrast.T
    if not np.isfinite(spread).all() or np.linalg.cond(spread) > 1e12:
        return None

    f = float(difference @ np.linalg.solve(spread, difference)) / (groups - 1)
    df = (float(groups - 1), float(found - 1))
    # A covariance that is not quite positive definite, by rounding, may give a negative F.
    if not f >= 0:
        return None
    return Tested(f, df, float(fdtrc(*df, f)))


def clustered_slope(values: Floats, others: Floats, clusters: Ints) -> Tested | None:
    """Wald F of the slope of `values` on `others`, with a clustered covariance (Liang & Zeger,
    1986).

    As statsmodels computes it by default, scaled as in `clustered_wald`; F has 1 and G - 1 degrees
    of freedom. None where the clusters are too few or nothing varies. Nothing may be unknown.
    """
    import numpy as np
    from scipy.special import fdtrc

    size, found = int(clusters.max()) + 1, count_clusters(clusters)
    centred = others - others.mean()
    squares = float(centred @ centred)
    total = len(values)
    if found < 3 or total < 3 or squares <= 0:
        return None
    slope = float(centred @ values) / squares
    residuals = values - values.mean() - slope * centred

    # Scores of the slope summed within each cluster: cases of a cluster may go together.
    scores = np.bincount(clusters, weights=centred * residuals, minlength=size)
    scale = found / (found - 1) * (total - 1) / (total - 2)
    variance = scale * float(scores @ scores) / squares**2
    if not variance > 0:
        return None
    f = slope * slope / variance
    df = (1.0, float(found - 1))
    return Tested(f, df, float(fdtrc(*df, f)))


def count_clusters(clusters: Ints) -> int:
    """How many clusters there are; their numbers, from 0, may have gaps."""
    import numpy as np

    # Counting is twenty times as fast as telling numbers apart by sorting or hashing them.
    return int(np.count_nonzero(np.bincount(clusters)))


def find_first_of_each(members: Ints, places: Ints) -> Ints:
    """The first of these places for each respondent, in order of the survey; places ascend."""
    import numpy as np

    first = np.full(int(members.max()) + 1, -1, dtype=np.int64)
    # From the last to the first: the last one written stays, and that is the first case.
    backwards = places[::-1]
    first[members[backwards]] = backwards
    chosen: Ints = places[first[members[places]] == places]
    return chosen
