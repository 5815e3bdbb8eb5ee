"""From bootstrap replicates to intervals and probabilities, column by column."""

from __future__ import annotations

import math

import numpy as np

from tipcoder.agreement.estimates import Estimate, choose_interval
from tipcoder.agreement.resampling import Jackknife
from tipcoder.arrays import Floats

NO_REPLICATES = np.zeros((0, 1))
"""One figure that was not drawn again."""


def build_estimates(
    values: Floats, replicates: Floats, jackknife: Jackknife | None = None, *, floor: float = -1.0
) -> list[Estimate]:
    """One estimate for each of `values` (K,), from its `replicates` (drawn, K).

    `floor` is the lowest value that the figure can have; a jackknife does not know it.
    """
    # Ends of all columns at once: sorting is what takes time.
    low, high, undefined = find_interval_ends(replicates)
    nothing = (math.nan, math.nan, math.nan)

    out = []
    for k, value in enumerate(values):
        by_jackknife = nothing if jackknife is None else jackknife.pick_figure(k)
        ends = (float(low[k]), float(high[k]))
        share = float(undefined[k])
        out.append(choose_interval(float(value), ends, share, by_jackknife, floor))
    return out


def find_interval_ends(replicates: Floats) -> tuple[Floats, Floats, Floats]:
    """The 2.5th and 97.5th percentile of each column and the share of replicates without a value.

    From (drawn, K) three times (K,); NaN and a share of 1 where nothing was drawn.
    """
    drawn, kinds = replicates.shape
    low, high = np.full(kinds, np.nan), np.full(kinds, np.nan)
    if not drawn:
        return low, high, np.ones(kinds)

    undefined = np.isnan(replicates).mean(axis=0)
    whole = undefined == 0
    if whole.any():
        # Columns without a gap are done in one call, which is most of them.
        low[whole], high[whole] = np.percentile(replicates[:, whole], (2.5, 97.5), axis=0)

    for k in np.flatnonzero((undefined < 1) & ~whole):
        column = replicates[:, k]
        defined = column[~np.isnan(column)]
        low[k], high[k] = np.percentile(defined, (2.5, 97.5))
    return low, high, undefined


def find_shares_reaching(replicates: Floats, least: float) -> list[float | None]:
    """For each column of (drawn, K) the share of its defined replicates that are at least `least`.

    None where no replicate is defined.
    """
    defined = ~np.isnan(replicates)
    counts = defined.sum(axis=0)
    # No figure can be as low as -2.
    above = (np.where(defined, replicates, -2) >= least).sum(axis=0)

    out: list[float | None] = []
    for reaching, count in zip(above, counts, strict=True):
        out.append(float(reaching / count) if count else None)
    return out
