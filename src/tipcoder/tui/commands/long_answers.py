"""What the keys for long answers do on the coding screen, in the order of its help."""

from __future__ import annotations

from tipcoder.tui.commands.command import Command, ScreenName, command_group

_select = command_group("select", "Select words", ScreenName.CODING)

LONG_ANSWERS: tuple[Command, ...] = (
    _select(
        "labels",
        "comma",
        "Label sentences",
        "Letters appear before the sentences in view, after a second press before the clauses: a "
        "letter selects its own. A capital one begins a stretch, which the next letter ends.",
        "label_units",
    ),
    _select(
        "find",
        "ctrl+f",
        "Find in answer",
        "Find words in this answer while you type; capitals and accents do not matter. ↓ ↑ go to "
        "the next and the previous place; Enter selects the words there for a code; Esc leaves, "
        "and the caret stays there.",
        "find_words",
    ),
    _select(
        "found_next",
        "N",
        "Next place",
        "Select the next place of the words that were found last.",
        "go_to_found(True)",
    ),
    _select(
        "found_previous",
        "H",
        "Previous place",
        "Select the previous place of the words that were found last.",
        "go_to_found(False)",
    ),
    _select(
        "quote_ends",
        "A",
        "Move ends",
        "Move the ends of the quote that is selected, else of the newest: ] and [ move its end by "
        "a word, → and ← by a letter; with Shift they move its start. Enter keeps it, with all its "
        "codes; Esc leaves it as it was.",
        "move_ends",
    ),
)
