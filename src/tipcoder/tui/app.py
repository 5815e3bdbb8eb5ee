"""The Textual application: its first screen, the palette, and what happens when something breaks.

Nothing that speaks to the store is imported before the first frame is painted: a database library
costs more time than Textual itself, and a coder who sees the program come up does not wait for it.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.message import Message
from textual.screen import Screen

from tipcoder.errors import EnvironmentFault, StoreFault, StoreReplaced, TipcoderError, did_you_mean
from tipcoder.tui.commands import SUSPEND, ScreenName, find_command, list_commands
from tipcoder.tui.key_queue import KeyQueue
from tipcoder.tui.screens.opening import OpeningScreen
from tipcoder.tui.settings import Settings, read_settings, settings_path
from tipcoder.tui.store_watch import LOOK_SECONDS, StoreWatchingApp
from tipcoder.tui.suspension import has_shell, suspend_process_group
from tipcoder.tui.themes import THEMES

if TYPE_CHECKING:
    from tipcoder.tui.screens.main_screen import MainScreen
    from tipcoder.workbench.coding.drafts import DraftStore, UnsavedDraft
    from tipcoder.workbench.coding.session import CodingSession
    from tipcoder.workbench.coding.worklist import Arrangement
    from tipcoder.workbench.suggestions.reading_orders import RankedAnswers
    from tipcoder.workbench.suggestions.worker import SuggestionWorker

    OpenSession = Callable[[], AbstractContextManager[CodingSession]]


@dataclass
class _AnswersRanked(Message):
    """Sent from the thread that ranks answers to the application's own."""

    arrangement: Arrangement


