"""Levels of a crosstab: how many cases each has, and their share or mean with its interval."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tipcoder.analysis.describing import average_values
from tipcoder.analysis.intervals import wilson_interval
from tipcoder.analysis.promoter_scores import estimate_promoter_score
from tipcoder.analysis.variables import Levels, Numbers
from tipcoder.analysis.weighted_describing import weigh_lines, weigh_mean
from tipcoder.results.tables import TableLine
from tipcoder.workbench.statistics.case_table import CaseTable

if TYPE_CHECKING:
    from tipcoder.arrays import Bools

UNKNOWN = "unknown"
WITH_NUMBER = "with a number"


@dataclass(frozen=True)
class CrosstabCell:
    """Cases that share a level and a state."""

    state: str
    cases: tuple[str, ...]
    """Their labels."""


@dataclass(frozen=True)
class CrosstabLevel:
    """One level: a share or a mean with its interval, and what it rests on."""

    level: str
    rows: int
    """Cases at this level."""
    answers: int
    """Of these, cases of which the other side is known."""
    value: float | None
    low: float | None
    high: float | None
    cells: tuple[CrosstabCell, ...]


def summarise_shares(
    table: CaseTable, levels: Levels, states: Sequence[str], order: Sequence[str]
) -> tuple[CrosstabLevel, ...]:
    """By level the share of the first state in `order` among the cases of which it is known;
    weighted where the study has weights.
    """
    by_cell: dict[tuple[int, str], list[int]] = {}
    for place, (level, state) in enumerate(zip(levels.codes.tolist(), states, strict=True)):
        # One walk through the cases for all levels.
        by_cell.setdefault((level, state), []).append(place)

    rows = Counter(levels.codes.tolist())
    bands = []
    for number, level in enumerate(levels.labels):
        members = [by_cell.get((number, state), []) for state in (*order, UNKNOWN)]
        cells = []
        for state, places in zip((*order, UNKNOWN), members, strict=True):
            cells.append(CrosstabCell(state, tuple(table.labels[place] for place in places)))
        band = _summarise_share(level, rows[number], tuple(cells))
        bands.append(_weigh_share(band, table, members))
    return tuple(bands)


def _summarise_share(level: str, rows: int, cells: tuple[CrosstabCell, ...]) -> CrosstabLevel:
    """The share of the first cell among all but the last, which holds the unknown cases."""
    sizes = [len(cell.cases) for cell in cells]
    # Unknown cases are shown, but do not count in a share.
    known, first = sum(sizes[:-1]), sizes[0]
    if not known:
        return CrosstabLevel(level, rows, 0, None, None, None, cells)
    low, high = wilson_interval(first, known)
    return CrosstabLevel(level, rows, known, first / known, low, high, cells)


def _weigh_share(
    band: CrosstabLevel, table: CaseTable, members: Sequence[Sequence[int]]
) -> CrosstabLevel:
    if table.design is None or not band.answers:
        return band
    first, *others = members[:-1]
    places = [*first]
    for other in others:
        places += other
    states = {band.level: [n < len(first) for n in range(len(places))]}
    line = TableLine(band.level, len(first), len(places))
    (weighed,) = weigh_lines([line], states, table.design.choose(places))
    return replace(band, value=weighed.weighted, low=weighed.low, high=weighed.high)


def summarise_means(
    table: CaseTable, levels: Levels, numbers: Numbers, *, is_nps: bool = False
) -> tuple[CrosstabLevel, ...]:
    """By level the mean of a number, with a t interval where two cases have one; of a net promoter
    score with that of Rocks (2016). Weighted where the study has weights.
    """
    import numpy as np

    bands = []
    for number, level in enumerate(levels.labels):
        at_level = levels.codes == number
        with_number = at_level & numbers.known
        values = numbers.values[with_number].tolist()
        line = average_values(level, values)
        if table.design is not None:
            scale = (-100.0, 100.0) if is_nps else None
            chosen = table.design.choose(np.flatnonzero(with_number))
            line = weigh_mean(line, values, chosen, scale)
        elif is_nps and values:
            score = estimate_promoter_score(values)
            line = replace(line, mean=score.value, low=score.low, high=score.high)
        cells = (
            CrosstabCell(WITH_NUMBER, _list_labels(table, with_number)),
            CrosstabCell(UNKNOWN, _list_labels(table, at_level & ~numbers.known)),
        )
        rows = int(at_level.sum())
        bands.append(CrosstabLevel(level, rows, len(values), line.mean, line.low, line.high, cells))
    return tuple(bands)


def _list_labels(table: CaseTable, chosen: Bools) -> tuple[str, ...]:
    """Labels of the cases chosen, in order of the survey."""
    import numpy as np

    return tuple(table.labels[place] for place in np.flatnonzero(chosen))
