"""Choosing which answers are listed: the words of the filter, with what can be written next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from tipcoder.errors import BadInput
from tipcoder.model import AnswerFilter
from tipcoder.text import fold_text
from tipcoder.tui.drawing import as_content_line
from tipcoder.tui.screens.chooser import Choice, Chooser

ParseFilter = Callable[[str], AnswerFilter]


class FilterBox(Chooser[str]):
    """Ends with the words of a filter that can be parsed.

    The list completes the last word only; the words before it stay as they were typed.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "take", "Take the marked term", show=False, priority=True)
    ]

    title_line = "Which answers?"
    hint = "Tab takes the marked term · Enter shows · Esc closes"

    def __init__(self, words: str, terms: Sequence[tuple[str, str]], parse: ParseFilter) -> None:
        """`terms` are (term, meaning); `parse` raises BadInput for words that mean nothing."""
        super().__init__(f"{words} " if words else "")
        self._terms = terms
        self._parse = parse

    def find_choices(self, typed: str) -> Sequence[Choice]:
        """Terms that the last word could become."""
        is_word_begun = bool(typed) and not typed.endswith(" ")
        last_word = fold_text(typed.split()[-1]) if is_word_begun else ""
        choices: list[Choice] = []
        for term, meaning in self._terms:
            # Where no word is begun, the empty string is in every term, so that all are offered.
            if last_word in fold_text(term) or last_word in fold_text(meaning):
                choices.append(Choice(term, _format_term(term, meaning)))
        return choices

    def action_take(self) -> None:
        """Put the marked term in the place of the last word."""
        term = self.marked_key()
        if term is not None:
            box = self.query_one(Input)
            words_before = box.value
            if not words_before.endswith(" "):
                words_before = words_before.rpartition(" ")[0]
            # The space behind it begins the next word, so that the list offers all terms again.
            box.value = f"{words_before.rstrip()} {term} ".lstrip()
            box.cursor_position = len(box.value)

    def use_choice(self, typed: str, choice: str | None) -> None:  # noqa: ARG002
        """Use the words, or say what is wrong with them and stay."""
        try:
            self._parse(typed)
        except BadInput as fault:
            self.query_one("#chooser-hint", Static).update(as_content_line(str(fault)))
            return
        self.dismiss(typed)

    @on(Input.Changed)
    def _restore_hint(self) -> None:
        self.query_one("#chooser-hint", Static).update(as_content_line(self.hint))


def _format_term(term: str, meaning: str) -> Content:
    gap = ("  ", "")
    return Content.assemble(as_content_line(term), gap, as_content_line(meaning).stylize("dim"))
