"""The answer grid: every answer in a table, and codes applied to many at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from tipcoder.errors import BadInput
from tipcoder.model.answers import Answer, GridLine
from tipcoder.text import make_excerpt
from tipcoder.tui.commands import ScreenName, build_bindings, list_commands
from tipcoder.tui.commands.footers import AtHand
from tipcoder.tui.drawing import as_content_line, assemble_line
from tipcoder.tui.screens.code_lookup import CodeLookup
from tipcoder.tui.screens.code_picker import CodeChoice, CodePicker
from tipcoder.tui.screens.code_replacing import CodeReplacing
from tipcoder.tui.screens.digit_pinning import label_digits
from tipcoder.tui.screens.list_screen import ListScreen
from tipcoder.tui.screens.name_chooser import NameChooser
from tipcoder.tui.widgets.answer_grid import AnswerGrid
from tipcoder.tui.widgets.digit_row import DigitRow
from tipcoder.workbench.coding.code_replacement import ReplacementScope
from tipcoder.workbench.coding.filters import format_filter
from tipcoder.workbench.coding.folded import MIXED, describe_folded_line
from tipcoder.workbench.coding.many_acts import ManyWish
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.coding.worklist import WorkList
from tipcoder.workbench.suggestions.worker import SuggestionWorker

_COLUMNS = {
    "question": "question by question, the reading order",
    "respondent": "everything of one respondent together",
    "spread": "an answer of each language in turn",
    "language": "language",
    "same": "how many say the same",
    "codes": "number of codes you applied",
    "finished": "finished, and how",
    "length": "length of the answer",
}
"""What the list can be ordered by; attributes of the case come behind."""
_FILTER_LETTERS = 120
"""More of a filter does not fit into the sentence of an act."""
_PREVIEW_LETTERS = 2000
"""More of an answer does not fit into the preview on any screen."""


class GridScreen(ListScreen):
    """The home of survey work.

    An act reaches the rows that are marked, or the row of the cursor where none is.
    """

    screen_name = ScreenName.GRID
    BINDINGS: ClassVar[list[BindingType]] = list(build_bindings(list_commands(ScreenName.GRID)))

    def __init__(self, session: CodingSession, worklist: WorkList, desk: SuggestionWorker) -> None:
        super().__init__(session, worklist, desk)
        self.marked: set[int] = set()
        """Ids of answers. The table has the same set and reads it: it is changed in place."""
        self._replacing = CodeReplacing(self)
        self.add_controller(CodeLookup(self, self.code_in_view, choose_code=self._use_code_at_hand))
        self._marked_last = 0
        """The position from which marking goes on to another one."""

    def compose_work(self) -> ComposeResult:
        session = self.session
        yield AnswerGrid(
            self._read_grid_lines,
            session.code_label,
            session.attributes,
            self.marked,
            self.find_hits,
        )
        yield Static(id="preview")
        yield DigitRow()

    def on_mount(self) -> None:
        """Open at the answer that the coding screen shows."""
        self.call_after_refresh(self.show_list)

    # --- what is shown ----------------------------------------------------------------------------

    @property
    def grid(self) -> AnswerGrid:
        """The table."""
        return self.query_one(AnswerGrid)

    @property
    def page_size(self) -> int:
        return self.grid.page_size

    def show_list(self) -> None:
        # An answer that is not listed any more must not be reached unseen.
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
        # First, because the store may not answer.
        self.session.store_use.refuse_in_trouble()
        answer = self.answer
        self.grid.go_to(self.index)
        self.update_static("#preview", self._format_preview(answer))
        self.show_digits()
        self.show_title()

    def _format_preview(self, answer: Answer | None) -> Content:
        """The current answer, and how its folded line stands where its answers differ in codes."""
        if answer is None:
            return as_content_line(self.explain_empty_list())
        heading = f"{answer.case} {answer.question}  "
        folded = self.list.read_folded_lines([answer.id]).get(answer.id)
        if folded is not None and folded.mixed:
            heading += f"{MIXED} {describe_folded_line(folded, self.session.code_label)}  "
        text = as_content_line(answer.text[:_PREVIEW_LETTERS])
        for start, end in self.find_hits(answer.text[:_PREVIEW_LETTERS]):
            text = text.stylize("bold $hit-ink on $hit-paper", start, end)
        return assemble_line((heading, "bold")) + text

    def show_changes(self, changed: Sequence[int], *, leaves: bool = False) -> None:  # noqa: ARG002
        self.grid.redraw_answers(changed)
        self.show_answer()

    def repaint_all(self) -> None:
        self.grid.redraw_all()
        self.show_answer()

    def _read_grid_lines(self, ids: Sequence[int]) -> dict[int, GridLine]:
        folded = self.list.read_folded_lines(ids)
        lines: dict[int, GridLine] = {}
        for answer_id, row in self.session.read_grid_lines(ids).items():
            line = self.as_listed(row.line, folded.get(answer_id))
            lines[answer_id] = row._replace(line=line)
        return lines

    def _show_marks(self) -> None:
        self.grid.refresh()
        self.show_title()

    def show_digits(self) -> None:
        # As on the coding screen, so that a digit means the same code on both.
        digits = label_digits(self.code_places(), self.session.code_label)
        self.query_one(DigitRow).show_labels(digits)

    def find_at_hand(self) -> AtHand:
        return AtHand.MARKED if self.marked else AtHand.USUAL

    def title_extra(self) -> tuple[str, str] | str:
        if not self.marked:
            return ""
        return (f" · {len(self.marked)} marked", "bold")

    # --- acting -----------------------------------------------------------------------------------

    def lines_reached(self) -> list[Sequence[int]]:
        """The marked rows in their order, else the row of the cursor.

        Each with what is folded under it.
        """
        if self.marked:
            rows = [answer_id for answer_id in self.ids if answer_id in self.marked]
        else:
            # A slice, because the list may be empty.
            rows = self.ids[self.index : self.index + 1]
        return [self.list.list_alike(row) for row in rows]

    def after_code(self, *, advance: bool) -> str:
        """Marked rows are done: nothing is marked now. A single row makes way for the next."""
        if self.marked:
            self._clear_marks()
        elif advance:
            self.action_move(1)
        return ""

    def apply_code(self, code: str) -> None:
        """Apply a code to every answer reached, and finish them.

        Rows that are marked together are not judged one by one, and the act says so.
        """
        self.codes.last_code = code
        if len(self.marked) > 1:
            self._apply_to_marked(code)
            return

        def add_coding(answer: Answer, also: Sequence[int]) -> str:
            return self.session.add_coding(
                answer.id, code, finish=True, also=also, move_overlapped=True
            )

        self.acts.perform_act(add_coding, advance=True)

    def _apply_to_marked(self, code: str) -> None:
        words = format_filter(self.list.where)
        chosen_by = f"by the filter {make_excerpt(words, _FILTER_LETTERS)}" if words else "marked"

        def code_many(answer: Answer, also: Sequence[int]) -> str:
            spans = dict.fromkeys((answer.id, *also))
            return self.session.code_many(ManyWish(code, spans, chosen_by))

        self.acts.perform_act(code_many, advance=True)

    def action_digit(self, number: int) -> None:
        code = self.code_places().digits.get(number)
        if code is not None:
            self.apply_code(code)

    def action_remove(self) -> None:
        self.codes.choose_code_to_remove()

    def action_replace(self) -> None:
        """Replace a code on every answer reached; a code of the filter is offered first."""
        ids = self.answers_reached()
        if not ids:
            self.show_status("There is no answer here.", fault=True)
            return

        def perform(do: Callable[[], str]) -> None:
            self.acts.perform_act(lambda _, __: do())

        self._replacing.ask_for_replacement(ReplacementScope(ids), self.list.where.codes, perform)

    def _use_code_at_hand(self, use: Callable[[str], None]) -> None:
        """The code on the row under the cursor; where there are several, ask which one."""
        answer = self.answer
        codings = self.session.read_codings(answer.id) if answer is not None else []
        choices = {coding.code: self.session.code_label(coding.code) for coding in codings}
        if len(choices) == 1:
            use(next(iter(choices)))
        elif choices:
            box = NameChooser("Look which code up?", choices)
            self.open_box(box, lambda code: use(code) if code is not None else None)
        else:
            self.show_status("There is no code on this answer.", fault=True)

    def action_pin(self) -> None:
        """Pin the code on the row, else one that is found by its letters."""
        answer = self.answer
        if answer is not None and not self.session.read_codings(answer.id):
            picker = CodePicker(self.session.codebook, self.session.languages[0])
            self.open_box(picker, self._pin_picked)
        else:
            self._use_code_at_hand(self.codes.pin_code)

    def _pin_picked(self, picked: CodeChoice | None) -> None:
        if picked is not None and picked.code is not None:
            self.codes.pin_code(picked.code)

    def action_memo(self) -> None:
        if self.answer is not None:
            self.memos.write_answer_memo(self.answer)

    # --- marking ----------------------------------------------------------------------------------

    def action_mark(self) -> None:
        if self.ids:
            self.marked ^= {self.ids[self.index]}
            self._marked_last = self.index
            self.action_move(1)

    def action_mark_to(self) -> None:
        # Marking goes from the row marked last in either direction.
        first, last = sorted((self._marked_last, self.index))
        self.marked.update(self.ids[first : last + 1])
        self._marked_last = self.index
        self._show_marks()

    def action_mark_all(self) -> None:
        everything = set(self.ids)
        if self.marked == everything:
            self.marked.clear()
        else:
            self.marked.update(everything)
        self._show_marks()
        self.show_status(f"{len(self.marked)} marked")

    def _clear_marks(self) -> None:
        self.marked.clear()
        self._show_marks()

    # --- moving on --------------------------------------------------------------------------------

    def action_sort(self) -> None:
        def order_by_choice(by: str | None) -> None:
            if by is not None:
                self.action_order(by)

        choices = dict(_COLUMNS)
        for attribute in self.session.read_attribute_names():
            choices[attribute] = "attribute of the case"
        self.open_box(NameChooser("Order by what?", choices), order_by_choice)

    def action_open(self) -> None:
        # The coding screen has the same worklist, so it opens at this row.
        self.go_to_screen(ScreenName.CODING)

    def action_back(self) -> None:
        if self.marked:
            self._clear_marks()
        else:
            super().action_back()

    @on(AnswerGrid.Chosen)
    def _go_to_clicked_row(self, message: AnswerGrid.Chosen) -> None:
        self.go_to(message.index)
        if message.open:
            self.action_open()

    @on(AnswerGrid.Ordered)
    def _order_by_clicked_heading(self, message: AnswerGrid.Ordered) -> None:
        # The cases of a respondent follow each other: the column of cases means that order.
        by = "respondent" if message.by == "case" else message.by
        try:
            self.action_order(by)
        # A heading may be clicked that the list cannot be ordered by.
        except BadInput as fault:
            self.show_refusal(fault)
