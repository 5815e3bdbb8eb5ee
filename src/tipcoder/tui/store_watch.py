"""What the application does while the store cannot be used.

It shows a banner, asks the database again, and reads everything anew once it answers.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from textual.message import Message

from tipcoder.errors import EnvironmentFault, StoreFault, StoreUnreachable, TipcoderError
from tipcoder.tui.fault_tolerance import outlives_faults
from tipcoder.tui.personal_app import PersonalApp

if TYPE_CHECKING:
    from tipcoder.tui.screens.main_screen import MainScreen
    from tipcoder.workbench.coding.session import CodingSession
    from tipcoder.workbench.coding.worklist import WorkList

_AGAIN = "The database answers again, and everything was read again."
_KEPT = "The database answers again: your last act was kept."
_LOST = "The database answers again: your last act was not kept. Press its key again."
_BACK = "The study's file is back, and everything was read again."
_REFUSED = "The database answers again. What you pressed meanwhile was not kept."
_NOT_SHOWN = "It was kept, but cannot be shown, because the store can no longer be read."


@outlives_faults
class StoreWatchingApp(PersonalApp):
    """An application that looks after its store."""

    session: CodingSession
    worklist: WorkList

    class Answered(Message):
        """The database answers again; sent by the thread that asked."""

    def __init__(self) -> None:
        super().__init__()
        self._trouble: StoreFault | None = None
        self._asking: threading.Thread | None = None
        self._has_refused = False
        """Whether a key was refused since the store went away."""
        self._kept_before = 0
        self._listed_before: dict[str, Any] = {}

    @property
    def main_screens(self) -> list[MainScreen]:
        """The screens of the study, the uppermost first."""
        # Here, because screens know the store, which costs more time than the first frame.
        from tipcoder.tui.screens.main_screen import MainScreen

        return [screen for screen in reversed(self.screen_stack) if isinstance(screen, MainScreen)]

    # --- one refusal ------------------------------------------------------------------------------

    async def run_action(self, *args: Any, **named: Any) -> bool:
        """As Textual's; a refusal of the store is shown, and the place in the list stays."""
        self.remember_standing()
        try:
            return await super().run_action(*args, **named)
        except TipcoderError as fault:
            self.show_refusal(fault)
            return True

    def remember_standing(self) -> None:
        """Remember how things stand, before something that the store may refuse."""
        if hasattr(self, "worklist"):
            self._kept_before = self.session.store_use.kept_acts
            self._listed_before = self.worklist.save_state()

    def format_refusal(self, fault: TipcoderError) -> str:
        """What the status line says of a refusal: it never denies an act that was kept."""
        if isinstance(fault, StoreUnreachable):
            self._has_refused = True

        # The act itself may be kept, and only what reads its outcome be refused.
        was_kept = hasattr(self, "session") and self.session.store_use.kept_acts > self._kept_before
        is_of_reading = isinstance(fault, EnvironmentFault) and not fault.of_an_act
        if was_kept and is_of_reading:
            self._has_refused = False
            return _NOT_SHOWN
        return fault.status_line

    def show_refusal(self, fault: TipcoderError) -> None:
        """Show it on the screen of the study, below any box; the screen stays as it was."""
        screens = self.main_screens
        if not screens:
            raise fault

        # A screen that the store kept from being filled closes; the one below shows why.
        front, *below = screens
        if below and not front.is_filled:
            self.call_later(self._close_unfilled_screen, front)
            front = below[0]

        if self._listed_before:
            self.worklist.restore_state(self._listed_before)
            front.restore_cursor()
        front.show_status(self.format_refusal(fault), fault=True)
        self.check_store()

    async def _close_unfilled_screen(self, screen: MainScreen) -> None:
        """A screen could not be filled: show the one below."""
        if self.screen is screen:
            await self.pop_screen()

    def _handle_exception(self, error: Exception) -> None:
        # Timers and drawing come here, and go on afterwards.
        if isinstance(error, TipcoderError) and self.main_screens:
            self.show_refusal(error)
        else:
            super()._handle_exception(error)

    # --- as long as it lasts ----------------------------------------------------------------------

    def check_store(self) -> None:
        """See whether the store can be used, and show it. Costs nothing where all is well."""
        if not hasattr(self, "worklist"):
            return
        before = self._trouble
        self._trouble = self.session.store_use.find_trouble()
        if self._trouble is not None:
            self._show_trouble(self._trouble)
        elif before is not None:
            self._reread_screens(_BACK)

    def _show_trouble(self, trouble: StoreFault) -> None:
        """Put a banner on every screen, and begin to ask a database that does not answer."""
        banner = f"{trouble.banner} {self.describe_way_out(trouble)}".rstrip()
        for screen in self.main_screens:
            screen.show_banner(banner)
        if isinstance(trouble, StoreUnreachable) and self._asking is None:
            # A daemon: leaving the program never waits for a dead line.
            self._asking = threading.Thread(target=self._ask_database, name="database", daemon=True)
            self._asking.start()

    def describe_way_out(self, trouble: StoreFault) -> str:
        """Which keys help, as a sentence; empty where one can only wait."""
        raise NotImplementedError

    def forget_trouble(self) -> None:
        """This study is closed, and another one opened in its place."""
        self._trouble = None
        self._listed_before = {}
        del self.worklist  # without it nobody looks after a store

    def _ask_database(self) -> None:
        try:
            if self.session.store_use.try_again():
                self.post_message(self.Answered())
        finally:
            self._asking = None

    def on_store_watching_app_answered(self) -> None:
        """Go on: keys are taken again only when the screens show what stands now."""
        if self._trouble is None:
            return
        last_act_kept = self.session.store_use.resume()
        self._trouble = None

        # None: no act was under way when the database went away.
        if last_act_kept is None:
            sentence = _REFUSED if self._has_refused else _AGAIN
        elif last_act_kept:
            sentence = _KEPT
        else:
            sentence = _LOST
        self._reread_screens(sentence)
        self._has_refused = False

    def _reread_screens(self, sentence: str) -> None:
        try:
            self.session.reload_everything()
            self.worklist.refresh()
            for screen in self.main_screens:
                screen.read_anew()
            self.main_screens[0].show_status(sentence)
        except TipcoderError as fault:
            self.show_refusal(fault)
        # Reading may have met the next trouble, whose banner stays.
        if self._trouble is None:
            for screen in self.main_screens:
                screen.show_banner("")
