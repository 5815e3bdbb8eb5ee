"""All codes together, each figure under its full name.

The same data give α .61 by MASI and .75 as mvα.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence

import numpy as np

from tipcoder.agreement.coefficients import ALPHA
from tipcoder.agreement.estimates import Estimate, as_finite
from tipcoder.agreement.label_sets import LabelSets, build_code_sets
from tipcoder.agreement.ratings import Ratings
from tipcoder.agreement.replicated_estimates import (
    MACRO,
    POOLED,
    RELIABLE,
    TENTATIVE,
    AgreementEstimates,
)
from tipcoder.agreement.resampling import Draws
from tipcoder.agreement.results import CodeAgreement, Overall, Verdict
from tipcoder.agreement.set_distances import compute_unit_disagreement
from tipcoder.agreement.set_figures import (
    EXACT,
    IDENTICAL,
    JACCARD,
    MASI,
    MV,
    estimate_set_figures,
)
from tipcoder.agreement.terms import CODES, Terms
from tipcoder.agreement.verdicts import Chances, judge_alpha
from tipcoder.arrays import Bools

LABELS = {
    POOLED: "α pooled over codes (ratio of sums)",
    MACRO: "α, mean over codes",
    MV: "mvα of Krippendorff & Craggs (2016)",
    JACCARD: "α of label sets, Jaccard distance",
    MASI: "α of label sets, MASI distance (Passonneau 2006)",
    EXACT: "α of label sets, identical or not",
}
_LEAST_APPLIED = 10
"""Codes applied by a coder, in the mean, from which all codes together are judged."""


def assess_overall(
    ratings: Ratings,
    found: AgreementEstimates,
    codes: Sequence[CodeAgreement],
    draws: Draws,
    terms: Terms = CODES,
) -> Overall:
    """Of all codes of these ratings, which are presence and absence."""
    # Codes that never varied have no alpha, and would be no 0 either.
    alphas = [each.value for each in found.by_name[ALPHA] if each.value is not None]
    unused = [each.code for each in codes if each.counts.joint and not each.counts.positives]
    chances = Chances(found.pooled_reached[RELIABLE], found.pooled_reached[TENTATIVE])
    joint = int(ratings.joint_units.sum())
    # The pooled alpha is judged: the mean over codes moves with any rare one.
    verdict, sentence = _judge_overall(found.pooled, chances, joint, codes, terms)

    # A set is known only where each of its codes is, so that one young code would leave no sets.
    is_everywhere = _find_known_everywhere(ratings)
    sets = build_code_sets(ratings.select_codes(np.flatnonzero(is_everywhere).tolist()))
    left_out = [ratings.codes[code] for code in np.flatnonzero(~is_everywhere)]
    of_sets = estimate_set_figures(sets, ratings.cluster_numbers, draws)
    identical = of_sets.pop(IDENTICAL)

    return Overall(
        figures={POOLED: found.pooled, MACRO: found.macro, **of_sets},
        identical=identical,
        jaccard_where_coded=_compute_mean_jaccard(sets),
        labels_per_response=_count_labels_per_response(sets, ratings.coders),
        median_alpha=statistics.median(alphas) if alphas else None,
        lowest_alpha=min(alphas, default=None),
        highest_alpha=max(alphas, default=None),
        defined=len(alphas),
        unused=tuple(unused),
        verdict=verdict,
        sentence=sentence,
        left_out=tuple(left_out),
        reliable=chances.reliable,
        tentative=chances.tentative,
    )


def _judge_overall(
    pooled: Estimate, chances: Chances, joint: int, codes: Sequence[CodeAgreement], terms: Terms
) -> tuple[Verdict, str]:
    if joint == 0:
        sentence = f"Not assessed: no {terms.unit} was {terms.finished} by two coders."
        return Verdict.NOT_ASSESSED, sentence
    if pooled.value is None:
        sentence = f"Not assessable: no code varied in {joint} joint {terms.units}."
        return Verdict.NOT_ASSESSABLE, sentence
    # Each code may be rare while all together are not.
    if sum(each.counts.positives for each in codes) < _LEAST_APPLIED:
        return Verdict.TOO_RARE, "Too few codes were applied to judge."
    return judge_alpha(pooled, chances, joint, terms)


def _find_known_everywhere(ratings: Ratings) -> Bools:
    """(codes,): whether the code is known wherever any code is."""
    any_known = ratings.known_units
    patterns = ratings.patterns
    everywhere = [np.array_equal(each.spread(each.known), any_known) for each in patterns.distinct]
    return np.asarray([everywhere[place] for place in patterns.place], bool)


def _compute_mean_jaccard(sets: LabelSets) -> float | None:
    """The mean similarity of two coders' sets, over responses on which anybody applied anything."""
    if not len(sets.members):
        # Nobody rated anything that another did.
        return None
    is_coded = sets.members.sum(axis=1) > 0
    # Two empty sets are alike, and would make rare codes look well agreed on.
    has_code = (sets.values >= 0) & is_coded[sets.values]
    applied: Bools = np.any(has_code, axis=1) & (sets.raters > 0)
    if not applied.any():
        return None
    apart = compute_unit_disagreement(sets, "jaccard")[applied] / sets.raters[applied]
    return as_finite(float(1 - np.average(apart, weights=sets.unit_weights()[applied])))


def _count_labels_per_response(sets: LabelSets, coders: Sequence[str]) -> dict[str, float]:
    """How many codes each coder applied to a joint response, in the mean."""
    sizes = sets.members.sum(axis=1)
    weights = sets.unit_weights()
    out = {}
    for coder, name in enumerate(coders):
        there = sets.joint[:, coder]
        if there.any():
            own_sizes = sizes[sets.values[there, coder]]
            out[name] = float(np.average(own_sizes, weights=weights[there]))
    return out
