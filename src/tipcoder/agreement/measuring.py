"""Alpha of codes against a threshold of the study's own: the short form of the report, for what rests on codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tipcoder.agreement.describing import counts_of
from tipcoder.agreement.figures import RELIABLE, TENTATIVE, alphas
from tipcoder.agreement.ratings import Flags, Ratings
from tipcoder.agreement.resampling import STANDARD, Draws
from tipcoder.agreement.results import Counts, Estimate, Verdict
from tipcoder.agreement.taking_part import coders_kept
from tipcoder.agreement.verdicts import JUDGED_FROM, SURE, Chances, rarer, verdict_on


@dataclass(frozen=True)
class Measured:
    """How well coders agree on one code."""

    code: str
    counts: Counts
    alpha: Estimate
    verdict: Verdict
    sentence: str
    """As in the report."""
    holds: bool
    """Whether alpha reaches the threshold with a probability of .95, and the code is not too rare to tell."""


def measure(
    ratings: Ratings, threshold: float, wanted: Mapping[str, Sequence[str]], draws: Draws = STANDARD
) -> list[Measured]:
    """Some of the codes of these ratings, with the same coders, resamples and verdicts as in the report on all.

    `wanted` says which codes make up each name: one, or those below a theme, which is there where any of them is.
    """
    kept = ratings.of_coders(coders_kept(ratings)[0])
    is_joint: Flags = np.asarray(np.any(kept.joint, axis=0))
    chosen = kept.gathered(wanted)
    found, reached = alphas(chosen.of_units(is_joint), draws, (RELIABLE, TENTATIVE, threshold))
    out = []
    for k, name in enumerate(chosen.codes):
        counts = counts_of(chosen, k)
        alpha = found[k] if counts.joint > 1 else Estimate()
        verdict, sentence = verdict_on(counts, alpha, Chances(reached[RELIABLE][k], reached[TENTATIVE][k]))
        chance = reached[threshold][k]
        told = alpha.value is not None and (bool(alpha.method) or alpha.value == 1) and rarer(counts) >= JUDGED_FROM
        out.append(Measured(name, counts, alpha, verdict, sentence, told and chance is not None and chance >= SURE))
    return out
