"""Writing lines of text, a memo or a definition, that are kept however the box is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from tipcoder.text import format_minute, make_printable
from tipcoder.tui.drawing import as_content, as_content_line
from tipcoder.tui.screens.draft_box import DraftBox
from tipcoder.tui.widgets.entry import TextEntry
from tipcoder.workbench.coding.drafts import UnsavedDraft


class TextBox(DraftBox[str]):
    """Ends with the text. There is no way to leave without keeping it: undo takes it back.

    Other people's words on the same thing stand above the entry, and cannot be changed.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+s", "keep", "Keep", show=False, priority=True)
    ]

    def __init__(
        self,
        title: str,
        text: str,
        others: Sequence[str] = (),
        hint: str = "",
        draft_place: str | None = None,
    ) -> None:
        """`draft_place` names a draft of these words, where the title does not say enough."""
        super().__init__(draft_place or title)
        self._title = title
        # Only what is printable is kept: texts for reading need no control characters.
        self._text = make_printable(text)
        self._others = others
        self._hint = hint

    def compose(self) -> ComposeResult:
        words = self.find_initial_words(self._text)
        with Vertical(id="text"):
            yield Static(as_content_line(self._title), id="text-title")
            for other in self._others:
                yield Static(as_content(other), classes="text-other")
            if self.draft is not None:
                yield from self._compose_draft_note(self.draft)
            yield TextEntry(words, id="text-area", tab_behavior="focus", soft_wrap=True)
            keys = f"Esc keeps it and closes; u takes it back. {self._hint}"
            yield Static(as_content_line(keys), id="text-hint")

    def _compose_draft_note(self, draft: UnsavedDraft) -> Iterator[Static]:
        """Say that these words were not kept, and what is kept instead."""
        note = f"A draft of {format_minute(draft.at)} UTC, which was not kept yet."
        yield Static(as_content_line(note), classes="text-draft")
        if self._text and draft.words != self._text:
            yield Static(as_content(f"Kept is: {self._text}"), classes="text-other")

    def on_mount(self) -> None:
        """Write on at the end."""
        area = self.query_one(TextEntry)
        area.focus()
        area.move_cursor(area.document.end)

    def action_keep(self) -> None:
        """Close with what is written."""
        self.dismiss(self.query_one(TextEntry).text)
