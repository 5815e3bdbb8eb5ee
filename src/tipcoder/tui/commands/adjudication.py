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
        "The judgement of the coder on that digit stands: 1 is A, 2 is B. Shows the next one.",
        "digit",
        footer=True,
    ),
    _decide("both", "space", "Both", "Everything that anybody marked stands.", "side('both')"),
    _decide("neither", "0", "Neither", "The code is not there, whoever put it.", "side('neither')", footer=True),
    _decide("edit", "e", "These words", "The code stands on the selected words.", "edit(False)"),
    _decide("edit_more", "E", "These words too", "The code stands on the selected words too.", "edit(True)"),
    _decide(
        "reason",
        "r",
        "Reason",
        "Say why they differed: 1 boundary, 2 missed, 3 definition gap, 4 language, 5 slip.",
        "reason",
        footer=True,
    ),
    _decide("note", "m", "Note", "Write a note on the decision.", "note"),
    _decide("reopen", "d delete", "Reopen", "Take the decision away.", "reopen"),
    _decide(
        "rule",
        "R",
        "Draft a rule",
        "What the reasons teach about this code, as a draft for its rules in the codebook; you edit it first.",
        "rule",
    ),
    _which("open", "enter", "Open", "Open the disagreements on this code; in one: go to the next open one.", "open"),
    _which("down", "down j", "Down", "The next code, or the next disagreement.", "move(1)"),
    _which("up", "up k", "Up", "The code before, or the disagreement before.", "move(-1)"),
    _which("next_open", "n", "Next open", "The next disagreement that is not settled.", "next_open"),
    _which(
        "same_answer",
        "tab",
        "Same answer",
        "The next disagreement on the same answer: a code that was put for another, and the other.",
        "same_answer",
    ),
    _which(
        "right", "right", "Right", "Among the codes: the next pair of coders. In a text: a letter on.", "sideways(1)"
    ),
    _which("left", "left", "Left", "Among the codes: the pair before. In a text: a letter back.", "sideways(-1)"),
    _which("question", "q", "Question", "Only answers to the next question; after the last: to all.", "question"),
    _which("round", "O", "Round", "Only what was said in the next frozen round; after the last: all.", "round"),
    _which("words", "v", "Words too", "Also where all put the code and marked other words; again: not.", "words"),
    _which("names", "N", "Hide names", "Show letters instead of the coders' names; again: names.", "names"),
    _which("back", "escape", "Back", "Select nothing; then back to the codes; then to where you came from.", "back"),
)
