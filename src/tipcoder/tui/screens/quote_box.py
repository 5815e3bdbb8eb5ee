"""Choosing quotes out of a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tipcoder.tui.drawing import as_content_line, assemble_line
from tipcoder.tui.enduring import FaultTolerant


class QuoteLine(NamedTuple):
    """A coding to choose: where it stands, who made it, its words, and what else to know."""

    coding_id: int
    answer_id: int
    place: str
    coder: str
    words: str
    remark: str = ""


class QuoteChoice(NamedTuple):
    """What was chosen: marked codings, or an answer to look at."""

    codings: tuple[int, ...] = ()
    look_at: int | None = None


class QuoteBox(FaultTolerant, ModalScreen[QuoteChoice | None]):
    """Space marks, A marks all, Enter takes the marked ones, l looks at the answer, Esc closes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Close", show=False),
        Binding("space", "mark", "Mark", show=False, priority=True),
        Binding("A,Ф", "mark_all", "Mark all", show=False),
        Binding("l,д", "look", "Look at the answer", show=False),
        Binding("j,о", "move(1)", "Down", show=False),
        Binding("k,л", "move(-1)", "Up", show=False),
    ]

    def __init__(self, title: str, taking: str, quotes: Sequence[QuoteLine]) -> None:
        """`taking` says what Enter does with the marked ones."""
        super().__init__()
        self._title = title
        self._taking = taking
        self._quotes = quotes
        self._marked: set[int] = set()

    def compose(self) -> ComposeResult:
        with Vertical(id="quotes"):
            yield Static(as_content_line(self._title), id="quotes-title")
            yield OptionList(
                *(Option(self._format_quote(at)) for at in range(len(self._quotes))), markup=False
            )
            yield Static(
                as_content_line(
                    f"Space marks · A all · Enter {self._taking} · l shows the answer · Esc closes"
                ),
                id="quotes-hint",
            )

    def _format_quote(self, at: int) -> Content:
        quote = self._quotes[at]
        mark = "■ " if quote.coding_id in self._marked else "  "
        remark = f"  {quote.remark}" if quote.remark else ""
        return assemble_line(
            mark, (quote.place, "bold"), (f" {quote.coder}{remark}  ", "dim"), quote.words[:300]
        )

    def _redraw_quote(self, at: int) -> None:
        self.query_one(OptionList).replace_option_prompt_at_index(at, self._format_quote(at))

    def action_mark(self) -> None:
        lines = self.query_one(OptionList)
        at = lines.highlighted
        if at is not None:
            self._marked ^= {self._quotes[at].coding_id}
            self._redraw_quote(at)
            lines.action_cursor_down()

    def action_mark_all(self) -> None:
        everything = {quote.coding_id for quote in self._quotes}
        self._marked = set() if self._marked == everything else everything
        for at in range(len(self._quotes)):
            self._redraw_quote(at)

    def action_move(self, by: int) -> None:
        lines = self.query_one(OptionList)
        if by > 0:
            lines.action_cursor_down()
        else:
            lines.action_cursor_up()

    def action_look(self) -> None:
        at = self.query_one(OptionList).highlighted
        if at is not None:
            self.dismiss(QuoteChoice(look_at=self._quotes[at].answer_id))

    @on(OptionList.OptionSelected)
    def _take_marked_quotes(self) -> None:
        chosen = tuple(quote.coding_id for quote in self._quotes if quote.coding_id in self._marked)
        if chosen:
            self.dismiss(QuoteChoice(chosen))
        else:
            self.query_one("#quotes-hint", Static).update(
                Content("Nothing is marked: Space marks a quote, A all.")
            )
