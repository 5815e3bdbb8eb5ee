"""The words to be released, with every edit in them bold: to be read, not to be selected."""

from __future__ import annotations

import re
from typing import ClassVar

from rich.style import Style
from textual import events

from tipcoder.tui.widgets.answer_layout import TextRow
from tipcoder.tui.widgets.answer_text import AnswerText

_EDIT = re.compile(r"\[[^\]]*\]")


class ReleasedText(AnswerText):
    """Lays itself out like the answer beside it.

    A Static would lay out the whole screen at every key.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"released-text--edit"}

    def __init__(self) -> None:
        super().__init__()
        self._edits: list[tuple[int, int]] = []

    def show_wording(self, wording: str) -> None:
        """Show other words.

        Brackets in them are edits: those that respondents wrote have become round.
        """
        self._edits = [found.span() for found in _EDIT.finditer(wording)]
        self.show_text(wording, ())

    def layers_over(self, row: TextRow) -> list[tuple[int, int, Style]]:  # noqa: ARG002
        """Every edit; offsets are those of the page."""
        page_start = self._page[0]
        style = self.get_component_rich_style("released-text--edit", partial=True)
        return [(start - page_start, end - page_start, style) for start, end in self._edits]

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Nothing is selected here."""
        event.prevent_default()