class TipcoderApp(StoreWatchingApp):
    """One coder's workbench."""

    TITLE = "tipcoder"
    CSS_PATH = "tipcoder.tcss"
    # A priority binding: a box with text in it would take the key for its own undo.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            ",".join(SUSPEND.keys),
            "suspend_process",
            SUSPEND.label,
            show=False,
            priority=True,
            id=SUSPEND.id,
        )
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (60, "-narrow"), (100, "-roomy"), (120, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (16, "-short"), (36, "-tall")]  # noqa: RUF012

    def __init__(
        self,
        open_session: OpenSession,
        settings: Settings | None = None,
        start: ScreenName = ScreenName.CODING,
    ) -> None:
        super().__init__()
        self.settings = settings or Settings()
        self.desk: SuggestionWorker
        self.drafts: DraftStore
        self._open_session = open_session
        self._start = start
        self._until_exit = ExitStack()
        self._keys = KeyQueue(self)
        self.fault: TipcoderError | None = None
        """Why the study could not be opened."""
        self.lost: StoreFault | None = None
        """Why the store could no longer be used when she left."""

    def on_mount(self) -> None:
        """Use what the person has set for herself."""
        for theme in THEMES:
            self.register_theme(theme)
        self._set_chosen_theme()
        self.set_keymap(self.settings.build_keymap())
        self.set_interval(LOOK_SECONDS, self.check_store)

    def _set_chosen_theme(self) -> None:
        chosen = self.settings.theme
        if chosen is None:
            return
        if chosen in self.available_themes:
            self.theme = chosen
            return
        near = did_you_mean(chosen, self.available_themes)
        self.settings.complaints.append(f"There is no theme {chosen!r}. {near}".strip())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """As Textual's; suspending gives way to a command that a person has set on its key."""
        if action == "suspend_process" and self.settings.has_taken_key_of(SUSPEND):
            return False
        return super().check_action(action, parameters)

    def action_suspend_process(self) -> None:
        """Go back to the shell; all is kept already, and `fg` shows the same screen again."""
        can_suspend = self._driver is not None and self._driver.can_suspend and has_shell()
        if not can_suspend:
            self._say_that_no_shell_waits()
            return
        self._suspend_signal()
        suspend_process_group()

    def _say_that_no_shell_waits(self) -> None:
        screens = self.main_screens
        if screens:  # there is none while the study is being opened
            sentence = "There is no shell to go back to from here; ^q leaves."
            screens[0].show_status(sentence, fault=True)

    def get_css_variables(self) -> dict[str, str]:
        """Textual's, and `quiet`, the colour of what stands back.

        Textual's own muted text has a transparent colour, which lines drawn by hand cannot show.
        """
        variables = super().get_css_variables()
        ink = Color.parse(variables["foreground"])
        paper = Color.parse(variables["background"])
        # A terminal's own sixteen colours cannot be blended: nobody knows what they look like.
        is_blendable = ink.ansi is None and paper.ansi is None
        quiet = paper.blend(ink, 0.7) if is_blendable else ink
        # Last, so that a theme may set its own.
        return {"quiet": quiet.hex, **variables}

    def get_default_screen(self) -> Screen[None]:
        """Something to look at while the study opens."""
        return OpeningScreen()

    def open_study(self, sentence: str = "") -> None:
        """Open the study and show its answers; leave if that cannot be done.

        `sentence` is shown first in the status line.
        """
        from tipcoder.tui.screens.coding import CodingScreen

        try:
            self._enter_study()
        except TipcoderError as fault:
            self.fault = fault
            self.exit(return_code=fault.exit_code)
            return

        self._put_first_news(sentence)
        self.push_screen(CodingScreen(self.session, self.worklist, self.desk))
        if self._start is not ScreenName.CODING:
            self.push_screen(self._build_main_screen(self._start))

    def _enter_study(self) -> None:
        """Open the study, and all that works beside it; `close_study` closes both."""
        from tipcoder.workbench.coding.drafts import DraftStore
        from tipcoder.workbench.coding.worklist import WorkList
        from tipcoder.workbench.suggestions.worker import SuggestionWorker

        self.session = self._until_exit.enter_context(self._open_session())
        self.drafts = DraftStore(self.session.study.read_uuid(), self.session.coder.name)
        self.worklist = WorkList(self.session)
        self.desk = SuggestionWorker(self.session.study, self.session.coder)
        self._until_exit.callback(self.desk.close)
        self.session.attend_screen()

    def _put_first_news(self, sentence: str) -> None:
        """Put before the session's news what a person has to know first."""
        before = [sentence] if sentence else list(self.settings.complaints)
        waiting = self.drafts.list_drafts()
        if waiting:
            before.append(_describe_waiting_drafts(waiting))
        if before:
            self.session.news = " ".join([*before, self.session.news]).strip()

    async def on_event(self, event: events.Event) -> None:
        """As Textual's, with two rules.

        A key or the mouse goes before all work in the background; keys go one after the other.
        """
        if isinstance(event, events.InputEvent) and hasattr(self, "desk"):
            self.desk.note_key()

        if not isinstance(event, events.Key | events.Paste):
            await super().on_event(event)
        elif event.is_forwarded:
            # The key comes back from the widgets, none of which wanted it.
            await super().on_event(event)
            self._keys.on_key_returned(event)
        elif not self._keys.start_or_queue_key(event):
            await super().on_event(event)
            self._keys.on_key_sent(event)

    def receive_ranking(self, ranked: RankedAnswers) -> None:
        """The answers are ranked; called from the worker's thread, so that it sorts a long list."""
        self.post_message(_AnswersRanked(self.worklist.arrange_by_rank(ranked)))

    @on(_AnswersRanked)
    def _show_ranking(self, message: _AnswersRanked) -> None:
        from tipcoder.tui.screens.order_actions import OrderActions

        ranked = message.arrangement.ranked
        if self.desk.requested_order != (ranked.by, ranked.code):
            return  # she has chosen another order since
        screen = self._top_main_screen()
        if not isinstance(screen, OrderActions):
            # Shown as soon as she comes back to the list.
            self.worklist.adopt_arrangement(message.arrangement)
        elif not screen.apply_ranking(message.arrangement):
            self.desk.request_order_again()  # she has gone on meanwhile

    async def open_screen(self, place: ScreenName) -> None:
        """Show another screen of the study, or the one below if this one is asked for.

        The coding screen stays open below all others.
        """
        self.session.require_store()  # a screen that could not be filled is not opened
        front = self._top_main_screen()
        if front.screen_name is place and place is not ScreenName.CODING:
            place = self._find_screen_below(front)

        open_already = self._find_open_screen(place)
        if open_already is None:
            await self.push_screen(self._build_main_screen(place))
            return
        while self.screen is not open_already:
            await self.pop_screen()
        open_already.study_changed()

    def _find_open_screen(self, place: ScreenName) -> MainScreen | None:
        """The lowest screen of this name."""
        for screen in reversed(self.main_screens):
            if screen.screen_name is place:
                return screen
        return None

    def describe_way_out(self, trouble: StoreFault) -> str:
        """Which key helps, as a sentence: none but where work can be carried over."""
        if not isinstance(trouble, StoreReplaced) or trouble.saved is None:
            return ""
        keys = self.settings.format_keys(find_command("study.carry_over"))
        return f"{keys} carries your work over."

    def carry_over(self) -> None:
        """Bring what went to a file that was replaced into the study, and open it anew."""
        trouble = self.session.find_store_trouble()
        saved = trouble.saved if isinstance(trouble, StoreReplaced) else None
        if saved is None:
            self.main_screens[0].show_status("There is nothing to carry over.", fault=True)
            return
        from tipcoder.workbench.exchange.carried_work import carry_over

        done = carry_over(self.session.study.folder, saved, self.session.coder.name)
        self.call_later(self._reopen_study, done)

    async def _reopen_study(self, sentence: str) -> None:
        self.forget_trouble()
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        self.close_study()
        self._until_exit = ExitStack()
        self.open_study(sentence)

    def _top_main_screen(self) -> MainScreen:
        return self.main_screens[0]

    def _find_screen_below(self, screen: MainScreen) -> ScreenName:
        at = self.screen_stack.index(screen)
        return getattr(self.screen_stack[at - 1], "screen_name", ScreenName.CODING)

    def _build_main_screen(self, place: ScreenName) -> MainScreen:
        from tipcoder.tui.screen_factory import build_main_screen

        return build_main_screen(place, self.session, self.worklist, self.desk)

    def copy_to_clipboard(self, text: str) -> None:
        """Keep it inside the program: other programs read the terminal's clipboard (OSC 52)."""
        self._clipboard = text

    def close_study(self) -> None:
        """Close the study, and all that works beside it."""
        self._until_exit.close()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Every command of the table that stands alone, then Textual's own."""
        place = getattr(screen, "screen_name", None)
        commands = list_commands(place) if isinstance(place, ScreenName) else []
        for command in commands:
            if command.is_in_palette:
                title = f"{command.label} ({self.settings.format_keys(command)})"
                run_command = self._build_action_runner(command.action, screen)
                yield SystemCommand(title, command.help, run_command)
        yield from super().get_system_commands(screen)

    def _build_action_runner(self, action: str, screen: Screen[Any]) -> Callable[[], object]:
        async def run_command() -> None:
            await self.run_action(action, screen)

        return run_command

    def _fatal_error(self) -> None:
        """Show where it broke, without the values of variables: these are participants' words."""
        from rich.segment import Segments
        from rich.traceback import Traceback

        self.bell()
        traceback = Traceback(show_locals=False, width=None)
        self._exit_renderables.append(
            Segments(self.console.render(traceback, self.console.options))
        )
        self._close_messages_no_wait()


