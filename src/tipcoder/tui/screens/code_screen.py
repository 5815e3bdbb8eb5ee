"""A screen on which codes are met: one key shows all quotes of a code, another what it means."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from tipcoder.tui.screens.main_screen import MainScreen
from tipcoder.tui.workbench import Workbench
from tipcoder.workbench.coding.code_quotes import QuoteRequest


class CodeScreen(MainScreen):
    """A screen with a code under its cursor. Looking moves nothing on it."""

    # --- for the screens below --------------------------------------------------------------------

    def code_in_view(self) -> str | None:
        """The code under the cursor."""
        return None

    def use_code_at_hand(self, use: Callable[[str], None]) -> None:
        """Call back with the code that is looked at; where there is none, say so."""
        code = self.code_in_view()
        if code is None:
            self.show_status("There is no code here.", fault=True)
        else:
            use(code)

    def request_quotes(self, code: str) -> QuoteRequest:
        """Which quotes are meant where this code is looked at."""
        return QuoteRequest(code)

    def language_at_hand(self) -> str:
        """The language in which a code is explained."""
        return self.session.languages[0]

    # --- looking ----------------------------------------------------------------------------------

    def action_quotes(self) -> None:
        workbench = cast("Workbench", self.app)
        self.use_code_at_hand(lambda code: workbench.show_quotes(self.request_quotes(code)))

    def action_peek(self) -> None:
        workbench = cast("Workbench", self.app)
        self.use_code_at_hand(lambda code: workbench.show_code(code, self.language_at_hand()))
