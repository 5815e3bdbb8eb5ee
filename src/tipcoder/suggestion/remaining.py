"""How many answers that carry a code are still to be found, with an interval.

It is never a sign that one may stop. A logistic regression of what was found on the cold-start
score, which does not depend on any decision, so that reading the likeliest answers first does not
bias it: given the score, which answers were read is chance. Weak normal priors say that codes are
rare and that scores tell something, and keep it finite when every answer read carries the code, or
none (the idea: Gelman et al. 2008, doi:10.1214/08-AOAS191). The interval is the middle 95 % of the
predictive distribution: draws of the coefficients from their normal approximation at the mode, and
of the unread answers from their chances.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from tipcoder.arrays import Bools, Floats

FEWEST = 20
"""Answers read below which nothing is said."""
_PRIOR_MEAN = (-2.5, 1.0)
_PRIOR_DEVIATION = (2.0, 1.0)
"""Of intercept and slope, for a score in standard deviations."""
_BINS = 256
"""Unread answers of nearly the same score are reckoned together."""
_STEPS = 50
_DRAWS = 4_000
_SEED = 1


class Remaining(NamedTuple):
    """For one code.

    `expected` (the median), `low` and `high` count unread answers that carry it.
    """

    read: int
    found: int
    unread: int
    expected: float
    low: float
    high: float

    def describe_remaining(self) -> str:
        """For people; always with the interval."""
        return (
            f"{self.found} found in {self.read} read; among {self.unread} unread, "
            f"{self.expected:.0f} are still to be expected [{self.low:.0f}, {self.high:.0f}]"
        )


def estimate_remaining(scores: Floats, carries: Bools, read: Bools) -> Remaining | None:
    """From every answer's cold-start score, which carry the code, and which were read.

    An entry for each answer; None where too few were read.
    """
    import numpy as np

    count, found = int(read.sum()), int((carries & read).sum())
    unread = int((~read).sum())
    if count < FEWEST:
        return None
    if not unread:
        return Remaining(count, found, 0, 0.0, 0.0, 0.0)

    mode, spread = _fit_regression(scores[read], carries[read].astype(float))
    middles, counts = _bin_scores(scores[~read])
    drawn = np.random.default_rng(_SEED).multivariate_normal(mode, spread, size=_DRAWS)
    chance = _apply_logistic(drawn[:, :1] + drawn[:, 1:] * middles)

    # A sum of independent chances, by its mean and variance.
    means, variances = chance @ counts, (chance * (1 - chance)) @ counts
    noise = np.random.default_rng(_SEED + 1).normal(size=_DRAWS)
    totals = means + np.sqrt(variances) * noise
    possible = np.clip(np.round(totals), 0, unread)
    low, high = np.quantile(possible, [0.025, 0.975])
    expected = float(np.clip(np.median(totals), 0, unread))
    return Remaining(count, found, unread, expected, float(low), float(high))


def _bin_scores(scores: Floats) -> tuple[Floats, Floats]:
    """Mean score and number of answers in each bin."""
    import numpy as np

    if len(scores) <= _BINS:
        return scores, np.ones(len(scores))
    parts = np.array_split(np.sort(scores), _BINS)
    means = np.array([part.mean() for part in parts])
    counts = np.array([float(len(part)) for part in parts])
    return means, counts


def _fit_regression(scores: Floats, carries: Floats) -> tuple[Floats, Any]:
    """Mode and covariance of intercept and slope, by Newton's method."""
    import numpy as np

    design = np.stack([np.ones(len(scores)), scores], axis=1)
    prior = np.array(_PRIOR_MEAN)
    precision = np.diag([1 / deviation**2 for deviation in _PRIOR_DEVIATION])
    found = prior.copy()
    for _ in range(_STEPS):
        chance = _apply_logistic(design @ found)
        gradient = design.T @ (carries - chance) - precision @ (found - prior)
        step = np.linalg.solve(_compute_curvature(design, chance, precision), gradient)
        longest = float(np.abs(step).max())
        # Far from the mode a full step may overshoot.
        found = found + step * min(1.0, 2.0 / max(longest, 1e-12))
        if longest < 1e-10:
            break
    chance = _apply_logistic(design @ found)
    return found, np.linalg.inv(_compute_curvature(design, chance, precision))


def _compute_curvature(design: Floats, chance: Floats, precision: Floats) -> Floats:
    """The negative second derivative of the log posterior."""
    weights = chance * (1 - chance)
    curvature: Floats = (design * weights[:, None]).T @ design + precision
    return curvature


def _apply_logistic(values: Floats) -> Floats:
    import numpy as np

    # The exponential of a larger number leaves the range of floats.
    bounded = np.clip(values, -500, 500)
    out: Floats = 1 / (1 + np.exp(-bounded))
    return out
