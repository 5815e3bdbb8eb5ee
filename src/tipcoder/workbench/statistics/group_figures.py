"""Figures of one outcome: averages by country or region, and numbers and shares by group."""

from __future__ import annotations

from tipcoder.analysis.intervals import t_interval, wilson_interval
from tipcoder.export.figures import DotPlot, GroupedBars, PlotBar, PlotPoint
from tipcoder.export.result_lines import format_effect, format_result
from tipcoder.results.tables import DescriptiveTable, MeanLine
from tipcoder.results.tests import StatisticalTest
from tipcoder.study import Study
from tipcoder.study_variables import OutcomeSpec
from tipcoder.workbench.statistics.interval_words import WEIGHTED_MEANS
from tipcoder.workbench.statistics.region_tests import PAIRS

SHARES = "Shares with 95% Wilson intervals."
WEIGHTED_SHARES = "Weighted shares with 95% Wilson intervals on the effective number of the design."


def draw_averages(study: Study, table: DescriptiveTable) -> dict[str, DotPlot]:
    """A figure for each outcome of a table of averages, by file name."""
    figures = {}
    for block in table.blocks:
        # These tables have a block for each outcome, under its name; a number has no levels.
        spec = study.outcomes.get(block.text)
        points = [_build_point(mean) for mean in block.means if mean.mean is not None]
        if not points:
            continue
        points.sort(key=lambda point: (-point.value, point.label))
        figures[f"{block.text}-{table.key}"] = DotPlot(
            title=f"{block.heading}: {table.title[0].lower()}{table.title[1:]}",
            points=tuple(points),
            ticks=_find_ticks(spec) if spec else (),
            # There is no room below a figure for every pair of regions.
            note=f"Points: means. Numbers: answers/rows. {block.note.partition(PAIRS)[0]}",
        )
    return figures


def _find_ticks(spec: OutcomeSpec) -> tuple[tuple[float, str], ...]:
    """Places of an outcome's levels on its scale, from the lowest."""
    if not spec.scores:
        return tuple((float(place), level) for place, level in enumerate(spec.levels))
    in_order = sorted(spec.scores.items(), key=lambda item: item[1])
    return tuple((float(score), value) for value, score in in_order)


def _build_point(mean: MeanLine) -> PlotPoint:
    """A mean of one group; without an interval its ends are the mean itself."""
    assert mean.mean is not None
    low = mean.mean if mean.low is None else mean.low
    high = mean.mean if mean.high is None else mean.high
    return PlotPoint(f"{mean.label} {mean.answers}/{mean.rows}", mean.mean, low, high, mean.answers)


def draw_groups(
    result: StatisticalTest, *, is_number: bool = False
) -> DotPlot | GroupedBars | None:
    """Means of a number by group, or shares of a yes/no variable within each group. Where the
    outcome `is_number`, the groups are those of the variable.

    None where there is nothing to draw.
    """
    names = [result.variable_heading, result.outcome_heading]
    title = " by ".join(reversed(names) if is_number else names)
    if all(group.counts for group in result.groups):
        return _draw_group_shares(result, title)
    return _draw_group_means(result, title)


def _draw_group_shares(result: StatisticalTest, title: str) -> GroupedBars | None:
    if any(len(group.counts) != 2 for group in result.groups):
        return None
    bars = []
    for group in result.groups:
        # The second of two values is the one that says yes.
        name, count = list(group.counts.items())[-1]
        if group.n and count is not None:
            share = count / group.n
            low, high = wilson_interval(count, group.n)
            if name in group.shares:
                share, low, high = group.shares[name]
            label = f"{group.name} ({count}/{group.n})"
            bars.append(PlotBar(label, name, share, low, high, count, group.n - count))
    if not bars:
        return None
    shares = f"{WEIGHTED_SHARES} Counts are not weighted." if result.is_weighted else SHARES
    note = f"{shares}\n{_format_caption(result)}"
    return GroupedBars(f"{title}: share of {bars[0].group}", tuple(bars), note)


def _draw_group_means(result: StatisticalTest, title: str) -> DotPlot | None:
    points = []
    for group in result.groups:
        if group.mean is None or group.sd is None:
            continue
        found = t_interval(group.mean, group.sd, group.n)
        if group.low is not None and group.high is not None:
            found = group.low, group.high
        low, high = found or (group.mean, group.mean)
        points.append(PlotPoint(f"{group.name} (n = {group.n})", group.mean, low, high, group.n))
    if not points:
        return None
    means = WEIGHTED_MEANS if result.is_weighted else "Means with 95% t intervals."
    note = f"{means}\n{_format_caption(result)}"
    return DotPlot(title, tuple(points), (), note)


def _format_caption(result: StatisticalTest) -> str:
    """The test and its effect sizes."""
    text = format_result(result)
    if result.p is None:
        return text
    parts = [text]
    for effect in result.effects:
        # The line of a test of shares may have Cramér's V already.
        if effect.name != "cramers_v" or "phi_c" not in text:
            parts.append(format_effect(effect))
    return ", ".join(parts)
