"""What colleagues said of the answer at hand: shown below it until the key is pressed again."""

from __future__ import annotations

from tipcoder.tui.screens.colleague_lines import format_colleagues
from tipcoder.tui.screens.list_screen import ListScreen
from tipcoder.tui.widgets.answer_pane import AnswerPane
from tipcoder.workbench.coding.colleagues import read_colleagues


class ColleagueActions(ListScreen):
    """Showing it, and keeping it on from answer to answer."""

    _shows_colleagues = False

    def action_colleagues(self) -> None:
        self._shows_colleagues = not self._shows_colleagues
        self.show_colleagues()
        self.show_title()

    def show_colleagues(self) -> None:
        """Show what is said of the current answer now, where it is shown at all."""
        answer = self.answer
        pane = self.query_one(AnswerPane)
        if not self._shows_colleagues or answer is None:
            pane.show_colleagues(None)
            return
        seen = read_colleagues(self.session, answer.id)
        pane.show_colleagues(format_colleagues(seen, answer, self.session.code_label))
