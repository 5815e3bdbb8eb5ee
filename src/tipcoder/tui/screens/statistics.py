"""The statistics screen: outcomes by codes and variables, and the answers behind every cell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from tipcoder.errors import TipcoderError
from tipcoder.model.codings import UndoResult
from tipcoder.model.filters import AnswerFilter
from tipcoder.tui.commands import ScreenName, build_bindings, list_commands
from tipcoder.tui.commands.footers import AtHand
from tipcoder.tui.drawing import as_content, as_content_line, assemble_line
from tipcoder.tui.screens.code_lookup import CodeLookup
from tipcoder.tui.screens.main_screen import MainScreen
from tipcoder.tui.screens.plot_lines import (
    Plots,
    draw_plots,
    find_plot,
    format_plot,
    list_plot_options,
)
from tipcoder.tui.screens.statistics_lines import CrosstabLines, format_result, format_test_line
from tipcoder.tui.widgets.lines import KeylessList
from tipcoder.tui.workbench import Workbench
from tipcoder.workbench.coding.code_quotes import QuoteRequest, QuoteScope
from tipcoder.workbench.coding.news import NewsOfOthers
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.coding.worklist import WorkList
from tipcoder.workbench.statistics.crosstab_bands import CrosstabCell, CrosstabLevel
from tipcoder.workbench.statistics.crosstabs import Analysis, Crosstab, analyse_study

if TYPE_CHECKING:
    from tipcoder.workbench.reporting.text_plots import TextPlot

_AS_IN_CODEBOOK, _BY_P, _COMMONEST = range(3)
_ORDERS = ("as in the codebook", "smallest p first", "commonest first")
_CODES_HEADING = "Codes: cases with it, of those known; adjusted p"
_VARIABLES_HEADING = "Variables: cases; adjusted p"
_LEAST_WIDTH = 20
_UNTESTED = 2.0
"""Sorts codes without a p behind every p."""


class _CellLine(NamedTuple):
    """What a line of the right-hand list stands for."""

    band: CrosstabLevel
    cell: CrosstabCell


class StatisticsScreen(MainScreen):
    """Tests on the left; on the right the cells of one of them, and what was found.

    Everything is tested once, in a thread; the cells of a test are put together when it is shown.
    """

    screen_name = ScreenName.STATISTICS
    BINDINGS: ClassVar[list[BindingType]] = list(
        build_bindings(list_commands(ScreenName.STATISTICS))
    )

    def __init__(self, session: CodingSession, worklist: WorkList) -> None:
        super().__init__(session)
        self.list = worklist
        self._lookup = self.add_controller(CodeLookup(self, self.code_in_view))
        self._analysis: Analysis | None = None
        self._outcome = 0
        self._order = _AS_IN_CODEBOOK
        self._in_cells = False
        """Whether the arrow keys move in the right-hand list."""
        self._plots: Plots = ()
        self._tested_at = 0
        """The newest act when testing began."""
        self._crosstab: Crosstab | None = None
        self._cell_lines: dict[int, _CellLine] = {}
        """By position in the list of cells."""

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
        # Widths are known only after the layout.
        self.call_after_refresh(self._draw_tests)

    @property
    def _tests(self) -> KeylessList:
        return self.query_one("#tests", KeylessList)

    @property
    def _cells(self) -> KeylessList:
        return self.query_one("#cells", KeylessList)

    # --- testing ----------------------------------------------------------------------------------

    def action_again(self) -> None:
        # Before testing: what is coded meanwhile is not in it.
        self._tested_at = self.session.find_last_act()
        title = assemble_line(("Testing …", "bold"), f" · {self.session.title}")
        self.update_static("#title", title)
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
        # Pictures take longer, and are looked at after the tests.
        plots = draw_plots(folder, viewer)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show_plots, plots)

    def _show_plots(self, plots: Plots) -> None:
        if self.is_attached:
            self._plots = plots
            self._draw_tests()

    def _show_tested(self, found: Analysis | TipcoderError) -> None:
        # The screen may have been left while the thread was at work.
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
        """The coder comes back from another screen: test again if she has changed something."""
        self._draw_tests()
        if self._tested_at != self.session.find_last_act():
            self.action_again()

    def show_undone(self, done: UndoResult) -> str:  # noqa: ARG002
        """The act may lie behind any number here, so everything is tested again."""
        self.action_again()
        return ""

    # --- the tests --------------------------------------------------------------------------------

    def _draw_tests(self) -> None:
        """Draw what was found; it is not tested again."""
        analysis = self._analysis
        if analysis is None:
            return
        outcome = analysis.outcomes[self._outcome]
        self._show_title(analysis.labels.get(outcome, outcome))

        # Counting again must not move the cursor.
        kept = self._variable
        self._tests.clear_options()
        self._add_tests(_CODES_HEADING, self._order_codes(analysis, outcome))
        self._add_tests(_VARIABLES_HEADING, analysis.variables)
        self._tests.add_options(list_plot_options(self._plots))
        self._highlight_test(kept)
        self._show_result()

    def _show_title(self, outcome_label: str) -> None:
        what = (f"{outcome_label} by codes and variables", "bold")
        order = f" · {_ORDERS[self._order]}"
        self.update_static("#title", assemble_line(what, order, f" · {self.session.title}"))

    def _add_tests(self, heading: str, variables: Sequence[str]) -> None:
        analysis = self._analysis
        if analysis is None or not variables:
            return
        tests = self._tests
        outcome = analysis.outcomes[self._outcome]
        width = max(tests.scrollable_content_region.width - 2, _LEAST_WIDTH)
        tests.add_option(Option(as_content_line(heading).stylize("bold"), disabled=True))
        for variable in variables:
            line = format_test_line(analysis, outcome, variable, width)
            tests.add_option(Option(line, variable))

    def _highlight_test(self, variable: str | None) -> None:
        """Mark a code or variable, else the first one; headings have no id."""
        tests = self._tests
        ids = [tests.get_option_at_index(position).id for position in range(tests.option_count)]
        if variable is not None and variable in ids:
            tests.highlighted = ids.index(variable)
            return
        tests.highlighted = next((position for position, name in enumerate(ids) if name), None)

    def _order_codes(self, analysis: Analysis, outcome: str) -> list[str]:
        def find_p(code: str) -> float:
            result = analysis.results.get((outcome, code))
            if result is None or result.p is None:
                return _UNTESTED
            return result.p

        def count_present(code: str) -> int:
            present, _ = analysis.count_known(code)
            return present

        if self._order == _BY_P:
            return sorted(analysis.codes, key=find_p)
        if self._order == _COMMONEST:
            # Reversed sorting is stable too: equals stay in the codebook's order.
            return sorted(analysis.codes, key=count_present, reverse=True)
        return list(analysis.codes)

    # --- one test ---------------------------------------------------------------------------------

    @property
    def _variable(self) -> str | None:
        """The code or variable whose test is marked."""
        tests = self._tests
        if tests.highlighted is None:
            return None
        return tests.get_option_at_index(tests.highlighted).id

    @on(OptionList.OptionHighlighted, "#tests")
    def _show_highlighted_test(self) -> None:
        self._show_result()

    def _show_result(self) -> None:
        analysis, variable = self._analysis, self._variable
        if analysis is None or variable is None:
            return
        plot = find_plot(self._plots, variable)
        if plot is not None:
            self._show_plot(plot)
            return
        outcome = analysis.outcomes[self._outcome]
        self._crosstab = analysis.build_crosstab(outcome, variable)
        self._show_cells(self._crosstab)
        result = analysis.results.get((outcome, variable))
        self.query_one("#result", Static).update(as_content(format_result(analysis, result)))

    def _show_plot(self, plot: TextPlot) -> None:
        """A picture has no cells to go to."""
        self._crosstab = None
        self._cell_lines.clear()
        self._cells.clear_options()
        result = self.query_one("#result", Static)
        result.update(format_plot(plot, result.size.width))

    def _show_cells(self, crosstab: Crosstab) -> None:
        cells = self._cells
        kept = cells.highlighted
        cells.clear_options()
        self._cell_lines.clear()

        lines = CrosstabLines(crosstab, cells.scrollable_content_region.width)
        # Disabled: the cursor passes over it.
        cells.add_option(Option(lines.format_heading(), disabled=True))
        for band in crosstab.bands:
            # The line of a level stands for its first cell, which its share is of.
            self._cell_lines[cells.option_count] = _CellLine(band, band.cells[0])
            cells.add_option(Option(lines.format_level(band)))
            for cell in band.cells:
                self._cell_lines[cells.option_count] = _CellLine(band, cell)
                count = assemble_line((f"    {cell.state}", "$quiet"), f" {len(cell.cases)}")
                cells.add_option(Option(count))
        cells.highlighted = kept if kept in self._cell_lines else 1

    # --- moving -----------------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        lines = self._cells if self._in_cells else self._tests
        lines.step_cursor(by)

    def action_cells(self, inside: bool) -> None:
        self._in_cells = inside and bool(self._cell_lines)
        self._cells.set_class(self._in_cells, "entered")
        self._tests.set_class(self._in_cells, "left")

    def action_outcome(self) -> None:
        if self._analysis is not None:
            self._outcome = (self._outcome + 1) % len(self._analysis.outcomes)
            self._draw_tests()

    def action_sort(self) -> None:
        self._order = (self._order + 1) % len(_ORDERS)
        # Another order is asked for to see what comes first.
        self._tests.highlighted = None
        self._draw_tests()

    def action_open(self) -> None:
        if not self._in_cells:
            self.action_cells(True)
            return
        line = self._cell_lines.get(self._cells.highlighted or 0)
        crosstab = self._crosstab
        if line is None or crosstab is None:
            return
        cases = line.cell.cases
        if not cases:
            self.show_status("There is no case in this cell.", fault=True)
            return
        self.list.choose_answers(AnswerFilter(questions=crosstab.questions, cases=cases))
        self.go_to_screen(ScreenName.CODING)

    # --- quotes -----------------------------------------------------------------------------------

    def code_in_view(self) -> str | None:
        """The code under the cursor."""
        is_code = self._analysis is not None and self._variable in self._analysis.codes
        return self._variable if is_code else None

    def action_quotes(self) -> None:
        request = self._request_quotes_of_cell() if self._in_cells else None
        if request is None:
            self._lookup.action_quotes()
        else:
            cast("Workbench", self.app).show_quotes(request)

    def _request_quotes_of_cell(self) -> QuoteRequest | None:
        """The quotes behind a number: of the code where it is there, else of any code."""
        line = self._cell_lines.get(self._cells.highlighted or 0)
        crosstab, analysis = self._crosstab, self._analysis
        if line is None or crosstab is None or analysis is None:
            return None
        is_counted = crosstab.is_about_variable(line.band, line.cell)
        outcome = analysis.labels.get(crosstab.outcome, crosstab.outcome)
        about = f"{outcome} {line.band.level}, {line.cell.state}"
        scope = QuoteScope(questions=crosstab.questions, cases=line.cell.cases)
        return QuoteRequest(self.code_in_view() if is_counted else None, scope, about)

    # --- leaving ----------------------------------------------------------------------------------

    def find_at_hand(self) -> AtHand:
        return AtHand.OPENED if self._in_cells else AtHand.USUAL

    def action_back(self) -> None:
        if self._in_cells:
            self.action_cells(False)
        else:
            super().action_back()

    @on(OptionList.OptionSelected, "#cells")
    def _open_clicked_cell(self) -> None:
        # A click goes straight to a cell.
        self._in_cells = True
        self.action_open()
