"""What helps with long answers: labels, finding words, and moving the ends of a quote."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from tipcoder.model.answers import Answer
from tipcoder.tui.commands import find_command
from tipcoder.tui.keyboard import join_with_twins
from tipcoder.tui.screens.answer_acting import AnswerActing
from tipcoder.tui.screens.answer_search import AnswerSearch
from tipcoder.tui.screens.controller import CodedAnswerScreen
from tipcoder.tui.screens.end_moving import EndMoving
from tipcoder.tui.screens.quote_editing import QuoteEditing
from tipcoder.tui.screens.unit_labelling import UnitLabelling
from tipcoder.workbench.coding.text_units import Span

if TYPE_CHECKING:
    from tipcoder.tui.workbench import Workbench


class LongAnswerHelp:
    """Hands keys to what does the work."""

    def __init__(self, screen: CodedAnswerScreen, acts: AnswerActing, quotes: QuoteEditing) -> None:
        self._screen = screen
        self._session = screen.session
        self._acts = acts
        self._quotes = quotes
        self._search: AnswerSearch | None = None
        """Remembers what was looked for, from one answer to the next."""

    def action_label_units(self) -> None:
        settings = cast("Workbench", self._screen.app).settings
        keys = join_with_twins(tuple(settings.keys_of(find_command("select.labels"))))
        UnitLabelling(
            self._screen.answer_text,
            self._screen.app.push_screen,
            self._screen.show_status,
            keys.split(","),
        ).begin()

    def action_find_words(self) -> None:
        self._require_search().ask_for_words()

    def action_go_to_found(self, forward: bool) -> None:
        self._require_search().go_to_found(forward=forward)

    def _require_search(self) -> AnswerSearch:
        if self._search is None:
            self._search = AnswerSearch(
                self._screen.answer_text,
                self._screen.open_box,
                self._show_filter_hits,
                self._screen.show_status,
            )
        return self._search

    def _show_filter_hits(self) -> None:
        self._screen.answer_pane.show_hits(self._screen.find_hits)

    def action_move_ends(self) -> None:
        answer, coding = self._screen.answer, self._quotes.find_coding_meant()
        if answer is None or coding is None:
            self._screen.show_status("There is no quote here to move.", fault=True)
            return

        def keep_ends(old: Span, new: Span) -> None:
            def move_quote(shown: Answer, also: Sequence[int]) -> str:
                return self._session.move_quote(shown.id, old, new, also=also)

            self._acts.perform_act(move_quote)

        moving = EndMoving(
            self._screen.answer_text,
            self._screen.app.push_screen,
            self._screen.show_status,
            keep_ends,
        )
        moving.begin((coding.start, coding.end), self._session.code_label(coding.code))
