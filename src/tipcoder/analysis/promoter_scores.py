"""The net promoter score: the share of promoters less that of detractors, with an interval."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tipcoder.analysis.difference_intervals import Estimated
from tipcoder.analysis.intervals import normal_quantile


def estimate_promoter_score(scores: Sequence[float]) -> Estimated:
    """Of what each answer counts (100 for a promoter, -100 for a detractor, else 0), in percent.

    The interval is the adjusted Wald interval of Rocks (2016), which keeps its level in small
    samples: 3 is added to the number of answers, and 3/4 each to promoters and detractors. It may
    reach beyond 100, where it is cut off. There has to be an answer.
    """
    n = len(scores)
    promoters = sum(1 for score in scores if score > 0)
    detractors = sum(1 for score in scores if score < 0)

    high, low = (promoters + 0.75) / (n + 3), (detractors + 0.75) / (n + 3)
    centre = high - low
    half = normal_quantile() * math.sqrt((high + low - centre**2) / (n + 3))
    return Estimated(
        100 * (promoters - detractors) / n,
        100 * max(-1.0, centre - half),
        100 * min(1.0, centre + half),
    )
