"""What the keys of the screen of drafted themes do, in the order of its help."""

from __future__ import annotations

from tipcoder.tui.commands.command import Command, ScreenName, command_group

_choose = command_group("frame", "Choose themes", ScreenName.FRAME)
_group = command_group("frame", "Group anew", ScreenName.FRAME)

FRAME: tuple[Command, ...] = (
    _choose("down", "down j", "Down", "Go to the next theme.", "move(1)"),
    _choose("up", "up k", "Up", "Go to the previous theme.", "move(-1)"),
    _choose(
        "mark",
        "space",
        "Mark",
        "Mark the theme, for joining or for the codebook; again: not.",
        "mark",
    ),
    _choose(
        "merge", "i", "Join", "Join the marked themes into the one that is said most.", "merge"
    ),
    _choose("rename", "r", "Rename", "Give the theme a label of your own.", "rename"),
    _choose("drop", "d delete", "Drop", "Leave the theme out of the draft.", "drop"),
    _choose(
        "add",
        "n",
        "Make codes",
        "Make codes of the marked themes, or of all: labels, and their words as cues.",
        "add",
    ),
    _choose("open", "enter", "Its answers", "List the answers that say it.", "open"),
    _group(
        "question",
        "q",
        "Question",
        "Only answers to the next question; after the last: to all.",
        "question",
    ),
    _group(
        "more", "plus equals_sign", "More themes", "Look for more and narrower themes.", "count(1)"
    ),
    _group("fewer", "minus", "Fewer themes", "Look for fewer and wider themes.", "count(-1)"),
    _group(
        "open_only",
        "o",
        "Open answers",
        "Only answers that nobody has finished; again: all.",
        "open_only",
    ),
    _group("back", "escape", "Back", "Go back to where you came from.", "back"),
)
