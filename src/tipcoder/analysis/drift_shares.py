"""The same answers judged twice, then and now: how far the share of a code moved with the coders.

The answers are a sample of a wave in which each had a chance of its own to be drawn. Shares are
weighted by the inverse of it, and their intervals rest on the effective number of answers (Kish,
1965): that of equal weights which would tell as much.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tipcoder.analysis.difference_intervals import (
    Estimated,
    PairedCounts,
    estimate_share,
    find_corrected_phi,
    subtract_estimates,
)


class JudgedAgain(NamedTuple):
    """Whether a code was on an answer, and whether it is now."""

    then: bool
    now: bool
    weight: float
    """The inverse of the chance with which the answer was drawn."""


@dataclass(frozen=True)
class DriftShares:
    """The share of a code then and now on the same answers, and the difference."""

    n: int
    then: float
    now: float
    gained: int
    """Answers that have the code now and had it not then."""
    dropped: int
    difference: Estimated


def compare_judged_again(answers: Sequence[JudgedAgain]) -> DriftShares:
    """Weighted shares with the interval of paired shares (Newcombe, 1998).

    There must be an answer at least.
    """
    total = math.fsum(one.weight for one in answers)
    effective = total**2 / math.fsum(one.weight**2 for one in answers)
    counts = _weigh_pairs(answers, effective / total)
    then = estimate_share(counts.both + counts.only_before, effective)
    now = estimate_share(counts.both + counts.only_after, effective)
    return DriftShares(
        n=len(answers),
        then=then.value,
        now=now.value,
        gained=sum(1 for one in answers if one.now and not one.then),
        dropped=sum(1 for one in answers if one.then and not one.now),
        difference=subtract_estimates(now, then, correlation=find_corrected_phi(counts)),
    )


def _weigh_pairs(answers: Sequence[JudgedAgain], scale: float) -> PairedCounts:
    """The four kinds of answers by weight, which add up to the effective number."""

    def weigh(then: bool, now: bool) -> float:
        chosen = (one.weight for one in answers if (one.then, one.now) == (then, now))
        return scale * math.fsum(chosen)

    return PairedCounts(
        both=weigh(True, True),
        only_before=weigh(True, False),
        only_after=weigh(False, True),
        neither=weigh(False, False),
    )


def subtract_drift(change: Estimated, drift: Estimated, correlation: float = 0.0) -> Estimated:
    """What is left of a change when that of the coders is taken away.

    The interval joins both by the method of variance estimates recovery (Zou & Donner, 2008).
    """
    return subtract_estimates(change, drift, correlation)


def find_drift_correlation(
    answers: Sequence[JudgedAgain],
    respondents: Sequence[str],
    influence: Mapping[str, float],
    error: float,
) -> float:
    """The correlation of a change with the drift on answers of the same respondents.

    `respondents` gave the answers; `influence` is how much each respondent whom the change rests on
    moves it (`find_change_influence`), and `error` its standard error. Linearised: that times what
    her answers move the drift by, summed. Whoever lost a code that she had made the earlier share
    high and the drift low, so that it is mostly above 0.
    """
    total = math.fsum(one.weight for one in answers)
    drift = math.fsum(one.weight * (one.now - one.then) for one in answers) / total
    moved: dict[str, float] = {}
    for one, who in zip(answers, respondents, strict=True):
        apart = one.weight * (one.now - one.then - drift) / total
        moved[who] = moved.get(who, 0.0) + apart
    spread = math.sqrt(math.fsum(one * one for one in moved.values()))
    if not error > 0 or not spread > 0:
        return 0.0
    shared = math.fsum(influence.get(who, 0.0) * apart for who, apart in moved.items())
    return max(-1.0, min(1.0, shared / (error * spread)))
