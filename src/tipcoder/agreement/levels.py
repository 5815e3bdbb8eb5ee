"""Krippendorff's alpha for ordered categories: ordinal, interval and ratio data beside nominal.

Krippendorff (2011), Computing Krippendorff's Alpha-Reliability. His ordinal metric is not what other packages call
ordinal weights.
"""

from __future__ import annotations

import numpy as np

from tipcoder.agreement.figures import ends
from tipcoder.agreement.ratings import Ratings
from tipcoder.agreement.resampling import Draws, jackknife
from tipcoder.agreement.results import Estimate, chosen_interval
from tipcoder.agreement.sums import Floats
from tipcoder.errors import BadInput

LEVELS = ("nominal", "ordinal", "interval", "ratio")


def unit_coincidences(ratings: Ratings) -> Floats:
    """(units, q, q): how often two values meet in a unit, over the number of its coders but one."""
    values = ratings.values[0]
    q = len(ratings.categories)
    counts = np.stack([(values == k).sum(axis=1) for k in range(q)], axis=1).astype(np.float64)
    raters = counts.sum(axis=1)
    pairs = counts[:, :, None] * counts[:, None, :]
    pairs[:, range(q), range(q)] -= counts
    return np.where((raters >= 2)[:, None, None], pairs / np.maximum(raters - 1, 1)[:, None, None], 0.0)


def numbers_of(ratings: Ratings, level: str) -> Floats:
    """The categories as numbers. Raises BadInput where the level needs numbers and they are none."""
    try:
        return np.array([float(name) for name in ratings.categories])
    except ValueError:
        if level in ("nominal", "ordinal"):
            return np.arange(len(ratings.categories), dtype=np.float64)
        raise BadInput(f"The level {level!r} needs numbers.", "Use --level nominal, or write numbers.") from None


def level_alpha(coincidences: Floats, level: str, numbers: Floats) -> Floats:
    """alpha from coincidence matrices (..., q, q); NaN where nothing varied."""
    totals = coincidences.sum(axis=-1)
    n = totals.sum(axis=-1)
    distance = _distance(totals, level, numbers)
    observed = (coincidences * distance).sum(axis=(-2, -1))
    expected = (totals[..., :, None] * totals[..., None, :] * distance).sum(axis=(-2, -1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(expected > 0, 1 - (n - 1) * observed / expected, np.nan))


def _distance(totals: Floats, level: str, numbers: Floats) -> Floats:
    if level == "ordinal":
        # The sum of the totals from one category to the other, each end counted by half, squared.
        up_to = np.cumsum(totals, axis=-1) - totals / 2
        return np.asarray((up_to[..., :, None] - up_to[..., None, :]) ** 2)
    a, b = numbers[:, None], numbers[None, :]
    if level == "interval":
        return np.asarray((a - b) ** 2)
    if level == "ratio":
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.where(a + b == 0, 0.0, ((a - b) / (a + b)) ** 2))
    return np.asarray((a != b).astype(np.float64))


def level_estimate(ratings: Ratings, level: str, draws: Draws) -> Estimate:
    """alpha of one variable at a level, with a bootstrap over units and a jackknife beside."""
    units = unit_coincidences(ratings)
    shape = units.shape[1:]
    flat = units.reshape(len(units), -1)
    numbers = numbers_of(ratings, level)

    def alpha(totals: Floats) -> Floats:
        return level_alpha(totals.reshape(*totals.shape[:-1], *shape), level, numbers)[..., None]

    chunks = [alpha(weights @ flat) for weights in draws.weights(len(flat))]
    low, high, undefined = ends(np.concatenate(chunks) if chunks else np.zeros((0, 1)))
    total = flat.sum(axis=0)
    value = alpha(total)
    jack = jackknife(value, alpha(total - flat), np.ones((len(flat), 1), bool))
    by_jackknife = (float(jack.se[0]), float(jack.low[0]), float(jack.high[0]))
    return chosen_interval(float(value[0]), (float(low[0]), float(high[0])), float(undefined[0]), by_jackknife, -1.0)
