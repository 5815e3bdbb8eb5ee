"""Words that were written and not kept: reading them, and deleting them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from tipcoder.text import fold_text, format_minute
from tipcoder.tui.drawing import as_content, as_content_line, assemble_line
from tipcoder.tui.screens.chooser import Choice, Chooser
from tipcoder.tui.screens.reading_box import ReadingBox
from tipcoder.workbench.coding.drafts import DraftStore, UnsavedDraft

_SHOWN_LETTERS = 200
"""More does not fit on the line of a draft."""


class DraftList(Chooser[None]):
    """Lists drafts, so that none is forgotten.

    The box that a draft was written in shows it again by itself, when it is opened.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("delete", "throw_away", "Delete", show=False, priority=True)
    ]

    title_line = "Drafts: words that were written and not kept"
    hint = "Enter shows the words · Del deletes the draft · Esc closes"

    def __init__(self, drafts: DraftStore) -> None:
        super().__init__()
        self._drafts = drafts
        self._listed: dict[str, UnsavedDraft] = {}

    def find_choices(self, typed: str) -> Sequence[Choice]:
        """Drafts that hold the letters."""
        wanted = fold_text(typed)
        self._listed = {}
        choices: list[Choice] = []
        for draft in self._drafts.list_drafts():
            # What is typed into this very box is a draft as well, and nothing to list.
            if draft.place == self.title_line:
                continue
            if wanted in fold_text(f"{draft.place} {draft.words}"):
                self._listed[draft.place] = draft
                choices.append(Choice(draft.place, _format_draft(draft)))
        return choices

    def use_choice(self, typed: str, choice: str | None) -> None:  # noqa: ARG002
        """Show the words whole, so that they can be read and copied."""
        if choice is not None:
            draft = self._listed[choice]
            title = assemble_line((draft.place, "bold"))
            self.app.push_screen(ReadingBox(title, as_content(draft.words)))

    def action_throw_away(self) -> None:
        """Delete the marked draft. Its words stay on the last line until the list is closed."""
        place = self.marked_key()
        if place is None:
            return
        words = self._listed[place].words
        self._drafts.delete_draft(place)
        self.list_choices()
        self.query_one("#chooser-hint", Static).update(as_content_line(f"Deleted: {words}"))


def _format_draft(draft: UnsavedDraft) -> Content:
    when = f"  {format_minute(draft.at)} UTC  "
    beginning = as_content_line(draft.words[:_SHOWN_LETTERS]).plain
    return assemble_line((draft.place, "bold"), (when, "$quiet"), beginning)
