"""Adjectives for kappa and AC1, by Gwet's rule.

The adjective is that of the best band that the figure has reached with 95 % probability.
Landis & Koch (1977), Altman (1991), Fleiss (1981). They are customs for kappa-like coefficients;
alpha has Krippendorff's thresholds instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from statistics import NormalDist

BANDS: Mapping[str, tuple[tuple[str, float], ...]] = {
    "Landis & Koch": (
        ("almost perfect", 0.8),
        ("substantial", 0.6),
        ("moderate", 0.4),
        ("fair", 0.2),
        ("slight", 0.0),
        ("poor", -1.0),
    ),
    "Altman": (("very good", 0.8), ("good", 0.6), ("moderate", 0.4), ("fair", 0.2), ("poor", -1.0)),
    "Fleiss": (("excellent", 0.75), ("intermediate to good", 0.4), ("poor", -1.0)),
}
"""For each scale its bands, best first, with the lowest value of each."""
_SURE = 0.95


def estimate_band_probabilities(
    value: float, se: float, scale: str = "Landis & Koch"
) -> dict[str, float]:
    """For each band, best first, the probability that the coefficient lies in it or above.

    Gwet (2014), chapter 6: a normal distribution cut off at -1 and 1. `se` above 0.
    """
    normal = NormalDist(value, se)
    low, high = normal.cdf(-1), normal.cdf(1)
    return {name: (high - normal.cdf(least)) / (high - low) for name, least in BANDS[scale]}


def find_band(value: float, se: float, scale: str = "Landis & Koch") -> str:
    """The best band whose probability is .95 or more."""
    probabilities = estimate_band_probabilities(value, se, scale)
    # The lowest band begins at -1, so that its probability is 1.
    return next(name for name, probability in probabilities.items() if probability >= _SURE)
