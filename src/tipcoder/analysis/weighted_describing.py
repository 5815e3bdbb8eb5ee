"""Lines of descriptive tables with what survey weights make of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tipcoder.analysis.survey_design import (
    SurveyDesign,
    estimate_group_means,
    estimate_weighted_share,
)
from tipcoder.analysis.weighted_groups import find_weighted_sd
from tipcoder.results.tables import MeanLine, TableLine


def weigh_choices(
    lines: Sequence[TableLine], cells: Sequence[str | None], design: SurveyDesign
) -> list[TableLine]:
    """The lines of a single choice, of those who answered; `cells` has one entry a case."""
    states = {}
    for line in lines:
        states[line.label] = [None if cell is None else cell == line.label for cell in cells]
    return weigh_lines(lines, states, design)


def weigh_lines(
    lines: Sequence[TableLine],
    states: Mapping[str, Sequence[bool | None]],
    design: SurveyDesign,
) -> list[TableLine]:
    """Each line by whether a case counts for it; None for a case that is not in its base."""
    return [_weigh_line(line, states[line.label], design) for line in lines]


def _weigh_line(line: TableLine, states: Sequence[bool | None], design: SurveyDesign) -> TableLine:
    import numpy as np

    places = np.array([n for n, state in enumerate(states) if state is not None], dtype=np.int64)
    known = design.keep_weighted(places)
    chosen = design.choose(known)
    if not known.size:
        return replace(line, effective_n=0.0)
    values = np.array([float(states[place] or 0) for place in known.tolist()])
    found = estimate_group_means(values, np.zeros(known.size, dtype=np.int64), 1, chosen)
    share = estimate_weighted_share(
        float(found.mean[0]), float(found.error[0]), found.df[0], chosen.effective_n
    )
    return replace(
        line,
        weighted=share.value,
        low=share.low,
        high=share.high,
        effective_n=chosen.effective_n,
    )


def weigh_mean(
    line: MeanLine,
    values: Sequence[float | None],
    design: SurveyDesign,
    scale: tuple[float, float] | None = None,
) -> MeanLine:
    """A mean with weighted mean, median and deviation, and the interval of its linearised error.

    The median is the smallest value up to which half of the weight lies. On a `scale` with two ends
    the interval is cut off there. Where all answers are equal, there is none.
    """
    import numpy as np

    places = np.array([n for n, value in enumerate(values) if value is not None], dtype=np.int64)
    known = design.keep_weighted(places)
    if not known.size:
        return MeanLine(line.label, line.answers, line.rows, effective_n=0.0)
    chosen = design.choose(known)
    numbers = np.array([values[place] for place in known.tolist()], dtype=np.float64)
    found = estimate_group_means(numbers, np.zeros(known.size, dtype=np.int64), 1, chosen)
    mean = float(found.mean[0])
    low, high = found.find_interval(0) or (None, None)
    if scale is not None and low is not None and high is not None:
        low, high = max(low, scale[0]), min(high, scale[1])

    order = np.argsort(numbers, kind="stable")
    heights = np.cumsum(chosen.weights[order])
    middle = int(np.searchsorted(heights, heights[-1] / 2))
    return replace(
        line,
        mean=mean,
        median=float(numbers[order[middle]]),
        sd=find_weighted_sd(numbers, chosen.weights, mean),
        low=low,
        high=high,
        effective_n=chosen.effective_n,
    )
