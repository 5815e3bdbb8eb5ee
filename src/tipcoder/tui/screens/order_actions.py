"""Orders of reading. Those that rest on suggestions come in their own time, and move nothing that the coder is at.

An act goes to the next answer by the newest ranking that is there, which is the one made before it: no key waits for
what it teaches. That comes a moment later and moves only what lies ahead of the answer then shown. If she has gone on
by then, it is fitted to where she is; acts that come faster than rankings are learned together by the next one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from tipcoder.model import AnswerOrder
from tipcoder.tui.screens.code_picker import CodeChoice, CodePicker
from tipcoder.tui.screens.list_screen import ListScreen
from tipcoder.tui.screens.name_chooser import NameChooser
from tipcoder.tui.workbench import Workbench

if TYPE_CHECKING:
    from tipcoder.workbench.coding.worklist import Arrangement

IMPORTED, RESPONDENT, SPREAD = "as imported", "by respondent", "languages in turn"
LIKELIEST, UNSURE = "likeliest first", "least sure first"
_CHOICES = {
    IMPORTED: "question by question",
    RESPONDENT: "everything one respondent wrote, then the next",
    SPREAD: "an answer of each language, then the next of each",
    LIKELIEST: "for one code: what most probably carries it, ranked anew as you code",
    UNSURE: "where two codes are equally likely, ranked anew as you code",
}
_COMES = "The pile is being read; the list is ordered when that is done. Go on meanwhile."


class OrderActions(ListScreen):
    """Choosing an order, and putting the list into it when it comes."""

    _waiting: Arrangement | None = None

    def action_reading_orders(self) -> None:
        def use_order(name: str | None) -> None:
            if name == LIKELIEST:
                picker = CodePicker(self.session.codebook, self.session.languages[0])
                self.open_box(picker, self._rank_for_picked_code)
            elif name == UNSURE:
                self._request_ranking(AnswerOrder("unsure"))
            elif name is not None:
                by = {IMPORTED: "question", RESPONDENT: "respondent", SPREAD: "spread"}[name]
                self.order_list(AnswerOrder(by))
                self.show_status(f"The list is ordered: {name}, {_CHOICES[name]}.")

        self.open_box(NameChooser("Read in which order?", _CHOICES), use_order)

    def _rank_for_picked_code(self, picked: CodeChoice | None) -> None:
        if picked is not None and picked.code is not None:
            self._request_ranking(AnswerOrder("likely", code=picked.code))

    def _request_ranking(self, order: AnswerOrder) -> None:
        """Ask the desk for an order; the application gets it, because this screen may be gone by then."""
        if not self.desk.ready:
            self.show_status(_COMES)
        self.desk.request_order(order.by, order.code, cast("Workbench", self.app).receive_ranking)

    def apply_ranking(self, found: Arrangement) -> bool:
        """The list is ranked, or ranked anew. Returns False if it no longer fits."""
        if self.app.screen is not self:
            self._waiting = found  # a box is open, and what it is about must not change below it
            return True
        self._waiting = None
        ranked = found.ranked
        again = self.list.ranked is not None and (ranked.by, ranked.code) == (
            self.list.order.by,
            self.list.order.code,
        )
        if not self.list.adopt_arrangement(found):
            return False
        self.show_order()
        if not any(self.list.find_place(answer_id) is not None for answer_id in ranked.ids):
            self.show_status("There is nothing to order by: no answer may be ranked.")
        elif not again:
            self.show_status(f"What follows is ordered: {self.format_order()}. n goes to the next.")
        return True

    def look_for_news(self) -> None:
        super().look_for_news()
        if (
            self._waiting is not None
            and self.app.screen is self
            and not self.apply_ranking(self._waiting)
        ):
            self.desk.request_order_again()

    def show_order(self) -> None:
        """The same answers are listed in another order; the current one, and what is selected in it, stays."""
        raise NotImplementedError
