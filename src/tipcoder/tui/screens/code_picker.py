"""Finding a code by a few letters, or making one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content

from tipcoder.codebook.finding import Found, find_codes
from tipcoder.model import Codebook
from tipcoder.tui.drawing import parts, shown_line
from tipcoder.tui.screens.chooser import Choice, Chooser

_NEW, _NEW_BELOW = "+", "+ below"
"""No code has a key like these."""


class Picked(NamedTuple):
    """A code that is there, or the label of a new one and the code it goes under."""

    code: str | None
    label: str = ""
    under: str | None = None


class CodePicker(Chooser[Picked]):
    """Ends with a code. A new one is made by a plus sign before its label, so that no slip of the finger makes any."""

    title_line = "Find a code"
    hint = "Enter takes it · ↑ ↓ choose · Esc closes"

    def __init__(self, book: Codebook, language: str, *, new: bool = False, near: str | None = None) -> None:
        """With `new`, what is typed behind a plus can become a code, at the top or below the code `near`."""
        super().__init__()
        self._book = book
        self._language = language
        self._new = new
        self._near = near
        if new:
            self.hint = "Enter takes it · ↑ ↓ choose · +words make a new code · Esc closes"

    def choices(self, typed: str) -> Sequence[Choice]:
        """Codes that fit the letters, or the places of a new one."""
        if not self._new or not typed.startswith("+"):
            return [Choice(found.code.key, self._prompt(found)) for found in find_codes(self._book, typed)]
        label = _label(typed)
        places = [Choice(_NEW, parts(("new code  ", "dim"), label))] if label else []
        near = self._book.codes.get(self._near or "")
        if label and near is not None:
            above = near.label_in(self._language, self._book.language)
            places.append(Choice(_NEW_BELOW, parts(("new code  ", "dim"), label, (f"  under {above}", "dim"))))
        return places

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

    def chosen(self, typed: str, choice: str | None) -> None:
        """The marked code, or the new one."""
        if choice in (_NEW, _NEW_BELOW):
            self.dismiss(Picked(None, _label(typed), self._near if choice == _NEW_BELOW else None))
        elif choice is not None:
            self.dismiss(Picked(choice))


def _label(typed: str) -> str:
    return " ".join(typed.removeprefix("+").split())
