"""The answer grid: every answer in a table, and codes put on many at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from tipcoder.errors import BadInput
from tipcoder.model import Answer, GridLine, MemoTarget
from tipcoder.tui.commands import ScreenName, build_bindings, list_commands
from tipcoder.tui.drawing import as_content_line, assemble_line
from tipcoder.tui.screens.name_chooser import NameChooser
from tipcoder.tui.screens.order_actions import OrderActions
from tipcoder.tui.widgets.answer_grid import AnswerGrid
from tipcoder.tui.widgets.code_list import DIGITS
from tipcoder.tui.widgets.digit_row import DigitRow
from tipcoder.workbench.coding.folded import MIXED, describe_folded_line
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.coding.worklist import WorkList
from tipcoder.workbench.suggestions.worker import SuggestionWorker

_COLUMNS = {
    "question": "question by question, the reading order",
    "respondent": "everything of one respondent together",
    "spread": "an answer of each language in turn",
    "language": "language",
    "same": "how many say the same",
    "codes": "number of codes you put on",
    "finished": "finished, and how",
    "length": "length of the answer",
}


class GridScreen(OrderActions):
    """The home of survey work."""

    screen_name = ScreenName.GRID
    BINDINGS: ClassVar[list[BindingType]] = list(build_bindings(list_commands(ScreenName.GRID)))

    def __init__(self, session: CodingSession, worklist: WorkList, desk: SuggestionWorker) -> None:
        super().__init__(session, worklist, desk)
        self.marked: set[int] = set()
        self._marked_last = 0
        self._last_code: str | None = None

    def compose_work(self) -> ComposeResult:
        yield AnswerGrid(
            self._read_grid_lines, self.session.code_label, self.session.attributes, self.marked
        )
        yield Static(id="preview")
        yield DigitRow()

    def on_mount(self) -> None:
        """Open at the answer that the coding screen shows."""
        self.call_after_refresh(self.show_list)

    # --- what is shown --------------------------------------------------------------------------------------------

    @property
    def grid(self) -> AnswerGrid:
        """The table."""
        return self.query_one(AnswerGrid)

    @property
    def page_size(self) -> int:
        return self.grid.page_size

    def show_list(self) -> None:
        self.marked.intersection_update(self.ids)
        self.show_order()
        self.show_answer()

    def show_order(self) -> None:
        order = self.list.order
        self.grid.show_answers(self.ids, self.index, (order.by, order.reverse))
        self.show_title()

    def restore_cursor(self) -> None:
        self.grid.go_to(self.index)

    def show_answer(self) -> None:
        answer = self.answer  # first, because the store may not answer
        self.grid.go_to(self.index)
        if answer is None:
            self.update_static("#preview", as_content_line(self.explain_empty_list()))
        else:
            folded = self.list.read_folded_lines([answer.id]).get(answer.id)
            mixed = (
                f"{MIXED} {describe_folded_line(folded, self.session.code_label)}  "
                if folded and folded.mixed
                else ""
            )
            self.update_static(
                "#preview",
                assemble_line(
                    (f"{answer.case} {answer.question}  {mixed}", "bold"), answer.text[:2000]
                ),
            )
        self._show_digits(answer)
        self.show_title()

    def show_changes(self, changed: Sequence[int]) -> None:
        self.grid.redraw_answers(changed)
        self.show_answer()

    def repaint_all(self) -> None:
        self.grid.redraw_all()
        self.show_answer()

    def _read_grid_lines(self, ids: Sequence[int]) -> dict[int, GridLine]:
        folded = self.list.read_folded_lines(ids)
        found = self.session.read_grid_lines(ids)
        return {
            i: row._replace(line=self.as_listed(row.line, folded.get(i)))
            for i, row in found.items()
        }

    def _show_marks(self) -> None:
        self.grid.refresh()
        self.show_title()

    def _show_digits(self, answer: Answer | None) -> None:
        ranked = self.session.rank_codes(answer.id)[:DIGITS] if answer else []
        self.query_one(DigitRow).show_labels([self.session.code_label(key) for key in ranked])

    def title_extra(self) -> tuple[str, str] | str:
        return (f" · {len(self.marked)} marked", "bold") if self.marked else ""

    # --- acting ---------------------------------------------------------------------------------------------------

    def lines_reached(self) -> list[Sequence[int]]:
        """The marked rows in their order, else the row of the cursor, each with what is folded under it."""
        rows = (
            [i for i in self.ids if i in self.marked]
            if self.marked
            else self.ids[self.index : self.index + 1]
        )
        return [self.list.list_alike(row) for row in rows]

    def after_code(self, *, advance: bool) -> str:
        """Marked rows were dealt with: nothing is marked now. A single row makes way for the next."""
        if self.marked:
            self.marked.clear()
            self._show_marks()
        elif advance:
            self.action_move(1)
        return ""

    def apply_code(self, code: str) -> None:
        """Put a code on every answer reached, and finish them."""
        self._last_code = code
        self.perform_act(
            lambda answer, also: self.session.add_coding(
                answer.id, code, finish=True, also=also, move_overlapped=True
            ),
            advance=True,
        )

    def action_digit(self, number: int) -> None:
        answer = self.answer
        ranked = self.session.rank_codes(answer.id)[:DIGITS] if answer else []
        if number <= len(ranked):
            self.apply_code(ranked[number - 1])

    def action_repeat(self) -> None:
        if self._last_code is None:
            self.show_status("No code has been put on yet.", fault=True)
        else:
            self.apply_code(self._last_code)

    def action_remove(self) -> None:
        self.choose_code_to_remove()

    def action_memo(self) -> None:
        answer = self.answer
        if answer is not None:
            target = MemoTarget(answer.id)
            there = next(
                (memo.text for memo in self.session.read_memos(answer.id) if memo.target == target),
                "",
            )
            place = f"Memo on {answer.case} {answer.question}"
            self.write_memo(f"Memo on {answer.case}", there, target, place=place)

    # --- marking --------------------------------------------------------------------------------------------------

    def action_mark(self) -> None:
        if self.ids:
            self.marked ^= {self.ids[self.index]}
            self._marked_last = self.index
            self.action_move(1)

    def action_mark_to(self) -> None:
        first, last = sorted((self._marked_last, self.index))
        self.marked.update(self.ids[first : last + 1])
        self._marked_last = self.index
        self._show_marks()

    def action_mark_all(self) -> None:
        everything = set(self.ids)
        self.marked.symmetric_difference_update(
            everything if self.marked == everything else everything - self.marked
        )
        self._show_marks()
        self.show_status(f"{len(self.marked)} marked")

    # --- moving on ------------------------------------------------------------------------------------------------

    def action_sort(self) -> None:
        def order_by_choice(by: str | None) -> None:
            if by is not None:
                self.action_order(by)

        choices = {
            **_COLUMNS,
            **dict.fromkeys(self.session.read_attribute_names(), "attribute of the case"),
        }
        self.open_box(NameChooser("Order by what?", choices), order_by_choice)

    def action_open(self) -> None:
        self.go_to_screen(ScreenName.CODING)

    def action_back(self) -> None:
        if self.marked:
            self.marked.clear()
            self._show_marks()
        else:
            super().action_back()

    @on(AnswerGrid.Chosen)
    def _go_to_clicked_row(self, message: AnswerGrid.Chosen) -> None:
        self.go_to(message.index)
        if message.open:
            self.action_open()

    @on(AnswerGrid.Ordered)
    def _order_by_clicked_heading(self, message: AnswerGrid.Ordered) -> None:
        if message.by == "case":
            message.by = "respondent"
        try:
            self.action_order(message.by)
        except BadInput as fault:
            self.show_refusal(fault)
