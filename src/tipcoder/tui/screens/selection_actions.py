"""What the keys that select words do, for a screen that shows an answer."""

from __future__ import annotations

from textual.screen import Screen

from tipcoder.tui.widgets.answer_text import AnswerText
from tipcoder.workbench.coding.text_units import Span, TextUnit


class SelectionActions(Screen[None]):
    """Actions on the answer's caret and selection.

    Each changes the selection, which knows nothing of screens, and then draws it.
    """

    @property
    def answer_text(self) -> AnswerText:
        """The answer's words."""
        return self.query_one(AnswerText)

    def take_selected_words(self) -> Span | None:
        """The selected words as they are quoted: without blanks, a comma or a lone bullet at the
        ends, however they were selected.
        """
        selection = self.answer_text.selection
        before = selection.span
        trimmed = selection.trim_ends()
        # Where nothing changes the answer is left scrolled as it is.
        if trimmed != before:
            self.answer_text.redraw_selection()
        return trimmed

    def action_select(self, unit: str, forward: bool) -> None:
        self.answer_text.selection.select_unit(TextUnit(unit), forward=forward)
        self.answer_text.redraw_selection()

    def action_stretch(self, outward: bool) -> None:
        # By the unit selected last: a sentence grows by sentences.
        self.answer_text.selection.stretch_selection(outward=outward)
        self.answer_text.redraw_selection()

    def action_edge(self) -> None:
        self.answer_text.selection.swap_edge()
        self.answer_text.redraw_selection()

    def action_caret(self, forward: bool, extend: bool) -> None:
        self.answer_text.selection.move_caret(forward=forward, extend=extend)
        self.answer_text.redraw_selection()

    def action_deselect(self) -> None:
        self.answer_text.selection.select_nothing()
        self.answer_text.redraw_selection()

    def action_scroll_text(self, by: int) -> None:
        # Half a page, so that the eye keeps its place.
        self.answer_text.scroll_rows(by * max(self.answer_text.size.height // 2, 1))
