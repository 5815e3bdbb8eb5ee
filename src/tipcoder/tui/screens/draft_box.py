"""A box that words are typed into. What is typed outlives the program until it is kept or given up."""

from __future__ import annotations

from typing import Generic, TypeVar, cast

from textual import on
from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen
from textual.widgets import Input, Static, TextArea

from tipcoder.tui.drawing import as_content_line
from tipcoder.tui.enduring import FaultTolerant
from tipcoder.tui.workbench import Workbench
from tipcoder.workbench.coding.drafts import UnsavedDraft

BoxResult = TypeVar("BoxResult")


class DraftBox(FaultTolerant, ModalScreen[BoxResult], Generic[BoxResult]):
    """The base of every box with a text entry. `MainScreen.open_box` opens it and lets the draft go afterwards."""

    def __init__(self, place: str) -> None:
        """`place` says what the words are for; the same place finds the same draft again."""
        super().__init__()
        self.place_of_draft = place
        self.draft: UnsavedDraft | None = None
        """What was typed here before, and was not kept."""
        self._standing = ""
        self._left = False

    def find_initial_words(self, standing: str) -> str:
        """The words of a draft, else those that stand already. Call it while the box is composed."""
        self._standing = standing
        self.draft = cast("Workbench", self.app).drafts.find_draft(self.place_of_draft)
        return standing if self.draft is None else self.draft.words

    def dismiss(self, result: BoxResult | None = None) -> AwaitComplete:
        """Leave the box. A change that is told of late must not bring back a draft that was let go."""
        self._left = True
        return super().dismiss(result)

    @on(Input.Changed)
    def _keep_line_draft(self, event: Input.Changed) -> None:
        self._keep_draft(event.value)

    @on(TextArea.Changed)
    def _keep_text_draft(self, event: TextArea.Changed) -> None:
        self._keep_draft(event.text_area.text)

    def _keep_draft(self, words: str) -> None:
        if self._left:
            return
        drafts = cast("Workbench", self.app).drafts
        if words == self._standing:
            drafts.delete_draft(self.place_of_draft)
        elif self.draft is None or words != self.draft.words:
            self.draft = UnsavedDraft(self.place_of_draft, words, self._standing)
            drafts.save_draft(self.draft)
            if drafts.fault is not None:
                # Every box ends with the line that says what its keys do.
                self.query(Static).last().update(as_content_line(drafts.fault))
