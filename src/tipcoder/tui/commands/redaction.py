"""What the keys of the review screen do, in the order of its help."""

from __future__ import annotations

from tipcoder.tui.commands.command import Command, ScreenName, command_group

_decide = command_group("redact", "What must not be seen", ScreenName.REDACTION)
_study_wide = command_group("redact", "In the whole study", ScreenName.REDACTION)
_read = command_group("redact", "Read and release", ScreenName.REDACTION)
_move = command_group("redact", "Move", ScreenName.REDACTION)

REDACTION: tuple[Command, ...] = (
    _decide(
        "accept",
        "a",
        "Accept",
        "Replace the words of the selected proposal by the proposed noun.",
        "accept",
    ),
    _decide(
        "reject",
        "r",
        "Reject",
        "Keep the words that were proposed for replacing. A proposal of high severity needs a "
        "reason, and so do words that you wrote instead.",
        "reject",
    ),
    _decide("edit", "e", "Other words", "Choose or write what replaces the words.", "edit"),
    _decide(
        "generalise",
        "v",
        "Wider noun",
        "Replace by a wider noun: a region for a city.",
        "accept('generalise')",
    ),
    _decide("ellipsis", "full_stop", "Leave out", "Replace by [...].", "accept('ellipsis')"),
    _decide("mark", "m", "Mark", "Replace the selected words, which nothing proposed.", "mark"),
    _decide(
        "translate",
        "l",
        "Translate",
        "Replace the selected words, else the whole stretch, by a translation, which begins as the "
        "survey's own where it has one; readers are told so.",
        "translate",
    ),
    _decide(
        "accept_all",
        "y",
        "Accept all",
        "Accept everything that is open in this stretch.",
        "accept_all",
    ),
    _decide(
        "reopen", "d delete", "Undecide", "Remove the decision about the selected words.", "reopen"
    ),
    _study_wide(
        "accept_string",
        "A",
        "Accept everywhere",
        "Replace the selected words wherever they occur in the study.",
        "accept_string",
    ),
    _study_wide(
        "keep_string",
        "K",
        "Keep everywhere",
        "Keep the selected words wherever they are proposed in the study; asks why.",
        "keep_string",
    ),
    _study_wide(
        "alias",
        "N",
        "Name of somebody",
        "Add the selected words to the names that are looked for. They go to the key file, and "
        "all answers are searched again.",
        "alias",
    ),
    _read(
        "release",
        "enter",
        "Read: release",
        "Say that you have read the words on the right and would release them. Shows the next "
        "stretch to read.",
        "release",
    ),
    _read(
        "withhold",
        "H",
        "Hold back",
        "Say that this stretch must not be released. Shows the next one to read.",
        "withhold",
    ),
    _move(
        "next_open",
        "n",
        "Next open",
        "Go to the next open proposal, here or further on.",
        "next_open",
    ),
    _move(
        "next_proposal",
        "tab",
        "Next proposal",
        "Select the next proposal of this answer.",
        "proposal(1)",
    ),
    _move(
        "previous_proposal",
        "shift+tab",
        "Proposal before",
        "Select the previous proposal.",
        "proposal(-1)",
    ),
    _move("next", "down j", "Next stretch", "Show the next stretch.", "move(1)"),
    _move("previous", "up k", "Stretch before", "Show the previous stretch.", "move(-1)"),
    _move("page_down", "pagedown", "Page down", "A page of stretches down.", "page(1)"),
    _move("page_up", "pageup", "Page up", "A page of stretches up.", "page(-1)"),
    _move(
        "which",
        "f slash",
        "Which stretches",
        "List all stretches, or only those to read, with open proposals, or held back.",
        "which",
    ),
    _move(
        "fold_weak",
        "D",
        "Fold hints",
        "Hide or show what is weak: sentences in which somebody may say who they are. Nobody has "
        "to decide about them.",
        "fold_weak",
    ),
    _move("back", "escape", "Back", "Select nothing; else go back to where you came from.", "back"),
    _decide(
        "sentence",
        "s",
        "Sentence",
        "Select the sentence at the caret; again: the next one.",
        "select('sentence', True)",
    ),
)
