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
        fitting = [
            name for name, about in self._names.items() if wanted in fold_text(f"{name} {about}")
        ]
        fitting.sort(key=lambda name: not fold_text(name).startswith(wanted))
        return [
            Choice(
                name,
                Content.assemble(
                    as_content_line(name), as_content_line(f"  {self._names[name]}").stylize("dim")
                ),
            )
            for name in fitting
        ]

    def use_choice(self, typed: str, choice: str | None) -> None:  # noqa: ARG002
        """The marked one."""
        if choice is not None:
            self.dismiss(choice)
