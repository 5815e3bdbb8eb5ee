"""Words that were written and not kept: reading them, and throwing them away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from tipcoder.text import fold_text
from tipcoder.tui.drawing import as_content, as_content_line, assemble_line
from tipcoder.tui.screens.chooser import Choice, Chooser
from tipcoder.tui.screens.reading_box import ReadingBox
from tipcoder.workbench.coding.drafts import DraftStore, UnsavedDraft


class DraftList(Chooser[None]):
    """Lists drafts. The box that a draft was written in shows it again by itself; this is for the rest of them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("delete", "throw_away", "Throw away", show=False, priority=True)
    ]

    title_line = "Drafts: words that were written and not kept"
    hint = "Enter shows the words · Del throws the draft away · Esc closes"

    def __init__(self, drafts: DraftStore) -> None:
        super().__init__()
        self._drafts = drafts
        self._listed: dict[str, UnsavedDraft] = {}

    def find_choices(self, typed: str) -> Sequence[Choice]:
        """Drafts that hold the letters."""
        waiting = (draft for draft in self._drafts.list_drafts() if draft.place != self.title_line)
        self._listed = {
            draft.place: draft
            for draft in waiting
            if fold_text(typed) in fold_text(f"{draft.place} {draft.words}")
        }
        return [Choice(place, _format_draft(draft)) for place, draft in self._listed.items()]

    def use_choice(self, typed: str, choice: str | None) -> None:  # noqa: ARG002
        """Show the words whole, so that they can be read and copied."""
        if choice is not None:
            draft = self._listed[choice]
            self.app.push_screen(
                ReadingBox(assemble_line((draft.place, "bold")), as_content(draft.words))
            )

    def action_throw_away(self) -> None:
        """Drop the marked draft. Thrown-away words stay on this list's last line until it is closed."""
        place = self.marked_key()
        if place is None:
            return
        words = self._listed[place].words
        self._drafts.delete_draft(place)
        self.list_choices()
        self.query_one("#chooser-hint", Static).update(as_content_line(f"Thrown away: {words}"))


def _format_draft(draft: UnsavedDraft) -> Content:
    when = draft.at[:16].replace("T", " ")
    return assemble_line(
        (draft.place, "bold"), (f"  {when} UTC  ", "dim"), as_content_line(draft.words[:200]).plain
    )
