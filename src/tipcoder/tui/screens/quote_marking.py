"""Marking quotes in the list of all quotes of a code, and giving the marked ones another code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from tipcoder.text import format_count
from tipcoder.tui.screens.code_replacing import CodeReplacing
from tipcoder.tui.screens.controller import WorkScreen
from tipcoder.tui.widgets.quote_list import QuoteList
from tipcoder.workbench.coding.code_quotes import CodeQuotes
from tipcoder.workbench.coding.code_replacement import ReplacementScope


class QuotesView(WorkScreen, Protocol):
    """The screen with the list of quotes, and a place in it."""

    quotes: CodeQuotes
    place: int

    @property
    def lines(self) -> QuoteList:
        """The list as it is drawn."""

    def go_to(self, place: int) -> None:
        """Go to a quote of the list, or to the nearest that there is."""

    def perform_act(self, do: Callable[[], str]) -> None:
        """Do something to quotes, and show what became of them."""

    def show_title(self) -> None:
        """Say how many quotes there are, and how many are marked."""


class QuoteMarking:
    """Marks quotes, and replaces their code."""

    def __init__(self, screen: QuotesView, replacing: CodeReplacing) -> None:
        self._screen = screen
        self._replacing = replacing
        self.marked: set[int] = set()
        """Numbers of codings. The list has the same set and reads it: it is changed in place."""

    # --- marking ----------------------------------------------------------------------------------

    def action_mark(self) -> None:
        ids = self._screen.quotes.ids
        if ids:
            self.marked ^= {ids[self._screen.place]}
            self._screen.go_to(self._screen.place + 1)
            self._show_marks()

    def action_mark_all(self) -> None:
        everything = set(self._screen.quotes.ids)
        if self.marked == everything:
            self.marked.clear()
        else:
            self.marked.update(everything)
        self._show_marks()

    def clear_marks(self) -> None:
        """Mark nothing."""
        self.marked.clear()
        self._show_marks()

    def _show_marks(self) -> None:
        self._screen.lines.refresh()
        self._screen.show_title()

    # --- another code -----------------------------------------------------------------------------

    def action_replace(self) -> None:
        """Replace a code on the marked quotes, or on all listed."""
        quotes = self._screen.quotes
        own, others = quotes.list_own_quotes(self.marked)
        answers = list(dict.fromkeys(head.answer_id for head in own))
        scope = ReplacementScope(answers, {head.coding_id for head in own})
        note = f"; {format_count(others, 'quote')} by others left out" if others else ""

        def perform(do: Callable[[], str]) -> None:
            self._screen.perform_act(do)
            self.clear_marks()

        code = quotes.request.code
        self._replacing.ask_for_replacement(scope, [code] if code else [], perform, note)
