"""The same key, the same deed on every screen; where it is not, why not.

A new command on a key that does something else on another screen fails here: give it a free key,
say that it is the same deed, or say why it must be.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections import defaultdict

import pytest
from textual.binding import Binding
from textual.screen import ModalScreen

import tipcoder.tui.screens
from tipcoder.tui.commands import COMMANDS, STUDY_SCREENS, find_command

DEEDS = {
    "go down": "move.next codebook.down frame.down quotes.down study.down statistics.down "
    "settle.down redact.next",
    "go up": "move.previous codebook.up frame.up quotes.up study.up statistics.up settle.up "
    "redact.previous",
    "a page down": "move.page_down quotes.page_down redact.page_down",
    "a page up": "move.page_up quotes.page_up redact.page_up",
    "to the first": "move.first quotes.first",
    "to the last": "move.last quotes.last",
    "a step right": "select.right statistics.cells settle.right",
    "a step left": "select.left statistics.tests settle.left",
    "to the next of this answer": "settle.same_answer redact.next_proposal statistics.cells",
    "to the one before": "statistics.tests redact.previous_proposal",
    "confirm, or open what is under the cursor": "code.finish grid.open codebook.open frame.open "
    "quotes.open study.open statistics.open settle.open redact.release",
    "leave what is at hand, then the screen": "select.none grid.back codebook.back frame.back "
    "quotes.back study.back statistics.back settle.back redact.back",
    "show all quotes, or leave them again": "look.quotes quotes.back study.quotes",
    "choose a code by its letters": "code.pick codebook.find quotes.recode",
    "choose which are listed": "list.filter codebook.find quotes.filter redact.which",
    "list all again": "list.all quotes.all",
    "order the list": "grid.sort quotes.group statistics.sort",
    "fold what is repeated or weak": "list.fold redact.fold_weak",
    "take away what is under the cursor": "code.remove grid.remove codebook.retire frame.drop "
    "quotes.remove settle.reopen redact.reopen",
    "none of the codes": "code.none settle.neither",
    "apply the last code once more": "code.repeat grid.repeat",
    "write a note": "note.memo codebook.memo quotes.memo settle.note",
    "write a memo on the code": "note.code_memo codebook.memo",
    "next open one": "move.open settle.next_open redact.next_open",
    "mark the row": "grid.mark frame.mark quotes.mark",
    "mark all": "grid.mark_all quotes.mark_all",
    "replace a code by another": "grid.replace quotes.replace",
    "make two into one": "codebook.merge frame.merge",
    "another name": "codebook.rename frame.rename",
    "only one question": "frame.question settle.question",
    "a sentence": "select.sentence redact.sentence",
}
"""What commands of several screens have in common."""

CLASHES = {
    "A": (
        "mark all | redact.accept_string | select.quote_ends",
        "capitals reach further than their small letter; an answer has no rows to mark",
    ),
    "E": (
        "grid.finish | settle.edit_more | suggest.other",
        "Enter opens in the grid; the others change words offered, and neither lists answers",
    ),
    "J": ("code.cursor_down | codebook.later", "both move along codes; one moves the code"),
    "K": (
        "code.cursor_up | codebook.earlier | redact.keep_string",
        "as J; keeping everywhere is the capital of keep, and redaction lists no codes",
    ),
    "H": ("redact.withhold | select.found_previous", "nothing is looked for in redaction"),
    "N": (
        "codebook.add_below | redact.alias | select.found_next | settle.names",
        "new, names, name, next: known as such",
    ),
    "O": ("list.orders | settle.round", "disagreements have one order"),
    "R": ("list.by_respondent | settle.rule", "respondents and rules never meet on one screen"),
    "a": ("redact.accept | select.all", "deciding is the commonest act there; s selects all"),
    "c": (
        "codebook.recolour | replace a code by another | select.clause",
        "neither the codebook nor a list has text to select in",
    ),
    "e": (
        "codebook.edit | note.example | redact.edit | settle.edit",
        "edits what the screen is about; an example is an edit of the codebook",
    ),
    "equals_sign": ("code.alike | frame.more", "the key of plus without Shift"),
    "f": (
        "choose which are listed | codebook.frame",
        "codes are found by ; and /, so that f was free for the frame",
    ),
    "full_stop": ("apply the last code once more | redact.ellipsis", "it looks like an ellipsis"),
    "i": ("make two into one | translation.show", "codes and themes have no translation to show"),
    "l": ("codebook.stale | redact.translate | select.line", "no lines are selected there"),
    "m": ("redact.mark | write a note", "redaction has no memos, and marks words by hand"),
    "minus": ("frame.fewer | suggest.reject", "plus and minus are one pair"),
    "n": ("codebook.add | frame.add | next open one", "new: neither screen has open ones"),
    "o": ("frame.open_only | select.edge | statistics.outcome", "no selection has edges there"),
    "p": ("codebook.under | suggest.ask", "nothing is suggested in the codebook"),
    "q": ("only one question | select.quote", "disagreements have quotes of two coders in view"),
    "r": (
        "another name | code.reopen | redact.reject | settle.reason | statistics.again",
        "known since the first version; d takes back everywhere a decision is under the cursor",
    ),
    "s": (
        "a sentence | codebook.split | order the list",
        "no words are selected on screens that are lists",
    ),
    "space": ("code.apply_cursor | mark the row | settle.both", "applies or marks what is there"),
    "v": (
        "codebook.revisions | grid.mark_to | redact.generalise | settle.words | suggest.words",
        "known since the first version",
    ),
    "y": ("code.sticky | redact.accept_all", "a yes to all proposals; nothing is sticky there"),
}
"""Key -> the deeds that it does on different screens, and why all of them stay.

