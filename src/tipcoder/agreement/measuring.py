"""Alpha of codes against a threshold of the study's own: the short form of the report, for what rests on codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tipcoder.agreement.describing import count_ratings
from tipcoder.agreement.figures import RELIABLE, TENTATIVE, estimate_alphas
from tipcoder.agreement.ratings import Flags, Ratings
from tipcoder.agreement.resampling import STANDARD, Draws
from tipcoder.agreement.results import Counts, Estimate, Verdict
from tipcoder.agreement.taking_part import choose_coders
from tipcoder.agreement.verdicts import JUDGED_FROM, SURE, Chances, count_rarer, judge_code


@dataclass(frozen=True)
class MeasuredCode:
    """How well coders agree on one code."""

    code: str
    counts: Counts
    alpha: Estimate
    verdict: Verdict
    sentence: str
    """As in the report."""
    holds: bool
    """Whether alpha reaches the threshold with a probability of .95, and the code is not too rare to tell."""


def measure_codes(
    ratings: Ratings, threshold: float, codes_by_name: Mapping[str, Sequence[str]], draws: Draws = STANDARD
) -> list[MeasuredCode]:
    """Some of the codes of these ratings, with the same coders, resamples and verdicts as in the report on all.

    `wanted` says which codes make up each name: one, or those below a theme, which is there where any of them is.
    """
    kept = ratings.select_coders(choose_coders(ratings)[0])
    is_joint: Flags = np.asarray(np.any(kept.joint, axis=0))
    chosen = kept.gather_codes(codes_by_name)
    found, reached = estimate_alphas(chosen.select_units(is_joint), draws, (RELIABLE, TENTATIVE, threshold))
    out = []
    for k, name in enumerate(chosen.codes):
        counts = count_ratings(chosen, k)
        alpha = found[k] if counts.joint > 1 else Estimate()
        verdict, sentence = judge_code(counts, alpha, Chances(reached[RELIABLE][k], reached[TENTATIVE][k]))
        chance = reached[threshold][k]
        told = (
            alpha.value is not None and (bool(alpha.method) or alpha.value == 1) and count_rarer(counts) >= JUDGED_FROM
        )
        out.append(MeasuredCode(name, counts, alpha, verdict, sentence, told and chance is not None and chance >= SURE))
    return out