def _describe_waiting_drafts(waiting: Sequence[UnsavedDraft]) -> str:
    """What to tell a person whose words were not kept the last time."""
    if len(waiting) == 1:
        return f"A draft waits in its box; F2 lists it: {waiting[0].place}."
    return f"{len(waiting)} drafts wait in their boxes; F2 lists them: {waiting[0].place}, …"


def require_terminal() -> None:
    """Raise EnvironmentFault unless a person sits at both ends.

    Textual would write its escape sequences into a file or a pipe.
    """
    is_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    can_draw = os.environ.get("TERM", "dumb") != "dumb"
    if not (is_terminal and can_draw):
        raise EnvironmentFault(
            "The workbench needs a terminal.",
            "Without one, `tipcoder codings import` and `export`, and `tipcoder redact list`, "
            "do the work.",
        )


def run_workbench(open_session: OpenSession, start: ScreenName = ScreenName.CODING) -> int:
    """Run until the coder leaves; returns the exit status.

    `start` is the screen that is shown first; Esc leads from it to the answers. Raises the
    TipcoderError that kept the study from opening, and StoreReplaced where her work went elsewhere.
    """
    # Imports make objects that live as long as the program: looking for garbage among them costs a
    # tenth of the start.
    gc.disable()
    app = TipcoderApp(open_session, read_settings(settings_path()), start)
    try:
        app.run()
        app.lost = app.session.find_store_trouble() if hasattr(app, "session") else None
    finally:
        app.close_study()
        # Suggestions hold many objects: nobody waits at the end until these are looked through.
        gc.freeze()
    if app.fault is not None:
        raise app.fault
    if isinstance(app.lost, StoreReplaced):
        # Where her work is must still be there to read when the screen is gone.
        raise app.lost
    # After a crash `run` returns as if all were well; only the return code tells.
    return app.return_code or 0
