"""What the keys of the plan's screen do: a study that is not made yet."""

from __future__ import annotations

from tipcoder.tui.commands.command import Command, ScreenName, command_group

_role = command_group("plan", "Take the column for", ScreenName.PLAN)
_plan = command_group("plan", "The plan", ScreenName.PLAN)
_move = command_group("plan", "Move", ScreenName.PLAN)

ROLES: tuple[Command, ...] = (
    _role("question", "q", "question", "Take the column for an open question.", "role('question')"),
    _role(
        "translation",
        "l",
        "translation",
        "It has a question in another language; pressed on a question with a translation, the two "
        "change places.",
        "role('translation')",
    ),
    _role("id", "i", "ID", "It has the IDs that tell respondents apart.", "role('ID')"),
    _role("case", "c", "case", "It tells the rows of one respondent apart.", "role('case')"),
    _role(
        "wave",
        "w",
        "wave",
        "It says in which wave of the survey a row was answered.",
        "role('wave')",
    ),
    _role(
        "weight",
        "g",
        "weight",
        "It is the survey weight: how many people a row stands for.",
        "role('weight')",
    ),
    _role("attribute", "a", "attribute", "Coders see it beside an answer.", "role('attribute')"),
    _role("name", "n", "name", "The respondent's name: for the key file only.", "role('name')"),
    _role(
        "private",
        "p",
        "private",
        "It may say who somebody is: for the key file only.",
        "role('private')",
    ),
    _role(
        "outcome",
        "o",
        "outcome",
        "Statistics explain it: a closed question, its levels in order of appearance.",
        "role('outcome')",
    ),
    _role("factor", "f", "factor", "It says yes or no, or one of several.", "role('factor')"),
    _role(
        "kept",
        "0",
        "kept",
        "It is kept beside the answers, with no part of its own.",
        "role('kept')",
    ),
    _role("ignored", "x", "left out", "Nothing of it is kept.", "role('left out')"),
)
"""One letter for each role."""

PLAN: tuple[Command, ...] = (
    *ROLES,
    _plan(
        "make",
        "enter",
        "Make the study",
        "Make the study as it is planned here. Before that nothing is written.",
        "make",
    ),
    _plan("undo", "u", "Undo", "Take the last change back.", "undo"),
    _plan("text", "t", "study.toml", "Show the study.toml that comes of it.", "text"),
    _plan(
        "save",
        "s",
        "Save and leave",
        "Keep the study.toml in a file, to correct it by hand, and leave.",
        "save",
    ),
    _plan(
        "previews",
        "e",
        "Previews",
        "Leave out rows that are previews or tests, or take them in again.",
        "unwanted('previews or tests')",
    ),
    _plan(
        "broken_off",
        "b",
        "Broken off",
        "Leave out rows of people who broke off or were screened out, or take them in again.",
        "unwanted('broken off or screened out')",
    ),
    _plan(
        "values",
        "v",
        "Values",
        "Show the values of a column that says who somebody is, or hide them again.",
        "values",
    ),
    _plan("notes", "N", "Notes", "Everything about the file that was not plain.", "notes"),
    _plan(
        "leave",
        "escape ctrl+q",
        "Leave",
        "Leave without a study; asked again where something was changed.",
        "leave",
    ),
    _move("down", "down j", "Down", "Go to the next column.", "move(1)"),
    _move("up", "up k", "Up", "Go to the previous column.", "move(-1)"),
    _move("page_down", "pagedown", "Page down", "A page of columns down.", "page(1)"),
    _move("page_up", "pageup", "Page up", "A page of columns up.", "page(-1)"),
    _move("first", "home", "First", "The first column of the list.", "to_end(False)"),
    _move("last", "end", "Last", "The last column of the list.", "to_end(True)"),
)
