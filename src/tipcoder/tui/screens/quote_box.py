"""Choosing quotes out of a list, such as those that go to a new code.

Whoever is in doubt about one looks at its answer, and comes back later: the box decides nothing by
itself.
"""

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
from tipcoder.tui.fault_tolerance import outlives_faults
from tipcoder.tui.keyboard import join_with_twins

_SHOWN_LETTERS = 300
"""More of a quote does not fit on its line."""


class QuoteLine(NamedTuple):
    """A coding to choose: where it is, who made it, its words, and what else to know."""

    coding_id: int
    answer_id: int
    place: str
    coder: str
    words: str
    remark: str = ""


class QuoteChoice(NamedTuple):
    """What was chosen: marked codings, or an answer to look at. Never both."""

    codings: tuple[int, ...] = ()
    look_at: int | None = None


@outlives_faults
class QuoteBox(ModalScreen[QuoteChoice | None]):
    """Ends with the codings that were marked, with an answer to look at, or with None.

    Space marks, A marks all, Enter takes the marked ones, l looks at the answer, Esc closes.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Close", show=False),
        Binding("space", "mark", "Mark", show=False, priority=True),
        Binding(join_with_twins(("A",)), "mark_all", "Mark all", show=False),
        Binding(join_with_twins(("l",)), "look", "Look at the answer", show=False),
        Binding(join_with_twins(("j",)), "move(1)", "Down", show=False),
        Binding(join_with_twins(("k",)), "move(-1)", "Up", show=False),
    ]

    def __init__(self, title: str, taking: str, quotes: Sequence[QuoteLine]) -> None:
        """`taking` says what Enter does with the marked ones, to fit behind the word Enter."""
        super().__init__()
        self._title = title
        self._taking = taking
        self._quotes = quotes
        self._marked: set[int] = set()
        """Ids of codings."""

    def compose(self) -> ComposeResult:
        with Vertical(id="quotes"):
            yield Static(as_content_line(self._title), id="quotes-title")
            # Built once: a mark redraws its own line only.
            lines = [Option(self._format_quote(quote)) for quote in self._quotes]
            yield OptionList(*lines, markup=False)
            keys = f"Space marks · A all · Enter {self._taking} · l shows the answer · Esc closes"
            yield Static(as_content_line(keys), id="quotes-hint")

    def _format_quote(self, quote: QuoteLine) -> Content:
        # Blanks of the same width: lines must not move when they are marked.
        mark = "■ " if quote.coding_id in self._marked else "  "
        remark = f"  {quote.remark}" if quote.remark else ""
        who = (f" {quote.coder}{remark}  ", "$quiet")
        return assemble_line(mark, (quote.place, "bold"), who, quote.words[:_SHOWN_LETTERS])

    @property
    def _lines(self) -> OptionList:
        return self.query_one(OptionList)

    def _redraw_quote(self, position: int) -> None:
        # The list keeps its cursor when a line is replaced.
        prompt = self._format_quote(self._quotes[position])
        self._lines.replace_option_prompt_at_index(position, prompt)

    def action_mark(self) -> None:
        position = self._lines.highlighted
        if position is None:
            return
        self._marked ^= {self._quotes[position].coding_id}
        self._redraw_quote(position)
        # The next one is likely to be looked at now.
        self._lines.action_cursor_down()

    def action_mark_all(self) -> None:
        everything = {quote.coding_id for quote in self._quotes}
        # Where all are marked already, the key takes the marks away.
        self._marked = set() if self._marked == everything else everything
        for position in range(len(self._quotes)):
            self._redraw_quote(position)

    def action_move(self, by: int) -> None:
        if by > 0:
            self._lines.action_cursor_down()
        else:
            self._lines.action_cursor_up()

    def action_look(self) -> None:
        position = self._lines.highlighted
        if position is not None:
            # Marks are lost: whoever looks at an answer leaves the box.
            self.dismiss(QuoteChoice(look_at=self._quotes[position].answer_id))

    @on(OptionList.OptionSelected)
    def _take_marked_quotes(self) -> None:
        # In the order of the list, whatever the order of marking was.
        chosen = tuple(quote.coding_id for quote in self._quotes if quote.coding_id in self._marked)
        # Enter without marks is more likely a slip than a wish for nothing.
        if chosen:
            self.dismiss(QuoteChoice(chosen))
            return
        remedy = Content("Nothing is marked: Space marks a quote, A all.")
        self.query_one("#quotes-hint", Static).update(remedy)
