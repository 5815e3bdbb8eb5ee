"""Saying in one key why coders differed."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tipcoder.tui.drawing import assemble_line
from tipcoder.tui.fault_tolerance import outlives_faults

_MEANINGS = {
    "boundary": "which words, or where they begin and end",
    "missed": "the code applies, and a coder overlooked it",
    "definition gap": "the codebook does not say",
    "language": "the answer's language was understood differently",
    "slip": "a wrong key",
}
REASONS = tuple(_MEANINGS)
"""In the order of their digits. They are stored: their wording is data."""


@outlives_faults
class ReasonBox(ModalScreen[str | None]):
    """Ends with a reason, an empty one, or None where the box was left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Close", show=False),
        Binding("0", "dismiss('')", "No reason", show=False),
        # One digit each, so that a reason costs one key.
        *(
            Binding(str(number), f"dismiss({reason!r})", reason, show=False)
            for number, reason in enumerate(REASONS, start=1)
        ),
    ]

    def compose(self) -> ComposeResult:
        lines: list[Content] = []
        for number, reason in enumerate(REASONS, start=1):
            key = (f" {number} ", "reverse")
            lines.append(assemble_line(key, f" {reason}: {_MEANINGS[reason]}"))
        lines.append(assemble_line((" 0 ", "reverse"), " no reason"))
        with Vertical(id="reasons"):
            yield Static(Content("Why did they differ?"), id="reasons-title")
            yield Static(Content("\n").join(lines))
