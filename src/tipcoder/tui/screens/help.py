"""Every key and what it does, from the command table."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tipcoder.tui.commands import Command, ScreenName, group_commands
from tipcoder.tui.drawing import as_content_line
from tipcoder.tui.fault_tolerance import FaultTolerant
from tipcoder.tui.keyboard import join_with_twins
from tipcoder.tui.settings import Settings

_KEYS = 12
"""Columns that the keys of a command take."""
_ALWAYS = (
    "Everything is saved as you press it, and u takes back anything. "
    "Letters also work on a Russian layout, and everything works with the mouse."
)
"""The end of every introduction."""
_INTRO = {
    ScreenName.CODING: (
        "One key codes a whole answer and shows the next. For words in it: s selects a sentence, "
        "a digit codes it, Enter finishes the answer. Several codes on a whole answer: a, then "
        "digits, then Enter. p suggests codes; a digit accepts one on the words offered, and "
        f"Enter finishes the answer. {_ALWAYS}"
    ),
    ScreenName.GRID: (
        "All answers as a table. Space marks rows. A digit, ; or 0 then reaches all that are "
        "marked, as one act; with nothing marked it reaches the row of the cursor. Enter opens "
        f"the answer for coding. {_ALWAYS}"
    ),
    ScreenName.CODEBOOK: (
        "The codes as a tree, with how often each is applied. What a change touches is shown "
        f"before it is made. {_ALWAYS}"
    ),
    ScreenName.FRAME: (
        "What the answers say, grouped by likeness in all languages together, before there are "
        "codes for it. A theme is called by the words that tell it from the others. Join, drop "
        "and rename them; n makes codes, and nothing is coded. "
        f"{_ALWAYS}"
    ),
    ScreenName.QUOTES: (
        "All quotes of a code and of the codes below it, each between the sentence before and the "
        "one after. Give a quote another code, take the code off, write a memo; Enter shows it in "
        "its answer, Esc goes back to the very place. Quotes by others are shown only where no "
        f"open round hides them, and they alone can change them. {_ALWAYS}"
    ),
    ScreenName.STATISTICS: (
        "Every outcome of the study by every code and variable. Unknown is never counted as "
        f"absent. Enter on a cell lists the answers behind it. {_ALWAYS}"
    ),
    ScreenName.ADJUDICATION: (
        "Where coders differ, code by code. Enter opens a code's disagreements; a digit says whose "
        "judgement holds, and the next one is shown. Coders' own codings stay as they are, and "
        f"answers of an open round are left out. {_ALWAYS}"
    ),
    ScreenName.REDACTION: (
        "What must not be seen in quotes. An answer is shown as it was written, beside the words "
        "to be released. Decide about every proposal, then read those words; Enter releases them, "
        f"H holds them back. {_ALWAYS}"
    ),
    ScreenName.PLAN: (
        "What each column of the survey is taken for, and why. Where that is right, Enter makes "
        "the study. Else go to the column and press the letter of what it is. Nothing is written "
        "before Enter, and u takes back anything. Values of columns that say who somebody is are "
        "shown only after v."
    ),
    ScreenName.STUDY: (f"How far everybody is, what is next, and what needs attention. {_ALWAYS}"),
}


class HelpScreen(FaultTolerant, ModalScreen[None]):
    """The keys by group; any of Esc, ? and q closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            join_with_twins(("escape", "question_mark", "q", "f1", "enter")),
            "dismiss(None)",
            "Close",
            show=False,
        )
    ]

    def __init__(self, screen_name: ScreenName, settings: Settings) -> None:
        super().__init__()
        self._screen_name = screen_name
        self._settings = settings

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help"):
            yield Static(as_content_line(_INTRO[self._screen_name]))
            for group, commands in group_commands(self._screen_name).items():
                yield Static(as_content_line(group), classes="help-group")
                for command in commands:
                    # Padded, so that sentences begin in one column.
                    keys = (f"{self._format_keys(command):<{_KEYS}}", "bold")
                    sentence = f"{command.label}. {command.help}"
                    yield Static(Content.assemble(keys, sentence), classes="help-line")

    def on_mount(self) -> None:
        """Arrow keys scroll."""
        self.query_one("#help").focus()

    def _format_keys(self, command: Command) -> str:
        """The keys that this person has for a command."""
        if not command.is_in_palette:
            # Only commands of the palette can be put on other keys.
            return command.format_keys()
        return self._settings.format_keys(command)
