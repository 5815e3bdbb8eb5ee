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
    FRAME = "frame"
    QUOTES = "quotes"
    PLAN = "plan"


STUDY_SCREENS = tuple(place for place in ScreenName if place is not ScreenName.PLAN)
"""The screens of a study; the plan has none yet."""


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
    yields_key: bool = False
    """Whether a person may give its key to another command, which then simply has it."""

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
            yield from self._iterate_digit_bindings()
        elif self.keys:
            keys = join_with_twins(self.keys)
            yield self._build_binding(keys, self.action, self.id)

    def _iterate_digit_bindings(self) -> Iterator[Binding]:
        for digit in DIGITS:
            yield self._build_binding(digit, f"digit({digit})", f"{self.id}{digit}")

    def _build_binding(self, keys: str, action: str, binding_id: str) -> Binding:
        # The footer is a line of our own: widgets/key_line.py.
        return Binding(keys, action, self.label, show=False, tooltip=self.help, id=binding_id)


CommandFactory = Callable[..., Command]


def command_group(name: str, heading: str, *places: ScreenName) -> CommandFactory:
    """A way to write rows of one group: `row("undo", "u ctrl+z", "Undo", "Undo ...", "undo")`."""

    # Positional, in the order of a row: a table of eighty commands is read in columns.
    def build_command(short: str, keys: str, label: str, about: str, action: str) -> Command:
        return Command(
            id=f"{name}.{short}",
            keys=tuple(keys.split()),
            label=label,
            help=about,
            action=action,
            group=heading,
            screens=places,
        )

    return build_command


def build_bindings(commands: Iterable[Command]) -> list[Binding]:
    """What a screen binds, in the order of its commands."""
    bindings: list[Binding] = []
    for command in commands:
        bindings.extend(command.iterate_bindings())
    return bindings
