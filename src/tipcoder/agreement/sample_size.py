"""How many double-coded responses it takes."""

from __future__ import annotations

import math
from statistics import NormalDist

_ONE_SIDED_95 = 1.645
"""The z below which 95 % of a normal distribution lie."""
_TOO_MANY = 1e4
"""Responses that nobody will code twice; so many come out where alpha is next to the threshold."""


def estimate_responses_needed(least: float, prevalence: float, level: float = 0.05) -> int:
    """Responses coded by two people to tell alpha from one below `least` at the one-sided `level`.

    Bloch & Kraemer (1989) as Krippendorff uses it:
    N = 2 z² [(1 + a)(3 - a) / (4 p (1 - p)(1 - a)) - a]. `prevalence` is between 0 and 1, both
    excluded.
    """
    z = NormalDist().inv_cdf(1 - level)
    a, p = least, prevalence
    ratio = (1 + a) * (3 - a) / (4 * p * (1 - p) * (1 - a))
    # Rounded first, so that a whole number with an error in its last digit is not the next one.
    return math.ceil(round(2 * z * z * (ratio - a), 6))


def estimate_more_needed(n: int, alpha: float, se: float, threshold: float) -> int | None:
    """About how many more responses would decide on which side of a threshold alpha is.

    None where no number would.
    """
    distance = alpha - threshold
    if not math.isfinite(se) or abs(distance) < 1e-9:
        return None
    # The standard error falls with the root of the number of responses.
    more = n * (_ONE_SIDED_95 * se / distance) ** 2 - n
    return max(math.ceil(more), 1) if more < _TOO_MANY else None


def find_largest_disagreement(n: int) -> float:
    """The disagreement rate that n responses without any cannot exclude with 95 % confidence.

    That is 1 - .05^(1/n).
    """
    return float(1 - 0.05 ** (1 / n))
