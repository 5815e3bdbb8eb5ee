"""What the keys of the answer grid do, in the order of its help."""

from __future__ import annotations

from tipcoder.tui.commands.command import DIGITS, Command, ScreenName, command_group

_code = command_group("grid", "Code", ScreenName.GRID)
_mark = command_group("grid", "Mark rows", ScreenName.GRID)
_list = command_group("grid", "Which answers", ScreenName.GRID)
_go = command_group("grid", "Go", ScreenName.GRID)

GRID: tuple[Command, ...] = (
    _code(
        "digit",
        " ".join(DIGITS),
        "Code",
        "Apply the code on that digit to all marked answers, or to the one under the cursor, and "
        "finish them. Several at once are marked as such, and those of open rounds are left out.",
        "digit",
    ),
    _code(
        "repeat", "full_stop", "Repeat", "Apply the code that was applied last once more.", "repeat"
    ),
    _code(
        "remove",
        "d delete",
        "Remove a code",
        "Remove a code from all marked answers, or from the current one.",
        "remove",
    ),
    _code(
        "replace",
        "c",
        "Replace a code",
        "Replace a code by another on all marked answers, or on the current one, as one act: "
        "quotes keep their ends, and nothing is doubled. Answers of open rounds are left out.",
        "replace",
    ),
    _code(
        "finish",
        "E",
        "Finish",
        "Finish the marked answers, or the current one: coded if they have codes, else none "
        "applies. On a folded line that is mixed (≠), repetitions without codes are left open.",
        "finish",
    ),
    _mark("mark", "space", "Mark", "Mark the row, or unmark it, and go to the next.", "mark"),
    _mark(
        "mark_to",
        "v",
        "Mark to here",
        "Mark all rows from the one marked last to this one.",
        "mark_to",
    ),
    _mark("mark_all", "A", "Mark all", "Mark every row that is listed; again: none.", "mark_all"),
    _list(
        "sort",
        "s",
        "Sort",
        "Order the rows by a column or an attribute; the same again reverses the order.",
        "sort",
    ),
    _go("open", "enter", "Open", "Show this answer on the coding screen.", "open"),
    _go("back", "escape", "Back", "Unmark the rows; with none marked, go back.", "back"),
)
