"""The mean of a number outcome in a group of cases; of a net promoter score that score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tipcoder.analysis.describing import average_values
from tipcoder.analysis.promoter_scores import estimate_promoter_score
from tipcoder.analysis.survey_design import SurveyDesign
from tipcoder.analysis.weighted_describing import weigh_mean
from tipcoder.results.tables import MeanLine


def describe_numbers(
    label: str,
    values: Sequence[float | None],
    places: Sequence[int],
    design: SurveyDesign | None,
    *,
    is_nps: bool,
) -> MeanLine:
    """The cases at these places; weighted where there is a design."""
    inside = [values[place] for place in places]
    line = average_values(label, inside)
    if design is not None:
        scale = (-100.0, 100.0) if is_nps else None
        weighed = weigh_mean(line, inside, design.choose(places), scale)
        return replace(weighed, median=None) if is_nps else weighed
    known = [value for value in inside if value is not None]
    if not is_nps or not known:
        return line
    score = estimate_promoter_score(known)
    # Of answers that count 100, 0 or -100 the middle one says nothing.
    return replace(line, mean=score.value, median=None, low=score.low, high=score.high)
