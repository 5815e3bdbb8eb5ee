"""Pictures of results: means by group, and what changed between waves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tipcoder.export.pictures.intervals import (
    Axis,
    IntervalRow,
    build_interval_figure,
    choose_axis,
    choose_ticks,
)
from tipcoder.results.changes import MEAN, WaveChange
from tipcoder.results.tables import DescriptiveTable, MeanLine
from tipcoder.workbench.publishing.small_counts import CountScreen
from tipcoder.workbench.reporting.pictures import Picture
from tipcoder.workbench.statistics.change import ChangeRequest, find_changes
from tipcoder.workbench.study import OpenStudy

_MOST_LINES = 40


def draw_means(tables: Sequence[DescriptiveTable], *, with_notes: bool = True) -> Iterator[Picture]:
    """Means with their intervals, a picture for each question that has several.

    The notes of the tables are left out where these stand beside the pictures.
    """
    for table in tables:
        for block in table.blocks:
            lines = [line for line in block.means if line.mean is not None]
            if 1 < len(lines) <= _MOST_LINES:
                title = _join_headings(table.title, block.heading)
                axis = _choose_axis(lines)
                rows = [_build_mean(line) for line in lines]
                note = block.note if with_notes else ""
                caption = f"Means with 95 % intervals; n is the number of answers. {note}"
                figure = build_interval_figure(title, rows, axis, caption.strip(), "group")
                yield Picture(title, figure)


def _join_headings(table: str, block: str) -> str:
    """`NPS by Plan` says already what the table is about."""
    return block if block.startswith(table) else f"{table}: {block}"


def _choose_axis(lines: Sequence[MeanLine]) -> Axis:
    """From the lowest to the highest end of an interval."""
    ends: list[float] = []
    for line in lines:
        ends += [end for end in (line.mean, line.low, line.high) if end is not None]
    low, high = min(ends), max(ends)
    # Groups that are all alike would have no width.
    reach = (high - low) * 0.05 or 1.0
    marks = choose_ticks(low - reach, high + reach)
    return Axis(low - reach, high + reach, marks=marks)


def _build_mean(line: MeanLine) -> IntervalRow:
    return IntervalRow(line.label or "All", line.mean, line.low, line.high, line.answers)


def draw_changes(study: OpenStudy, screen: CountScreen, layer: str | None) -> Iterator[Picture]:
    """What changed from one wave to the next: shares in one picture, means in another."""
    found = find_changes(study, ChangeRequest(layer=layer))
    changes = screen.screen_changes(found.changes)
    means = [change for change in changes if change.measure == MEAN]
    shares = [change for change in changes if change.measure != MEAN]
    earlier, later = found.waves
    for what, chosen, is_share in (("shares", shares, True), ("means", means, False)):
        rows = [_build_change(change) for change in chosen if _is_known(change)]
        if not rows:
            continue
        rows.sort(key=lambda row: -abs(row.value or 0.0))
        title = f"Change of {what}, {earlier} to {later}"
        caption = (
            "The later wave minus the earlier one, with 95 % intervals; n is the number of "
            "respondents of the later wave. The largest changes are drawn."
        )
        shown = rows[:_MOST_LINES]
        axis = choose_axis(shown, is_share=is_share, zero="no change")
        yield Picture(title, build_interval_figure(title, shown, axis, caption, "what"))


def _is_known(change: WaveChange) -> bool:
    return change.headline.difference is not None


def _build_change(change: WaveChange) -> IntervalRow:
    best = change.headline
    return IntervalRow(change.heading, best.difference, best.low, best.high, best.after.n)
