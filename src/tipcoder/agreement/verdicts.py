"""What can be said of a code, by the probability that alpha reaches a threshold, never by the point estimate alone.

The thresholds are Krippendorff's (2004, 2019): .800 and above reliable, .667 to .800 for tentative conclusions only.
He calls them customary, not universal.
"""

from __future__ import annotations

from typing import NamedTuple

from tipcoder.agreement.figures import TENTATIVE
from tipcoder.agreement.results import Counts, Estimate, Verdict
from tipcoder.agreement.sample_size import estimate_more_needed
from tipcoder.agreement.terms import CODES, Terms
from tipcoder.agreement.words import format_decimal, format_interval

SURE = 0.95
JUDGED_FROM = 10
"""Positives (and negatives) per coder on joint responses from which a code is judged."""


class Chances(NamedTuple):
    """How probable it is that alpha is at least .800, and at least .667."""

    reliable: float | None
    tentative: float | None


def count_rarer(counts: Counts) -> float:
    """Positives or negatives per coder, whichever are fewer: a code that stands nearly everywhere says as little.

    Of several categories it is how often a coder chose another one than the commonest.
    """
    if counts.several:
        return counts.positives
    return min(counts.positives, counts.negatives)


def judge_code(counts: Counts, alpha: Estimate, chances: Chances, terms: Terms = CODES) -> tuple[Verdict, str]:
    """The verdict on one code, and the sentence that gives its reason."""
    early = _judge_without_figures(counts, terms)
    if early is not None:
        return early
    if counts.several and count_rarer(counts) < JUDGED_FROM:
        times = [f"{each.coder} {each.applied}×" for each in counts.coders]
        return Verdict.TOO_RARE, (
            f"Too rare to judge (another {terms.thing} than the commonest {terms.done} by {', '.join(times)} in "
            f"{terms.format_count(counts.joint)} {terms.judged} jointly). Figures are given for completeness."
        )
    if count_rarer(counts) < JUDGED_FROM:
        rare = counts.positives <= counts.negatives
        did = terms.done if rare else f"not {terms.done}"
        times = [f"{each.coder} {each.applied if rare else each.joint - each.applied}×" for each in counts.coders]
        return Verdict.TOO_RARE, (
            f"Too {'rare' if rare else 'common'} to judge ({did} by {', '.join(times)} in "
            f"{terms.format_count(counts.joint)} {terms.judged} jointly). Figures are given for completeness."
        )
    return judge_alpha(alpha, chances, counts.joint, terms)


def _judge_without_figures(counts: Counts, terms: Terms) -> tuple[Verdict, str] | None:
    if counts.joint == 0:
        return Verdict.NOT_ASSESSED, f"Not assessed: no {terms.unit} was {terms.finished} by two coders."
    if counts.joint == 1:
        return Verdict.NOT_ASSESSED, f"Not assessed: only one {terms.unit} was {terms.finished} by two coders."
    if counts.several and counts.positives == 0:
        return (
            Verdict.NOT_ASSESSABLE,
            f"Not assessable: everybody {terms.did} the same {terms.thing} for all {counts.joint} joint {terms.units}.",
        )
    if counts.positives == 0:
        return (
            Verdict.NOT_ASSESSABLE,
            f"Not assessable: nobody {terms.did} this {terms.thing} in {counts.joint} joint {terms.units}.",
        )
    if counts.negatives == 0:
        preposition = "to" if terms.did == "applied" else "for"
        return (
            Verdict.NOT_ASSESSABLE,
            f"Not assessable: everybody {terms.did} this {terms.thing} {preposition} "
            f"all {counts.joint} joint {terms.units}.",
        )
    return None


def describe_joint_units(terms: Terms) -> str:
    """`double-coded responses`, `units rated by two`."""
    return f"double-coded {terms.units}" if terms.judged == "coded" else f"{terms.units} {terms.judged} by two"


def judge_alpha(alpha: Estimate, chances: Chances, joint: int, terms: Terms = CODES) -> tuple[Verdict, str]:
    """The verdict where there is enough to judge by."""
    figure = f"{terms.alpha} = {format_decimal(alpha.value)}"
    if format_interval(alpha):
        figure += f", 95 % CI {format_decimal(alpha.low)} to {format_decimal(alpha.high)}"
    if chances.reliable is None or chances.tentative is None or (not alpha.method and alpha.value != 1):
        return Verdict.INCONCLUSIVE, f"Inconclusive: {figure}; no interval can be given."
    if chances.reliable >= SURE:
        return Verdict.RELIABLE, f"Reliable: {figure}."
    if chances.tentative >= SURE:
        return Verdict.TENTATIVE, f"Acceptable for tentative conclusions: {figure}."
    if 1 - chances.tentative >= SURE:
        return Verdict.NOT_RELIABLE, f"Not reliable: {figure}. Revise the definition."
    sentence = f"Inconclusive: {figure}"
    more = (
        None
        if alpha.value is None or alpha.se is None
        else estimate_more_needed(joint, alpha.value, alpha.se, TENTATIVE)
    )
    if more is not None:
        sentence += f"; about {more} more {describe_joint_units(terms)} would settle it"
    return Verdict.INCONCLUSIVE, sentence + "."
