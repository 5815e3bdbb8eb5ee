"""What a reader must know before believing a figure, as sentences."""

from __future__ import annotations

from collections.abc import Mapping

from tipcoder.agreement.coefficients import AC1, ALPHA, PERCENT, POSITIVE
from tipcoder.agreement.results import Counts, Estimate
from tipcoder.agreement.sample_size import estimate_responses_needed, find_largest_disagreement
from tipcoder.agreement.terms import CODES, Terms
from tipcoder.agreement.verdicts import JUDGED_FROM, count_rarer, describe_joint_units
from tipcoder.agreement.words import format_decimal, format_percent, join_names

_TIMES = 2.0
"""From how many times as often a coder's use of a code is called a bias."""
_BIAS_FROM = 5
"""And by how many applications they have to differ."""


def describe_cautions(
    counts: Counts, figures: Mapping[str, Estimate], *, binary: bool = True, terms: Terms = CODES
) -> tuple[str, ...]:
    """Every warning about one code. Of a variable with more than two categories only what applies to it."""
    if counts.joint < 2:
        return ()
    found = [_warn_of_unanimity(counts, terms)]
    if binary:
        found += [
            _warn_of_unused_code(counts, terms),
            _warn_of_prevalence(counts, figures, terms),
            _warn_of_coder_bias(counts, terms),
            _warn_of_few_codings(counts, terms),
        ]
    return tuple(sentence for sentence in found if sentence)


def _warn_of_unanimity(counts: Counts, terms: Terms) -> str:
    if counts.split or not counts.positives or not (counts.several or counts.negatives):
        return ""
    return (
        f"No disagreement in {terms.format_count(counts.joint)}; with 95 % confidence the true disagreement rate could still "
        f"be up to {100 * find_largest_disagreement(counts.joint):.1f} %."
    )


def _warn_of_unused_code(counts: Counts, terms: Terms) -> str:
    never = [each.coder for each in counts.coders if not each.applied and each.joint]
    if not never or counts.positives == 0:
        return ""
    if terms.thing != "code":
        return f"{join_names(never)} never {terms.did} this {terms.thing}."
    whose = "that coder's" if len(never) == 1 else "their"
    return f"{join_names(never)} never applied this code; was it in {whose} codebook?"


def _warn_of_prevalence(counts: Counts, figures: Mapping[str, Estimate], terms: Terms) -> str:
    """The paradox of kappa: high agreement and low alpha, or AC1 far from alpha, where a code is rare or common."""
    pa, alpha, ac1 = (figures[name].value for name in (PERCENT, ALPHA, AC1))
    share = counts.prevalence
    if pa is None or alpha is None or ac1 is None or share is None or not counts.split:
        return ""
    if not (pa >= 0.9 and alpha < 0.667) and 0.1 <= share <= 0.9 and abs(ac1 - alpha) <= 0.2:
        return ""
    read = _word_for_judged(terms)
    if share > 0.5:
        return (
            f"Prevalence: the {terms.thing} stands on {format_percent(share)} of what was {read}, so that agreement on "
            f"{format_percent(pa)} says little. α = {format_decimal(alpha)} and AC1 = {format_decimal(ac1)} describe the same data; "
            f"neither alone is the answer. Look at the {_describe_disagreements(counts)}."
        )
    return (
        f"Prevalence: coders agree on {format_percent(pa)} of {terms.units}, but mostly that the {terms.thing} is absent; "
        f"of the times one {terms.does} it, another agrees in {format_percent(figures[POSITIVE].value)} (P+). "
        f"α = {format_decimal(alpha)} and AC1 = {format_decimal(ac1)} describe the same data; neither alone is the answer. "
        f"Look at the {_describe_disagreements(counts)}."
    )


def _word_for_judged(terms: Terms) -> str:
    return "read" if terms.thing == "code" else terms.judged


def _describe_disagreements(counts: Counts) -> str:
    return "1 disagreement" if counts.split == 1 else f"{counts.split} disagreements"


def _warn_of_coder_bias(counts: Counts, terms: Terms) -> str:
    there = [each for each in counts.coders if each.joint]
    if len(there) < 2:
        return ""
    most = max(there, key=lambda each: each.applied / each.joint)
    least = min(there, key=lambda each: each.applied / each.joint)
    if not least.applied or most.applied - least.applied < _BIAS_FROM:
        return ""
    times = most.applied / most.joint / (least.applied / least.joint)
    return f"Bias: {most.coder} {terms.does} it {times:.1f}× as often as {least.coder}." if times >= _TIMES else ""


def _warn_of_few_codings(counts: Counts, terms: Terms) -> str:
    share = counts.prevalence
    if not share or share == 1 or count_rarer(counts) >= JUDGED_FROM:
        return ""
    needed = estimate_responses_needed(0.8, share)
    if needed <= counts.joint:
        return ""
    return (
        f"Too few: this {terms.thing} stands on {100 * share:.2g} % of what was {_word_for_judged(terms)}; to establish "
        f"α ≥ .800 takes about {needed} {describe_joint_units(terms)} (two coders; Bloch & Kraemer 1989), "
        f"and there are {counts.joint}."
    )
