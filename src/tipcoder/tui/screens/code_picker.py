"""Finding a code by a few letters, or making a new one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple, cast

from textual.binding import BindingType
from textual.content import Content

from tipcoder.model.codes import Code, Codebook
from tipcoder.tui.commands.command import build_bindings
from tipcoder.tui.commands.quotes import ALL_QUOTES, PEEK
from tipcoder.tui.drawing import as_content_line, assemble_line
from tipcoder.tui.screens.chooser import Choice, Chooser
from tipcoder.tui.workbench import Workbench
from tipcoder.workbench.codebook.code_search import FoundCode, search_codes
from tipcoder.workbench.coding.code_quotes import QuoteRequest

_NEW, _NEW_BELOW = "+", "+ below"
"""What the lines for a new code are called. No code has a key like these."""


class CodeChoice(NamedTuple):
    """A code of the codebook, or the label of a new one and the code it goes under."""

    code: str | None
    """The key of a code; None where a new one is wanted."""
    label: str = ""
    under: str | None = None


class CodePicker(Chooser[CodeChoice]):
    """Ends with a code.

    A new one needs a plus sign before its label, so that a slip of the finger does not make any.
    """

    # Letters are typed here, so that of the keys of these commands only those without one act.
    BINDINGS: ClassVar[list[BindingType]] = list(build_bindings((ALL_QUOTES, PEEK)))

    title_line = "Find a code"
    hint = "Enter takes it · F3 definition · F4 all quotes · Esc closes"

    def __init__(
        self, book: Codebook, language: str, *, new: bool = False, near: str | None = None
    ) -> None:
        """With `new`, what is typed behind a plus can become a code.

        It goes to the top of the codebook, or below the code `near`.
        """
        super().__init__()
        self._book = book
        self._language = language
        self._new = new
        self._near = near
        if new:
            # On one line at 80 columns: a second one would cover more of the answer.
            self.hint = "Enter takes it · +words a new code · F3 definition · F4 quotes · Esc"

    def action_quotes(self) -> None:
        """All quotes of the marked code, on top of this box."""
        code = self._find_marked_code()
        if code is not None:
            cast("Workbench", self.app).show_quotes(QuoteRequest(code))

    def action_peek(self) -> None:
        """What the marked code means."""
        code = self._find_marked_code()
        if code is not None:
            cast("Workbench", self.app).show_code(code, self._language)

    def _find_marked_code(self) -> str | None:
        marked = self.marked_key()
        return marked if marked in self._book.codes else None

    def find_choices(self, typed: str) -> Sequence[Choice]:
        """Codes that fit the letters, or the places of a new one."""
        if self._new and typed.startswith("+"):
            return self._offer_new_code(_parse_label(typed))
        found = search_codes(self._book, typed)
        return [Choice(one.code.key, self._format_prompt(one)) for one in found]

    def _offer_new_code(self, label: str) -> list[Choice]:
        """The places that a new code could have."""
        if not label:
            return []
        new = ("new code  ", "$quiet")
        # At the top first: it is always possible.
        choices = [Choice(_NEW, assemble_line(new, label))]
        near = self._book.codes.get(self._near or "")
        if near is not None:
            where = (f"  under {self._find_label(near)}", "$quiet")
            choices.append(Choice(_NEW_BELOW, assemble_line(new, label, where)))
        return choices

    def _format_prompt(self, found: FoundCode) -> Content:
        code = found.code
        label = self._find_label(code)
        pieces = [as_content_line(label)]

        # Only what is not seen anyway: a cue, or a label in another language.
        words = found.words
        if words and words not in (label, code.key.replace("_", " ")):
            pieces.append(as_content_line(f"  {words}").stylize("$quiet italic"))

        # Codes of different branches may have the same label.
        path = self._book.path_to(code.key)[:-1]
        if path:
            parent = self._find_label(self._book.codes[path[-1]])
            pieces.append(as_content_line(f"  {parent}").stylize("$quiet"))
        return Content.assemble(*pieces)

    def _find_label(self, code: Code) -> str:
        return code.find_label(self._language, self._book.language)

    def use_choice(self, typed: str, choice: str | None) -> None:
        """Close with the marked code, or with the new one."""
        if choice is None:
            return
        if choice in (_NEW, _NEW_BELOW):
            under = self._near if choice == _NEW_BELOW else None
            self.dismiss(CodeChoice(None, _parse_label(typed), under))
        else:
            self.dismiss(CodeChoice(choice))


def _parse_label(typed: str) -> str:
    return " ".join(typed.removeprefix("+").split())
