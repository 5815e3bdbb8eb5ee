"""What screens ask of the application that holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tipcoder.errors import TipcoderError
from tipcoder.tui.commands import ScreenName
from tipcoder.tui.settings import Settings

if TYPE_CHECKING:
    from tipcoder.tui.tour_guide import TourGuide
    from tipcoder.workbench.coding.code_quotes import QuoteRequest
    from tipcoder.workbench.coding.drafts import DraftStore
    from tipcoder.workbench.suggestions.reading_orders import RankedAnswers


class Workbench(Protocol):
    """The application, as a screen sees it."""

    settings: Settings
    tour: TourGuide
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

    def show_quotes(self, request: QuoteRequest) -> None:
        """Show the quotes asked for, on top of the screen or box that is in front."""

    async def close_quotes(self, opened_at: int) -> None:
        """Show again what lies below the list of quotes; `opened_at` was the newest act then."""

    async def show_in_answer(self, span: tuple[int, int]) -> None:
        """Show the current answer on the coding screen, with these words selected."""

    def show_code(self, code: str, language: str) -> None:
        """Show what a code means until the next key."""

    def format_refusal(self, fault: TipcoderError) -> str:
        """What the status line says of a refusal."""

    def check_store(self) -> None:
        """See whether the store can be used, and show it."""

    def carry_over(self) -> None:
        """Bring what went to a file that was replaced into the one that is there now."""
