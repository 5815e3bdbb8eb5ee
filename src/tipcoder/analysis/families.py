"""Many tests at once: p-values adjusted over a declared family."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tipcoder.results import StatisticalTest


def adjust_by_holm(p: Sequence[float]) -> list[float]:
    """Holm's step-down adjustment (1979): the chance of one false finding in the family stays under
    p.
    """
    order = sorted(range(len(p)), key=lambda n: p[n])
    out = [0.0] * len(p)
    highest = 0.0
    for step, n in enumerate(order):
        highest = max(highest, min(1.0, (len(p) - step) * p[n]))
        out[n] = highest
    return out


def adjust_by_benjamini_hochberg(p: Sequence[float]) -> list[float]:
    """Benjamini and Hochberg's adjustment (1995): the share of false findings among the
    findings."""
    order = sorted(range(len(p)), key=lambda n: -p[n])
    out = [0.0] * len(p)
    lowest = 1.0
    for step, n in enumerate(order):
        lowest = min(lowest, p[n] * len(p) / (len(p) - step))
        out[n] = lowest
    return out


METHODS = {"holm": adjust_by_holm, "benjamini-hochberg": adjust_by_benjamini_hochberg}
SHORT = {"holm": "Holm", "benjamini-hochberg": "Benjamini-Hochberg"}


def adjust_family(results: Sequence[StatisticalTest], method: str) -> list[StatisticalTest]:
    """The results with `p_adjusted` over all of them; refusals have no p and are no part of the
    family.
    """
    tested = [n for n, result in enumerate(results) if result.p is not None]
    values = METHODS[method]([p for p in (results[n].p for n in tested) if p is not None])
    new = dict(zip(tested, values, strict=True))
    return [
        replace(result, p_adjusted=new.get(n), adjusted_by=method, family_size=len(tested))
        for n, result in enumerate(results)
    ]
