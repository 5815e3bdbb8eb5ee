"""A code in the segments of a survey with weights: shares, and tests that know the design."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from tipcoder.analysis.difference_intervals import Estimated, subtract_estimates
from tipcoder.analysis.pairs import RAO_SCOTT
from tipcoder.analysis.rao_scott import find_rao_scott, weigh_table
from tipcoder.analysis.segments import (
    SegmentCounts,
    SegmentTest,
    WeightedSegment,
    explain_refusal,
)
from tipcoder.analysis.survey_design import (
    SurveyDesign,
    estimate_group_means,
    estimate_weighted_share,
)
from tipcoder.analysis.variables import Levels
from tipcoder.analysis.weighted_tests import TOO_SPARSE

if TYPE_CHECKING:
    from tipcoder.arrays import Ints

_REST, _HERE = 0, 1


def find_weighted_cases(inside: Levels, states: Ints, design: SurveyDesign) -> Ints:
    """The cases of which segment, code and weight are known, as places."""
    import numpy as np

    return design.keep_weighted(np.flatnonzero(inside.known & (states >= 0)))


def weigh_segment(
    counts: SegmentCounts, inside: Levels, states: Ints, design: SurveyDesign
) -> SegmentCounts:
    """The counts with weighted shares and their difference.

    `inside` is no or yes for each case. The difference has the interval of Zou & Donner (2008) from
    those of the shares, with the correlation that respondents in both parts bring about.
    """
    import numpy as np

    places = find_weighted_cases(inside, states, design)
    chosen, codes = design.choose(places), inside.codes[places]
    found = estimate_group_means(states[places].astype(np.float64), codes, 2, chosen)
    shares: list[Estimated | None] = []
    sizes = []
    for part in (_REST, _HERE):
        effective = chosen.choose(np.flatnonzero(codes == part)).effective_n
        sizes.append(effective)
        if not effective:
            shares.append(None)
            continue
        mean, error = float(found.mean[part]), float(found.error[part])
        shares.append(estimate_weighted_share(mean, error, found.df[part], effective))
    rest, here = shares
    difference = None
    if here is not None and rest is not None:
        product = float(found.error[_HERE] * found.error[_REST])
        correlation = float(found.covariance[_HERE, _REST]) / product if product > 0 else 0.0
        difference = subtract_estimates(here, rest, correlation)
    return replace(counts, weighted=WeightedSegment(here, rest, difference, sizes[_HERE]))


def compare_weighted(
    counts: SegmentCounts, inside: Levels, states: Ints, design: SurveyDesign, min_n: int
) -> SegmentTest:
    """The Rao-Scott test of a segment against the rest.

    Unweighted counts decide whether there are cases enough: `min_n` known ones on both sides, and
    as many with the code and without it.
    """
    refusal = explain_refusal(counts, min_n)
    if refusal:
        return SegmentTest(note=refusal)
    places = find_weighted_cases(inside, states, design)
    table = weigh_table(inside.codes[places], states[places], (2, 2), design.choose(places))
    tested = find_rao_scott(table) if table.shares.shape == (2, 2) else None
    if tested is None or not math.isfinite(tested.p):
        return SegmentTest(note=TOO_SPARSE)
    note = f"{RAO_SCOTT}: two shares and weights; respondents are the clusters of the design."
    return SegmentTest(RAO_SCOTT, tested.p, note=note)


def estimate_code_share(states: Ints, design: SurveyDesign) -> tuple[Estimated | None, float]:
    """The weighted share of a code among the cases of which it is known, and Kish's effective
    number of these; None where no such case has a weight above 0.
    """
    import numpy as np

    places = design.keep_weighted(np.flatnonzero(states >= 0))
    chosen = design.choose(places)
    if not places.size:
        return None, 0.0
    codes = np.zeros(places.size, dtype=np.int64)
    found = estimate_group_means(states[places].astype(np.float64), codes, 1, chosen)
    share = estimate_weighted_share(
        float(found.mean[0]), float(found.error[0]), found.df[0], chosen.effective_n
    )
    return share, chosen.effective_n
