"""The slope of one number on another in weighted data, with errors that know the design."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from tipcoder.analysis import means
from tipcoder.analysis.survey_design import SurveyDesign

if TYPE_CHECKING:
    from tipcoder.arrays import Floats


class WeightedSlope(NamedTuple):
    """Of two standardised numbers, whose slope is their weighted correlation."""

    r: float
    error: float
    """Standard error of the slope; 0 where all cases lie on a line."""
    error_of_r: float
    """Of the same as a correlation, whose deviations are estimated too."""
    df: float
    """Degrees of freedom of the design."""


def find_weighted_slope(x: Floats, y: Floats, design: SurveyDesign) -> WeightedSlope | None:
    """The slope of `y` on `x`, linearised (Binder, 1983). Every weight must be above 0.

    None with fewer than two degrees of freedom, and where the weights leave nothing that varies.
    """
    import numpy as np

    share = design.weights / design.weights.sum()
    u, v = x / means.choose_unit(x), y / means.choose_unit(y)
    u, v = u - share @ u, v - share @ v
    spread_u, spread_v = float(share @ u**2), float(share @ v**2)
    if design.df < 2 or not spread_u > 0 or not spread_v > 0:
        return None
    u, v = u / math.sqrt(spread_u), v / math.sqrt(spread_v)
    r = max(-1.0, min(1.0, float(share @ (u * v))))
    # Of two standardised numbers the slope is r.
    slope = share * u * (v - r * u)
    of_r = share * (u * v - r * (u**2 + v**2) / 2)
    covariance = design.find_covariance(np.column_stack([slope, of_r]))
    errors = np.sqrt(np.diag(covariance)).tolist()
    return WeightedSlope(r, errors[0], errors[1], float(design.df))
