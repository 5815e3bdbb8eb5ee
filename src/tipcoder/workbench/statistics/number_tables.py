"""Outcomes that are numbers, described: over all cases, and in the groups of each factor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from tipcoder.analysis.describing import average_values
from tipcoder.analysis.promoter_scores import estimate_promoter_score
from tipcoder.analysis.survey_design import SurveyDesign
from tipcoder.analysis.weighted_describing import weigh_mean
from tipcoder.results import DescriptiveTable, MeanLine, TableBlock
from tipcoder.workbench.statistics.averages import T_INTERVALS, WEIGHTED_MEANS
from tipcoder.workbench.statistics.case_table import CaseTable
from tipcoder.workbench.statistics.labels import find_variable_label
from tipcoder.workbench.statistics.variables import PROMOTERS

ROCKS = "Intervals are adjusted Wald intervals at 95% (Rocks, 2016)."
_ALL = "All cases"


def build_number_table(table: CaseTable, name: str) -> DescriptiveTable:
    """Mean, median, deviation and interval of an outcome; of a net promoter score that score."""
    spec = table.study.number_outcomes[name]
    values = table.outcome_numbers(name).list_values()
    note = f"{PROMOTERS} {ROCKS}" if spec.is_nps else T_INTERVALS
    if table.design is not None:
        note = f"{PROMOTERS} {WEIGHTED_MEANS}" if spec.is_nps else WEIGHTED_MEANS
    heading = spec.label or name
    everybody = list(range(len(values)))
    whole = _describe_group(_ALL, values, everybody, table.design, is_nps=spec.is_nps)
    blocks = [TableBlock(heading, "cases", means=(whole,), note=note)]
    for variable, groups in _list_groups(table):
        lines = []
        for label, places in groups:
            lines.append(_describe_group(label, values, places, table.design, is_nps=spec.is_nps))
        text = f"{heading} by {find_variable_label(table.study, variable) or variable}"
        # How it was computed is said once, above.
        blocks.append(TableBlock(text, "cases", means=tuple(lines)))
    return DescriptiveTable(name, heading, tuple(blocks))


def _describe_group(
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


def _list_groups(table: CaseTable) -> Iterator[tuple[str, Iterable[tuple[str, Sequence[int]]]]]:
    """Each factor with the places of the cases in each of its groups."""
    import numpy as np

    for name in table.study.list_factor_names():
        levels = table.factor_levels(name)
        groups = []
        for place, label in enumerate(levels.labels):
            groups.append((label, np.flatnonzero(levels.codes == place).tolist()))
        yield name, groups
