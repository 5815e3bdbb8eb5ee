"""Marking quotes in the list of all quotes of a code, and giving the marked ones another code."""

from __future__ import annotations

from collections.abc import Callable

from tipcoder.text import format_count
from tipcoder.tui.screens.code_replacing import CodeReplacing
from tipcoder.tui.widgets.quote_list import QuoteList
from tipcoder.workbench.coding.code_quotes import CodeQuotes, QuoteRequest
from tipcoder.workbench.coding.code_replacement import ReplacementScope
from tipcoder.workbench.coding.session import CodingSession


class QuoteMarking(CodeReplacing):
    """A list of quotes with a place in it, in which some are marked."""

    def __init__(self, session: CodingSession, request: QuoteRequest) -> None:
        super().__init__(session)
        self.quotes = CodeQuotes(session, request)
        self.place = 0
        """The place in the list of the quote under the cursor."""
        self.marked: set[int] = set()
        """Numbers of codings. The list has the same set and reads it: it is changed in place."""

    # --- for the screen below ---------------------------------------------------------------------

    @property
    def lines(self) -> QuoteList:
        """The list as it is drawn."""
        return self.query_one(QuoteList)

    def go_to(self, place: int) -> None:
        """Go to a quote of the list, or to the nearest that there is."""
        raise NotImplementedError

    def perform_act(self, do: Callable[[], str]) -> None:
        """Do something to quotes, and show what became of them."""
        raise NotImplementedError

    def show_title(self) -> None:
        """Say how many quotes there are, and how many are marked."""
        raise NotImplementedError

    # --- marking ----------------------------------------------------------------------------------

    def action_mark(self) -> None:
        if self.quotes.ids:
            self.marked ^= {self.quotes.ids[self.place]}
            self.go_to(self.place + 1)
            self._show_marks()

    def action_mark_all(self) -> None:
        everything = set(self.quotes.ids)
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
        self.lines.refresh()
        self.show_title()

    # --- another code -----------------------------------------------------------------------------

    def action_replace(self) -> None:
        """Replace a code on the marked quotes, or on all listed."""
        own, others = self.quotes.list_own_quotes(self.marked)
        answers = list(dict.fromkeys(head.answer_id for head in own))
        scope = ReplacementScope(answers, {head.coding_id for head in own})
        note = f"; {format_count(others, 'quote')} by others left out" if others else ""

        def perform(do: Callable[[], str]) -> None:
            self.perform_act(do)
            self.clear_marks()

        code = self.quotes.request.code
        self.ask_for_replacement(scope, [code] if code else [], perform, note)
