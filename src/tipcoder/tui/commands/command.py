"""What one command is, and the bindings that follow from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from textual.binding import Binding

from tipcoder.tui.keyboard import format_key, join_with_twins

DIGITS = "123456789"


class ScreenName(StrEnum):
    """The screens that have commands."""

    CODING = "coding"
    GRID = "grid"
    CODEBOOK = "codebook"
    STUDY = "study"
    STATISTICS = "statistics"
    ADJUDICATION = "adjudication"
    REDACTION = "redaction"


@dataclass(frozen=True)
class Command:
    """One thing that a key does."""

    id: str
    """Stable: user keymaps and tests name it."""
    keys: tuple[str, ...]
    label: str
    help: str
    action: str
    """The action of the screen, with its arguments; `digit` stands for nine of them."""
    group: str
    screens: tuple[ScreenName, ...]
    footer: bool = False
    yields_key: bool = False
    """Whether a person may give its key to another command without more ado."""

    @property
    def is_in_palette(self) -> bool:
        """Whether it can be run from the palette."""
        return self.action != "digit"

    def format_keys(self) -> str:
        """The keys as people write them."""
        return "1-9" if self.action == "digit" else " ".join(format_key(key) for key in self.keys)

    def iterate_bindings(self) -> Iterator[Binding]:
        """Every key of the command, and its Cyrillic twin."""
        if self.action == "digit":
            for digit in DIGITS:
                # Nine actions and one entry in the footer: the first digit stands for all.
                yield self._build_binding(
                    digit, f"digit({digit})", f"{self.id}{digit}", show=digit == "1", display="1-9"
                )
        elif self.keys:
            yield self._build_binding(
                join_with_twins(self.keys), self.action, self.id, show=self.footer, display=format_key(self.keys[0])
            )

    def _build_binding(self, keys: str, action: str, binding_id: str, *, show: bool, display: str) -> Binding:
        return Binding(keys, action, self.label, show=show, key_display=display, tooltip=self.help, id=binding_id)


CommandFactory = Callable[..., Command]


def command_group(name: str, heading: str, *places: ScreenName) -> CommandFactory:
    """A way to write rows of one group: `row("undo", "u ctrl+z", "Undo", "Take back ...", "undo")`."""

    def build_command(short: str, keys: str, label: str, about: str, action: str, *, footer: bool = False) -> Command:
        return Command(f"{name}.{short}", tuple(keys.split()), label, about, action, heading, places, footer)

    return build_command


def build_bindings(commands: Iterable[Command]) -> list[Binding]:
    """What a screen binds."""
    return [binding for command in commands for binding in command.iterate_bindings()]
