"""Every key and what it does, from the command table; typing narrows the list."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tipcoder.tui.commands import ScreenName
from tipcoder.tui.drawing import as_content_line
from tipcoder.tui.fault_tolerance import outlives_faults
from tipcoder.tui.screens.help_lines import build_help_lines, draw_help_lines, filter_help_lines
from tipcoder.tui.settings import Settings
from tipcoder.tui.widgets.entry import LineEntry

_PLACEHOLDER = "Type to narrow: words, a key, a screen"
_HINT = "Esc closes · on the right: what workbench.toml calls them"
_HINT_TYPED = "Esc shows all again · a single letter is a key · keys of other screens come last"
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


@outlives_faults
class HelpScreen(ModalScreen[None]):
    """The keys by group, and a line that narrows them.

    The focus stays in the line; the arrow keys scroll what is below it. Esc empties the line, and
    closes the help where it is empty.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "All again, or close", priority=True),
        Binding("question_mark,f1", "dismiss(None)", "Close", show=False, priority=True),
        Binding("down", "scroll(1)", "Down", show=False, priority=True),
        Binding("up", "scroll(-1)", "Up", show=False, priority=True),
        Binding("pagedown", "scroll_page(1)", "Page down", show=False, priority=True),
        Binding("pageup", "scroll_page(-1)", "Page up", show=False, priority=True),
    ]

    def __init__(self, screen_name: ScreenName, settings: Settings) -> None:
        super().__init__()
        self._screen_name = screen_name
        self._lines = build_help_lines(screen_name, settings)

    def compose(self) -> ComposeResult:
        with Vertical(id="help"):
            yield LineEntry(placeholder=_PLACEHOLDER, id="help-input", select_on_focus=False)
            with VerticalScroll(id="help-scroll", can_focus=False):
                yield Static(as_content_line(_INTRO[self._screen_name]), id="help-intro")
                yield Static(id="help-lines")
            yield Static(id="help-hint")

    def on_mount(self) -> None:
        """What is typed goes into the line."""
        self.query_one(Input).focus()

    def on_resize(self) -> None:
        """Sentences are broken anew."""
        self.call_after_refresh(self._show_lines)

    @on(Input.Changed)
    def _show_lines(self) -> None:
        """Show the commands that are meant, from the first."""
        typed = self.query_one(Input).value
        lines = filter_help_lines(self._lines, typed)
        shown = self.query_one("#help-lines", Static)
        if lines:
            shown.update(draw_help_lines(lines, self.query_one("#help-intro").size.width))
        else:
            shown.update(as_content_line(f"No command has {typed}."))
        is_narrowed = bool(typed.split())
        hint = _HINT_TYPED if is_narrowed else _HINT
        self.query_one("#help-hint", Static).update(as_content_line(hint))
        self.set_class(is_narrowed, "-narrowed")
        self.query_one("#help-scroll").scroll_home(animate=False)

    @on(Input.Submitted)
    def _close(self) -> None:
        """There is nothing to confirm: Enter closes, as in every box to read."""
        self.dismiss(None)

    def action_leave(self) -> None:
        line = self.query_one(Input)
        if line.value:
            line.value = ""
        else:
            self.dismiss(None)

    def action_scroll(self, by: int) -> None:
        self.query_one("#help-scroll").scroll_relative(y=by, animate=False)

    def action_scroll_page(self, by: int) -> None:
        scroll = self.query_one("#help-scroll")
        scroll.scroll_relative(y=by * max(scroll.size.height - 1, 1), animate=False)
