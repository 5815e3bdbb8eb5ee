"""Choosing which answers are listed: the words of the filter, with what can be written next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.input import Selection

from tipcoder.errors import TipcoderError
from tipcoder.model.filters import AnswerFilter
from tipcoder.tui.drawing import as_content_line
from tipcoder.tui.screens.chooser import Choice, Chooser
from tipcoder.tui.screens.confirm_box import ConfirmBox
from tipcoder.tui.screens.line_box import LineBox
from tipcoder.workbench.coding.filter_proposals import propose_terms, take_term
from tipcoder.workbench.coding.filter_tokens import FilterFault
from tipcoder.workbench.coding.filters import list_filter_terms
from tipcoder.workbench.coding.session import CodingSession

ParseFilter = Callable[[str], AnswerFilter]
_SAVED = "@"


class FilterBox(Chooser[str]):
    """Ends with the words of a filter that can be parsed.

    The list completes the last word only; the words before it stay as they were typed.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "take", "Take the marked term, or the first", show=False, priority=True),
        Binding("ctrl+s", "save", "Save under a name", show=False, priority=True),
        Binding("ctrl+r", "forget", "Forget the marked @name", show=False, priority=True),
    ]

    title_line = "Which answers?"
    hint = "↑ ↓ Enter takes a term, Tab the first · Enter shows · ^s saves · Esc closes"
    marks_first = False
    selects_typed = True

    def __init__(self, words: str, session: CodingSession, parse: ParseFilter) -> None:
        """`session` knows names and saved filters; `parse` raises BadInput for words that mean
        nothing.
        """
        super().__init__(f"{words} " if words else "")
        self._session = session
        self._terms = list_filter_terms(session)
        self._parse = parse

    def find_choices(self, typed: str) -> Sequence[Choice]:
        """Terms that the last word could become."""
        found = propose_terms(self._terms, typed)
        return [Choice(term, _format_term(term, meaning)) for term, meaning in found]

    def action_take(self) -> None:
        """Put the marked term, or the first one, in the place of the last word."""
        options = self.query_one(OptionList)
        first = options.get_option_at_index(0).id if options.option_count else None
        term = self.marked_key() or first
        if term is not None:
            self._put_term(term)

    def _put_term(self, term: str) -> None:
        box = self.query_one(Input)
        box.value = take_term(box.value, term)
        box.cursor_position = len(box.value)

    def use_choice(self, typed: str, choice: str | None) -> None:
        """Take the term that is marked; where none is, use the words, if they mean something."""
        if choice is not None:
            self._put_term(choice)
        elif self._check_words(typed):
            self.dismiss(typed)

    def _check_words(self, typed: str) -> bool:
        """Whether the words mean something; else says what is wrong, and stays."""
        try:
            self._parse(typed)
        except FilterFault as fault:
            self._say(fault.sentence, f"{self.title_line} At character {fault.start + 1}:")
            # Selected, so that typing goes on in its place.
            self.query_one(Input).selection = Selection(fault.start, fault.end)
            return False
        except TipcoderError as fault:
            self._say(str(fault))
            return False
        return True

    def _say(self, sentence: str, title: str = title_line) -> None:
        self.query_one("#chooser-title", Static).update(as_content_line(title))
        self.query_one("#chooser-hint", Static).update(as_content_line(sentence))

    def action_move(self, by: int) -> None:
        """Move the mark, and say what can be done with a saved filter."""
        super().action_move(by)
        self._restore_hint()

    @on(Input.Changed)
    def _restore_hint(self) -> None:
        marked = self.marked_key() or ""
        self._say(f"^r forgets {marked}" if marked.startswith(_SAVED) else self.hint)

    # --- filters with a name ----------------------------------------------------------------------

    def action_save(self) -> None:
        """Keep the words under a name."""
        words = self.query_one(Input).value.strip()
        if not words:
            self._say("There is nothing to save yet.")
            return
        if not self._check_words(words):
            return
        box = LineBox("Save the filter under which name?", hint="@name then stands for it.")

        def save(name: str | None) -> None:
            if name is not None:
                self._change_saved(lambda: self._session.save_filter(name, words))
            self.forget_draft_of(box)

        self.app.push_screen(box, save)

    def action_forget(self) -> None:
        """Forget the saved filter that is marked."""
        marked = self.marked_key() or ""
        if not marked.startswith(_SAVED):
            self._say("↓ marks a saved filter, which begins with @; ^r then forgets it.")
            return

        def forget() -> str:
            self._session.remove_filter(marked.removeprefix(_SAVED))
            return f"{marked} is forgotten."

        def forget_if_confirmed(confirmed: bool | None) -> None:
            if confirmed:
                self._change_saved(forget)

        sentence = f"Forget {marked}: {dict(self._terms)[marked]}"
        self.app.push_screen(ConfirmBox(sentence, undoable=False), forget_if_confirmed)

    def _change_saved(self, change: Callable[[], str]) -> None:
        try:
            done = change()
        except TipcoderError as fault:
            done = str(fault)
        self._terms = list_filter_terms(self._session)
        self.list_choices()
        self._say(done)


def _format_term(term: str, meaning: str) -> Content:
    gap = ("  ", "")
    return Content.assemble(as_content_line(term), gap, as_content_line(meaning).stylize("$quiet"))
