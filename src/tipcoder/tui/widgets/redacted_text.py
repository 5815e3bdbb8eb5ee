"""An answer as it was written, with what is proposed about it.

The part that is quoted stands out from the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.style import Style

from tipcoder.tui.widgets.answer_layout import SpanMark, TextRow
from tipcoder.tui.widgets.answer_text import AnswerText
from tipcoder.workbench.coding.text_units import Span


class RedactedText(AnswerText):
    """Bars say what is proposed.

    Words that few respondents use have a faint line, and what is not quoted is quiet.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"redacted-text--outside", "redacted-text--rare"}

    def __init__(self) -> None:
        super().__init__()
        self._stretch: Span = (0, 0)
        self._rare: Sequence[Span] = ()

    def show_stretch(self, text: str, marks: Sequence[SpanMark], stretch: Span) -> None:
        """Show another stretch of an answer, nothing selected."""
        self._stretch = stretch
        self._rare = ()
        self.show_text(text, marks)
        # The caret begins where the stretch does.
        self.selection.select_span(*stretch)
        self.selection.select_nothing()
        self.redraw_selection()

    @property
    def has_underlines(self) -> bool:
        """Whether words are underlined in the answer."""
        return bool(self._rare)

    def underline_words(self, rare: Sequence[Span]) -> None:
        """Draw faint lines under these."""
        self._rare = rare
        self.refresh()

    def layers_over(self, row: TextRow) -> list[tuple[int, int, Style]]:
        """As of every answer, and below that what is not quoted, and rare words."""
        page_start = self._page[0]
        return [
            *self._list_parts_outside(row),
            *self._list_rare_words(page_start),
            *super().layers_over(row),
        ]

    def _list_parts_outside(self, row: TextRow) -> list[tuple[int, int, Style]]:
        """The parts of a row before and behind the stretch that is quoted."""
        style = self.get_component_rich_style("redacted-text--outside", partial=True)
        start, end = (edge - self._page[0] for edge in self._stretch)
        before = (min(row.start, start), start, style)
        behind = (end, max(row.end, end), style)
        return [part for part in (before, behind) if part[0] < part[1]]

    def _list_rare_words(self, page_start: int) -> list[tuple[int, int, Style]]:
        style = self.get_component_rich_style("redacted-text--rare", partial=True)
        return [(start - page_start, end - page_start, style) for start, end in self._rare]
