"""What keys do on every screen."""

from __future__ import annotations

from tipcoder.tui.commands.command import Command, Place, group

_back = group("code", "Take back", *Place)
_study = group("study", "The program", *Place)

EVERYWHERE: tuple[Command, ...] = (
    _back(
        "undo",
        "u ctrl+z",
        "Undo",
        "Take back your latest act, whatever it was, and show where it was.",
        "undo",
        footer=True,
    ),
    _back("redo", "U ctrl+y", "Redo", "Do again what was undone last.", "redo"),
    _study("help", "question_mark f1", "Help", "Every key, and what it does.", "help", footer=True),
    _study("quit", "ctrl+q", "Quit", "Leave. Everything is saved already.", "quit"),
)
