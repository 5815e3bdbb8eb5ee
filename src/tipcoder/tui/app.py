"""The Textual application: which screen first, the palette, and what happens when something breaks.

Nothing that speaks to the store is imported before the first frame is painted: a database library costs more time
than Textual itself, and a coder who sees the program come up does not wait for it.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, ExitStack
from typing import TYPE_CHECKING, Any

from textual.app import App, SystemCommand
from textual.screen import Screen

from tipcoder.errors import EnvironmentFault, TipcoderError
from tipcoder.tui.commands import Place, commands_of
from tipcoder.tui.screens.opening import OpeningScreen

if TYPE_CHECKING:
    from tipcoder.workbench.coding import CodingSession

    OpenSession = Callable[[], AbstractContextManager[CodingSession]]


class TipcoderApp(App[None]):
    """One coder's workbench."""

    TITLE = "tipcoder"
    CSS_PATH = "tipcoder.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (60, "-narrow"), (120, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (16, "-short"), (36, "-tall")]  # noqa: RUF012

    def __init__(self, open_session: OpenSession) -> None:
        super().__init__()
        self._open_session = open_session
        self._until_exit = ExitStack()
        self.fault: TipcoderError | None = None
        """Why the study could not be opened."""

    def get_default_screen(self) -> Screen[None]:
        """Something to look at while the study opens."""
        return OpeningScreen()

    def open_study(self) -> None:
        """Open the study and show its answers; leave if that cannot be done."""
        from tipcoder.tui.screens.coding import CodingScreen

        try:
            session = self._until_exit.enter_context(self._open_session())
        except TipcoderError as fault:
            self.fault = fault
            self.exit(return_code=fault.exit_code)
            return
        self.push_screen(CodingScreen(session))

    def close_study(self) -> None:
        """Let go of the study."""
        self._until_exit.close()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Every command of the table that stands alone, then Textual's own."""
        from tipcoder.tui.screens.coding import CodingScreen

        if isinstance(screen, CodingScreen):
            for command in commands_of(Place.CODING):
                if command.stands_alone:
                    title = f"{command.label} ({command.keys_shown()})"
                    yield SystemCommand(title, command.help, self._runs(command.action, screen))
        yield from super().get_system_commands(screen)

    def _runs(self, action: str, screen: Screen[Any]) -> Callable[[], object]:
        async def run() -> None:
            await self.run_action(action, screen)

        return run

    def _fatal_error(self) -> None:
        """Show where it broke, without the values of variables: those are participants' words."""
        from rich.segment import Segments
        from rich.traceback import Traceback

        self.bell()
        traceback = Traceback(show_locals=False, width=None)
        self._exit_renderables.append(Segments(self.console.render(traceback, self.console.options)))
        self._close_messages_no_wait()


def require_terminal() -> None:
    """Raise EnvironmentFault unless a person sits at both ends: Textual would write its escapes into a file."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()) or os.environ.get("TERM", "dumb") == "dumb":
        raise EnvironmentFault(
            "The workbench needs a terminal.",
            "Without one, `tipcoder codings import` and `export` do the same work with files.",
        )


def run_workbench(open_session: OpenSession) -> int:
    """Run until the coder leaves; returns the exit status. Raises what kept the study from opening."""
    # Imports make objects that live as long as the program: looking for garbage among them costs a tenth of the start.
    gc.disable()
    app = TipcoderApp(open_session)
    try:
        app.run()
    finally:
        app.close_study()
    if app.fault is not None:
        raise app.fault
    # After a crash `run` returns as if all were well; only the return code tells.
    return app.return_code or 0
