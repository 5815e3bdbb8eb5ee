"""Outcomes that are numbers as levels: kinds of a net promoter score, or two halves."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tipcoder.analysis.variables import UNKNOWN, Levels, Numbers
from tipcoder.text import format_number

if TYPE_CHECKING:
    from tipcoder.arrays import Floats

PROMOTER_KINDS = ("detractors", "passives", "promoters")
"""Of what counts -100, 0 and 100."""


def divide_promoters(scores: Numbers) -> Levels:
    """Detractors, passives and promoters, from what each answer counts: -100, 0 or 100."""
    import numpy as np

    # What is not a number has no sign.
    known = np.where(scores.known, scores.values, 0.0)
    codes = np.where(scores.known, np.sign(known).astype(np.int64) + 1, UNKNOWN)
    return Levels(scores.name, PROMOTER_KINDS, codes)


def divide_in_halves(numbers: Numbers) -> Levels:
    """Low and high numbers, parted where the two have as nearly as many cases as can be."""
    import numpy as np

    known = numbers.values[numbers.known]
    if not known.size:
        return Levels(numbers.name, ("all",), np.full(len(numbers.values), UNKNOWN))
    border = _find_border(known)
    if border is None:
        codes = np.where(numbers.known, 0, UNKNOWN)
        return Levels(numbers.name, (format_number(float(known[0])),), codes)
    with np.errstate(invalid="ignore"):
        codes = np.where(numbers.known, (numbers.values > border).astype(np.int64), UNKNOWN)
    written = format_number(border)
    return Levels(numbers.name, (f"up to {written}", f"above {written}"), codes)


def _find_border(known: Floats) -> float | None:
    """The highest of the low numbers; None where there is one number only."""
    import numpy as np

    values, counts = np.unique(known, return_counts=True)
    if values.size < 2:
        return None
    apart = np.abs(2 * np.cumsum(counts)[:-1] - known.size)
    border = float(values[int(np.argmin(apart))])
    assert math.isfinite(border), "numbers of a survey are finite"
    return border
