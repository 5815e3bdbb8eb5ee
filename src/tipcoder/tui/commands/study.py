"""What the keys of the study screen do."""

from __future__ import annotations

from tipcoder.tui.commands.command import Command, ScreenName, command_group

_study = command_group("study", "Where are we", ScreenName.STUDY)

STUDY: tuple[Command, ...] = (
    _study("down", "down j", "Down", "Go to the next line.", "move(1)"),
    _study("up", "up k", "Up", "Go to the previous line.", "move(-1)"),
    _study(
        "open",
        "enter",
        "Code these",
        "Code what the line is about: its unfinished answers, or those of the next step.",
        "open",
    ),
    _study(
        "freeze",
        "Z",
        "Freeze a round",
        "For a lead: close an open round, after saying who has how much left. Its coders see each "
        "other's work then, which cannot be taken back.",
        "freeze",
    ),
    _study("back", "escape", "Back", "Go back to where you came from.", "back"),
)
