"""The Textual application: its first screen, the palette, and what happens when something breaks.

Nothing that speaks to the store is imported before the first frame is painted: a database library
costs more time than Textual itself, and a coder who sees the program come up does not wait for it.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual import events, on
from textual.message import Message
from textual.screen import Screen

from tipcoder.errors import EnvironmentFault, StoreFault, StoreReplaced, TipcoderError
from tipcoder.tui.commands import ScreenName, find_command
from tipcoder.tui.fault_tolerance import LOOK_SECONDS
from tipcoder.tui.screens.opening import OpeningScreen
from tipcoder.tui.settings import Settings, read_settings, settings_path
from tipcoder.tui.store_watch import StoreWatchingApp
from tipcoder.tui.tour_guide import TourGuide, TourWish

if TYPE_CHECKING:
    from tipcoder.tui.screens.main_screen import MainScreen
    from tipcoder.workbench.coding.code_quotes import QuoteRequest
    from tipcoder.workbench.coding.drafts import DraftStore, UnsavedDraft
    from tipcoder.workbench.coding.session import CodingSession
    from tipcoder.workbench.coding.worklist import Arrangement, WorkList
    from tipcoder.workbench.suggestions.reading_orders import RankedAnswers
    from tipcoder.workbench.suggestions.worker import SuggestionWorker

    OpenSession = Callable[[], AbstractContextManager[CodingSession]]


@dataclass
class _AnswersRanked(Message):
    """Sent from the thread that ranks answers to the application's own."""

    arrangement: Arrangement


