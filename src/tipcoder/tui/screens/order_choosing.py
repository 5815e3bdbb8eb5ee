"""Orders of reading. Those that rest on suggestions come later, and do not move the current answer.

An act goes to the next answer by the newest ranking that is there, which was made before the act:
no key waits for what it teaches. The new ranking comes a moment later, and moves only what lies
ahead of the answer then shown. If the coder has gone on by then, it is fitted to where she is. Acts
that come faster than rankings are learned together by the next one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from tipcoder.model.filters import AnswerOrder
from tipcoder.tui.screens.code_picker import CodeChoice, CodePicker
from tipcoder.tui.screens.controller import AnswerScreen
from tipcoder.tui.screens.name_chooser import NameChooser
from tipcoder.tui.workbench import Workbench

if TYPE_CHECKING:
    from tipcoder.workbench.coding.worklist import Arrangement

IMPORTED, RESPONDENT, SPREAD = "as imported", "by respondent", "languages in turn"
LIKELIEST, UNSURE = "likeliest first", "least sure first"
_ORDER_BY = {IMPORTED: "question", RESPONDENT: "respondent", SPREAD: "spread"}
"""Orders that are there at once, by the worklist's names for them."""
_CHOICES = {
    IMPORTED: "question by question",
    RESPONDENT: "everything one respondent wrote, then the next",
    SPREAD: "an answer of each language, then the next of each",
    LIKELIEST: "for one code: where it most probably applies, ranked again as you code",
    UNSURE: "where two codes are equally likely, ranked again as you code",
}
_COMES = "The answers are being read; the list is ordered when that is done. Go on meanwhile."


class OrderChoosing:
    """Asks for an order, and puts the list into it when it comes."""

    def __init__(self, screen: AnswerScreen) -> None:
        self._screen = screen
        self._session = screen.session
        self.waiting: Arrangement | None = None
        """A ranking that came while a box was open."""

    def action_reading_orders(self) -> None:
        self._screen.open_box(NameChooser("Read in which order?", _CHOICES), self._use_order)

    def _use_order(self, name: str | None) -> None:
        if name is None:
            return
        if name == LIKELIEST:
            picker = CodePicker(self._session.codebook, self._session.languages[0])
            self._screen.open_box(picker, self._rank_for_picked_code)
        elif name == UNSURE:
            self._request_ranking(AnswerOrder("unsure"))
        else:
            # These need no ranking, and are there at once.
            self._screen.order_list(AnswerOrder(_ORDER_BY[name]))
            self._screen.show_status(f"The list is ordered: {name}, {_CHOICES[name]}.")

    def _rank_for_picked_code(self, picked: CodeChoice | None) -> None:
        if picked is not None and picked.code is not None:
            self._request_ranking(AnswerOrder("likely", code=picked.code))

    def _request_ranking(self, order: AnswerOrder) -> None:
        """Ask for an order. The application gets it, because this screen may be gone by then."""
        if not self._screen.desk.ready:
            self._screen.show_status(_COMES)
        receive = cast("Workbench", self._screen.app).receive_ranking
        self._screen.desk.request_order(order.by, order.code, receive)

    def apply_ranking(self, found: Arrangement) -> bool:
        """Order the list by a ranking that has come. Returns False if it no longer fits."""
        if not self._screen.is_active:
            # A box is open, and what it is about must not change below it.
            self.waiting = found
            return True
        self.waiting = None

        ranked, order = found.ranked, self._screen.list.order
        same_order = (ranked.by, ranked.code) == (order.by, order.code)
        is_ranked_again = self._screen.list.ranked is not None and same_order
        # The list may have changed while answers were ranked.
        if not self._screen.list.adopt_arrangement(found):
            return False
        self._screen.show_order()

        if not self._lists_any(ranked.ids):
            self._screen.show_status("There is nothing to order by: no answer may be ranked.")
        elif not is_ranked_again:
            # Only the first ranking is announced; one that follows an act comes quietly.
            self._screen.show_status(
                f"What follows is ordered: {self._screen.format_order()}. n goes to the next."
            )
        return True

    def _lists_any(self, ids: Iterable[int]) -> bool:
        return any(self._screen.list.find_place(answer_id) is not None for answer_id in ids)

    def use_waiting_ranking(self) -> None:
        """Order the list by what came while a box was open, once that is closed."""
        if self.waiting is None or not self._screen.is_active:
            return
        if not self.apply_ranking(self.waiting):
            # It came for another place in the list: have it fitted to this one.
            self._screen.desk.request_order_again()
