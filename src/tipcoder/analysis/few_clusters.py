"""A difference of two means in few clusters: CR2 with Satterthwaite's degrees of freedom."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tipcoder.analysis.intervals import two_sided_p
from tipcoder.analysis.means import Tested

if TYPE_CHECKING:
    from tipcoder.arrays import Floats, Ints

FEW_CLUSTERS = 40
"""With fewer the usual clustered covariance is too small (Angrist & Pischke, 2009)."""
VERY_FEW_CLUSTERS = 10


def warn_of_few_clusters(found: int, unit: str, *, is_corrected: bool) -> str:
    """What to say of a clustered test on `found` clusters; empty where they are enough.

    `is_corrected` says that it is CR2.
    """
    if found >= FEW_CLUSTERS:
        return ""
    by = "CR2 with Satterthwaite's degrees of freedom (Pustejovsky & Tipton, 2018)"
    how = f"tested by {by}" if is_corrected else "the p is too small rather than too large"
    if found >= VERY_FEW_CLUSTERS:
        return f"{found} {unit}, fewer than {FEW_CLUSTERS}: {how}."
    return (
        f"Only {found} {unit}, fewer than {VERY_FEW_CLUSTERS}: {how}, and no test is to be trusted "
        "with so few."
    )


def compare_two_by_cr2(values: Floats, codes: Ints, clusters: Ints) -> Tested | None:
    """t of the first mean less the second, from the bias-reduced covariance CR2 of Bell & McCaffrey
    (2002) with their degrees of freedom by Satterthwaite, as clubSandwich computes them for a
    working model of independent cases with one variance (Pustejovsky & Tipton, 2018).

    All arrays have an entry a case, codes are 0 and 1, and nothing is unknown. In a regression on
    two groups the matrix (I - H)^(-1/2) of a cluster only scales the sum of its residuals in a
    group: by (1 - n / N)^(-1/2) for n of the N cases of that group. A group that lies in one
    cluster has no such sum, as has the generalised inverse. None where nothing is left that varies.
    """
    import numpy as np

    _, places = np.unique(clusters, return_inverse=True)
    found = int(places.max()) + 1
    cells = places * 2 + codes
    sizes = np.bincount(cells, minlength=found * 2).reshape(found, 2).astype(np.float64)
    total = sizes.sum(axis=0)
    if found < 2 or not total.all():
        return None
    mean = np.bincount(codes, weights=values, minlength=2) / total
    residuals = values - mean[codes]
    sums = np.bincount(cells, weights=residuals, minlength=found * 2).reshape(found, 2)

    rest = 1 - sizes / total
    scaled = np.divide(1.0, np.sqrt(rest), out=np.zeros_like(rest), where=rest > 0)
    signs = np.array([1.0, -1.0])
    # What each cluster adds to the difference.
    added = ((sums * scaled / total) * signs).sum(axis=1)
    variance = float(added @ added)
    df = _find_satterthwaite(sizes, total, scaled)
    if not variance > 0 or not df > 0:
        return None
    t = float(mean[0] - mean[1]) / math.sqrt(variance)
    return Tested(t, (df,), two_sided_p(t, df))


def _find_satterthwaite(sizes: Floats, total: Floats, scaled: Floats) -> float:
    """Squared trace by the trace of the square of the covariance that what clusters add has in the
    working model: p_i' (I - H) p_j for the weights p of the cases.
    """
    import numpy as np

    weights = scaled / total
    own = (sizes * weights**2).sum(axis=1)
    fitted = sizes * weights
    covariance = np.diag(own) - (fitted / total) @ fitted.T
    squares = float((covariance**2).sum())
    return float(np.trace(covariance)) ** 2 / squares if squares > 0 else 0.0
