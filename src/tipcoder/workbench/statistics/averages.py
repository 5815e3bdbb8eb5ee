"""Averages of the outcomes by country and by region, with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tipcoder.analysis.describing import average_by_group
from tipcoder.analysis.survey_design import SurveyDesign
from tipcoder.analysis.weighted_describing import weigh_mean
from tipcoder.results.tables import DescriptiveTable, MeanLine, TableBlock
from tipcoder.study_variables import NumberOutcomeSpec, OutcomeSpec
from tipcoder.text import format_count
from tipcoder.workbench.statistics.case_table import CaseTable
from tipcoder.workbench.statistics.indicator_merge import merge_indicators
from tipcoder.workbench.statistics.interval_words import (
    ON_A_SCALE,
    ROCKS,
    T_INTERVALS,
    WEIGHTED_MEANS,
)
from tipcoder.workbench.statistics.number_means import describe_numbers
from tipcoder.workbench.statistics.region_tests import describe_region_test, list_scores
from tipcoder.workbench.statistics.variables import BY_RANKS, PROMOTERS, is_ordered_outcome
from tipcoder.workbench.study import OpenStudy

BY_COUNTRY, BY_REGION = "by-country", "by-region"


def build_averages(study: OpenStudy, key: str, min_rows: int) -> DescriptiveTable:
    """Every outcome by country or region, with answers and rows.

    Both numbers are told, because a label that has rows alone hides how few answered.
    """
    merged = merge_indicators(study, ())
    table, country = merged.table, study.definition.country
    if key == BY_COUNTRY:
        title = f"Averages by country ({min_rows} or more rows)"
        groups, least = merged.names_by_case, min_rows
    else:
        assert country is not None and country.region is not None, "else the key is not listed"
        title = "Averages by region"
        # Regions are few and large: all of them are told.
        groups, least = table.group_column(country.region), 1

    blocks = []
    for name, spec in study.definition.outcomes.items():
        blocks.append(_build_average_block(name, spec, table, groups, least))
    for name, number in study.definition.number_outcomes.items():
        blocks.append(_build_number_block(name, number, table, groups, least))
    if key == BY_REGION:
        tested = []
        for block in blocks:
            about = describe_region_test(table, block.text, groups)
            if about and table.design is None and is_ordered_outcome(study.definition, block.text):
                about = f"{about} {BY_RANKS}"
            tested.append(replace(block, note=" ".join(filter(None, (block.note, about)))))
        blocks = tested
    return DescriptiveTable(key, title, tuple(blocks))


def _build_average_block(
    name: str, spec: OutcomeSpec, table: CaseTable, groups: Sequence[str | None], least: int
) -> TableBlock:
    scores = list_scores(table, name)
    # Without scores of its own a level counts its place: the first one 0.
    scale = sorted(spec.scores.values()) if spec.scores else range(len(spec.levels))
    low, high = float(scale[0]), float(scale[-1])
    means = average_by_group(groups, scores, (low, high), least)
    note = f"Scale from {low:g} to {high:g}. {T_INTERVALS} {ON_A_SCALE}"
    if table.design is not None:
        means = [_weigh_group(line, groups, scores, table.design, (low, high)) for line in means]
        note = f"Scale from {low:g} to {high:g}. {WEIGHTED_MEANS}"
    if not means:
        # An empty block would look as if nobody had answered.
        note = _say_why_nothing(least)
    return TableBlock(
        name,
        "cases",
        means=tuple(means),
        note=note,
        label=spec.label,
    )


def _build_number_block(
    name: str,
    spec: NumberOutcomeSpec,
    table: CaseTable,
    groups: Sequence[str | None],
    least: int,
) -> TableBlock:
    """The means of a number, or net promoter scores, by group."""
    values = list_scores(table, name)
    places: dict[str, list[int]] = {}
    for place, group in enumerate(groups):
        if group is not None:
            places.setdefault(group, []).append(place)
    ranked = sorted(places.items(), key=lambda item: (-len(item[1]), item[0]))
    means = []
    for group, members in ranked:
        if len(members) >= least:
            means.append(describe_numbers(group, values, members, table.design, is_nps=spec.is_nps))
    intervals = ROCKS if spec.is_nps else T_INTERVALS
    note = WEIGHTED_MEANS if table.design is not None else intervals
    if spec.is_nps:
        note = f"{PROMOTERS} {note}"
    return TableBlock(
        name, "cases", (), tuple(means), note if means else _say_why_nothing(least), spec.label
    )


def _weigh_group(
    line: MeanLine,
    groups: Sequence[str | None],
    scores: Sequence[float | None],
    design: SurveyDesign,
    scale: tuple[float, float],
) -> MeanLine:
    places = [place for place, group in enumerate(groups) if group == line.label]
    values = [scores[place] for place in places]
    return weigh_mean(line, values, design.choose(places), scale)


def _say_why_nothing(least: int) -> str:
    """Why no group is shown, whatever people answered."""
    if least == 1:
        return "No case has a region."
    return f"No country has the {format_count(least, 'row')} that an average takes here."
