"""What the keys do that look a code up, and those of the screen with all quotes of a code."""

from __future__ import annotations

from tipcoder.tui.commands.command import Command, ScreenName, command_group

_WITH_CODES = (
    ScreenName.CODING,
    ScreenName.GRID,
    ScreenName.CODEBOOK,
    ScreenName.STATISTICS,
    ScreenName.ADJUDICATION,
)
_look_up = command_group("look", "Look a code up", *_WITH_CODES)
_look_closer = command_group("look", "Look a code up", *_WITH_CODES, ScreenName.QUOTES)
_look_behind = command_group("study", "Where are we", ScreenName.STUDY)
_quote = command_group("quotes", "The quote under the cursor", ScreenName.QUOTES)
_many = command_group("quotes", "Many quotes", ScreenName.QUOTES)
_list = command_group("quotes", "Which quotes", ScreenName.QUOTES)

ALL_QUOTES = _look_up(
    "quotes",
    "Q f4",
    "All quotes",
    "All quotes of the code under the cursor and of the codes below it, each in its context; from "
    "a number, the quotes behind it.",
    "quotes",
)
PEEK = _look_closer(
    "peek",
    "h f3",
    "Definition",
    "Show what the code under the cursor means, when to use it and when not, and its latest three "
    "quotes; ↓ ↑ scroll what does not fit, any other key closes it.",
    "peek",
)
LOOKING: tuple[Command, ...] = (ALL_QUOTES, PEEK)

STUDY_QUOTES: tuple[Command, ...] = (
    _look_behind(
        "quotes",
        "Q f4",
        "All quotes",
        "All quotes of any code in the question or the language of the line.",
        "quotes",
    ),
)

QUOTES: tuple[Command, ...] = (
    _quote(
        "recode",
        "semicolon",
        "Other code",
        "Give the quote another code; its memo goes along.",
        "recode",
    ),
    _quote("remove", "d delete", "Take off", "Remove the code from the quote.", "remove"),
    _quote("memo", "m", "Memo", "Write a memo on the quote.", "memo"),
    _quote(
        "open", "enter", "Its answer", "Show the quote in its answer on the coding screen.", "open"
    ),
    _many("mark", "space", "Mark", "Mark the quote, or unmark it, and go to the next.", "mark"),
    _many("mark_all", "A", "Mark all", "Mark every quote listed; again: none.", "mark_all"),
    _many(
        "replace",
        "c",
        "Replace a code",
        "Give the marked quotes, or all listed, another code as one act: they keep their ends, and "
        "nothing is doubled. Quotes by others and of open rounds are left out.",
        "replace",
    ),
    _list("down", "down j", "Next quote", "Go to the next quote.", "move(1)"),
    _list("up", "up k", "Previous quote", "Go to the previous quote.", "move(-1)"),
    _list("page_down", "pagedown", "Page down", "A page of quotes down.", "page(1)"),
    _list("page_up", "pageup", "Page up", "A page of quotes up.", "page(-1)"),
    _list("first", "home", "First", "The first quote.", "to_end(False)"),
    _list("last", "end", "Last", "The last quote.", "to_end(True)"),
    _list("group", "s", "Group", "Group the quotes by language; again: by question.", "group"),
    _list("filter", "slash f", "Filter", "Only quotes with some words.", "filter"),
    _list("all", "F", "No filter", "All quotes again.", "no_filter"),
    _list(
        "back",
        "escape Q f4",
        "Back",
        "Unmark the quotes; with none marked, go back to the very place that you came from.",
        "back",
    ),
)