Whoever wants other keys sets them in workbench.toml.
"""


def name_deed(command_id: str, on_key: set[str]) -> str:
    """The deed that a command shares with another one on its key, else its own id."""
    for deed, written in DEEDS.items():
        members = set(written.split())
        if command_id in members and len(members & on_key) > 1:
            return deed
    return command_id


def find_clashes() -> dict[str, str]:
    """Keys that do several deeds, and these, in alphabetical order."""
    on_keys: dict[str, set[str]] = defaultdict(set)
    for command in COMMANDS:
        if command.is_in_palette and not set(STUDY_SCREENS).isdisjoint(command.screens):
            for key in command.keys:
                on_keys[key].add(command.id)
    clashes = {}
    for key, ids in on_keys.items():
        is_one_deed = any(ids <= set(written.split()) for written in DEEDS.values())
        if len(ids) > 1 and not is_one_deed:
            clashes[key] = " | ".join(sorted({name_deed(each, ids) for each in ids}))
    return clashes


def test_a_key_does_the_same_on_every_screen_or_it_is_said_why_not() -> None:
    assert find_clashes() == {key: deeds for key, (deeds, _) in CLASHES.items()}


def test_only_commands_that_there_are_have_deeds() -> None:
    for written in DEEDS.values():
        for command_id in written.split():
            assert find_command(command_id).id == command_id


def list_boxes() -> list[type[ModalScreen[object]]]:
    """Every box of the program that is opened as it is."""
    boxes = set()
    package = tipcoder.tui.screens
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        for _, each in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(each, ModalScreen) and each.__module__.startswith(package.__name__):
                boxes.add(each)
    return sorted(boxes, key=lambda box: box.__name__)


def find_actions(box: type[ModalScreen[object]], key: str) -> list[str]:
    """What a key does in a box, in the class nearest to it that binds the key."""
    for each in box.__mro__:
        bindings = [one for one in each.__dict__.get("BINDINGS", []) if isinstance(one, Binding)]
        found = [one.action for one in bindings if key in one.key.split(",")]
        if found:
            return found
    return []


ON_ANY_KEY = {"Jump", "PeekBox", "KeyCatcher"}
"""They end with the next key, whichever it is."""
BASES = {"DraftBox"}
LEAVING = {"dismiss(None)", "dismiss(False)", "keep", "leave"}


@pytest.mark.parametrize("box", list_boxes(), ids=lambda box: box.__name__)
def test_esc_leaves_every_box(box: type[ModalScreen[object]]) -> None:
    if box.__name__ in ON_ANY_KEY | BASES:
        return
    (action,) = find_actions(box, "escape")
    assert action in LEAVING
    # What was written in several lines is kept by leaving, also where nobody thinks of it.
    assert (action == "keep") == (box.__name__ == "TextBox")
    assert not set(find_actions(box, "enter")) & {"dismiss(False)"}, "Enter never says no"
