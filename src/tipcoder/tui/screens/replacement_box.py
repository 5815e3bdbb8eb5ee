"""What stands in the place of a span: one of the usual nouns, or words of one's own."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from tipcoder.text import fold_text
from tipcoder.tui.drawing import as_content_line
from tipcoder.tui.screens.chooser import Choice, Chooser


class ReplacementBox(Chooser[str]):
    """Ends with the words chosen or typed, or None."""

    title_line = "What stands instead?"
    hint = "Enter takes the marked line · ↑ ↓ choose · letters: words of your own · Esc closes"

    def __init__(self, nouns: Sequence[str], now: str, about: str) -> None:
        """`nouns` are offered; `now` is what stands there; `about` says which words are replaced."""
        super().__init__(place=f"{self.title_line} {about}")
        self._nouns = tuple(dict.fromkeys((*([now] if now else []), *nouns)))

    def find_choices(self, typed: str) -> Sequence[Choice]:
        """What was typed, then the nouns that hold its letters."""
        words = typed.strip()
        own = (
            [Choice(words, Content.assemble(as_content_line(words), ("  your own words", "dim")))]
            if words
            else []
        )
        fitting = [
            noun for noun in self._nouns if fold_text(words) in fold_text(noun) and noun != words
        ]
        return [*own, *(Choice(noun, as_content_line(noun)) for noun in fitting)]

    def use_choice(self, typed: str, choice: str | None) -> None:  # noqa: ARG002
        """The marked line."""
        if choice is not None:
            self.dismiss(choice)
