"""Everything about single codes: figures, verdict, warnings, pairs of coders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from tipcoder.agreement.cautions import describe_cautions
from tipcoder.agreement.coder_subsets import iterate_pairs, iterate_without_each
from tipcoder.agreement.coefficients import ALPHA, PERCENT, compute_coefficients
from tipcoder.agreement.descriptions import count_ratings
from tipcoder.agreement.estimates import Estimate, as_finite
from tipcoder.agreement.ratings import Ratings
from tipcoder.agreement.replicated_estimates import (
    RELIABLE,
    TENTATIVE,
    AgreementEstimates,
    estimate_agreement,
)
from tipcoder.agreement.resampling import Draws
from tipcoder.agreement.results import CodeAgreement, PairAgreement
from tipcoder.agreement.sums import build_unit_sums
from tipcoder.agreement.terms import CODES, Terms
from tipcoder.agreement.verdicts import Chances, judge_code
from tipcoder.text import join_words

ROLLED_UP, OWN = {"as": "rolled up"}, {"as": "own"}
"""How a code with others below it is compared: present where any of them is, or alone."""
Parts = Sequence[tuple[Mapping[str, str], Sequence[bool]]]
"""What each part is, like {"language": "es"}, and (units,) which units are in it."""


def assess_codes(
    ratings: Ratings,
    found: AgreementEstimates,
    part: Mapping[str, str] | None = None,
    terms: Terms = CODES,
) -> list[CodeAgreement]:
    """Every code of these ratings, in their order; `found` are the estimates of the same codes."""
    # Computed for all codes at once, and handed out code by code.
    pairs = _assess_pairs(ratings)
    without = _estimate_without_each_coder(ratings)
    out = []
    for k in range(len(ratings.codes)):
        code = _assess_code(ratings, k, found, terms)
        of_pairs = tuple(by_code[k] for by_code in pairs)
        without_each = {name: by_code[k] for name, by_code in without.items()}
        out.append(replace(code, pairs=of_pairs, without=without_each, part=part or {}))
    return out


def _assess_code(
    ratings: Ratings, k: int, found: AgreementEstimates, terms: Terms
) -> CodeAgreement:
    counts = count_ratings(ratings, k)
    estimates = {}
    for name, of_codes in found.by_name.items():
        # One joint response has formal values that say nothing.
        estimates[name] = of_codes[k] if counts.joint > 1 else Estimate()

    chances = Chances(found.reached[RELIABLE][k], found.reached[TENTATIVE][k])
    verdict, sentence = judge_code(counts, estimates[ALPHA], chances, terms)
    # A share of replicates says nothing of a figure that has no value.
    defined = estimates[ALPHA].value is not None
    return CodeAgreement(
        code=ratings.codes[k],
        counts=counts,
        coefficients=estimates,
        verdict=verdict,
        sentence=sentence,
        warnings=describe_cautions(counts, estimates, binary=not counts.several, terms=terms),
        reliable=chances.reliable if defined else None,
        tentative=chances.tentative if defined else None,
        terms=terms,
    )


def _assess_pairs(ratings: Ratings) -> list[list[PairAgreement]]:
    """For each pair of coders, each code."""
    out = []
    for names, two in iterate_pairs(ratings):
        values = compute_coefficients(build_unit_sums(two).sum_units())
        by_code = []
        for k in range(len(two.codes)):
            patterns = two.patterns.of_code(k)
            joint = patterns.count_units(patterns.is_joint)
            alpha, agreement = as_finite(values[ALPHA][k]), as_finite(values[PERCENT][k])
            by_code.append(PairAgreement(names, joint, alpha, agreement))
        out.append(by_code)
    return out


def _estimate_without_each_coder(ratings: Ratings) -> dict[str, list[float | None]]:
    """alpha of every code with one coder left out, where there are more than two."""
    out = {}
    for name, rest in iterate_without_each(ratings):
        values = compute_coefficients(build_unit_sums(rest).sum_units())
        out[name] = list(map(as_finite, values[ALPHA]))
    return out


def assess_parents(
    nets: Ratings, codes: Sequence[CodeAgreement], draws: Draws
) -> tuple[CodeAgreement, ...]:
    """Each parent rolled up, followed by its own figures where it was compared itself."""
    if not nets.codes:
        return ()
    own = {code.code: code for code in codes}
    found = estimate_agreement(nets.select_units(nets.joint_units), draws)
    out = []
    for net in assess_codes(nets, found, ROLLED_UP):
        out.append(net)
        # A parent that is applied itself is two things: the theme, and the code alone.
        if net.code in own:
            out.append(replace(own[net.code], part=OWN))
    return tuple(out)


def assess_parts(
    ratings: Ratings, parts: Parts, draws: Draws
) -> tuple[list[CodeAgreement], list[str]]:
    """Every code in every part; and a sentence on the parts in which nothing was coded jointly."""
    out: list[CodeAgreement] = []
    empty: list[str] = []
    for part, units in parts:
        some = ratings.select_units(np.asarray(units, bool))
        # In a part a response may lack the second coder whom it has in the whole.
        joint = some.joint_units
        if joint.any():
            found = estimate_agreement(some.select_units(joint), draws)
            out += assess_codes(some, found, part)
        else:
            empty += part.values()
    notes = [f"No response was coded jointly in {join_words(empty)}."] if empty else []
    return out, notes
