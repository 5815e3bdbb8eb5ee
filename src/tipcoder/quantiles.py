"""Quantiles of distributions that more than one part of the program needs."""

from __future__ import annotations

import math


def find_t_quantile(p: float, df: float) -> float:
    """The t below which a share `p` of Student's distribution with `df` degrees of freedom lies.

    NaN where `df` is not above 0 or `p` is not between 0 and 1, both excluded.
    """
    if df <= 0 or not 0 < p < 1:
        return math.nan
    # Imported when it is needed: commands that compute nothing start without scipy.
    from scipy.special import stdtrit

    return float(stdtrit(df, p))
