"""Finding a code by a few letters."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from tipcoder.codebook.finding import Found, find_codes
from tipcoder.model import Codebook
from tipcoder.tui.drawing import shown_line
from tipcoder.tui.screens.chooser import Choice, Chooser


class CodePicker(Chooser):
    """Ends with the key of a code."""

    title_line = "Find a code"
    hint = "Enter puts it on · ↑ ↓ choose · Esc closes"

    def __init__(self, book: Codebook, language: str) -> None:
        super().__init__()
        self._book = book
        self._language = language

    def choices(self, typed: str) -> Sequence[Choice]:
        """Codes that fit the letters."""
        return [Choice(found.code.key, self._prompt(found)) for found in find_codes(self._book, typed)]

    def _prompt(self, found: Found) -> Content:
        code = found.code
        label = code.label_in(self._language, self._book.language)
        pieces = [shown_line(label)]
        if found.words and found.words not in (label, code.key.replace("_", " ")):
            pieces.append(shown_line(f"  {found.words}").stylize("dim italic"))
        path = self._book.path(code.key)[:-1]
        if path:
            parent = self._book.codes[path[-1]].label_in(self._language, self._book.language)
            pieces.append(shown_line(f"  {parent}").stylize("dim"))
        return Content.assemble(*pieces)

    def chosen(self, typed: str, choice: str | None) -> None:  # noqa: ARG002
        """The marked code."""
        if choice is not None:
            self.dismiss(choice)
