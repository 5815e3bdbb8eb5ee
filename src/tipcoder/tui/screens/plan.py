"""The plan of a new study on one screen: every column, what it is taken for, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static

from tipcoder.text import make_excerpt
from tipcoder.tui.commands import ScreenName, build_bindings, find_command, list_commands
from tipcoder.tui.commands.plan import ROLES
from tipcoder.tui.drawing import (
    as_content,
    as_content_line,
    assemble_line,
    flow_pieces,
    update_static,
)
from tipcoder.tui.fault_tolerance import outlives_faults
from tipcoder.tui.screens.help import HelpScreen
from tipcoder.tui.screens.reading_box import ReadingBox
from tipcoder.tui.settings import Settings
from tipcoder.tui.widgets.key_line import KeyLine
from tipcoder.tui.widgets.line_list import LineList, ListEntry
from tipcoder.workbench.survey.planning import ColumnRole, StudyPlanning

_TOO_SMALL = "The plan needs 60 columns and 16 lines. Make the window larger; nothing is lost."
_IDLE_SECONDS = 0.2
_FIRST_WORDS = "Enter makes the study as it stands here; nothing is written before."
_QUIET = (ColumnRole.KEPT, ColumnRole.IGNORED)
_NAME_CELLS = 28
_ROLE_CELLS = 11
_ROOMY, _BESIDE_VALUE = 10, 16
"""Lines of the pane from which on a value has three of them; columns for what is beside it."""
_UNWANTED = {"previews or tests": "plan.previews", "broken off or screened out": "plan.broken_off"}
"""Rows that one may leave out, and the command that does it."""
_KEY_CELL = 15
"""Columns that a role takes with its key."""


@outlives_faults
class PlanScreen(Screen[None]):
    """Columns in a list, the current one with its values below or beside it."""

    screen_name = ScreenName.PLAN
    BINDINGS: ClassVar[list[BindingType]] = list(build_bindings(list_commands(ScreenName.PLAN)))

    def __init__(
        self, planning: StudyPlanning, settings: Settings, decide: Callable[[str, bool], object]
    ) -> None:
        """`decide` hears the text of study.toml, and whether the study is to be made."""
        super().__init__()
        self.planning = planning
        self._settings = settings
        self._decide = decide
        self.place = 0
        """Of the current column in the list."""
        self._languages_timer: Timer | None = None
        self._is_leaving = False
        """Whether the last key asked to leave."""
        self._shows_values = False
        """Whether values are shown that say who somebody is."""

    def compose(self) -> ComposeResult:
        yield Static(id="title")
        yield Static(as_content_line(_TOO_SMALL), id="too-small")
        yield Static(id="plan-notes")
        with VerticalScroll(id="plan", can_focus=False):
            yield LineList(self._build_line, _ROLE_CELLS, self._measure_names())
            with VerticalScroll(id="column", can_focus=False):
                yield Static(id="column-text")
            yield Static(id="roles")
        yield Static(id="status")
        yield KeyLine(self.screen_name, self._settings)

    def on_mount(self) -> None:
        """Show the plan as it was guessed."""
        self.query_one(LineList).show_lines(len(self.planning), 0)
        self._show_file()
        self._show_column()
        self.call_after_refresh(self._find_languages_soon)
        self.show_status(" ".join(self._settings.complaints) or _FIRST_WORDS)

    def on_resize(self) -> None:
        """Lines are broken anew."""
        self.call_after_refresh(self._show_sized)

    def _show_sized(self) -> None:
        self._show_file()
        self._show_column()

    def show_status(self, sentence: str, *, fault: bool = False) -> None:
        """Show a sentence in the status line."""
        self._is_leaving = False
        status = self.query_one("#status", Static)
        status.update(as_content_line(f"! {sentence}" if fault else sentence), layout=False)
        status.set_class(fault, "fault")

    def _find_languages_soon(self) -> None:
        """Languages are found when the screen stands and no key is pressed for a while."""
        if self._languages_timer is not None:
            self._languages_timer.stop()
        if not self.planning.knows_languages:
            self._languages_timer = self.set_timer(_IDLE_SECONDS, self._show_languages)

    def _show_languages(self) -> None:
        self.planning.find_languages()
        self._show_file()

    # --- what is shown ----------------------------------------------------------------------------

    def _measure_names(self) -> int:
        """Columns that names take: no more than the longest needs."""
        places = range(len(self.planning))
        longest = max((cell_len(self.planning.find_name(at)) for at in places), default=0)
        return min(longest, _NAME_CELLS)

    def _build_line(self, place: int) -> ListEntry:
        column = self.planning.describe_column(place)
        return ListEntry(column.role, column.name, column.reason, column.role in _QUIET)

    def _show_file(self) -> None:
        pieces = self.planning.describe_file()
        first, rest = pieces[0], " · ".join(pieces[1:])
        update_static(self, "#title", assemble_line((first, "bold"), f" · {rest}"))
        notes = self.query_one("#plan-notes", Static)
        sentences = [*self._describe_unwanted(), *self.planning.list_notes()]
        self.set_class(not sentences, "-plain")
        # As high as its lines, so that the columns have the rest.
        notes.update(flow_pieces(sentences, self.size.width - 2, 2))

    def _describe_unwanted(self) -> Iterator[str]:
        for what, command_id in _UNWANTED.items():
            sentence = self.planning.describe_unwanted(what)
            if sentence:
                key = self._settings.format_keys(find_command(command_id))
                is_out = self.planning.leaves_out(what)
                yield f"{sentence}; {key} {'takes them in again' if is_out else 'leaves them out'}"

    def _show_column(self) -> None:
        self.query_one("#column-text", Static).update(Content("\n").join(self._build_column()))
        self.query_one("#column", VerticalScroll).scroll_home(animate=False)
        self._show_roles()

    def _build_column(self) -> Iterator[Content]:
        column = self.planning.describe_column(self.place)
        yield assemble_line((column.name, "bold"), f" · {column.role}: {column.reason}.")
        wording = self.planning.find_wording(self.place)
        if wording:
            yield assemble_line((wording, "italic"))
        runner_up = self.planning.find_next_choice(self.place)
        if runner_up:
            yield as_content_line(f"The next best column of IDs would be {runner_up}.")
        yield from self._build_values()

    def _build_values(self) -> Iterator[Content]:
        if self.planning.has_hidden_values(self.place) and not self._shows_values:
            key = self._settings.format_keys(find_command("plan.values"))
            yield as_content_line(f"Its values say who somebody is; {key} shows them.")
            return
        pane = self.query_one("#column", VerticalScroll).size
        lines = 1 if pane.height < _ROOMY else 3
        room = max(pane.width * lines - _BESIDE_VALUE, _BESIDE_VALUE)
        for value, count in self.planning.list_values(self.place):
            times = f"  ({count} times)" if count > 1 else ""
            yield assemble_line("  ", make_excerpt(value, room), (times, "$quiet") if times else "")
        others = self.planning.count_other_values(self.place)
        if others:
            yield assemble_line((f"  and {others} more", "$quiet"))

    def _show_roles(self) -> None:
        """The letter of each role; the one that the column has is marked."""
        role = self.planning.describe_column(self.place).role
        roles = self.query_one("#roles", Static)
        columns = max((roles.size.width - 2) // _KEY_CELL, 1)
        lines: list[Content] = []
        for first in range(0, len(ROLES), columns):
            cells = [
                self._build_role_cell(command.label, command.id, command.label == role)
                for command in ROLES[first : first + columns]
            ]
            lines.append(Content.assemble(*cells))
        update_static(self, "#roles", Content("\n").join(lines))

    def _build_role_cell(self, label: str, command_id: str, is_current: bool) -> Content:
        key = self._settings.format_keys(find_command(command_id))
        mark = "▸" if is_current else " "
        words = f"{mark}{label}"
        pad = " " * max(_KEY_CELL - len(key) - len(words), 0)
        return assemble_line((key, "bold"), (words, "bold reverse" if is_current else ""), pad)

    # --- moving -----------------------------------------------------------------------------------

    def go_to(self, place: int) -> None:
        """Make another column the current one."""
        place = min(max(place, 0), len(self.planning) - 1)
        if place == self.place:
            return
        self.place = place
        self._shows_values = False
        self.query_one(LineList).go_to(place)
        self.show_status("")
        self._show_column()

    def action_move(self, by: int) -> None:
        self.go_to(self.place + by)

    def action_page(self, by: int) -> None:
        self.go_to(self.place + by * self.query_one(LineList).page_size)

    def action_to_end(self, last: bool) -> None:
        self.go_to(len(self.planning) - 1 if last else 0)

    @on(LineList.Chosen)
    def _go_to_clicked_line(self, message: LineList.Chosen) -> None:
        self.go_to(message.index)

    def on_click(self, event: events.Click) -> None:
        """A click on the letter of a role takes the column for that."""
        roles = self.query_one("#roles", Static)
        if event.widget is not roles:
            return
        columns = max((roles.size.width - 2) // _KEY_CELL, 1)
        place = event.get_content_offset(roles)
        if place is None or place.x // _KEY_CELL >= columns:
            return
        at = place.y * columns + place.x // _KEY_CELL
        if at < len(ROLES):
            self.action_role(ROLES[at].label)

    # --- changing ---------------------------------------------------------------------------------

    def action_role(self, role: str) -> None:
        self._change(lambda: self.planning.set_role(self.place, ColumnRole(role)))

    def action_unwanted(self, what: str) -> None:
        self._change(lambda: self.planning.toggle_unwanted(what, self.place))

    def _change(self, act: Callable[[], str]) -> None:
        sentence = act()  # refusals are shown by the application
        self._show_changed()
        self.show_status(sentence)

    def action_undo(self) -> None:
        undone = self.planning.undo()
        if undone is None:
            self.show_status("There is nothing to undo.", fault=True)
            return
        sentence, place = undone
        self.go_to(place)
        self._show_changed()
        self.show_status(f"Undone: {sentence}")

    def _show_changed(self) -> None:
        # The role of another column may follow from this one's.
        self.query_one(LineList).refresh()
        self._show_file()
        self._show_column()
        self._find_languages_soon()

    # --- reading ----------------------------------------------------------------------------------

    def action_values(self) -> None:
        if not self.planning.has_hidden_values(self.place):
            self.show_status("The values of this column are shown already.")
            return
        self._shows_values = not self._shows_values
        self._show_column()

    def action_text(self) -> None:
        text = self.planning.write_text()
        self.app.push_screen(ReadingBox(as_content_line("study.toml"), as_content(text)))

    def action_notes(self) -> None:
        sentences = [*self._describe_unwanted(), *self.planning.list_notes()]
        if not sentences:
            self.show_status("There is nothing to say about the file: all of it was plain.")
            return
        title = as_content_line("About the file")
        self.app.push_screen(ReadingBox(title, as_content("\n".join(sentences))))

    def action_help(self) -> None:
        self.app.push_screen(HelpScreen(self.screen_name, self._settings))

    # --- leaving ----------------------------------------------------------------------------------

    def action_make(self) -> None:
        self._decide(self.planning.write_text(), True)

    def action_save(self) -> None:
        self._decide(self.planning.write_text(), False)

    def action_leave(self) -> None:
        # What was changed would be lost, so one key too many does not lose it.
        if self.planning.is_changed and not self._is_leaving:
            key = self._settings.format_keys(find_command("plan.save"))
            self.show_status(f"Again leaves without your changes; {key} keeps them in a file.")
            self._is_leaving = True
            return
        self.app.exit()

    def action_suspend(self) -> None:
        self.app.action_suspend_process()
