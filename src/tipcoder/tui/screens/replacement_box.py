"""What stands in the place of a span: one of the usual nouns, or words of one's own."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from tipcoder.text import fold_text
from tipcoder.tui.drawing import as_content_line
from tipcoder.tui.screens.chooser import Choice, Chooser


class ReplacementBox(Chooser[str]):
    """Ends with the words chosen or typed, or None."""

    title_line = "What replaces the words?"
    hint = "Enter takes the marked line · ↑ ↓ choose · letters: words of your own · Esc closes"

    def __init__(self, nouns: Sequence[str], now: str, about: str) -> None:
        """`nouns` are offered; `now` is there already; `about` says which words are replaced."""
        super().__init__(draft_place=f"{self.title_line} {about}")
        # What stands there comes first, and only once.
        offered = [now, *nouns] if now else nouns
        self._nouns = tuple(dict.fromkeys(offered))

    def find_choices(self, typed: str) -> Sequence[Choice]:
        """What was typed, then the nouns that hold its letters."""
        words = typed.strip()
        choices: list[Choice] = []
        if words:
            remark = ("  your own words", "$quiet")
            choices.append(Choice(words, Content.assemble(as_content_line(words), remark)))
        wanted = fold_text(words)
        others = [noun for noun in self._nouns if noun != words and wanted in fold_text(noun)]
        return [*choices, *(Choice(noun, as_content_line(noun)) for noun in others)]

    def use_choice(self, typed: str, choice: str | None) -> None:  # noqa: ARG002
        """Close with the marked line."""
        if choice is not None:
            self.dismiss(choice)
