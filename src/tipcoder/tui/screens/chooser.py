"""A box with a line to type in and a list that follows it: the base of every chooser."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Generic, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tipcoder.tui.drawing import as_content_line
from tipcoder.tui.screens.draft_box import BoxResult, DraftBox
from tipcoder.tui.widgets.entry import LineEntry


class Choice(NamedTuple):
    """One line of the list: what it is, and what it looks like."""

    key: str
    prompt: Content


class Chooser(DraftBox[BoxResult | None], Generic[BoxResult]):
    """Ends with what was chosen, or None. Subclasses say what the typed letters offer.

    The focus stays in the line, so that typing goes on; the arrow keys move a mark in the list.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Close", show=False),
        Binding("down", "move(1)", "Down", show=False, priority=True),
        Binding("up", "move(-1)", "Up", show=False, priority=True),
    ]

    title_line = ""
    hint = ""
    """What the keys do, on the last line."""
    marks_first = True
    """Whether Enter takes the best choice at once; else a mark must be set first."""

    selects_typed = False
    """Whether the letters that are there first are selected, so that typing replaces them."""

    def __init__(self, typed: str = "", draft_place: str | None = None) -> None:
        """`draft_place` names a draft of the letters, where the title does not say enough."""
        super().__init__(draft_place or self.title_line)
        self._typed = typed

    def compose(self) -> ComposeResult:
        with Vertical(id="chooser"):
            yield Static(as_content_line(self.title_line), id="chooser-title")
            typed = self.find_initial_words(self._typed)
            yield LineEntry(typed, id="chooser-input", select_on_focus=self.selects_typed)
            yield OptionList(id="chooser-list", markup=False)
            yield Static(as_content_line(self.hint), id="chooser-hint")

    def on_mount(self) -> None:
        """Offer something before the first letter."""
        # With the focus the list would take the letters that are typed.
        self.query_one(OptionList).can_focus = False
        self.query_one(Input).focus()
        self.list_choices()

    def find_choices(self, typed: str) -> Sequence[Choice]:
        """What to offer for these letters, best first."""
        raise NotImplementedError

    def use_choice(self, typed: str, choice: str | None) -> None:
        """Enter was pressed with a line of the list marked, if there is one."""
        raise NotImplementedError

    @on(Input.Changed)
    def list_choices(self) -> None:
        """List what the letters typed so far could mean, with the mark on the best."""
        options = self.query_one(OptionList)
        options.clear_options()
        typed = self.query_one(Input).value
        for choice in self.find_choices(typed):
            options.add_option(Option(choice.prompt, choice.key))
        has_first = self.marks_first and options.option_count > 0
        options.highlighted = 0 if has_first else None

    def action_move(self, by: int) -> None:
        """Move the mark in the list while typing goes on; it wraps round at the ends."""
        options = self.query_one(OptionList)
        if options.option_count:
            # With nothing marked, down goes to the first line.
            before_first = -1 if by > 0 else 0
            marked = options.highlighted if options.highlighted is not None else before_first
            # Up from the first line reaches the last: lists are short.
            options.highlighted = (marked + by) % options.option_count

    def marked_key(self) -> str | None:
        """The key of the marked line, or None in an empty list."""
        options = self.query_one(OptionList)
        if options.highlighted is None:
            return None
        return options.get_option_at_index(options.highlighted).id

    @on(Input.Submitted)
    def _use_submitted_line(self, event: Input.Submitted) -> None:
        self.use_choice(event.value, self.marked_key())

    @on(OptionList.OptionSelected)
    def _use_clicked_line(self, event: OptionList.OptionSelected) -> None:
        self.use_choice(self.query_one(Input).value, event.option.id)
