"""THE command table: one row feeds the key bindings, the palette, the help screen and the README.

Nothing is bound anywhere else, except typing and choosing in a box. Six commands of a screen have a
place in the footer, which is what fits into 80 columns.
"""

from __future__ import annotations

from tipcoder.tui.commands.adjudication import ADJUDICATION
from tipcoder.tui.commands.codebook import CODEBOOK
from tipcoder.tui.commands.coding import CODING
from tipcoder.tui.commands.command import (
    STUDY_SCREENS,
    Command,
    ScreenName,
    build_bindings,
)
from tipcoder.tui.commands.everywhere import EVERYWHERE, SUSPEND
from tipcoder.tui.commands.frame import FRAME
from tipcoder.tui.commands.grid import GRID
from tipcoder.tui.commands.listing import ALIKE, FINDING, FINISHING, LISTING, NOTING, PINNING
from tipcoder.tui.commands.long_answers import LONG_ANSWERS
from tipcoder.tui.commands.plan import PLAN
from tipcoder.tui.commands.quotes import LOOKING, QUOTES, STUDY_QUOTES
from tipcoder.tui.commands.redaction import REDACTION
from tipcoder.tui.commands.statistics import STATISTICS
from tipcoder.tui.commands.study import STUDY
from tipcoder.tui.commands.suggesting import SUGGESTING

__all__ = [
    "COMMANDS",
    "STUDY_SCREENS",
    "SUSPEND",
    "Command",
    "ScreenName",
    "build_bindings",
    "find_command",
    "group_commands",
    "list_commands",
]

# The order of this table is the order of the help screen and of docs/keys.md.
_ON_ANSWERS = (
    *FINDING,
    *CODING,
    *LONG_ANSWERS,
    *SUGGESTING,
    *GRID,
    *PINNING,
    *ALIKE,
    *FINISHING,
    *NOTING,
    *LOOKING,
    *LISTING,
)
COMMANDS: tuple[Command, ...] = (
    *_ON_ANSWERS,
    *CODEBOOK,
    *FRAME,
    *QUOTES,
    *STUDY,
    *STUDY_QUOTES,
    *STATISTICS,
    *ADJUDICATION,
    *REDACTION,
    *PLAN,
    *EVERYWHERE,
)


def list_commands(place: ScreenName) -> list[Command]:
    """What can be done on a screen, in the order of its help."""
    return [command for command in COMMANDS if place in command.screens]


def find_command(command_id: str) -> Command:
    """The command of this id. Raises StopIteration where there is none: ids are written in code."""
    return next(command for command in COMMANDS if command.id == command_id)


def group_commands(place: ScreenName) -> dict[str, list[Command]]:
    """Heading of the help screen -> the commands of a screen under it, both in their order."""
    groups: dict[str, list[Command]] = {}
    for command in list_commands(place):
        groups.setdefault(command.group, []).append(command)
    return groups
