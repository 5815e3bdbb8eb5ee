"""What the keys of the statistics screen do."""

from __future__ import annotations

from tipcoder.tui.commands.command import Command, ScreenName, command_group

_numbers = command_group("statistics", "The numbers", ScreenName.STATISTICS)

STATISTICS: tuple[Command, ...] = (
    _numbers("down", "down j", "Down", "Go to the next line; in a picture, down.", "move(1)"),
    _numbers("up", "up k", "Up", "Go to the previous line; in a picture, up.", "move(-1)"),
    _numbers("outcome", "o", "Outcome", "Test the next outcome.", "outcome"),
    _numbers(
        "sort",
        "s",
        "Order",
        "Order the lines by p, by how often the code is applied, or as in the codebook.",
        "sort",
    ),
    _numbers(
        "cells",
        "right tab",
        "Its cells",
        "Go to the cells of this line: levels of the outcome by what is known. Into a picture.",
        "cells(True)",
    ),
    _numbers(
        "tests",
        "left shift+tab",
        "Back to the lines",
        "Go back to the list of tests.",
        "cells(False)",
    ),
    _numbers(
        "open",
        "enter",
        "Its quotes",
        "On a line: go to its cells, or into its picture. On a cell: list the answers of the cases "
        "behind the number.",
        "open",
    ),
    _numbers(
        "again",
        "r",
        "Count again",
        "Test everything again, including what was coded since.",
        "again",
    ),
    _numbers("back", "escape", "Back", "Go back to the list, or to where you came from.", "back"),
)
