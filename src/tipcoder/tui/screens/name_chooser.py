"""Choosing one of a few named things by typing letters of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.content import Content

from tipcoder.text import fold_text
from tipcoder.tui.drawing import as_content_line
from tipcoder.tui.screens.chooser import Choice, Chooser


class NameChooser(Chooser[str]):
    """Ends with the name chosen."""

    hint = "Enter takes it · ↑ ↓ choose · Esc closes"

    def __init__(self, title: str, names: Mapping[str, str]) -> None:
        """`names` are the things to choose from, each with what it means."""
        self.title_line = title
        super().__init__()
        self._names = names

    def find_choices(self, typed: str) -> Sequence[Choice]:
        """Things that hold the letters, those that begin with them first."""
        wanted = fold_text(typed.strip())
        beginning: list[Choice] = []
        containing: list[Choice] = []
        for name, meaning in self._names.items():
            choice = Choice(name, _format_name(name, meaning))
            if fold_text(name).startswith(wanted):
                beginning.append(choice)
            elif wanted in fold_text(f"{name} {meaning}"):
                containing.append(choice)
        return [*beginning, *containing]

    def use_choice(self, typed: str, choice: str | None) -> None:  # noqa: ARG002
        """Close with the marked name."""
        if choice is not None:
            self.dismiss(choice)


def _format_name(name: str, meaning: str) -> Content:
    return Content.assemble(
        as_content_line(name), as_content_line(f"  {meaning}").stylize("$quiet")
    )
