"""Groups as a weighted test compares them: weighted means and shares beside unweighted counts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tipcoder.analysis.pairs import Pair
from tipcoder.analysis.survey_design import (
    SurveyDesign,
    estimate_group_means,
    estimate_weighted_share,
)
from tipcoder.analysis.variables import Levels, Numbers
from tipcoder.results.tests import ComparedGroup

if TYPE_CHECKING:
    from tipcoder.arrays import Floats, Ints


def weigh_groups(
    groups: Sequence[ComparedGroup], pair: Pair, usable: Ints, design: SurveyDesign
) -> tuple[ComparedGroup, ...]:
    """The groups of a pair with what the weights make of them; counts stay as they are.

    `design` is that of all cases, and those that are usable have a weight above 0.
    """
    codes, chosen = pair.groups.codes[usable], design.choose(usable)
    if isinstance(pair.measured, Numbers):
        return _weigh_means(groups, pair.measured.values[usable], codes, chosen)
    return _weigh_shares(groups, pair.measured, usable, codes, chosen)


def _weigh_means(
    groups: Sequence[ComparedGroup], values: Floats, codes: Ints, design: SurveyDesign
) -> tuple[ComparedGroup, ...]:
    found = estimate_group_means(values, codes, len(groups), design)
    weighed = []
    for place, group in enumerate(groups):
        inside = codes == place
        if not inside.any():
            weighed.append(replace(group, effective_n=0.0))
            continue
        mean = float(found.mean[place])
        low, high = found.find_interval(place) or (None, None)
        of_group = design.choose(inside.nonzero()[0])
        sd = find_weighted_sd(values[inside], of_group.weights, mean)
        weighed.append(
            replace(group, mean=mean, sd=sd, low=low, high=high, effective_n=of_group.effective_n)
        )
    return tuple(weighed)


def find_weighted_sd(values: Floats, weights: Floats, mean: float) -> float | None:
    """The deviation of n weighted values, with n / (n - 1); None of one. No weight may be 0."""
    n = len(values)
    if n < 2:
        return None
    variance = float(weights @ (values - mean) ** 2) / float(weights.sum())
    return math.sqrt(variance * n / (n - 1))


def _weigh_shares(
    groups: Sequence[ComparedGroup],
    measured: Levels,
    usable: Ints,
    codes: Ints,
    design: SurveyDesign,
) -> tuple[ComparedGroup, ...]:
    import numpy as np

    columns = measured.codes[usable]
    shares: list[dict[str, tuple[float, float, float]]] = [{} for _ in groups]
    effective = [
        design.choose(np.flatnonzero(codes == place)).effective_n for place in range(len(groups))
    ]
    for category, label in enumerate(measured.labels):
        has_it = (columns == category).astype(np.float64)
        found = estimate_group_means(has_it, codes, len(groups), design)
        for place in range(len(groups)):
            if effective[place]:
                shares[place][label] = estimate_weighted_share(
                    float(found.mean[place]),
                    float(found.error[place]),
                    found.df[place],
                    effective[place],
                )
    weighed = []
    for group, of_group, number in zip(groups, shares, effective, strict=True):
        weighed.append(replace(group, shares=of_group, effective_n=number))
    return tuple(weighed)
