"""What screens ask of the application that holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tipcoder.tui.commands import Place
from tipcoder.tui.settings import Settings

if TYPE_CHECKING:
    from tipcoder.workbench.suggestions.reading_orders import Ranked


class Workbench(Protocol):
    """The application, as a screen sees it."""

    settings: Settings

    def ranking_came(self, ranked: Ranked) -> None:
        """The desk has ranked the answers; called from its thread."""

    def open_study(self) -> None:
        """Open the study and show its answers."""

    def action_suspend_process(self) -> None:
        """Back to the shell, which can bring the program back."""

    async def go(self, place: Place) -> None:
        """Show another screen of the study, or the one below if this one is asked for."""
