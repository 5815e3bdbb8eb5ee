"""The statistics screen: outcomes by codes and variables, with the answers behind every cell one key away."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from tipcoder.errors import TipcoderError
from tipcoder.export.result_lines import format_p
from tipcoder.export.result_tables import format_text
from tipcoder.model import AnswerFilter, UndoResult
from tipcoder.results import StatisticalTest
from tipcoder.text import measure_cell_width
from tipcoder.tui.commands import ScreenName, build_bindings, list_commands
from tipcoder.tui.drawing import as_content, as_content_line, assemble_line, fit_to_width
from tipcoder.tui.screens.main_screen import MainScreen
from tipcoder.tui.widgets.interval_plot import draw_interval, find_scale
from tipcoder.tui.widgets.lines import KeylessList
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.coding.view import NewsOfOthers
from tipcoder.workbench.coding.worklist import WorkList
from tipcoder.workbench.statistics.crosstabs import (
    Analysis,
    Crosstab,
    CrosstabCell,
    CrosstabLevel,
    analyse_study,
)

_ORDERS = ("as in the codebook", "smallest p first", "commonest first")
_COUNTS, _P = 12, 10
_SAID = 30
"""Columns behind an interval: value, answers and rows."""


class _Point(NamedTuple):
    """What a line of the right-hand list stands for."""

    band: CrosstabLevel
    cell: CrosstabCell


class StatisticsScreen(MainScreen):
    """Tests on the left; on the right the cells of one of them, and what was found, in words and numbers."""

    screen_name = ScreenName.STATISTICS
    BINDINGS: ClassVar[list[BindingType]] = list(
        build_bindings(list_commands(ScreenName.STATISTICS))
    )

    def __init__(self, session: CodingSession, worklist: WorkList) -> None:
        super().__init__(session)
        self.list = worklist
        self._analysis: Analysis | None = None
        self._outcome = 0
        self._order = 0
        self._in_cells = False
        self._tested_at = 0
        """The newest act when testing began."""
        self._crossing: Crosstab | None = None
        self._points: dict[int, _Point] = {}

    def compose_work(self) -> ComposeResult:
        with Horizontal(id="statistics"):
            yield KeylessList(id="tests", markup=False)
            with Vertical(id="found"):
                yield KeylessList(id="cells", markup=False)
                with VerticalScroll(id="result-scroll", can_focus=False):
                    yield Static(id="result")

    def on_mount(self) -> None:
        """Test everything, while the screen can be left."""
        self.action_again()

    def on_resize(self) -> None:
        """Columns and intervals have the width that there is."""
        self.call_after_refresh(self._draw_tests)

    # --- testing ----------------------------------------------------------------------------------

    def action_again(self) -> None:
        self._tested_at = self.session.find_last_act()
        self.update_static(
            "#title", assemble_line(("Testing …", "bold"), f" · {self.session.title}")
        )
        self._test_in_thread(self.session.study.folder, self.session.coder.name)

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _test_in_thread(self, folder: Path, viewer: str) -> None:
        # A study of its own: connections belong to the thread that opened them.
        worker = get_current_worker()
        try:
            found: Analysis | TipcoderError = analyse_study(folder, viewer)
        except TipcoderError as fault:
            found = fault
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show_tested, found)

    def _show_tested(self, found: Analysis | TipcoderError) -> None:
        if not self.is_attached:
            return
        if isinstance(found, TipcoderError):
            self.update_static("#title", assemble_line((self.session.title, "bold")))
            self.show_refusal(found)
            return
        self._analysis = found
        self._draw_tests()
        if found.problems:
            self.show_status(" ".join(found.problems))

    def show_news(self, news: NewsOfOthers) -> None:
        """Figures that move while they are read cannot be read: `r` counts again."""

    def read_anew(self) -> None:
        if self._analysis is None:
            self.action_again()

    def study_changed(self) -> None:
        """She comes back from another screen, where she may have coded: test again what was found before that."""
        self._draw_tests()
        if self._tested_at != self.session.find_last_act():
            self.action_again()

    def _draw_tests(self) -> None:
        """Draw what was found; it is not tested again."""
        analysis = self._analysis
        if analysis is None:
            return
        outcome = analysis.outcomes[self._outcome]
        title = (f"{analysis.labels.get(outcome, outcome)} by codes and variables", "bold")
        self.update_static(
            "#title", assemble_line(title, f" · {_ORDERS[self._order]} · {self.session.title}")
        )
        tests = self.query_one("#tests", KeylessList)
        kept = self._variable
        tests.clear_options()
        width = max(tests.scrollable_content_region.width - 2, 20)
        for heading, names in (
            (
                "Codes: cases with it, of those known; adjusted p",
                self._order_codes(analysis, outcome),
            ),
            ("Variables: cases; adjusted p", analysis.variables),
        ):
            if names:
                tests.add_option(Option(as_content_line(heading).stylize("bold"), disabled=True))
                tests.add_options(
                    [
                        Option(self._format_test_line(analysis, outcome, name, width), name)
                        for name in names
                    ]
                )
        ids = [tests.get_option_at_index(at).id for at in range(tests.option_count)]
        tests.highlighted = (
            ids.index(kept)
            if kept is not None and kept in ids
            else next((n for n, i in enumerate(ids) if i), None)
        )
        self._show_result()

    def _order_codes(self, analysis: Analysis, outcome: str) -> list[str]:
        if self._order == 1:

            def sortable_p(code: str) -> float:
                result = analysis.results.get((outcome, code))
                return 2.0 if result is None or result.p is None else result.p

            return sorted(analysis.codes, key=sortable_p)
        if self._order == 2:
            return sorted(analysis.codes, key=lambda code: -analysis.count_known(code)[0])
        return list(analysis.codes)

    def _format_test_line(self, analysis: Analysis, outcome: str, name: str, width: int) -> Content:
        result = analysis.results.get((outcome, name))
        label = analysis.labels.get(name, name)
        if name in analysis.codes:
            present, known = analysis.count_known(name)
            counts = f"{present} of {known}"
        else:
            counts = str(result.n) if result else ""
        p = None if result is None else result.p if result.p_adjusted is None else result.p_adjusted
        said = "–" if p is None else format_p(p)
        return as_content_line(
            f"  {fit_to_width(label, max(width - _COUNTS - _P - 4, 6))} {counts:>{_COUNTS}} {said:<{_P}}"
        )

    # --- what is shown ----------------------------------------------------------------------------

    @property
    def _variable(self) -> str | None:
        tests = self.query_one("#tests", KeylessList)
        return (
            None if tests.highlighted is None else tests.get_option_at_index(tests.highlighted).id
        )

    @on(OptionList.OptionHighlighted, "#tests")
    def _show_highlighted_test(self) -> None:
        self._show_result()

    def _show_result(self) -> None:
        analysis, variable = self._analysis, self._variable
        if analysis is None or variable is None:
            return
        outcome = analysis.outcomes[self._outcome]
        self._crossing = analysis.build_crosstab(outcome, variable)
        self._show_cells(self._crossing)
        result = analysis.results.get((outcome, variable))
        self.query_one("#result", Static).update(as_content(self._format_result(analysis, result)))

    def _format_result(self, analysis: Analysis, result: StatisticalTest | None) -> str:
        found = format_text(result, "article") if result is not None else "Not tested."
        return "\n".join([found, "", *analysis.sentences])

    def _show_cells(self, crossing: Crosstab) -> None:
        cells = self.query_one("#cells", KeylessList)
        at = cells.highlighted
        cells.clear_options()
        self._points.clear()
        scale = find_scale(crossing.bands, crossing.unit)
        first = crossing.bands[0].cells[0].state if crossing.bands else ""
        what = (
            f"share {first}, 95% Wilson intervals"
            if crossing.unit == "share"
            else "mean, 95% t intervals"
        )
        ends = "0 to 100%" if crossing.unit == "share" else f"{scale[0]:.2f} to {scale[1]:.2f}"
        cells.add_option(Option(assemble_line((f"{what}, {ends}", "bold")), disabled=True))
        room = cells.scrollable_content_region.width
        level = min(
            max((measure_cell_width(band.level) for band in crossing.bands), default=0), room // 4
        )
        width = max(room - level - _SAID, 12)
        for band in crossing.bands:
            line = self._format_band_line(band, crossing.unit, scale, level, width)
            self._add_cell_line(cells, band, band.cells[0], line)
            for cell in band.cells:
                self._add_cell_line(
                    cells,
                    band,
                    cell,
                    assemble_line((f"    {cell.state}", "dim"), f" {len(cell.cases)}"),
                )
        cells.highlighted = at if at in self._points else 1

    def _add_cell_line(
        self, cells: KeylessList, band: CrosstabLevel, cell: CrosstabCell, content: Content
    ) -> None:
        self._points[cells.option_count] = _Point(band, cell)
        cells.add_option(Option(content))

    def _format_band_line(
        self, band: CrosstabLevel, unit: str, scale: tuple[float, float], level: int, width: int
    ) -> Content:
        if band.value is None:
            value = "nothing known"
        else:
            value = f"{band.value:.0%}" if unit == "share" else f"{band.value:.2f}"
        said = f"{value:>6}, {band.answers} of {band.rows} rows"
        return assemble_line(
            (fit_to_width(band.level, level), "bold"),
            f" {draw_interval(band, scale, width)} {said}",
        )

    # --- moving -----------------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        lines = self.query_one("#cells" if self._in_cells else "#tests", KeylessList)
        if by > 0:
            lines.action_cursor_down()
        else:
            lines.action_cursor_up()

    def action_cells(self, inside: bool) -> None:
        self._in_cells = inside and bool(self._points)
        self.query_one("#cells").set_class(self._in_cells, "entered")
        self.query_one("#tests").set_class(self._in_cells, "left")

    def action_outcome(self) -> None:
        if self._analysis is not None:
            self._outcome = (self._outcome + 1) % len(self._analysis.outcomes)
            self._draw_tests()

    def action_sort(self) -> None:
        self._order = (self._order + 1) % len(_ORDERS)
        self.query_one("#tests", KeylessList).highlighted = None
        self._draw_tests()

    def action_open(self) -> None:
        if not self._in_cells:
            self.action_cells(True)
            return
        point = self._points.get(self.query_one("#cells", KeylessList).highlighted or 0)
        crossing = self._crossing
        if point is None or crossing is None:
            return
        if not point.cell.cases:
            self.show_status("There is no case in this cell.", fault=True)
            return
        self.list.choose_answers(AnswerFilter(questions=crossing.questions, cases=point.cell.cases))
        self.go_to_screen(ScreenName.CODING)

    def action_back(self) -> None:
        if self._in_cells:
            self.action_cells(False)
        else:
            super().action_back()

    @on(OptionList.OptionSelected, "#cells")
    def _open_clicked_cell(self) -> None:
        self._in_cells = True
        self.action_open()

    def show_undone(self, done: UndoResult) -> str:  # noqa: ARG002
        """The act may lie behind any number here, so everything is tested again."""
        self.action_again()
        return ""
