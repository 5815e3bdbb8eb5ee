"""What can be said of a code, by the probability that alpha reaches a threshold.

The point estimate alone never decides. The thresholds are Krippendorff's (2004, 2019): .800 and
above reliable, .667 to .800 for tentative conclusions only. He calls them customary, not universal.
"""

from __future__ import annotations

from typing import NamedTuple

from tipcoder.agreement.estimates import Estimate
from tipcoder.agreement.number_format import format_decimal, format_interval
from tipcoder.agreement.replicated_estimates import TENTATIVE
from tipcoder.agreement.results import Counts, Verdict
from tipcoder.agreement.sample_size import estimate_more_needed
from tipcoder.agreement.terms import CODES, Terms

SURE = 0.95
JUDGED_FROM = 10
"""Positives (and negatives) per coder on joint responses from which a code is judged."""


class Chances(NamedTuple):
    """How probable it is that alpha is at least .800, and at least .667."""

    reliable: float | None
    tentative: float | None


def count_rarer(counts: Counts) -> float:
    """Positives or negatives per coder, whichever are fewer.

    A code that is applied nearly everywhere says as little as a rare one. Of several categories it
    is how often a coder chose another one than the commonest.
    """
    if counts.several:
        return counts.positives
    return min(counts.positives, counts.negatives)


def judge_code(
    counts: Counts, alpha: Estimate, chances: Chances, terms: Terms = CODES
) -> tuple[Verdict, str]:
    """The verdict on one code, and the sentence that gives its reason."""
    # The order matters: rare codes have intervals too, which would mislead.
    early = _judge_without_figures(counts, terms)
    if early is not None:
        return early
    if count_rarer(counts) < JUDGED_FROM:
        verdict = Verdict.TOO_RARE if _is_rare(counts) else Verdict.TOO_COMMON
        return verdict, _explain_rarity(counts, terms)
    return judge_alpha(alpha, chances, counts.joint, terms)


def _judge_without_figures(counts: Counts, terms: Terms) -> tuple[Verdict, str] | None:
    """The verdict where there is nothing to compare, or nothing varied; else None."""
    if counts.joint < 2:
        number = "only one" if counts.joint else "no"
        sentence = f"Not assessed: {number} {terms.unit} was {terms.finished} by two coders."
        return Verdict.NOT_ASSESSED, sentence

    unanimous = _describe_unanimity(counts, terms)
    if unanimous:
        return Verdict.NOT_ASSESSABLE, f"Not assessable: {unanimous}."
    return None


def _describe_unanimity(counts: Counts, terms: Terms) -> str:
    """What everybody said of all joint units; empty where anything varied."""
    joint_units = f"{counts.joint} joint {terms.units}"
    if counts.several and counts.positives == 0:
        return f"everybody {terms.did} the same {terms.thing} for all {joint_units}"
    if counts.positives == 0:
        return f"nobody {terms.did} this {terms.thing} in {joint_units}"
    if counts.negatives == 0:
        return f"everybody {terms.did} this {terms.thing} {terms.preposition} all {joint_units}"
    return ""


def _is_rare(counts: Counts) -> bool:
    """Whether the code itself is what is rare; one that nearly everybody applies is judged by its
    absences.
    """
    return counts.several or counts.positives <= counts.negatives


def _explain_rarity(counts: Counts, terms: Terms) -> str:
    """How often each coder chose what is too rare (or its absence, too rare as well)."""
    is_rare = _is_rare(counts)
    if counts.several:
        done = f"another {terms.thing} than the commonest {terms.done}"
    elif is_rare:
        done = terms.done
    else:
        done = f"not {terms.done}"

    times = []
    for each in counts.coders:
        often = each.applied if is_rare else each.joint - each.applied
        times.append(f"{each.coder} {often}×")

    return (
        f"Too {'rare' if is_rare else 'common'} to judge ({done} by {', '.join(times)} in "
        f"{terms.format_count(counts.joint)} {terms.judged} jointly). "
        "Figures are given for completeness."
    )


def describe_joint_units(terms: Terms) -> str:
    """`double-coded responses`, `units rated by two`."""
    if terms.judged == "coded":
        return f"double-coded {terms.units}"
    return f"{terms.units} {terms.judged} by two"


def judge_alpha(
    alpha: Estimate, chances: Chances, joint: int, terms: Terms = CODES
) -> tuple[Verdict, str]:
    """The verdict where there is enough to judge by."""
    figure = f"{terms.alpha} = {format_decimal(alpha.value)}"
    if format_interval(alpha):
        figure += f", 95 % CI {format_decimal(alpha.low)} to {format_decimal(alpha.high)}"

    # Where all resamples agree perfectly there is no interval, and nothing to doubt either.
    has_interval = bool(alpha.method) or alpha.value == 1
    if chances.reliable is None or chances.tentative is None or not has_interval:
        return Verdict.INCONCLUSIVE, f"Inconclusive: {figure}; no interval can be given."
    if chances.reliable >= SURE:
        return Verdict.RELIABLE, f"Reliable: {figure}."
    if chances.tentative >= SURE:
        return Verdict.TENTATIVE, f"Acceptable for tentative conclusions: {figure}."
    # As sure that it is below as one has to be that it is above.
    if 1 - chances.tentative >= SURE:
        return Verdict.NOT_RELIABLE, f"Not reliable: {figure}. Revise the definition."
    return Verdict.INCONCLUSIVE, f"Inconclusive: {figure}{_describe_more(alpha, joint, terms)}."


def _describe_more(alpha: Estimate, joint: int, terms: Terms) -> str:
    """How many more units would decide; empty where that cannot be said."""
    if alpha.value is None or alpha.se is None:
        return ""
    more = estimate_more_needed(joint, alpha.value, alpha.se, TENTATIVE)
    # On the threshold itself no number of responses would decide.
    if more is None:
        return ""
    units = describe_joint_units(terms)
    if more == 1:
        return f"; one more of the {units} may decide it"
    return f"; about {more} more {units} would decide it"
