"""What colleagues said of the answer at hand: shown below it until the key is pressed again."""

from __future__ import annotations

from tipcoder.tui.screens.colleague_lines import format_colleagues
from tipcoder.tui.screens.controller import CodedAnswerScreen
from tipcoder.workbench.coding.colleagues import read_colleagues


class ColleagueShowing:
    """Shows it, and keeps it on from answer to answer."""

    def __init__(self, screen: CodedAnswerScreen) -> None:
        self._screen = screen
        self.is_on = False

    def action_colleagues(self) -> None:
        self.is_on = not self.is_on
        self.show_colleagues()
        self._screen.show_title()

    def show_colleagues(self) -> None:
        """Show what is said of the current answer now, where it is shown at all."""
        answer, session = self._screen.answer, self._screen.session
        pane = self._screen.answer_pane
        if not self.is_on or answer is None:
            pane.show_colleagues(None)
            return
        seen = read_colleagues(session, answer.id)
        pane.show_colleagues(format_colleagues(seen, answer, session.code_label))
