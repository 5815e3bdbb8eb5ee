"""How sure a figure is: a bootstrap over responses (or respondents), and a jackknife beside it.

Drawn again are whole responses with everything that all coders said of them. Drawing pairs of
values, as the KALPHA macro and its descendants do, treats values of one response as independent;
its 95 % intervals hold 83-86 %.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tipcoder.arrays import Bools, Floats
from tipcoder.quantiles import find_t_quantile
from tipcoder.slices import iterate_slices

SEED = 20_260_101
REPLICATES = 2_000
_CELLS = 2_500_000
"""Weights held at a time, so that memory does not grow with the study."""
_KEPT_CELLS = 64_000_000
"""Drawn numbers that are kept, of a byte each, for the figures that are drawn next."""


Counts = NDArray[np.unsignedinteger[Any]]


class Draws(NamedTuple):
    """How to resample; printed with every report, so that anybody gets the same intervals."""

    replicates: int = REPLICATES
    seed: int = SEED

    def draw_weights(self, drawn: int, kind: type[np.floating[Any]] = np.float64) -> Iterator[Any]:
        """(some replicates, drawn): how often each response is in the resample.

        The same for the same seed.
        """
        if not drawn:
            return
        for counts in self.iterate_counts(drawn):
            yield counts.astype(kind)

    def keep(self) -> KeptDraws:
        """The same, for a report whose figures are all drawn from one set of resamples."""
        return KeptDraws(*self)

    def iterate_counts(self, drawn: int) -> Iterator[Counts]:
        """The same as whole numbers."""
        random = np.random.default_rng(self.seed)
        # The size of a part is a function of the data alone, so that a seed always gives the same.
        at_a_time = max(_CELLS // drawn, 1)

        for part in iterate_slices(self.replicates, at_a_time):
            some = part.stop - part.start
            counts = np.empty((some, drawn), np.min_scalar_type(drawn))
            for row in counts:
                # Which responses are drawn; how often each was is its weight.
                picked = random.integers(0, drawn, drawn, dtype=np.int32)
                row[:] = np.bincount(picked, minlength=drawn)
            yield counts


class KeptDraws(Draws):
    """Resamples that are drawn once, in the smallest numbers that hold them, and are there for the
    next figure. Those of a very large study are drawn anew, as they are the same each time.
    """

    def iterate_counts(self, drawn: int) -> Iterator[Counts]:
        """See `Draws`."""
        kept: dict[int, list[Counts]] = self.__dict__.setdefault("_kept", {})
        if drawn in kept:
            yield from kept[drawn]
            return
        can_be_kept = self.replicates * drawn <= _KEPT_CELLS
        parts = []
        for counts in super().iterate_counts(drawn):
            if can_be_kept:
                parts.append(_shrink_counts(counts))
            yield counts
        # Only the last ones: parts of a study have other numbers of responses.
        kept.clear()
        if can_be_kept:
            kept[drawn] = parts


def _shrink_counts(counts: Counts) -> Counts:
    return counts.astype(np.min_scalar_type(counts.max(initial=0)))


STANDARD = Draws()


class Jackknife(NamedTuple):
    """A standard error from leaving out one response at a time, each (K,).

    The 95 % interval is by t with n - 1 degrees of freedom.
    """

    se: Floats
    low: Floats
    high: Floats

    def pick_figure(self, k: int) -> tuple[float, float, float]:
        """Standard error and both ends of one figure."""
        return float(self.se[k]), float(self.low[k]), float(self.high[k])


def estimate_jackknife(value: Floats, without: Floats, counts: Bools) -> Jackknife:
    """`value` (K,) and the values `without` one response each (drawn, K).

    `counts` (drawn, K) says which responses a value is made of. SE² = (n - 1) / n Σ (value without
    i - their mean)². NaN where leaving out one leaves nothing defined.
    """
    n = counts.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(counts, without, 0).sum(axis=0) / n
        spread = np.where(counts, (without - mean) ** 2, 0).sum(axis=0)
        se = np.sqrt((n - 1) / n * spread)
    # Of one response nothing is left when it is left out.
    se = np.where(n >= 2, se, np.nan)

    quantiles = [find_t_quantile(0.975, float(each) - 1) for each in np.atleast_1d(n)]
    reach = se * np.array(quantiles).reshape(np.shape(n))
    return Jackknife(se, value - reach, value + reach)
