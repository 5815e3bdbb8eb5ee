"""What keys do on every screen."""

from __future__ import annotations

from dataclasses import replace

from tipcoder.tui.commands.command import (
    STUDY_SCREENS,
    Command,
    ScreenName,
    command_group,
)

_back = command_group("code", "Take back", *STUDY_SCREENS)
_go = command_group("go", "Go", *STUDY_SCREENS)
_study = command_group("study", "The program", *STUDY_SCREENS)
_always = command_group("study", "The program", *ScreenName)

SUSPEND = replace(
    _always(
        "suspend",
        "ctrl+z",
        "Suspend",
        "Go back to the shell, also from a box; `fg` there shows everything again as it is now.",
        "suspend",
    ),
    yields_key=True,
)
EVERYWHERE: tuple[Command, ...] = (
    _back(
        "undo",
        "u",
        "Undo",
        "Undo your latest act, whatever it was, and show where it was.",
        "undo",
        footer=True,
    ),
    _back("redo", "U ctrl+y", "Redo", "Redo what was undone last.", "redo"),
    _go(
        "grid",
        "g",
        "Answers",
        "All answers in a table, with attributes and codes; again: back.",
        "go('grid')",
    ),
    _go(
        "codebook",
        "b",
        "Codebook",
        "The codes, their definitions, and how often each is applied.",
        "go('codebook')",
    ),
    _go("study", "t", "Study", "How far each coder is, and what is next.", "go('study')"),
    _go(
        "statistics",
        "T",
        "Statistics",
        "Outcomes by codes and variables, with intervals, and the answers behind every number.",
        "go('statistics')",
    ),
    _go(
        "adjudication",
        "V",
        "Disagreements",
        "Where coders differ, code by code; resolve it there: the consensus.",
        "go('adjudication')",
    ),
    _go(
        "redaction",
        "X",
        "Redact",
        "What must not be seen in quotes: proposals, the words to be released, and who reviewed "
        "them.",
        "go('redaction')",
    ),
    _study(
        "carry_over",
        "ctrl+k",
        "Carry over",
        "After the study's file was replaced: bring your work into the one that is there now, and "
        "go on.",
        "carry_over",
    ),
    _always(
        "help", "question_mark f1", "Help", "Every key, and what it does.", "help", footer=True
    ),
    SUSPEND,
    _study(
        "drafts",
        "f2",
        "Drafts",
        "Words that you wrote in a box and that were not kept: the program ended, or an act was "
        "refused.",
        "drafts",
    ),
    _study(
        "tour",
        "f5",
        "Tour",
        "The tour in five steps: read, code, suggest, compare, release. During it: skip a step.",
        "tour",
    ),
    _study("leave_tour", "f6", "Leave the tour", "End the tour where it is.", "leave_tour"),
    _study(
        "quit",
        "ctrl+q",
        "Quit",
        "Leave. Every act is kept already; words in an open box stay a draft.",
        "quit",
    ),
)
