"""The cursor in the list of codes: what digits, Space and the sticky code apply, and look up."""

from __future__ import annotations

from tipcoder.model.codings import Coding
from tipcoder.tui.screens.code_applying import CodeApplying
from tipcoder.tui.screens.controller import CodedAnswerScreen
from tipcoder.tui.screens.offer_deciding import OfferDeciding
from tipcoder.tui.screens.quote_editing import QuoteEditing
from tipcoder.tui.screens.word_selection import WordSelection
from tipcoder.workbench.coding.code_quotes import QuoteRequest


class CodeCursor:
    """Moves the cursor of the codes, and applies the code that a key stands for."""

    def __init__(
        self,
        screen: CodedAnswerScreen,
        codes: CodeApplying,
        words: WordSelection,
        quotes: QuoteEditing,
        deciding: OfferDeciding,
    ) -> None:
        self._screen = screen
        self._session = screen.session
        self._codes = codes
        self._words = words
        self._quotes = quotes
        self._deciding = deciding
        self.sticky: str | None = None
        """The code that Space applies whatever the cursor is on."""
        self._chose_code_at: tuple[tuple[int, int] | None, int] | None = None
        """What was selected when the cursor was moved last."""

    # --- applying ---------------------------------------------------------------------------------

    def apply_listed_code(self, code: str) -> None:
        """Apply the code of a line: as it is offered, else as any code."""
        self._codes.last_code = code
        if not self._deciding.accept_offer(code):
            self._screen.apply_code(code)

    def action_digit(self, number: int) -> None:
        code = self._screen.code_places().digits.get(number)
        if code is not None:
            self.apply_listed_code(code)
        else:
            self._screen.show_status(f"There is no code on {number}.", fault=True)

    def action_cursor(self, by: int) -> None:
        self._screen.code_pane.move_cursor(by)
        selection = self._screen.answer_text.selection
        self._chose_code_at = selection.span, selection.caret
        self._deciding.show_evidence()

    def action_apply_cursor(self) -> None:
        if self.sticky is not None:
            self._apply_sticky_code(self.sticky)
            return
        code = self._screen.code_pane.current_code
        if code is not None:
            self.apply_listed_code(code)

    def _apply_sticky_code(self, code: str) -> None:
        """Apply it to what is selected and select what follows: one key for each sentence."""
        is_on_words = self._screen.answer_text.selection.span is not None
        self._screen.apply_code(code)
        if not is_on_words:
            return
        if self._screen.answer_text.selection.select_next_unit():
            self._screen.answer_text.redraw_selection()
        else:
            self._words.action_deselect()
            self._screen.show_status("That was the end of the answer. Enter finishes it.")

    def action_sticky(self) -> None:
        if self.sticky is None:
            self.sticky = self._codes.last_code or self._screen.code_pane.current_code
        else:
            self.sticky = None
        self._screen.show_title()
        if self.sticky is None:
            self._screen.show_status("Space applies the code under the cursor again.")
        else:
            label = self._session.code_label(self.sticky)
            self._screen.show_status(
                f"Space applies {label} and selects what follows; y ends that."
            )

    # --- looking a code up ------------------------------------------------------------------------

    def find_code_looked_at(self) -> str | None:
        """The code of the quote at the caret, unless the cursor of the codes was moved since."""
        quote = self._find_quote_looked_at()
        return quote.code if quote is not None else self._screen.code_in_view()

    def request_quotes(self, code: str) -> QuoteRequest:
        """Begins at the quote that is looked at."""
        quote = self._find_quote_looked_at()
        return QuoteRequest(code, coding_id=quote.id if quote is not None else None)

    def _find_quote_looked_at(self) -> Coding | None:
        """The quote that is selected just as it is, or that the caret is in."""
        selection = self._screen.answer_text.selection
        if self._chose_code_at == (selection.span, selection.caret):
            return None
        quote = self._quotes.find_coding_touched()
        is_other_span = quote is not None and selection.span not in (None, (quote.start, quote.end))
        # Words that are selected otherwise wait for a code: the cursor of the codes is meant then.
        return None if is_other_span else quote
