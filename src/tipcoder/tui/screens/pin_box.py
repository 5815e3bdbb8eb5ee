"""Asking which digit a code is pinned to: one key, and the codes on all digits in sight."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from tipcoder.tui.commands.command import DIGITS
from tipcoder.tui.drawing import as_content_line
from tipcoder.tui.fault_tolerance import outlives_faults
from tipcoder.tui.keyboard import join_with_twins
from tipcoder.tui.widgets.digit_row import DigitLabel, DigitRow

_KEYS = (
    "1-9 pins it there · Enter where it is, else on the first digit without a pin · a {other} · "
    "Del takes its pin off · Esc closes"
)
_SCOPES = {False: "on this question", True: "on every question"}


class PinChoice(NamedTuple):
    """What was chosen."""

    digit: int | None
    """None takes the pin off."""
    everywhere: bool


@outlives_faults
class PinBox(ModalScreen[PinChoice | None]):
    """Ends with a digit, or None where nothing is to change."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Close", show=False),
        Binding("enter", "free_digit", "Next free", show=False),
        Binding(join_with_twins(("a",)), "other_scope", "Every question", show=False),
        Binding("delete,backspace", "unpin", "No pin", show=False),
        *[Binding(digit, f"digit({digit})", "Pin", show=False) for digit in DIGITS],
    ]

    def __init__(self, label: str, digits: dict[int, DigitLabel], free: int | None) -> None:
        """`label` is the code's, `digits` are the codes on them now, and `free` is the digit that
        Enter means.
        """
        super().__init__()
        self._label = label
        self._digits = digits
        self._free = free
        self._everywhere = False

    def compose(self) -> ComposeResult:
        with Vertical(id="pin"):
            yield Static(id="pin-title")
            yield DigitRow()
            yield Static(id="pin-hint")

    def on_mount(self) -> None:
        """Show the codes on their digits."""
        self._show_scope()
        self.call_after_refresh(self._show_digits)

    def _show_digits(self) -> None:
        self.query_one(DigitRow).show_labels(self._digits)

    def _show_scope(self) -> None:
        title = f"Pin {self._label} {_SCOPES[self._everywhere]} to which digit?"
        self.query_one("#pin-title", Static).update(as_content_line(title))
        hint = _KEYS.format(other=_SCOPES[not self._everywhere])
        self.query_one("#pin-hint", Static).update(as_content_line(hint))

    def action_other_scope(self) -> None:
        """Mean every question, or this one alone again."""
        self._everywhere = not self._everywhere
        self._show_scope()

    def action_digit(self, number: int) -> None:
        """Pin it there."""
        self.dismiss(PinChoice(number, self._everywhere))

    def action_free_digit(self) -> None:
        """Pin it where it is, else to the first digit that nothing is pinned to."""
        if self._free is None:
            sentence = "Each digit has a pin: press the one to give to this code."
            self.query_one("#pin-hint", Static).update(as_content_line(sentence))
        else:
            self.dismiss(PinChoice(self._free, self._everywhere))

    def action_unpin(self) -> None:
        """Take its pin off."""
        self.dismiss(PinChoice(None, self._everywhere))
