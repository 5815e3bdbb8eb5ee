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
    """Ends with the words of a filter that can be parsed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "take", "Take the marked term", show=False, priority=True)
    ]

    title_line = "Which answers?"
    hint = "Tab takes the marked term · Enter shows · Esc closes"

    def __init__(self, words: str, terms: Sequence[tuple[str, str]], parse: ParseFilter) -> None:
        """`terms` are (term, what it means); `parse` raises BadInput for words that mean nothing."""
        super().__init__(f"{words} " if words else "")
        self._terms = terms
        self._parse = parse

    def find_choices(self, typed: str) -> Sequence[Choice]:
        """Terms that the last word could become."""
        last = fold_text("" if not typed or typed.endswith(" ") else typed.split()[-1])
        fitting = [
            (t, about)
            for t, about in self._terms
            if not last or last in fold_text(t) or last in fold_text(about)
        ]
        return [
            Choice(
                term,
                Content.assemble(
                    as_content_line(term), ("  ", ""), as_content_line(about).stylize("dim")
                ),
            )
            for term, about in fitting
        ]

    def action_take(self) -> None:
        """Put the marked term in the place of the last word."""
        term = self.marked_key()
        if term is not None:
            box = self.query_one(Input)
            kept = box.value if box.value.endswith(" ") else box.value.rpartition(" ")[0]
            box.value = f"{kept.rstrip()} {term} ".lstrip()
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
