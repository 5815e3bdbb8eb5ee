"""Finding words in the answer that is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static

from tipcoder.tui.drawing import as_content_line
from tipcoder.tui.screens.draft_box import DraftBox
from tipcoder.tui.widgets.answer_text import AnswerText
from tipcoder.tui.widgets.entry import LineEntry
from tipcoder.workbench.coding.found_words import FoundWords

_NOT_SEARCHED = "Nothing was looked for yet: Find in answer does."


class FindBox(DraftBox[bool]):
    """One line below the answer. Ends with whether the words found are to be selected."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(False)", "Leave", show=False),
        Binding("down,ctrl+f", "step(True)", "Next", show=False, priority=True),
        Binding("up", "step(False)", "Previous", show=False, priority=True),
    ]

    def __init__(
        self, typed: str, look_for: Callable[[str], str], step: Callable[[bool], str]
    ) -> None:
        """`look_for` gets the words, `step` whether to go forward; both return how it stands."""
        super().__init__("Find in the answer")
        self._typed = typed
        self._look_for = look_for
        self._step = step

    def compose(self) -> ComposeResult:
        with Horizontal(id="find"):
            yield Static(as_content_line("Find: "), id="find-title")
            # Selected, so that other words replace those of the last time.
            yield LineEntry(self.find_initial_words(self._typed), id="find-input")
            yield Static(id="find-standing")

    def on_mount(self) -> None:
        """Typing begins at once."""
        entry = self.query_one(Input)
        entry.focus()
        if entry.value:
            self._show_standing(self._look_for(entry.value))

    @on(Input.Changed)
    def _look_for_words(self, event: Input.Changed) -> None:
        self._show_standing(self._look_for(event.value))

    @on(Input.Submitted)
    def _take_words(self) -> None:
        self.dismiss(True)

    def action_step(self, forward: bool) -> None:
        self._show_standing(self._step(forward))

    def _show_standing(self, words: str) -> None:
        self.query_one("#find-standing", Static).update(as_content_line(words))


OpenFindBox = Callable[[FindBox, Callable[[bool | None], None]], object]


class AnswerSearch:
    """Asks for words, shows where the answer has them, and selects one place after the other. It
    belongs to a screen, which gives it what it needs.
    """

    def __init__(
        self,
        answer_text: AnswerText,
        open_box: OpenFindBox,
        show_filter_hits: Callable[[], None],
        say: Callable[[str], None],
    ) -> None:
        """`show_filter_hits` marks again what is marked when nobody is looking for words here."""
        self._answer_text = answer_text
        self._open_box = open_box
        self._show_filter_hits = show_filter_hits
        self._say = say
        self._words = ""
        """What was looked for last, on this or another answer."""
        self._found = FoundWords("", "")

    def ask_for_words(self) -> None:
        """Look for words while they are typed."""
        selection = self._answer_text.selection
        self._before = selection.span
        self._from = selection.span[0] if selection.span else selection.caret
        self._open_box(FindBox(self._words, self._look_for, self._step), self._finish)

    def go_to_found(self, *, forward: bool) -> None:
        """Select the next or the previous place of the words that were looked for last."""
        if not self._words:
            self._say(_NOT_SEARCHED)
            return
        selection = self._answer_text.selection
        if self._found.text != selection.text:
            self._found = FoundWords(selection.text, self._words)
        is_there = selection.span is not None and selection.span == self._found.whole_words
        if not is_there:
            # On another answer, or elsewhere in this one: what is nearest comes first.
            self._found.go_to_first_from(selection.caret)
        if is_there or not forward:
            self._found.step(forward=forward)
        self._select_found()
        self._say(f"{self._words}: {self._found.describe_place()}")

    def _look_for(self, words: str) -> str:
        self._words = words
        self._found = FoundWords(self._answer_text.selection.text, words)
        self._found.go_to_first_from(self._from)
        return self._show_found()

    def _step(self, forward: bool) -> str:
        self._found.step(forward=forward)
        return self._show_found()

    def _show_found(self) -> str:
        self._answer_text.show_hits(self._found.spans)
        self._select_found()
        return self._found.describe_place()

    def _select_found(self) -> None:
        place = self._found.whole_words
        if place is None:
            self._answer_text.selection.select_nothing()
        else:
            self._answer_text.selection.select_span(*place)
        self._answer_text.redraw_selection()

    def _finish(self, selects: bool | None) -> None:
        selection = self._answer_text.selection
        if self._found.spans and not selects:
            # The caret goes to the beginning of what was selected.
            selection.select_nothing()
        elif not self._found.spans and self._before is not None:
            selection.select_span(*self._before)
        self._answer_text.redraw_selection()
        self._show_filter_hits()
