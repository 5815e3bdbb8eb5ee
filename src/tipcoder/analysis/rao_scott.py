"""Chi-square of weighted tables, adjusted for the design of the sample."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tipcoder.analysis.intervals import normal_quantile
from tipcoder.analysis.means import Tested
from tipcoder.analysis.survey_design import SurveyDesign
from tipcoder.results.tests import Effect

if TYPE_CHECKING:
    from tipcoder.arrays import Floats, Ints


@dataclass(frozen=True, eq=False)
class WeightedTable:
    """A table of weighted shares of all cases, none of whose rows and columns is empty."""

    shares: Floats
    """(rows, columns), adding up to 1."""
    covariance: Floats
    """Of the shares, row by row: (cells, cells)."""
    n: int
    """Cases that count."""
    df: int
    """Degrees of freedom of the design."""


def weigh_table(
    rows: Ints, columns: Ints, shape: tuple[int, int], design: SurveyDesign
) -> WeightedTable:
    """The weighted shares of two known categories, one entry a case."""
    import numpy as np

    weights = np.where(design.weights > 0, design.weights, 0.0)
    total = float(weights.sum())
    cells = rows * shape[1] + columns
    size = shape[0] * shape[1]
    shares = np.bincount(cells, weights=weights, minlength=size) / total
    inside = np.zeros((len(cells), size))
    inside[np.arange(len(cells)), cells] = 1.0
    influence = weights[:, None] * (inside - shares) / total
    covariance = design.find_covariance(influence)

    table = shares.reshape(shape)
    kept = np.outer(table.sum(axis=1) > 0, table.sum(axis=0) > 0)
    chosen = np.flatnonzero(kept.ravel())
    smaller = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    return WeightedTable(
        smaller, covariance[np.ix_(chosen, chosen)], int(design.places.size), design.df
    )


def find_rao_scott(table: WeightedTable) -> Tested | None:
    """Pearson's chi-square of the shares with the second-order adjustment of Rao & Scott (1984), as
    the F of Thomas & Rao (1987).

    With Delta the matrix of generalised design effects, F is chi-square / tr(Delta), on
    tr(Delta)^2 / tr(Delta^2) and as many times the degrees of freedom of the design. None where a
    table is too sparse for it, or the sample has one cluster.
    """
    import numpy as np
    from scipy.special import fdtrc

    expected = np.outer(table.shares.sum(axis=1), table.shares.sum(axis=0))
    statistic = table.n * float(((table.shares - expected) ** 2 / expected).sum())
    delta = _find_design_effects(table)
    if delta is None or table.df < 1:
        return None
    trace, squared = float(np.trace(delta)), float(np.trace(delta @ delta))
    if not (trace > 0 and squared > 0):
        return None
    f = statistic / trace
    df = (trace**2 / squared, trace**2 / squared * table.df)
    return Tested(f, df, float(fdtrc(*df, f)))


def _find_design_effects(table: WeightedTable) -> Floats | None:
    """Delta: by what the variance of each interaction exceeds that of a simple random sample."""
    import numpy as np

    contrasts = np.kron(*map(_build_contrasts, table.shares.shape))
    shares = table.shares.ravel()
    # A cell without a case has no variance either.
    inverse = np.divide(1.0, shares, out=np.zeros_like(shares), where=shares > 0)
    plain = contrasts.T @ (inverse[:, None] / table.n * contrasts)
    scaled = inverse[:, None] * contrasts
    designed = scaled.T @ table.covariance @ scaled
    if not np.isfinite(designed).all() or np.linalg.cond(plain) > 1e12:
        return None
    effects: Floats = np.linalg.solve(plain, designed)
    return effects


def _build_contrasts(categories: int) -> Floats:
    """Every category but the first less the first: (categories, categories - 1)."""
    import numpy as np

    contrasts: Floats = np.vstack([-np.ones(categories - 1), np.eye(categories - 1)])
    return contrasts


def find_weighted_v(table: WeightedTable) -> Effect:
    """Cramér's V (1946) of the weighted shares; no interval of it is in common use."""
    import numpy as np

    expected = np.outer(table.shares.sum(axis=1), table.shares.sum(axis=0))
    chi_square = float(((table.shares - expected) ** 2 / expected).sum())
    return Effect("cramers_v", math.sqrt(chi_square / (min(table.shares.shape) - 1)))


def find_weighted_odds_ratio(table: WeightedTable) -> Effect | None:
    """Of a 2 x 2 table, with the interval of its linearised logarithm; None with an empty cell."""
    import numpy as np

    if table.shares.shape != (2, 2) or not table.shares.all():
        return None
    a, b, c, d = table.shares.ravel().tolist()
    gradient = np.array([1 / a, -1 / b, -1 / c, 1 / d])
    log = math.log(a * d / (b * c))
    half = normal_quantile() * math.sqrt(float(gradient @ table.covariance @ gradient))
    return Effect("odds_ratio", math.exp(log), math.exp(log - half), math.exp(log + half))
