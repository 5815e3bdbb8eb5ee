"""THE command table: one row feeds the key bindings, the palette, the help screen and the README.

Nothing is bound anywhere else. Six commands have a place in the footer, which is what fits into 80 columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual.binding import Binding

from tipcoder.tui.keyboard import shown, with_twins


@dataclass(frozen=True)
class Command:
    """One thing that a key does."""

    id: str
    """Stable: user keymaps and tests name it."""
    keys: tuple[str, ...]
    label: str
    help: str
    action: str
    """The action of the coding screen, with its arguments."""
    group: str
    footer: bool = False

    def keys_shown(self) -> str:
        """The keys as people write them."""
        return " ".join(shown(key) for key in self.keys)


CODE, SELECT, MOVE, STUDY = "Code", "Select words to code", "Move", "Study"

_DIGITS = tuple("123456789")

COMMANDS: tuple[Command, ...] = (
    Command(
        "code.digit",
        _DIGITS,
        "Code",
        "Put the code on that digit on the selected words. With nothing selected: on the whole answer, "
        "which is then finished, and the next one is shown.",
        "",
        CODE,
        footer=True,
    ),
    Command(
        "code.pick",
        ("semicolon",),
        "Find a code",
        "Find a code by a few letters of its name, label or cues, in any language, and put it on.",
        "pick",
        CODE,
        footer=True,
    ),
    Command(
        "code.cursor_down",
        ("J",),
        "Code below",
        "Move the cursor in the list of codes down; its card is shown.",
        "cursor(1)",
        CODE,
    ),
    Command("code.cursor_up", ("K",), "Code above", "Move the cursor in the list of codes up.", "cursor(-1)", CODE),
    Command(
        "code.apply_cursor",
        ("space",),
        "Put it on",
        "Put the code under the cursor on, like its digit.",
        "apply_cursor",
        CODE,
    ),
    Command("code.repeat", ("full_stop",), "Repeat", "Put the code that was put last on once more.", "repeat", CODE),
    Command(
        "code.remove",
        ("d", "delete"),
        "Take a code off",
        "Take off the code under the selection or the caret, else the one that was put on this answer last.",
        "remove",
        CODE,
    ),
    Command(
        "code.finish",
        ("enter",),
        "Finish",
        "This answer is done: coded if it has codes, else none applies. Shows the next one.",
        "finish",
        CODE,
        footer=True,
    ),
    Command(
        "code.none",
        ("0",),
        "None applies",
        "Finish the answer with no code; codes on it are taken off.",
        "outcome('none_applies')",
        CODE,
    ),
    Command(
        "code.off_topic",
        ("x",),
        "Off-topic",
        "Finish the answer: it does not answer the question.",
        "outcome('off_topic')",
        CODE,
    ),
    Command(
        "code.uncodable",
        ("z",),
        "Uncodable",
        "Finish the answer: it cannot be understood.",
        "outcome('uncodable')",
        CODE,
    ),
    Command("code.reopen", ("r",), "Reopen", "Take back that the answer is done; its codes stay.", "reopen", CODE),
    Command(
        "code.undo",
        ("u", "ctrl+z"),
        "Undo",
        "Take back your latest act, whatever it was, and show where it was.",
        "undo",
        CODE,
        footer=True,
    ),
    Command("code.redo", ("U", "ctrl+y"), "Redo", "Do again what was undone last.", "redo", CODE),
    Command(
        "select.sentence",
        ("s",),
        "Sentence",
        "Select the sentence at the caret; again: the next one.",
        "select('sentence', True)",
        SELECT,
        footer=True,
    ),
    Command(
        "select.sentence_back", ("S",), "Sentence back", "The sentence before.", "select('sentence', False)", SELECT
    ),
    Command(
        "select.clause", ("c",), "Clause", "Select a clause; again: the next one.", "select('clause', True)", SELECT
    ),
    Command("select.clause_back", ("C",), "Clause back", "The clause before.", "select('clause', False)", SELECT),
    Command("select.word", ("w",), "Word", "Select a word; again: the next one.", "select('word', True)", SELECT),
    Command("select.word_back", ("W",), "Word back", "The word before.", "select('word', False)", SELECT),
    Command("select.line", ("l",), "Line", "Select a line; again: the next one.", "select('line', True)", SELECT),
    Command("select.line_back", ("L",), "Line back", "The line before.", "select('line', False)", SELECT),
    Command(
        "select.all",
        ("a",),
        "Whole answer",
        "Select the whole answer, to put several codes on it one after the other.",
        "select('whole', True)",
        SELECT,
    ),
    Command(
        "select.quote",
        ("q",),
        "Quote",
        "Select the next quote that carries a code, to take it off or to add a code.",
        "select_quote",
        SELECT,
    ),
    Command(
        "select.extend",
        ("right_square_bracket",),
        "Longer",
        "Move the active edge outward by one more sentence, clause, word or line, whichever was selected last.",
        "stretch(True)",
        SELECT,
    ),
    Command("select.shrink", ("left_square_bracket",), "Shorter", "Move it inward by one.", "stretch(False)", SELECT),
    Command(
        "select.edge", ("o",), "Other edge", "Make the other edge of the selection the active one.", "edge", SELECT
    ),
    Command("select.right", ("right",), "Caret right", "Move the caret by a letter.", "caret(True, False)", SELECT),
    Command("select.left", ("left",), "Caret left", "Move the caret by a letter.", "caret(False, False)", SELECT),
    Command(
        "select.letter_right",
        ("shift+right",),
        "Edge right",
        "Move the active edge by a letter.",
        "caret(True, True)",
        SELECT,
    ),
    Command(
        "select.letter_left",
        ("shift+left",),
        "Edge left",
        "Move the active edge by a letter.",
        "caret(False, True)",
        SELECT,
    ),
    Command("select.none", ("escape",), "Nothing", "Select nothing.", "deselect", SELECT),
    Command("move.next", ("down", "j"), "Next answer", "Show the next answer.", "move(1)", MOVE),
    Command("move.previous", ("up", "k"), "Previous answer", "Show the answer before.", "move(-1)", MOVE),
    Command("move.open", ("n",), "Next unfinished", "Show the next answer that is not finished.", "next_open", MOVE),
    Command("move.page_down", ("pagedown",), "Page down", "A page of answers down.", "page(1)", MOVE),
    Command("move.page_up", ("pageup",), "Page up", "A page of answers up.", "page(-1)", MOVE),
    Command("move.first", ("home",), "First", "The first answer of the list.", "to_end(False)", MOVE),
    Command("move.last", ("end",), "Last", "The last answer of the list.", "to_end(True)", MOVE),
    Command("move.text_down", ("ctrl+d",), "Text down", "Scroll a long answer down.", "scroll_text(1)", MOVE),
    Command("move.text_up", ("ctrl+u",), "Text up", "Scroll a long answer up.", "scroll_text(-1)", MOVE),
    Command(
        "study.filter",
        ("f", "slash"),
        "Filter",
        "Choose which answers are listed: by question, language, code, words, finished or not.",
        "filter",
        STUDY,
    ),
    Command("study.all", ("F",), "No filter", "List all answers again.", "no_filter", STUDY),
    Command("study.help", ("question_mark", "f1"), "Help", "Every key, and what it does.", "help", STUDY, footer=True),
    Command("study.quit", ("ctrl+q",), "Quit", "Leave. Everything is saved already.", "quit", STUDY),
)
"""In the order of the help screen."""


def bindings() -> list[Binding]:
    """What the coding screen binds: every key of every command, and its Cyrillic twin."""
    return [binding for command in COMMANDS for binding in _bindings_of(command)]


def _bindings_of(command: Command) -> Iterator[Binding]:
    if command.id == "code.digit":
        for digit in command.keys:
            # Nine actions and one entry in the footer: the first digit stands for all.
            first = digit == command.keys[0]
            yield Binding(
                digit,
                f"digit({digit})",
                command.label,
                show=first,
                key_display="1-9" if first else None,
                tooltip=command.help,
                id=f"{command.id}{digit}",
            )
        return
    first_key, *_ = command.keys
    yield Binding(
        with_twins(command.keys),
        command.action,
        command.label,
        show=command.footer,
        key_display=shown(first_key),
        tooltip=command.help,
        id=command.id,
    )


def by_group() -> dict[str, list[Command]]:
    """Commands under the headings of the help screen."""
    groups: dict[str, list[Command]] = {}
    for command in COMMANDS:
        groups.setdefault(command.group, []).append(command)
    return groups
