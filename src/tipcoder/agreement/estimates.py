"""A figure with its interval, and which of two intervals is shown."""

from __future__ import annotations

import math
from dataclasses import dataclass

_FEW_UNDEFINED, _MANY_UNDEFINED = 0.01, 0.05
"""Shares of replicates without a value: up to the first the bootstrap is given, up to the second
the jackknife."""
_NO_ENDS = (math.nan, math.nan)


@dataclass(frozen=True)
class Estimate:
    """A figure and how sure it is. None is "cannot be said", never 0."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    """The 95 % interval that is shown."""
    method: str = ""
    """How that interval was made: bootstrap, jackknife, or nothing where there is none."""
    se: float | None = None
    """By the jackknife."""
    jackknife_low: float | None = None
    jackknife_high: float | None = None
    undefined: float = 0.0
    """The share of bootstrap replicates in which the figure could not be computed."""


def as_finite(value: float) -> float | None:
    """A float, or None where it is not finite."""
    return float(value) if math.isfinite(value) else None


def choose_interval(
    value: float,
    bootstrap: tuple[float, float],
    undefined: float,
    jack: tuple[float, float, float],
    floor: float,
) -> Estimate:
    """The bootstrap's interval; the jackknife's where over 1 % of replicates are undefined.

    None where over 5 % are. `jack` is the standard error and the two ends; the ends are kept
    between `floor` and 1. An interval of no width means that nothing differed in the sample, not
    that nothing ever will: it is not given.
    """
    if not math.isfinite(value):
        return Estimate(undefined=undefined)

    se, jack_low, jack_high = jack
    by_jackknife = _NO_ENDS
    # A standard error of 0 has the width 0, and is not an interval.
    if math.isfinite(se) and se > 0:
        by_jackknife = (max(jack_low, floor), min(jack_high, 1.0))

    method, ends = "", _NO_ENDS
    # Replicates without a value are not a random part: they are those with little variation.
    if undefined <= _FEW_UNDEFINED and bootstrap[1] > bootstrap[0]:
        method, ends = "bootstrap", bootstrap
    elif undefined <= _MANY_UNDEFINED and math.isfinite(by_jackknife[0]):
        method, ends = "jackknife", by_jackknife

    return Estimate(
        value=value,
        low=as_finite(ends[0]),
        high=as_finite(ends[1]),
        method=method,
        se=as_finite(se),
        jackknife_low=as_finite(by_jackknife[0]),
        jackknife_high=as_finite(by_jackknife[1]),
        undefined=undefined,
    )
