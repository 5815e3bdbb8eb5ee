"""Alpha of codes against a threshold of the study's own.

This is the short form of the report, for what rests on codes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tipcoder.agreement.descriptions import count_ratings
from tipcoder.agreement.estimates import Estimate
from tipcoder.agreement.participation import choose_coders
from tipcoder.agreement.ratings import Ratings
from tipcoder.agreement.replicated_estimates import RELIABLE, TENTATIVE, estimate_alphas
from tipcoder.agreement.resampling import STANDARD, Draws
from tipcoder.agreement.results import Counts, Verdict
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
    """Whether alpha reaches the threshold with a probability of .95.

    A code that is too rare to tell does not.
    """


def measure_codes(
    ratings: Ratings,
    threshold: float,
    codes_by_name: Mapping[str, Sequence[str]],
    draws: Draws = STANDARD,
) -> list[MeasuredCode]:
    """Some of the codes, with the same coders, resamples and verdicts as in the report on all.

    `codes_by_name` says which codes make up each name: one, or those below a theme, which is there
    where any of them is.
    """
    keep, _ = choose_coders(ratings)
    kept = ratings.select_coders(keep)
    chosen = kept.gather_codes(codes_by_name)
    # Drawn are the same responses for every code, also where no code of these is joint.
    drawn = chosen.select_units(kept.joint_units)
    alphas, reached = estimate_alphas(drawn, draws, (RELIABLE, TENTATIVE, threshold))

    measured = []
    for k, name in enumerate(chosen.codes):
        counts = count_ratings(chosen, k)
        # One joint response has a formal value that says nothing.
        alpha = alphas[k] if counts.joint > 1 else Estimate()
        chances = Chances(reached[RELIABLE][k], reached[TENTATIVE][k])
        verdict, sentence = judge_code(counts, alpha, chances)
        chance = reached[threshold][k]
        holds = _can_be_told(counts, alpha) and chance is not None and chance >= SURE
        measured.append(MeasuredCode(name, counts, alpha, verdict, sentence, holds))
    return measured


def _can_be_told(counts: Counts, alpha: Estimate) -> bool:
    """Whether alpha has an interval or is perfect, and the code is not too rare."""
    if alpha.value is None or count_rarer(counts) < JUDGED_FROM:
        return False
    return bool(alpha.method) or alpha.value == 1
