"""What the keys of the screen of disagreements do, in the order of its help."""

from __future__ import annotations

from tipcoder.tui.commands.command import DIGITS, Command, ScreenName, command_group

_decide = command_group("settle", "Decide", ScreenName.ADJUDICATION)
_which = command_group("settle", "Which disagreements", ScreenName.ADJUDICATION)

ADJUDICATION: tuple[Command, ...] = (
    _decide(
        "side",
        " ".join(DIGITS),
        "As this coder",
        "Decide as the coder on that digit judged: 1 is A, 2 is B. Shows the next one.",
        "digit",
    ),
    _decide(
        "both", "space", "Both", "Apply the code to everything that anybody marked.", "side('both')"
    ),
    _decide(
        "neither",
        "0",
        "Neither",
        "Decide that the code does not apply, whoever applied it.",
        "side('neither')",
    ),
    _decide(
        "edit", "e", "These words", "Apply the code to the selected words only.", "edit(False)"
    ),
    _decide(
        "edit_more",
        "E",
        "These words too",
        "Apply the code to the selected words too.",
        "edit(True)",
    ),
    _decide(
        "reason",
        "r",
        "Reason",
        "Say why they differed: 1 boundary, 2 missed, 3 definition gap, 4 language, 5 slip.",
        "reason",
    ),
    _decide("note", "m", "Note", "Write a note on the decision.", "note"),
    _decide(
        "reopen",
        "d delete",
        "Reopen",
        "Remove the decision: the disagreement is open again.",
        "reopen",
    ),
    _decide(
        "rule",
        "R",
        "Draft a rule",
        "Draft rules for this code in the codebook from the reasons given; you edit the draft "
        "first.",
        "rule",
    ),
    _which(
        "open",
        "enter",
        "Open",
        "Open the disagreements on this code; in one: go to the next open one.",
        "open",
    ),
    _which("down", "down j", "Down", "Go to the next code or disagreement.", "move(1)"),
    _which("up", "up k", "Up", "Go to the previous code or disagreement.", "move(-1)"),
    _which(
        "next_open", "n", "Next open", "The next disagreement that is not resolved.", "next_open"
    ),
    _which(
        "same_answer",
        "tab",
        "Same answer",
        "The next disagreement on the same answer: where one code was applied for another, the "
        "other.",
        "same_answer",
    ),
    _which(
        "right",
        "right",
        "Right",
        "In the list of codes: the next pair of coders. In a text: one letter right.",
        "sideways(1)",
    ),
    _which(
        "left",
        "left",
        "Left",
        "In the list of codes: the previous pair. In a text: one letter left.",
        "sideways(-1)",
    ),
    _which(
        "question",
        "q",
        "Question",
        "Only answers to the next question; after the last: to all.",
        "question",
    ),
    _which(
        "round",
        "O",
        "Round",
        "Only judgements of the next frozen round; after the last: all.",
        "round",
    ),
    _which(
        "words",
        "v",
        "Words too",
        "Also where all applied the code, but to different words; again: not.",
        "words",
    ),
    _which(
        "names",
        "N",
        "Hide names",
        "Show letters instead of the coders' names; again: names.",
        "names",
    ),
    _which(
        "back",
        "escape",
        "Back",
        "Select nothing; then back to the codes; then to where you came from.",
        "back",
    ),
)
