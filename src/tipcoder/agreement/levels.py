"""Krippendorff's alpha for ordered values: ordinal, interval and ratio data beside nominal.

Krippendorff (2011), Computing Krippendorff's Alpha-Reliability: alpha = 1 - (n - 1) D_o / D_e,
where D_o sums the squared differences of values within units, each pair over the number of the
unit's coders but one, and D_e those of all values with all others. His ordinal metric is not what
other packages call ordinal weights.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from tipcoder.agreement.estimates import Estimate
from tipcoder.agreement.level_sums import LevelSums
from tipcoder.agreement.ratings import Ratings
from tipcoder.agreement.replicated_estimates import RELIABLE, TENTATIVE
from tipcoder.agreement.replicates import build_estimates, find_shares_reaching
from tipcoder.agreement.resampling import Draws, estimate_jackknife
from tipcoder.arrays import Floats
from tipcoder.errors import BadInput

LEVELS = ("nominal", "ordinal", "interval", "ratio")


class LevelEstimate(NamedTuple):
    """Alpha at a level, and how probable it is that it reaches each of the two thresholds."""

    alpha: Estimate
    reliable: float | None
    tentative: float | None


def build_level_sums(ratings: Ratings, level: str) -> LevelSums:
    """The first variable of these ratings.

    Raises BadInput where its values do not have that level.
    """
    values = ratings.values[0].astype(np.intp)
    # A unit that one coder rated has no pair of values, and its value is not expected anywhere.
    is_joint = (values >= 0).sum(axis=1) >= 2
    return LevelSums(level, values[is_joint], number_categories(ratings, level))


def number_categories(ratings: Ratings, level: str) -> Floats:
    """(categories,): the categories as numbers; in their order where they are words.

    Raises BadInput where the level needs numbers, or numbers from 0 upward.
    """
    # Words have an order (that of the categories), but are not amounts.
    words = [name for name in ratings.categories if not _is_number(name)]
    if words and level in ("nominal", "ordinal"):
        return np.arange(len(ratings.categories), dtype=np.float64)
    if words:
        raise BadInput(
            f"The level {level!r} needs numbers, and {words[0]!r} is not a number.",
            "Use --level nominal, or --missing for what is not a rating, or write numbers.",
        )

    numbers = np.array(list(map(float, ratings.categories)))
    if level == "ratio" and (numbers < 0).any():
        raise BadInput("The level 'ratio' needs numbers from 0 upward.", "Use --level interval.")
    return numbers


def _is_number(name: str) -> bool:
    try:
        float(name)
    except ValueError:
        return False
    return True


def compute_level_alpha(ratings: Ratings, level: str) -> float:
    """Alpha of one variable at a level; NaN where nothing varied."""
    sums = build_level_sums(ratings, level)
    return float(sums.compute_alpha(np.ones((1, len(sums.values))))[0])


def estimate_level_alpha(ratings: Ratings, level: str, draws: Draws) -> LevelEstimate:
    """Alpha of one variable at a level, with a bootstrap over units and a jackknife beside."""
    sums = build_level_sums(ratings, level)
    n = len(sums.values)
    # From one unit nothing can be drawn again or left out.
    if n < 2:
        return LevelEstimate(Estimate(), None, None)

    drawn = [sums.compute_alpha(weights) for weights in draws.draw_weights(n)]
    replicates = np.concatenate(drawn) if drawn else np.zeros(0)
    by_column = replicates[:, None]

    value = sums.compute_alpha(np.ones((1, n)))
    without = sums.compute_alpha_without_each()[:, None]
    jackknife = estimate_jackknife(value, without, np.ones((n, 1), bool))

    (alpha,) = build_estimates(value, by_column, jackknife)
    (reliable,) = find_shares_reaching(by_column, RELIABLE)
    (tentative,) = find_shares_reaching(by_column, TENTATIVE)
    return LevelEstimate(alpha, reliable, tentative)
