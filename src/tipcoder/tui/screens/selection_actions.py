"""What the keys that select words do, for a screen that shows an answer."""

from __future__ import annotations

from textual.screen import Screen

from tipcoder.language.units import Unit
from tipcoder.tui.widgets.answer_text import AnswerText


class SelectionActions(Screen[None]):
    """Actions on the answer's caret and selection."""

    @property
    def words(self) -> AnswerText:
        """The answer's words."""
        return self.query_one(AnswerText)

    def action_select(self, unit: str, forward: bool) -> None:
        self.words.selection.step(Unit(unit), forward=forward)
        self.words.selection_changed()

    def action_stretch(self, outward: bool) -> None:
        self.words.selection.stretch(outward=outward)
        self.words.selection_changed()

    def action_edge(self) -> None:
        self.words.selection.swap_edge()
        self.words.selection_changed()

    def action_caret(self, forward: bool, extend: bool) -> None:
        self.words.selection.move_caret(forward=forward, extend=extend)
        self.words.selection_changed()

    def action_deselect(self) -> None:
        self.words.selection.clear()
        self.words.selection_changed()

    def action_scroll_text(self, by: int) -> None:
        self.words.scroll_by(by * max(self.words.size.height // 2, 1))
