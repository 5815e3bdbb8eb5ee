"""Lines of the statistics screen: a test, and a level of an outcome with its interval."""

from __future__ import annotations

from textual.content import Content

from tipcoder.export.result_lines import format_p
from tipcoder.export.result_tables import format_result_block
from tipcoder.results.tests import StatisticalTest
from tipcoder.text import measure_cell_width
from tipcoder.tui.drawing import as_content_line, assemble_line, fit_to_width
from tipcoder.tui.widgets.interval_plot import draw_interval, find_scale
from tipcoder.workbench.statistics.crosstab_bands import CrosstabLevel
from tipcoder.workbench.statistics.crosstabs import Analysis, Crosstab

_COUNTS, _P = 12, 10
"""Columns of the counts and of the p-value behind a test."""
_LEAST_LABEL = 6
_SUMMARY = 30
"""Columns behind an interval: value, answers and rows."""
_LEAST_INTERVAL = 12
_KINDS = {"share": "Wilson ", "mean": "t ", "score": ""}
"""Whose intervals they are, where they are not weighted."""


def format_test_line(analysis: Analysis, outcome: str, variable: str, width: int) -> Content:
    """A code or variable, the cases that its test rests on, and p, in `width` columns."""
    label = analysis.labels.get(variable, variable)
    result = analysis.results.get((outcome, variable))
    counts = str(result.n) if result else ""
    if variable in analysis.codes:
        present, known = analysis.count_known(variable)
        # A code is unknown where the question was not read: that is said beside its count.
        counts = f"{present} of {known}"
    # A dash is not a p of 1: nothing was tested.
    p = find_shown_p(result)
    p_column = "–" if p is None else format_p(p)
    room = max(width - _COUNTS - _P - 4, _LEAST_LABEL)
    line = f"  {fit_to_width(label, room)} {counts:>{_COUNTS}} {p_column:<{_P}}"
    return as_content_line(line)


def find_shown_p(result: StatisticalTest | None) -> float | None:
    """The adjusted p where there is one, because many codes are tested together; else p itself."""
    if result is None:
        return None
    return result.p if result.p_adjusted is None else result.p_adjusted


def format_result(analysis: Analysis, result: StatisticalTest | None) -> str:
    """What was found, as an article reports it, and what all tests of the study rest on."""
    found = "Not tested." if result is None else format_result_block(result, "article")
    return "\n".join([found, "", *analysis.sentences])


class CrosstabLines:
    """The levels of one crosstab as lines, all intervals on one scale."""

    def __init__(self, crosstab: Crosstab, width: int) -> None:
        """`width` is the columns of a line; labels take at most a third of it."""
        self._crosstab = crosstab
        self._is_share = crosstab.unit == "share"
        # One scale for all levels, so that intervals can be compared by eye.
        self._scale = find_scale(crosstab.bands, crosstab.unit)
        widths = [measure_cell_width(band.level) for band in crosstab.bands]
        self._label_width = min(max(widths, default=0), width // 3)
        self._interval_width = max(width - self._label_width - _SUMMARY, _LEAST_INTERVAL)

    def format_heading(self) -> Content:
        """What the intervals are, and the ends of their scale."""
        weighted = "weighted " if self._crosstab.is_weighted else ""
        kind = _KINDS[self._crosstab.unit] if not weighted else ""
        if not self._is_share:
            # The ends of a mean depend on the data, those of a share do not.
            low, high = self._scale
            what = "net promoter score" if self._crosstab.unit == "score" else "mean"
            ends = f"{low:.2f} to {high:.2f}"
            return assemble_line((f"{weighted}{what}, 95% {kind}intervals, {ends}", "bold"))
        bands = self._crosstab.bands
        # The share is that of the first state, such as `present`.
        first = bands[0].cells[0].state if bands else ""
        text = f"{weighted}share {first}, 95% {kind}intervals, 0 to 100%"
        return assemble_line((text, "bold"))

    def format_level(self, band: CrosstabLevel) -> Content:
        """A level of the outcome, its interval, its value, and what that rests on."""
        label = (fit_to_width(band.level, self._label_width), "bold")
        interval = draw_interval(band, self._scale, self._interval_width)
        value = self._format_value(band)
        return assemble_line(label, f" {interval} {value:>6}, {band.answers} of {band.rows} rows")

    def _format_value(self, band: CrosstabLevel) -> str:
        if band.value is None:
            return "nothing known"
        return f"{band.value:.0%}" if self._is_share else f"{band.value:.2f}"
