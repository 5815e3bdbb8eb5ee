"""What screens ask of the application that holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tipcoder.errors import TipcoderError
from tipcoder.tui.commands import ScreenName
from tipcoder.tui.settings import Settings

if TYPE_CHECKING:
    from tipcoder.workbench.coding.drafts import DraftStore
    from tipcoder.workbench.suggestions.reading_orders import RankedAnswers


class Workbench(Protocol):
    """The application, as a screen sees it."""

    settings: Settings
    drafts: DraftStore
    """Words that were typed and are not kept in the study yet."""

    def receive_ranking(self, ranked: RankedAnswers) -> None:
        """The desk has ranked the answers; called from its thread."""

    def open_study(self) -> None:
        """Open the study and show its answers."""

    def action_suspend_process(self) -> None:
        """Back to the shell, which can bring the program back."""

    async def open_screen(self, place: ScreenName) -> None:
        """Show another screen of the study, or the one below if this one is asked for."""

    def format_refusal(self, fault: TipcoderError) -> str:
        """What the status line says of a refusal."""

    def check_store(self) -> None:
        """See whether the store can be used, and show it."""

    def carry_over(self) -> None:
        """Bring what went to a file that was replaced into the one that is there now."""
