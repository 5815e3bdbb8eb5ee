"""An answer as it was written, with what is proposed about it: the part that is quoted stands out from the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.style import Style

from tipcoder.tui.widgets.answer_layout import SpanMark, TextRow
from tipcoder.tui.widgets.answer_text import AnswerText

Span = tuple[int, int]


class RedactedText(AnswerText):
    """Bars say what is proposed; words that few respondents use have a faint line; what is not quoted is quiet."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"redacted-text--outside", "redacted-text--rare"}

    def __init__(self) -> None:
        super().__init__()
        self._stretch: Span = (0, 0)
        self._rare: Sequence[Span] = ()

    def show_stretch(self, text: str, marks: Sequence[SpanMark], stretch: Span) -> None:
        """Show another stretch of an answer, nothing selected."""
        self._stretch, self._rare = stretch, ()
        self.show_text(text, marks)
        self.selection.select_span(*stretch)
        self.selection.select_nothing()
        self.redraw_selection()

    def underline_words(self, rare: Sequence[Span]) -> None:
        """Draw faint lines under these."""
        self._rare = rare
        self.refresh()

    def layers_over(self, row: TextRow) -> list[tuple[int, int, Style]]:
        first = self._page[0]
        outside = self.get_component_rich_style("redacted-text--outside", partial=True)
        rare = self.get_component_rich_style("redacted-text--rare", partial=True)
        start, end = (edge - first for edge in self._stretch)
        below = [(min(row.start, start), start, outside), (end, max(row.end, end), outside)]
        return [
            *((low, high, style) for low, high, style in below if low < high),
            *((low - first, high - first, rare) for low, high in self._rare),
            *super().layers_over(row),
        ]
