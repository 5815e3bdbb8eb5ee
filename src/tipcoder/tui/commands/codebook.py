"""What the keys of the codebook screen do, in the order of its help."""

from __future__ import annotations

from tipcoder.tui.commands.command import Command, ScreenName, command_group

_move = command_group("codebook", "Move", ScreenName.CODEBOOK)
_edit = command_group("codebook", "Change the codebook", ScreenName.CODEBOOK)
_look = command_group("codebook", "Look", ScreenName.CODEBOOK)

CODEBOOK: tuple[Command, ...] = (
    _move("down", "down j", "Code below", "Go to the code below.", "move(1)"),
    _move("up", "up k", "Code above", "Go to the code above.", "move(-1)"),
    _move(
        "find",
        "semicolon slash",
        "Find a code",
        "Go to a code by letters of its name, label or cues.",
        "find",
    ),
    _look(
        "open",
        "enter",
        "Its answers",
        "List the answers to which you applied the code, or one below it.",
        "open",
    ),
    _edit(
        "edit",
        "e",
        "Edit",
        "Edit the label, definition, rules, examples or cues, in any language.",
        "edit",
    ),
    _edit("add", "n", "New code", "Add a code beside this one.", "add(False)"),
    _edit("add_below", "N", "New below", "Add a code below this one.", "add(True)"),
    _edit("rename", "r", "Rename", "Give the code another label; its key stays.", "rename"),
    _edit(
        "recolour",
        "c",
        "Colour",
        "Give the code another colour; sub-codes without one take it.",
        "recolour",
    ),
    _edit(
        "later",
        "ctrl+down J",
        "Down among siblings",
        "Move the code after its next sibling.",
        "shift(1)",
    ),
    _edit(
        "earlier",
        "ctrl+up K",
        "Up among siblings",
        "Move the code before its sibling above.",
        "shift(-1)",
    ),
    _edit(
        "under", "p", "Move under", "Move the code under another one, or to the top.", "put_under"
    ),
    _edit(
        "merge",
        "i",
        "Merge into",
        "Move everybody's codings of this code to another one; what changes is shown first.",
        "merge",
    ),
    _edit("split", "s", "Split", "Choose quotes of this code and move them to a new one.", "split"),
    _edit(
        "retire",
        "d delete",
        "Retire",
        "Take the code out of use; its codings stay. On a retired code: bring it back.",
        "retire",
    ),
    _edit(
        "frame",
        "f",
        "Draft codes",
        "Group the answers into themes, and make codes of them.",
        "go('frame')",
    ),
    _look("memo", "m M", "Memo", "Write a memo on the code.", "memo"),
    _look(
        "revisions", "v", "Revisions", "Show what changed since an earlier revision.", "revisions"
    ),
    _look(
        "stale",
        "l",
        "Stale codings",
        "Review codings made when their code meant something else; confirm those that still hold.",
        "stale",
    ),
    _look("back", "escape", "Back", "Go back to where you came from.", "back"),
)