class TipcoderApp(StoreWatchingApp):
    """One coder's workbench."""

    def __init__(
        self,
        open_session: OpenSession,
        settings: Settings | None = None,
        start: ScreenName = ScreenName.CODING,
        tour: TourWish = TourWish.NO,
    ) -> None:
        super().__init__()
        self.tour = TourGuide(self)
        self._tour_wish = tour
        self.settings = settings or Settings()
        self.desk: SuggestionWorker
        self.drafts: DraftStore
        self._open_session = open_session
        self._start = start
        self._until_exit = ExitStack()
        self.fault: TipcoderError | None = None
        """Why the study could not be opened."""
        self.lost: StoreFault | None = None
        """Why the store could no longer be used when she left."""

    def on_mount(self) -> None:
        """Look after the store, too."""
        self.set_interval(LOOK_SECONDS, self.check_store)

    def say_fault(self, sentence: str) -> None:
        screens = self.main_screens
        if screens:  # there is none while the study is being opened
            screens[0].show_status(sentence, fault=True)

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
        self.call_after_refresh(self.tour.open, self._tour_wish)
        # After the study is opened anew nobody wants it a second time.
        self._tour_wish = TourWish.NO

    def _enter_study(self) -> None:
        """Open the study, and all that works beside it; `close_study` closes both."""
        from tipcoder.workbench.coding.drafts import DraftStore
        from tipcoder.workbench.coding.worklist import WorkList
        from tipcoder.workbench.suggestions.worker import SuggestionWorker

        self.session = self._until_exit.enter_context(self._open_session())
        self.drafts = DraftStore(self.session.study_uuid, self.session.coder.name)
        self.worklist = WorkList(self.session)
        # Together with the first one, which on a server is a journey less.
        self.session.read_ahead(self.worklist.list_at_hand())
        self.desk = SuggestionWorker(self.session.study, self.session.coder)
        self._until_exit.callback(self.desk.close)
        self._until_exit.callback(_keep_standing, self.session, self.worklist)
        self.session.store_use.attend_screen()

    def _restore_list(self) -> str:
        """List what was listed the last time; returns a sentence where that was not everything."""
        from tipcoder.workbench.coding.last_list import restore_list

        if self._tour_wish is not TourWish.NO or not restore_list(self.session, self.worklist):
            return ""
        key = self.settings.format_keys(find_command("list.all"))
        return f"The list has the filter that you left; {key} lists all."

    def _put_first_news(self, sentence: str) -> None:
        """Put before the session's news what a person has to know first."""
        before = [sentence] if sentence else list(self.settings.complaints)
        before.append(self._restore_list())
        waiting = self.drafts.list_drafts()
        if waiting:
            before.append(_describe_waiting_drafts(waiting))
        self.session.news = " ".join(filter(None, [*before, self.session.news]))

    async def on_event(self, event: events.Event) -> None:
        """As Textual's; a key or the mouse goes before all work in the background."""
        if isinstance(event, events.InputEvent) and hasattr(self, "desk"):
            self.desk.note_key()
        await super().on_event(event)

    async def run_action(self, *args: Any, **named: Any) -> bool:
        """As Textual's; the tour sees what was done."""
        step = self.tour.step
        is_done = await super().run_action(*args, **named)
        if is_done and step is not None:
            self.tour.follow_key(step)
        return is_done

    def receive_ranking(self, ranked: RankedAnswers) -> None:
        """The answers are ranked; called from the worker's thread, so that it sorts a long list."""
        self.post_message(_AnswersRanked(self.worklist.arrange_by_rank(ranked)))

    @on(_AnswersRanked)
    def _show_ranking(self, message: _AnswersRanked) -> None:
        from tipcoder.tui.screens.list_screen import ListScreen

        ranked = message.arrangement.ranked
        if self.desk.requested_order != (ranked.by, ranked.code):
            return  # she has chosen another order since
        screen = self._top_main_screen()
        if not isinstance(screen, ListScreen):
            # Shown as soon as she comes back to the list.
            self.worklist.adopt_arrangement(message.arrangement)
        elif not screen.orders.apply_ranking(message.arrangement):
            self.desk.request_order_again()  # she has gone on meanwhile

    async def open_screen(self, place: ScreenName) -> None:
        """Show another screen of the study, or the one below if this one is asked for.

        The coding screen stays open below all others.
        """
        from tipcoder.tui.screens.code_picker import CodePicker

        self.session.store_use.require_reply()  # a screen that could not be filled is not opened
        front = self._top_main_screen()
        if front.screen_name is place and place is not ScreenName.CODING:
            place = self._find_screen_below(front)

        open_already = self._find_open_screen(place)
        if open_already is None:
            await self.push_screen(self._build_main_screen(place))
            return
        while self.screen is not open_already:
            left = self.screen
            await self.pop_screen()
            if isinstance(left, CodePicker):
                # All quotes of a code lay on it: its letters are of no use any more.
                self.drafts.delete_draft(left.draft_place)
        open_already.study_changed()

    def _find_open_screen(self, place: ScreenName) -> MainScreen | None:
        """The lowest screen of this name."""
        for screen in reversed(self.main_screens):
            if screen.screen_name is place:
                return screen
        return None

    # --- codes and their quotes -------------------------------------------------------------------

    def show_quotes(self, request: QuoteRequest) -> None:
        """Show the quotes asked for, on top of the screen or box that is in front."""
        from tipcoder.tui.screens.quotes import QuotesScreen

        self.session.store_use.require_reply()  # a screen that could not be filled is not opened
        self.push_screen(QuotesScreen(self.session, self.worklist, request))

    async def close_quotes(self, opened_at: int) -> None:
        """Show again what lies below the list of quotes; `opened_at` was the newest act then.

        Where nothing has happened since, nothing there is drawn anew, so that what is selected
        stays selected.
        """
        newest = self.session.find_last_act()
        await self.pop_screen()
        if newest != opened_at:
            self._top_main_screen().study_changed()

    async def show_in_answer(self, span: tuple[int, int]) -> None:
        """Show the current answer on the coding screen, with these words selected."""
        from tipcoder.tui.screens.coding import CodingScreen

        await self.open_screen(ScreenName.CODING)
        screen = self._top_main_screen()
        if isinstance(screen, CodingScreen):
            screen.select_words(span)

    def show_code(self, code: str, language: str) -> None:
        """Show what a code means until the next key."""
        from tipcoder.tui.screens.peek_box import PeekBox
        from tipcoder.workbench.coding.code_quotes import read_latest_quotes

        quotes = read_latest_quotes(self.session, code)
        self.push_screen(PeekBox(self.session.codebook, code, language, quotes))

    def describe_way_out(self, trouble: StoreFault) -> str:
        """Which key helps, as a sentence: none but where work can be carried over."""
        if not isinstance(trouble, StoreReplaced) or trouble.saved is None:
            return ""
        keys = self.settings.format_keys(find_command("study.carry_over"))
        return f"{keys} carries your work over."

    def carry_over(self) -> None:
        """Bring what went to a file that was replaced into the study, and open it anew."""
        trouble = self.session.store_use.find_trouble()
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

    def close_study(self) -> None:
        """Close the study, and all that works beside it."""
        self._until_exit.close()


def _keep_standing(session: CodingSession, worklist: WorkList) -> None:
    """Keep for the next time what is on the digits, which answers are listed, and the place.

    Nobody is told where it fails: she has left, and nothing that she did is lost.
    """
    from tipcoder.workbench.coding.last_list import keep_list

    with suppress(TipcoderError):
        session.keep_digits()
    with suppress(TipcoderError):
        keep_list(session, worklist)


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
            "do the work; `tipcoder code --plain` codes line by line.",
        )


def run_workbench(
    open_session: OpenSession,
    start: ScreenName = ScreenName.CODING,
    tour: TourWish = TourWish.NO,
) -> int:
    """Run until the coder leaves; returns the exit status.

    `start` is the screen that is shown first; Esc leads from it to the answers. Raises the
    TipcoderError that kept the study from opening, and StoreReplaced where her work went elsewhere.
    """
    # Imports make objects that live as long as the program: looking for garbage among them costs a
    # tenth of the start.
    gc.disable()
    app = TipcoderApp(open_session, read_settings(settings_path()), start, tour)
    try:
        app.run()
        app.lost = app.session.store_use.find_trouble() if hasattr(app, "session") else None
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
