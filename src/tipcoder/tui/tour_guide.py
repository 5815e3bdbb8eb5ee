"""The tour while it is on: which step is shown, and whether it is done.

The guide shows its line on every screen of the study, above the status line, and looks at how
things stand after each key. It does nothing in a coder's place.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import TYPE_CHECKING

from tipcoder.tui.commands import Command, ScreenName, find_command, list_commands
from tipcoder.tui.drawing import Piece, assemble_line
from tipcoder.tui.tour_steps import FAREWELL, STEPS, Standing

if TYPE_CHECKING:
    from textual.content import Content

    from tipcoder.tui.app import TipcoderApp
    from tipcoder.tui.screens.main_screen import MainScreen

_WAY_OUT = "`study.tour` skips, `study.leave_tour` leaves."
_LEFT = "The tour is left; `study.tour` begins it again."
_NOT_ON = "The tour is not on; `study.tour` begins it."


class TourWish(Enum):
    """Whether the tour comes when the workbench opens."""

    NO = "no"
    ONCE = "once"
    """Unless this coder was shown it in this study before."""
    YES = "yes"


class TourGuide:
    """The tour of one workbench."""

    def __init__(self, app: TipcoderApp) -> None:
        self._app = app
        self._at: int | None = None
        self._before: Standing
        """How things stood when the step began."""

    @property
    def step(self) -> int | None:
        """The number of the step from 0, `len(STEPS)` at the farewell; None while it is not on."""
        return self._at

    def open(self, wish: TourWish) -> None:
        """The workbench has opened: begin if that is wished for."""
        if wish is TourWish.NO:
            return
        from tipcoder.workbench.coding.tour import was_tour_shown

        if wish is TourWish.YES or not was_tour_shown(self._app.session):
            self.begin()

    def begin(self) -> None:
        """Begin at the first step."""
        from tipcoder.workbench.coding.tour import note_tour_shown

        note_tour_shown(self._app.session)
        self._go_to(0)

    def skip(self) -> None:
        """Go to the next step though this one is not done; after the farewell to the first."""
        if self._at is None or self._at == len(STEPS):
            self.begin()
        else:
            self._go_to(self._at + 1)

    def leave(self) -> None:
        """End the tour where it is."""
        screen = self._app.main_screens[0]
        sentence = _NOT_ON if self._at is None else _LEFT
        self._end()
        words = assemble_line(*self._write_keys(sentence, screen.screen_name))
        screen.show_status(words.plain)

    def _end(self) -> None:
        self._at = None
        self.show()

    def follow_key(self, step_before: int | None) -> None:
        """A key has done something: see what. The farewell was read when it was pressed."""
        if step_before == self._at == len(STEPS):
            self._end()
        else:
            self.follow()
            # Some screens show what a key asked for only when they were laid out.
            self._app.call_after_refresh(self.follow)

    def follow(self) -> None:
        """Go on if the step is done, and show what is next."""
        if self._at is None or self._at == len(STEPS) or not self._app.main_screens:
            return
        if STEPS[self._at].is_done(self._before, self._find_standing()):
            self._go_to(self._at + 1)
        else:
            # Another screen may be in front.
            self.show()

    def show(self) -> None:
        """Show the line on every screen, or remove it."""
        for screen in self._app.main_screens:
            screen.show_tour(self._build_line(screen))

    def _go_to(self, step: int) -> None:
        self._at = step
        self._before = self._find_standing()
        self.show()

    def _find_standing(self) -> Standing:
        from tipcoder.workbench.coding.tour import find_last_deed

        app = self._app
        return Standing(app.main_screens[0], app.worklist.current, find_last_deed(app.session))

    # --- what is shown ----------------------------------------------------------------------------

    def _build_line(self, screen: MainScreen) -> Content:
        if self._at is None:
            return assemble_line()
        place = screen.screen_name
        if self._at == len(STEPS):
            return assemble_line(*self._write_keys(FAREWELL, place))
        step = STEPS[self._at]
        sentence = step.task if place is step.place else step.way
        head = f"Tour, {self._at + 1} of {len(STEPS)}: {step.name}. "
        return assemble_line((head, "bold"), *self._write_keys(f"{sentence} {_WAY_OUT}", place))

    def _write_keys(self, sentence: str, place: ScreenName) -> Iterator[Piece]:
        """The sentence with the coder's own keys, in bold, for the commands between backticks."""
        for number, piece in enumerate(sentence.split("`")):
            is_command = number % 2 == 1
            yield (self._name_key(piece, place), "bold") if is_command else piece

    def _name_key(self, command_id: str, place: ScreenName) -> str:
        command = _find_way_back(place) if command_id == "back" else find_command(command_id)
        if not command.is_in_palette:
            # Only commands of the palette can be put on other keys.
            return command.format_keys()
        return self._app.settings.format_keys(command).replace(" ", " or ")


def _find_way_back(place: ScreenName) -> Command:
    """The command that leads back from a screen other than that of the answers."""
    return next(command for command in list_commands(place) if command.action == "back")
