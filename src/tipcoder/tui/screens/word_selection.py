"""What the keys that select words do, on a screen that shows an answer."""

from __future__ import annotations

from tipcoder.tui.screens.controller import TextScreen
from tipcoder.tui.widgets.answer_text import AnswerText
from tipcoder.workbench.coding.text_units import Span, TextUnit


class WordSelection:
    """Moves the caret and the selection of an answer.

    Each key changes the selection, which knows nothing of screens, and then draws it.
    """

    def __init__(self, screen: TextScreen) -> None:
        self._screen = screen

    @property
    def _answer_text(self) -> AnswerText:
        return self._screen.answer_text

    def take_words(self) -> Span | None:
        """The selected words as they are quoted: without blanks, a comma or a lone bullet at the
        ends, however they were selected.
        """
        selection = self._answer_text.selection
        before = selection.span
        trimmed = selection.trim_ends()
        # Where nothing changes the answer is left scrolled as it is.
        if trimmed != before:
            self._answer_text.redraw_selection()
        return trimmed

    def action_select(self, unit: str, forward: bool) -> None:
        self._answer_text.selection.select_unit(TextUnit(unit), forward=forward)
        self._answer_text.redraw_selection()

    def action_stretch(self, outward: bool) -> None:
        # By the unit selected last: a sentence grows by sentences.
        self._answer_text.selection.stretch_selection(outward=outward)
        self._answer_text.redraw_selection()

    def action_edge(self) -> None:
        self._answer_text.selection.swap_edge()
        self._answer_text.redraw_selection()

    def action_caret(self, forward: bool, extend: bool) -> None:
        self._answer_text.selection.move_caret(forward=forward, extend=extend)
        self._answer_text.redraw_selection()

    def action_deselect(self) -> None:
        self._answer_text.selection.select_nothing()
        self._answer_text.redraw_selection()

    def select_span(self, span: Span) -> None:
        """Select a stretch of the answer."""
        self._answer_text.selection.select_span(*span)
        self._answer_text.redraw_selection()

    def action_scroll_text(self, by: int) -> None:
        # Half a page, so that the eye keeps its place.
        self._answer_text.scroll_rows(by * max(self._answer_text.size.height // 2, 1))
