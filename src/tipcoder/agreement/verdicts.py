"""What can be said of a code, by the probability that alpha reaches a threshold, never by the point estimate alone.

The thresholds are Krippendorff's (2004, 2019): .800 and above reliable, .667 to .800 for tentative conclusions only.
He calls them customary, not universal.
"""

from __future__ import annotations

from typing import NamedTuple

from tipcoder.agreement.figures import TENTATIVE
from tipcoder.agreement.results import Counts, Estimate, Verdict
from tipcoder.agreement.sample_size import more_needed
from tipcoder.agreement.words import decimal, interval, responses

SURE = 0.95
JUDGED_FROM = 10
"""Positives (and negatives) per coder on joint responses from which a code is judged."""


class Chances(NamedTuple):
    """How probable it is that alpha is at least .800, and at least .667."""

    reliable: float | None
    tentative: float | None


def rarer(counts: Counts) -> float:
    """Positives or negatives per coder, whichever are fewer: a code that stands nearly everywhere says as little."""
    return min(counts.positives, counts.negatives)


def verdict_on(counts: Counts, alpha: Estimate, chances: Chances, what: str = "this code") -> tuple[Verdict, str]:
    """The verdict on one code, and the sentence that gives its reason."""
    early = _without_figures(counts, what)
    if early is not None:
        return early
    if rarer(counts) < JUDGED_FROM:
        rare = counts.positives <= counts.negatives
        did = "applied" if rare else "not applied"
        times = [f"{each.coder} {each.applied if rare else each.joint - each.applied}×" for each in counts.coders]
        return Verdict.TOO_RARE, (
            f"Too {'rare' if rare else 'common'} to judge ({did} by {', '.join(times)} in "
            f"{responses(counts.joint)} coded jointly). Figures are given for completeness."
        )
    return judged(alpha, chances, counts.joint)


def _without_figures(counts: Counts, what: str) -> tuple[Verdict, str] | None:
    if counts.joint == 0:
        return Verdict.NOT_ASSESSED, "Not assessed: no response was finished by two coders."
    if counts.joint == 1:
        return Verdict.NOT_ASSESSED, "Not assessed: only one response was finished by two coders."
    if counts.positives == 0:
        return Verdict.NOT_ASSESSABLE, f"Not assessable: nobody applied {what} in {counts.joint} joint responses."
    if counts.negatives == 0:
        return (
            Verdict.NOT_ASSESSABLE,
            f"Not assessable: everybody applied {what} to all {counts.joint} joint responses.",
        )
    return None


def judged(alpha: Estimate, chances: Chances, joint: int) -> tuple[Verdict, str]:
    """The verdict where there is enough to judge by."""
    figure = f"α = {decimal(alpha.value)}"
    if interval(alpha):
        figure += f", 95 % CI {decimal(alpha.low)} to {decimal(alpha.high)}"
    if chances.reliable is None or chances.tentative is None or (not alpha.method and alpha.value != 1):
        return Verdict.INCONCLUSIVE, f"Inconclusive: {figure}; no interval can be given."
    if chances.reliable >= SURE:
        return Verdict.RELIABLE, f"Reliable: {figure}."
    if chances.tentative >= SURE:
        return Verdict.TENTATIVE, f"Acceptable for tentative conclusions: {figure}."
    if 1 - chances.tentative >= SURE:
        return Verdict.NOT_RELIABLE, f"Not reliable: {figure}. Revise the definition."
    sentence = f"Inconclusive: {figure}"
    more = None if alpha.value is None or alpha.se is None else more_needed(joint, alpha.value, alpha.se, TENTATIVE)
    if more is not None:
        sentence += f"; about {more} more double-coded responses would settle it"
    return Verdict.INCONCLUSIVE, sentence + "."
