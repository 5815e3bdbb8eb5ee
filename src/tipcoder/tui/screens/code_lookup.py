"""Looking a code up where codes are met: one key shows all its quotes, another what it means."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from tipcoder.tui.screens.controller import WorkScreen
from tipcoder.tui.workbench import Workbench
from tipcoder.workbench.coding.code_quotes import QuoteRequest

UseCode = Callable[[str], None]


class CodeLookup:
    """Shows the code under the cursor of a screen. Looking moves nothing on it."""

    def __init__(
        self,
        screen: WorkScreen,
        find_code: Callable[[], str | None],
        *,
        choose_code: Callable[[UseCode], None] | None = None,
        request_quotes: Callable[[str], QuoteRequest] = QuoteRequest,
        find_language: Callable[[], str] | None = None,
    ) -> None:
        """`find_code` finds the code under the cursor.

        `choose_code` calls back with the code that is meant, where that may be another one.
        `request_quotes` says which quotes of a code are meant here, and `find_language` in which
        language it is explained.
        """
        self._screen = screen
        self._find_code = find_code
        self._choose_code = choose_code or self.use_code_in_view
        self._request_quotes = request_quotes
        self._find_language = find_language or self._find_first_language

    def use_code_in_view(self, use: UseCode) -> None:
        """Call back with the code under the cursor; where there is none, say so."""
        code = self._find_code()
        if code is None:
            self._screen.show_status("There is no code here.", fault=True)
        else:
            use(code)

    def _find_first_language(self) -> str:
        return self._screen.session.languages[0]

    def action_quotes(self) -> None:
        workbench = cast("Workbench", self._screen.app)
        self._choose_code(lambda code: workbench.show_quotes(self._request_quotes(code)))

    def action_peek(self) -> None:
        workbench = cast("Workbench", self._screen.app)
        self._choose_code(lambda code: workbench.show_code(code, self._find_language()))
