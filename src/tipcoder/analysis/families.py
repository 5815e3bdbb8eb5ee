"""Many tests at once: p-values adjusted over a declared family."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tipcoder.results.tests import StatisticalTest


def adjust_by_holm(p: Sequence[float]) -> list[float]:
    """Holm's step-down adjustment (1979), in the order given.

    It keeps the chance of one false finding in the family under p.
    """
    order = sorted(range(len(p)), key=lambda n: p[n])
    out = [0.0] * len(p)
    highest = 0.0
    for step, n in enumerate(order):
        adjusted = min(1.0, (len(p) - step) * p[n])
        # A larger p is never adjusted to a smaller one.
        highest = max(highest, adjusted)
        out[n] = highest
    return out


def adjust_by_benjamini_hochberg(p: Sequence[float]) -> list[float]:
    """Benjamini and Hochberg's adjustment (1995), in the order given.

    It keeps the share of false findings among the findings under p.
    """
    order = sorted(range(len(p)), key=lambda n: -p[n])
    out = [0.0] * len(p)
    lowest = 1.0
    for step, n in enumerate(order):
        # From the largest p down: a smaller one is never adjusted to a larger one.
        lowest = min(lowest, p[n] * len(p) / (len(p) - step))
        out[n] = lowest
    return out


METHODS = {"holm": adjust_by_holm, "benjamini-hochberg": adjust_by_benjamini_hochberg}
SHORT = {"holm": "Holm", "benjamini-hochberg": "Benjamini-Hochberg"}


def adjust_family(results: Sequence[StatisticalTest], method: str) -> list[StatisticalTest]:
    """The results with `p_adjusted` over all of them, by one of METHODS.

    Refusals have no p and are not part of the family.
    """
    values = [result.p for result in results if result.p is not None]
    adjusted = iter(METHODS[method](values))

    family = []
    for result in results:
        p = None if result.p is None else next(adjusted)
        family.append(replace(result, p_adjusted=p, adjusted_by=method, family_size=len(values)))
    return family
