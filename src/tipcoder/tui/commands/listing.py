"""What keys do on the two screens that list answers, in the order of their help."""

from __future__ import annotations

from tipcoder.tui.commands.command import Command, ScreenName, command_group

_code = command_group("code", "Code", ScreenName.CODING, ScreenName.GRID)
_note = command_group("note", "Note", ScreenName.CODING, ScreenName.GRID)
_move = command_group("move", "Move", ScreenName.CODING, ScreenName.GRID)
_list = command_group("list", "Which answers", ScreenName.CODING, ScreenName.GRID)

FINDING: tuple[Command, ...] = (
    _code(
        "pick",
        "semicolon",
        "Find a code",
        "Find a code by letters of its name, label or cues, in any language, and apply it; +words "
        "make a new one.",
        "pick",
        footer=True,
    ),
)

PINNING: tuple[Command, ...] = (
    _code(
        "pin",
        "number_sign",
        "Pin a digit",
        "Keep the code under the cursor on one digit (▪), on this question or on every one: "
        "neither suggestions nor other codes move it, today or later. Del in the box takes the pin "
        "off.",
        "pin",
    ),
)

ALIKE: tuple[Command, ...] = (
    _code(
        "alike",
        "equals_sign",
        "Alike answers",
        "List the answers that say nearly the same as this one, or that have words like those "
        "selected: mark some, and code all of them as one act. They are marked as coded many at "
        "once; answers of open rounds are not listed.",
        "alike",
    ),
)

FINISHING: tuple[Command, ...] = (
    _code(
        "none",
        "0",
        "None applies",
        "Finish the answer with no code; codes applied to it are removed.",
        "outcome('none_applies')",
    ),
    _code(
        "off_topic",
        "x",
        "Off-topic",
        "Finish: it does not answer the question.",
        "outcome('off_topic')",
    ),
    _code(
        "uncodable", "z", "Uncodable", "Finish: it cannot be understood.", "outcome('uncodable')"
    ),
    _code("reopen", "r", "Reopen", "Make the answer unfinished again; its codes stay.", "reopen"),
)

NOTING: tuple[Command, ...] = (
    _note(
        "flag",
        "exclamation_mark",
        "Flag",
        "Flag the answer to come back to it, or remove its flag.",
        "flag",
    ),
    _note("memo", "m", "Memo", "Write a memo on the selected quote, else on the answer.", "memo"),
)

LISTING: tuple[Command, ...] = (
    _move("next", "down j", "Next answer", "Show the next answer.", "move(1)"),
    _move("previous", "up k", "Previous answer", "Show the previous answer.", "move(-1)"),
    _move(
        "open", "n", "Next unfinished", "Show the next answer that is not finished.", "next_open"
    ),
    _move("page_down", "pagedown", "Page down", "A page of answers down.", "page(1)"),
    _move("page_up", "pageup", "Page up", "A page of answers up.", "page(-1)"),
    _move("first", "home", "First", "The first answer of the list.", "to_end(False)"),
    _move("last", "end", "Last", "The last answer of the list.", "to_end(True)"),
    _list(
        "filter",
        "f slash",
        "Filter",
        "Choose which answers are listed: by question, language, code, coder, words, attributes, "
        "finished or not; with `or`, brackets, a minus, and names for filters that you saved.",
        "filter",
    ),
    _list("all", "F", "No filter", "List all answers again.", "no_filter"),
    _list(
        "former_list",
        "less_than_sign alt+left",
        "Former list",
        "Go back to the list before this one: its filter, its order and the place in it.",
        "former_list",
    ),
    _list(
        "later_list",
        "greater_than_sign alt+right",
        "Later list",
        "Go forward again to the list that was left by going back.",
        "later_list",
    ),
    _list(
        "fold",
        "D",
        "Fold repeats",
        "Show answers that say the same on one line, where one key codes all of them; ≠ marks "
        "lines whose codes or states differ. Again: unfold.",
        "fold",
    ),
    _list(
        "by_respondent",
        "R",
        "By respondent",
        "Read everything one respondent wrote, then the next; again: question by question.",
        "reading_order",
    ),
    _list(
        "orders",
        "O",
        "Reading order",
        "Read as imported, by respondent, languages in turn, likeliest for a code first, or least "
        "sure first.",
        "reading_orders",
    ),
)
