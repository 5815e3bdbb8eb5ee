"""What was settled of an answer that a new coder has just finished in her training."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tipcoder.text import join_words
from tipcoder.tui.commands.command import DIGITS
from tipcoder.tui.drawing import Piece, as_content_line, assemble_line
from tipcoder.tui.fault_tolerance import outlives_faults
from tipcoder.tui.keyboard import join_with_twins
from tipcoder.workbench.coding.training_feedback import TrainingFeedback

_QUOTE = 80
"""Letters of settled words that are shown."""


@outlives_faults
class TrainingBox(ModalScreen[None]):
    """Its codes on digits: one shows the definition. Enter and Esc go on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(join_with_twins(("escape", "enter")), "dismiss(None)", "Go on", show=False),
        *(Binding(digit, f"define({digit})", "Definition", show=False) for digit in DIGITS),
    ]

    def __init__(
        self,
        told: TrainingFeedback,
        label: Callable[[str], str],
        define: Callable[[str], None],
    ) -> None:
        """`label` names a code, `define` shows what it means."""
        super().__init__()
        self._told = told
        self._label = label
        self._define = define
        self._codes = (*told.missed, *told.too_many, *told.right)

    def compose(self) -> ComposeResult:
        told = self._told
        title = f"{told.answer.case} {told.answer.question}: {self._summarise()}"
        with VerticalScroll(id="reading"):
            yield Static(as_content_line(title), id="reading-title")
            lines = [self._format_code(code) for code in self._codes]
            yield Static(Content("\n").join(lines))
            hint = "1-9 definition · Enter goes on" if self._codes else "Enter goes on"
            yield Static(as_content_line(hint))

    def _summarise(self) -> str:
        told = self._told
        if not told.missed and not told.too_many:
            return "as it was settled" if told.right else "as it was settled, no code"
        counts = []
        if told.missed:
            counts.append(f"{len(told.missed)} missed")
        if told.too_many:
            counts.append(f"{len(told.too_many)} too many")
        return join_words(counts)

    def _format_code(self, code: str) -> Content:
        told = self._told
        number = self._codes.index(code) + 1
        head = f"{number} " if number <= len(DIGITS) else "  "
        kind = "right"
        if code in told.missed:
            kind = "missed"
        elif code in told.too_many:
            kind = "too many"
        pieces: list[Piece] = [head, (self._label(code), "bold"), f"  {kind}"]
        for start, end in told.settled.get(code, ()):
            words = told.answer.text[start:end]
            shown = words if len(words) <= _QUOTE else f"{words[: _QUOTE - 1]}…"
            pieces.append(f"  “{shown}”")
        return assemble_line(*pieces)

    def action_define(self, number: int) -> None:
        """Show what the code on this digit means."""
        if number <= len(self._codes):
            self._define(self._codes[number - 1])
