"""A box to type words into. They outlive the program until they are kept or dropped."""

from __future__ import annotations

from typing import Generic, TypeVar, cast

from textual import on
from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen
from textual.widgets import Input, Static, TextArea

from tipcoder.tui.drawing import as_content_line
from tipcoder.tui.fault_tolerance import outlives_faults
from tipcoder.tui.workbench import Workbench
from tipcoder.workbench.coding.drafts import DraftStore, UnsavedDraft

BoxResult = TypeVar("BoxResult")
"""What a box ends with."""


@outlives_faults
class DraftBox(ModalScreen[BoxResult], Generic[BoxResult]):
    """The base of every box with a text entry.

    `MainScreen.open_box` opens it, and deletes the draft once the words are kept.
    """

    def __init__(self, draft_place: str) -> None:
        """`draft_place` says what the words are for; the same place finds the same draft again."""
        super().__init__()
        self.draft_place = draft_place
        self.draft: UnsavedDraft | None = None
        """What was typed here before, and was not kept."""
        self._kept_words = ""
        """What the study has at this place: words that equal it are not a draft."""
        self._is_left = False

    @property
    def _draft_store(self) -> DraftStore:
        return cast("Workbench", self.app).drafts

    def find_initial_words(self, kept_words: str) -> str:
        """The words of a draft, else those that are kept. Call it while the box is composed."""
        self._kept_words = kept_words
        self.draft = self._draft_store.find_draft(self.draft_place)
        if self.draft is None:
            return kept_words
        return self.draft.words

    def dismiss(self, result: BoxResult | None = None) -> AwaitComplete:
        """Leave the box."""
        # Textual may still deliver a change: it must not bring back a draft that was deleted.
        self._is_left = True
        return super().dismiss(result)

    def forget_draft_of(self, box: DraftBox[BoxResult]) -> None:
        """The words of a box that this one opened are kept, or nobody wants them."""
        self._draft_store.delete_draft(box.draft_place)

    @on(Input.Changed)
    def _keep_line_draft(self, event: Input.Changed) -> None:
        self._keep_draft(event.value)

    @on(TextArea.Changed)
    def _keep_text_draft(self, event: TextArea.Changed) -> None:
        self._keep_draft(event.text_area.text)

    def _keep_draft(self, words: str) -> None:
        if self._is_left:
            return
        if words == self._kept_words:
            self._draft_store.delete_draft(self.draft_place)
            return

        is_saved_already = self.draft is not None and words == self.draft.words
        if is_saved_already:
            return
        self.draft = UnsavedDraft(self.draft_place, words, self._kept_words)
        self._draft_store.save_draft(self.draft)
        if self._draft_store.fault is not None:
            # The last line of every box says what its keys do; a fault is more urgent.
            self.query(Static).last().update(as_content_line(self._draft_store.fault))
