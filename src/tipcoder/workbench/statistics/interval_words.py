"""What is said of intervals below tables and figures."""

from __future__ import annotations

T_INTERVALS = (
    "Intervals of means are t intervals at 95%, with n − 1 degrees of freedom for n answers."
)
WEIGHTED_MEANS = (
    "Weighted means with 95% t intervals from linearised standard errors; answers and rows are not "
    "weighted."
)
WEIGHTED_SHARES = (
    "Weighted shares, with counts that are not weighted; the intervals in files are Wilson's on "
    "the effective number of the design."
)
ON_A_SCALE = (
    "They are cut off at the ends of the scale; "
    "where all answers are equal, Wilson's interval is shown."
)
ROCKS = "Intervals are adjusted Wald intervals at 95% (Rocks, 2016)."
