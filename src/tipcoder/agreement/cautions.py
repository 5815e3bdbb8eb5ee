"""What a reader must know before believing a figure, as sentences."""

from __future__ import annotations

from collections.abc import Mapping

from tipcoder.agreement.coefficients import AC1, ALPHA, PERCENT, POSITIVE
from tipcoder.agreement.estimates import Estimate
from tipcoder.agreement.number_format import format_decimal, format_percent
from tipcoder.agreement.replicated_estimates import RELIABLE, TENTATIVE
from tipcoder.agreement.results import CoderCount, Counts
from tipcoder.agreement.sample_size import estimate_responses_needed, find_largest_disagreement
from tipcoder.agreement.terms import CODES, Terms
from tipcoder.agreement.verdicts import JUDGED_FROM, count_rarer, describe_joint_units
from tipcoder.text import format_count, join_words

_TIMES = 2.0
"""From how many times as often a coder's use of a code is called a bias."""
_BIAS_FROM = 5
"""And by how many applications they have to differ."""
_HIGH_AGREEMENT = 0.9
"""Percent agreement beside which a low alpha surprises."""
_UNUSUAL = 0.1
"""A code that is applied less often, or not applied less often, is rare or common."""
_FAR_APART = 0.2
"""A difference between AC1 and alpha that needs a word."""


def describe_cautions(
    counts: Counts, figures: Mapping[str, Estimate], *, binary: bool = True, terms: Terms = CODES
) -> tuple[str, ...]:
    """Every warning about one code, from its counts and coefficients.

    Of a variable with more than two categories only what applies to it.
    """
    if counts.joint < 2:
        return ()
    # Of several categories none is the rare one, nor applied by bias.
    found = [_warn_of_unanimity(counts, terms)]
    if binary:
        found += [
            _warn_of_unused_code(counts, terms),
            _warn_of_prevalence(counts, figures, terms),
            _warn_of_coder_bias(counts, terms),
            _warn_of_few_codings(counts, terms),
        ]
    return tuple(filter(None, found))


def _warn_of_unanimity(counts: Counts, terms: Terms) -> str:
    """No disagreement in a sample is not a promise for all others."""
    # Where everybody always says the same the verdict says so already.
    has_both = counts.positives and (counts.several or counts.negatives)
    if counts.split or not has_both:
        return ""
    largest = 100 * find_largest_disagreement(counts.joint)
    return (
        f"No disagreement in {terms.format_count(counts.joint)}; with 95 % confidence the true "
        f"disagreement rate could still be up to {largest:.1f} %."
    )


def _warn_of_unused_code(counts: Counts, terms: Terms) -> str:
    """A coder who never applied a code that others did may not have known it."""
    never = [each.coder for each in counts.coders if each.joint and not each.applied]
    if not never or counts.positives == 0:
        return ""
    # A category that a coder never chose may still have been on the list.
    if not terms.are_codes:
        return f"{join_words(never)} never {terms.did} this {terms.thing}."
    whose = "that coder's" if len(never) == 1 else "their"
    return f"{join_words(never)} never applied this code; was it in {whose} codebook?"


def _warn_of_prevalence(counts: Counts, figures: Mapping[str, Estimate], terms: Terms) -> str:
    """The paradox of kappa, where a code is rare or common.

    That is high agreement and low alpha, or AC1 far from alpha.
    """
    pa, alpha, ac1 = figures[PERCENT].value, figures[ALPHA].value, figures[AC1].value
    share = counts.prevalence
    if pa is None or alpha is None or ac1 is None or share is None or not counts.split:
        return ""
    # Kappa-like coefficients fall with prevalence while people agree.
    is_paradox = pa >= _HIGH_AGREEMENT and alpha < TENTATIVE
    is_usual = _UNUSUAL <= share <= 1 - _UNUSUAL
    if not is_paradox and is_usual and abs(ac1 - alpha) <= _FAR_APART:
        return ""

    both = (
        f"α = {format_decimal(alpha)} and AC1 = {format_decimal(ac1)} describe the same data; "
        "neither alone is the answer. "
        f"Look at the {format_count(counts.split, 'disagreement')}."
    )
    # What is common hides disagreement on absence, and what is rare on presence.
    if share > 0.5:
        return (
            f"Prevalence: the {terms.thing} was {terms.done} {terms.preposition} "
            f"{format_percent(share)} of what was {terms.read}, so that agreement on "
            f"{format_percent(pa)} says little. {both}"
        )
    return (
        f"Prevalence: coders agree on {format_percent(pa)} of {terms.units}, but mostly that the "
        f"{terms.thing} is absent; of the times one {terms.does} it, another agrees in "
        f"{format_percent(figures[POSITIVE].value)} (P+). {both}"
    )


def _warn_of_coder_bias(counts: Counts, terms: Terms) -> str:
    """One coder applies the code much more often than another."""
    there = [each for each in counts.coders if each.joint]
    if len(there) < 2:
        return ""
    most = max(there, key=_find_rate)
    least = min(there, key=_find_rate)
    # Who never applied the code has a warning of their own.
    if not least.applied or most.applied - least.applied < _BIAS_FROM:
        return ""
    times = _find_rate(most) / _find_rate(least)
    if times < _TIMES:
        return ""
    return f"Bias: {most.coder} {terms.does} it {times:.1f}× as often as {least.coder}."


def _find_rate(count: CoderCount) -> float:
    return count.applied / count.joint


def _warn_of_few_codings(counts: Counts, terms: Terms) -> str:
    """How many units it would take to show that the code is reliable."""
    share = counts.prevalence
    # The formula divides by both the share and its rest.
    if not share or share == 1 or count_rarer(counts) >= JUDGED_FROM:
        return ""
    needed = estimate_responses_needed(RELIABLE, share)
    if needed <= counts.joint:
        return ""
    return (
        f"Too few: this {terms.thing} was {terms.done} {terms.preposition} {100 * share:.2g} % of "
        f"what was {terms.read}; to establish α ≥ .800 takes about {needed} "
        f"{describe_joint_units(terms)} (two coders; Bloch & Kraemer 1989), "
        f"and there are {counts.joint}."
    )
