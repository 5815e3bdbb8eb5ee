"""Finding a code by a few letters, or making one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content

from tipcoder.codebook.finding import CodeMatch, find_codes
from tipcoder.model import Codebook
from tipcoder.tui.drawing import as_content_line, assemble_line
from tipcoder.tui.screens.chooser import Choice, Chooser

_NEW, _NEW_BELOW = "+", "+ below"
"""No code has a key like these."""


class CodeChoice(NamedTuple):
    """A code that is there, or the label of a new one and the code it goes under."""

    code: str | None
    label: str = ""
    under: str | None = None


class CodePicker(Chooser[CodeChoice]):
    """Ends with a code. A new one is made by a plus sign before its label, so that no slip of the finger makes any."""

    title_line = "Find a code"
    hint = "Enter takes it · ↑ ↓ choose · Esc closes"

    def __init__(
        self, book: Codebook, language: str, *, new: bool = False, near: str | None = None
    ) -> None:
        """With `new`, what is typed behind a plus can become a code, at the top or below the code `near`."""
        super().__init__()
        self._book = book
        self._language = language
        self._new = new
        self._near = near
        if new:
            self.hint = "Enter takes it · ↑ ↓ choose · +words make a new code · Esc closes"

    def find_choices(self, typed: str) -> Sequence[Choice]:
        """Codes that fit the letters, or the places of a new one."""
        if not self._new or not typed.startswith("+"):
            return [
                Choice(found.code.key, self._format_prompt(found))
                for found in find_codes(self._book, typed)
            ]
        label = _parse_label(typed)
        places = [Choice(_NEW, assemble_line(("new code  ", "dim"), label))] if label else []
        near = self._book.codes.get(self._near or "")
        if label and near is not None:
            above = near.find_label(self._language, self._book.language)
            places.append(
                Choice(
                    _NEW_BELOW,
                    assemble_line(("new code  ", "dim"), label, (f"  under {above}", "dim")),
                )
            )
        return places

    def _format_prompt(self, found: CodeMatch) -> Content:
        code = found.code
        label = code.find_label(self._language, self._book.language)
        pieces = [as_content_line(label)]
        if found.words and found.words not in (label, code.key.replace("_", " ")):
            pieces.append(as_content_line(f"  {found.words}").stylize("dim italic"))
        path = self._book.path_to(code.key)[:-1]
        if path:
            parent = self._book.codes[path[-1]].find_label(self._language, self._book.language)
            pieces.append(as_content_line(f"  {parent}").stylize("dim"))
        return Content.assemble(*pieces)

    def use_choice(self, typed: str, choice: str | None) -> None:
        """The marked code, or the new one."""
        if choice in (_NEW, _NEW_BELOW):
            self.dismiss(
                CodeChoice(None, _parse_label(typed), self._near if choice == _NEW_BELOW else None)
            )
        elif choice is not None:
            self.dismiss(CodeChoice(choice))


def _parse_label(typed: str) -> str:
    return " ".join(typed.removeprefix("+").split())
