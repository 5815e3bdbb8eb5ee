"""All codes together, each figure under its full name: the same data give α .61 by MASI and .75 as mvα."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from tipcoder.agreement.coefficients import ALPHA
from tipcoder.agreement.figures import MACRO, POOLED, RELIABLE, TENTATIVE, AgreementEstimates, find_interval_ends
from tipcoder.agreement.label_sets import (
    LabelSets,
    build_code_sets,
    compute_set_alpha,
    compute_set_alpha_without,
    compute_unit_disagreement,
    share_identical,
)
from tipcoder.agreement.multi_valued import compute_mv_alpha
from tipcoder.agreement.ratings import Flags, Ratings
from tipcoder.agreement.resampling import Draws, Jackknife, estimate_jackknife
from tipcoder.agreement.results import CodeAgreement, Estimate, Overall, Verdict, as_finite, choose_interval
from tipcoder.agreement.sums import Floats
from tipcoder.agreement.terms import CODES, Terms
from tipcoder.agreement.verdicts import Chances, judge_alpha

MOST_SETS = 1_000
"""Distinct label sets up to which they are drawn again; the jackknife takes over above that."""
LARGEST_SET = 8
"""Codes in one set up to which mvα is drawn again as often as all else; its cost grows with their cube."""
MV, JACCARD, MASI, EXACT = "mv_alpha", "set_alpha_jaccard", "set_alpha_masi", "set_alpha_exact"
LABELS = {
    POOLED: "α pooled over codes (ratio of sums)",
    MACRO: "α, mean over codes",
    MV: "mvα of Krippendorff & Craggs (2016)",
    JACCARD: "α of label sets, Jaccard distance",
    MASI: "α of label sets, MASI distance (Passonneau 2006)",
    EXACT: "α of label sets, identical or not",
}


def assess_overall(
    ratings: Ratings, found: AgreementEstimates, codes: Sequence[CodeAgreement], draws: Draws, terms: Terms = CODES
) -> Overall:
    """Of all codes of these ratings, which are presence and absence."""
    alphas = [each.value for each in found.by_name[ALPHA] if each.value is not None]
    chances = Chances(found.pooled_reached[RELIABLE], found.pooled_reached[TENTATIVE])
    joint = int(ratings.joint.any(axis=0).sum())
    verdict, sentence = _judge_overall(found.pooled, chances, joint, codes, terms)
    everywhere = _find_codes_known_everywhere(ratings)
    sets = build_code_sets(ratings.select_codes(everywhere))
    return Overall(
        figures={POOLED: found.pooled, MACRO: found.macro, **_estimate_set_figures(sets, ratings, draws)},
        identical=_estimate_identical(sets, ratings, draws),
        jaccard_where_coded=_compute_mean_jaccard(sets),
        labels_per_response=_count_labels_per_response(sets, ratings.coders),
        median_alpha=statistics.median(alphas) if alphas else None,
        lowest_alpha=min(alphas, default=None),
        highest_alpha=max(alphas, default=None),
        defined=len(alphas),
        unused=tuple(each.code for each in codes if each.counts.joint and not each.counts.positives),
        verdict=verdict,
        sentence=sentence,
        left_out=tuple(code for k, code in enumerate(ratings.codes) if k not in set(everywhere)),
        reliable=chances.reliable,
        tentative=chances.tentative,
    )


def _judge_overall(
    pooled: Estimate, chances: Chances, joint: int, codes: Sequence[CodeAgreement], terms: Terms
) -> tuple[Verdict, str]:
    if joint == 0:
        return Verdict.NOT_ASSESSED, f"Not assessed: no {terms.unit} was {terms.finished} by two coders."
    if pooled.value is None:
        return Verdict.NOT_ASSESSABLE, f"Not assessable: no code varied in {joint} joint {terms.units}."
    if sum(each.counts.positives for each in codes) < 10:
        return Verdict.TOO_RARE, "Too few codes were applied to judge."
    return judge_alpha(pooled, chances, joint, terms)


def _find_codes_known_everywhere(ratings: Ratings) -> list[int]:
    """Codes that are known wherever any code is."""
    known = ratings.known
    return [k for k in range(len(ratings.codes)) if bool((known[k] == known.any(axis=0)).all())]


def _estimate_set_figures(sets: LabelSets, ratings: Ratings, draws: Draws) -> dict[str, Estimate]:
    kinds = {JACCARD: "jaccard", MASI: "masi", EXACT: "exact"}
    if not sets.raters.any():
        return dict.fromkeys((MV, *kinds), Estimate())
    numbers = ratings.cluster_numbers()
    largest = int(sets.members.sum(axis=1).max(initial=0))
    some = draws if largest <= LARGEST_SET else draws._replace(replicates=min(draws.replicates, 200))
    out = {
        MV: _estimate_from_draws(
            float(compute_mv_alpha(sets)[0]), _draw_figure(some, numbers, partial(compute_mv_alpha, sets))
        )
    }
    in_it = np.zeros((int(numbers.max(initial=-1)) + 1, 1), bool)
    in_it[numbers[sets.raters > 0]] = True
    for name, kind in kinds.items():
        value, without = compute_set_alpha_without(sets, kind, numbers)
        chunks = []
        if len(sets.members) <= MOST_SETS:
            chunks = _draw_figure(draws, numbers, partial(compute_set_alpha, sets, kind))
        out[name] = _estimate_from_draws(value, chunks, estimate_jackknife(np.array([value]), without[:, None], in_it))
    return out


def _draw_figure(draws: Draws, numbers: NDArray[np.intp], figure: Callable[[Floats], Floats]) -> list[Floats]:
    return [figure(weights[:, numbers]) for weights in draws.draw_weights(int(numbers.max(initial=-1)) + 1)]


def _estimate_from_draws(
    value: float, chunks: list[Floats], jack: Jackknife | None = None, floor: float = -1.0
) -> Estimate:
    drawn = np.concatenate(chunks)[:, None] if chunks else np.zeros((0, 1))
    low, high, undefined = find_interval_ends(drawn)
    by_jackknife = (float("nan"),) * 3 if jack is None else (float(jack.se[0]), float(jack.low[0]), float(jack.high[0]))
    if not chunks:
        # Too many distinct sets to draw again: the jackknife has to do.
        undefined = np.zeros(1)
    return choose_interval(value, (float(low[0]), float(high[0])), float(undefined[0]), by_jackknife, floor)


def _estimate_identical(sets: LabelSets, ratings: Ratings, draws: Draws) -> Estimate:
    same = share_identical(sets)
    joint: Flags = np.asarray(~np.isnan(same))
    if not joint.any():
        return Estimate()
    often = sets.unit_weights()

    def compute_weighted_share(weights: Floats) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            counted = weights[:, joint] * often[joint]
            return np.asarray(counted @ same[joint] / counted.sum(axis=1))

    return _estimate_from_draws(
        float(np.average(same[joint], weights=often[joint])),
        _draw_figure(draws, ratings.cluster_numbers(), compute_weighted_share),
        floor=0.0,
    )


def _compute_mean_jaccard(sets: LabelSets) -> float | None:
    """The mean similarity of two coders' sets, over responses on which anybody applied anything."""
    raters = sets.raters
    if not len(sets.members):
        # Nobody rated anything that another did.
        return None
    coded = sets.members.sum(axis=1) > 0
    applied: Flags = np.any((sets.values >= 0) & coded[sets.values], axis=1) & (raters > 0)
    if not applied.any():
        return None
    apart = compute_unit_disagreement(sets, "jaccard")[applied] / raters[applied]
    return as_finite(float(1 - np.average(apart, weights=sets.unit_weights()[applied])))


def _count_labels_per_response(sets: LabelSets, coders: Sequence[str]) -> dict[str, float]:
    sizes = sets.members.sum(axis=1)
    out = {}
    for g, name in enumerate(coders):
        there: Flags = np.asarray((sets.values[:, g] >= 0) & (sets.raters > 0))
        if there.any():
            out[name] = float(np.average(sizes[sets.values[there, g]], weights=sets.unit_weights()[there]))
    return out
