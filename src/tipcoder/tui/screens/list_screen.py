"""A screen over a worklist: which answers are listed, in which order, and which one is current.

The coding screen and the answer grid share it. Its controllers do what keys do to answers.
"""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.model.answers import Answer, AnswerLine, FoldedLine
from tipcoder.model.codings import UndoResult
from tipcoder.model.filters import AnswerFilter, AnswerOrder
from tipcoder.text import format_count
from tipcoder.tui.drawing import assemble_line
from tipcoder.tui.screens.alike_coding import AlikeCoding
from tipcoder.tui.screens.answer_acting import AnswerActing
from tipcoder.tui.screens.code_applying import CodeApplying
from tipcoder.tui.screens.filter_box import FilterBox
from tipcoder.tui.screens.main_screen import MainScreen
from tipcoder.tui.screens.memo_writing import MemoWriting
from tipcoder.tui.screens.order_choosing import OrderChoosing
from tipcoder.workbench.coding.digit_codes import CodePlaces
from tipcoder.workbench.coding.filter_hits import find_hits
from tipcoder.workbench.coding.filters import format_filter, parse_filter_for
from tipcoder.workbench.coding.news import NewsOfOthers
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.coding.worklist import WorkList
from tipcoder.workbench.suggestions.worker import SuggestionWorker

_ORDERS = {"unsure": "least sure first", "spread": "languages in turn"}
"""Orders with a name of their own; any other is by a column."""


class ListScreen(MainScreen):
    """A screen over a worklist, with a current answer."""

    def __init__(self, session: CodingSession, worklist: WorkList, desk: SuggestionWorker) -> None:
        super().__init__(session)
        self.list = worklist
        self.desk = desk
        self.acts = self.add_controller(AnswerActing(self))
        self.codes = self.add_controller(CodeApplying(self, self.acts))
        self.memos = self.add_controller(MemoWriting(self, self.acts))
        self.orders = self.add_controller(OrderChoosing(self))
        self.alike = self.add_controller(AlikeCoding(self, self.codes))

    # --- for the screens below --------------------------------------------------------------------

    @property
    def page_size(self) -> int:
        """How many answers a page holds."""
        raise NotImplementedError

    def show_list(self) -> None:
        """Show the list: its answers, or their order, have changed."""
        raise NotImplementedError

    def show_answer(self) -> None:
        """Show the current answer, which is another one now."""
        raise NotImplementedError

    def show_changes(self, changed: Sequence[int], *, leaves: bool = False) -> None:
        """Show these answers with their changed codes or states; the current one stays.

        With `leaves` another answer is shown right after: nothing but the list matters.
        """
        raise NotImplementedError

    def show_order(self) -> None:
        """Show the same answers in another order.

        The current answer stays the current one, and what is selected in it stays selected.
        """
        raise NotImplementedError

    def show_digits(self) -> None:
        """Show the codes on their digits."""
        raise NotImplementedError

    def apply_code(self, code: str) -> None:
        """Apply a code to what is meant."""
        raise NotImplementedError

    def code_in_view(self) -> str | None:
        """The code under the cursor."""
        return None

    def code_places(self) -> CodePlaces:
        """Every code in its place for the current answer: its digit, or behind."""
        current = self.list.current
        if current is None:
            return CodePlaces({}, (), frozenset())
        return self.session.place_codes(current)

    def span_at_hand(self) -> tuple[int, int] | None:
        """The words that are selected in the current answer, where a screen has such."""
        return None

    def lines_reached(self) -> list[Sequence[int]]:
        """The lines that an act reaches, each as the ids of its answers, the current one first."""
        if self.list.current is None:
            return []
        return [self.list.list_alike(self.list.current)]

    def answers_reached(self) -> list[int]:
        """Ids of the answers that an act reaches, the one it is about first."""
        ids: list[int] = []
        for line in self.lines_reached():
            ids.extend(line)
        return ids

    def after_code(self, *, advance: bool) -> str:
        """A whole answer was coded or finished. Returns words to put behind the sentence."""
        if advance and not self.go_to_next_open():
            return " — every answer listed is finished"
        return ""

    def repaint_all(self) -> None:
        """Show every answer anew: any may have changed. The list and the current one stay."""
        raise NotImplementedError

    def title_extra(self) -> tuple[str, str] | str:
        """What else belongs into the title line."""
        return ""

    # --- what is listed ---------------------------------------------------------------------------

    @property
    def ids(self) -> list[int]:
        """Ids of the answers listed, in their order."""
        return self.list.ids

    @property
    def index(self) -> int:
        """The position of the current answer in the list."""
        return self.list.index

    @property
    def answer(self) -> Answer | None:
        """The current answer, or None where no answer passes the filter."""
        if self.list.current is None:
            return None
        return self.session.read_answer(self.list.current)

    def go_to(self, place: int) -> None:
        """Make another answer the current one. What was said of the one before does not stay."""
        if not self.ids:
            return
        before = self.list.current
        self.list.go_to(place)
        if self.list.current != before:
            self.clear_status()
        self.show_answer()

    def go_to_next_open(self) -> bool:
        """Go to the next answer that is not finished; False if there is none."""
        found = self.list.find_next_open()
        if found is None:
            return False
        self.go_to(found)
        return True

    def look_for_news(self) -> None:
        super().look_for_news()
        self.orders.use_waiting_ranking()

    def note_act(self) -> None:
        """Suggestions learn from it."""
        super().note_act()
        self.desk.note_change()

    def show_news(self, news: NewsOfOthers) -> None:
        """Others' codings are not shown here: a coder is not disturbed, and keeps her selection."""
        self.desk.note_change()
        if news.mine:
            self.study_changed()

    def study_changed(self) -> None:
        """Somebody else, or another screen, changed something."""
        self.session.forget_sheets()
        self.list.refresh()
        self.show_list()

    def show_undone(self, done: UndoResult) -> str:
        """Show where an act was undone; a filter that hides the place is removed.

        An act may have reached any number of answers, so everything in sight is drawn anew.
        """
        if done.answer_id is None:
            self.study_changed()
            return ""
        listed = self.ids
        # The act may have put answers into the filter, or taken them out of it.
        self.list.relist_passing()
        place = self.list.find_place(done.answer_id)
        if place is None:
            # Undo must show what it did.
            self.list.clear_filter(done.answer_id)
            self.show_list()
            return "With no filter now. "

        self.list.read_finished()
        is_unmoved = self.ids == listed and place == self.index
        self.list.go_to(place)
        if is_unmoved:
            # Nothing is laid out anew, so that what is selected stays selected.
            self.repaint_all()
        else:
            self.show_list()
        return ""

    def as_listed(self, line: AnswerLine, folded: FoldedLine | None) -> AnswerLine:
        """The line with the number of answers that an act on it reaches.

        A filter may leave out some of those that say the same.
        """
        reached = line.duplicates
        if self.list.folding:
            # Counted in the list: a filter may leave out some of them.
            reached = len(self.list.list_alike(line.id))
        return line._replace(folded=folded, duplicates=reached)

    # --- the title line ---------------------------------------------------------------------------

    def show_title(self) -> None:
        """Show how far the work is, who is coding, which answers are listed, and the study."""
        words = format_filter(self.list.where)
        self.update_static(
            "#title",
            assemble_line(
                (self._describe_progress(), "bold"),
                f" · {self.session.coder.name}",
                self.title_extra(),
                (f" · [{words}]", "italic") if words else "",
                self._describe_order(),
                self._describe_folding(),
                f" · {self.session.title}",
            ),
        )

    def _describe_progress(self) -> str:
        finished, total = self.list.finished_here, self.list.total
        if not total:
            return f"{finished} of {total} finished"
        return f"{finished} of {total} finished, {finished / total:.0%}"

    def _describe_order(self) -> str:
        # The order that every list begins with is not worth the room.
        words = "" if self.list.order == AnswerOrder() else f" · {self.format_order()}"
        return f"{words}: {self.list.left}" if self.list.left else words

    def _describe_folding(self) -> str:
        if not self.list.folding:
            return ""
        return f" · {self.list.total - len(self.ids)} folded"

    def format_order(self) -> str:
        """The order of the list in words."""
        order = self.list.order
        if order.by == "likely":
            where = "elsewhere" if self._is_elsewhere() else "first"
            return f"likeliest for {self.session.code_label(order.code)} {where}"
        if order.by in _ORDERS:
            # These have no direction.
            return _ORDERS[order.by]
        return f"by {order.by} ↑" if order.reverse else f"by {order.by}"

    def _is_elsewhere(self) -> bool:
        """Whether the answer shown stands in the second part of the list: it answers a question
        that the code of the order is not meant for.
        """
        current = self.list.current
        return current is not None and self.session.is_elsewhere(self.list.order.code, current)

    def explain_empty_list(self) -> str:
        """Why the list is empty."""
        if format_filter(self.list.where):
            return "No answer passes the filter; F lists all."
        return "There are no answers."

    # --- moving -----------------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        self.go_to(self.index + by)

    def action_page(self, by: int) -> None:
        self.go_to(self.index + by * self.page_size)

    def action_to_end(self, last: bool) -> None:
        self.go_to(len(self.ids) - 1 if last else 0)

    def action_next_open(self) -> None:
        if not self.go_to_next_open():
            self.show_status("Every answer listed is finished.")

    # --- which answers ----------------------------------------------------------------------------

    def list_answers(self, where: AnswerFilter, keep: int | None = None) -> None:
        """List the answers that pass the filter; stay on answer `keep` if it is among them."""
        self.list.choose_answers(where, keep=keep)
        self.show_list()

    def action_filter(self) -> None:
        def use_filter(words: str | None) -> None:
            if words is not None:
                self.list_answers(self._parse_filter_words(words), keep=self.list.current)
                self.show_status(self._describe_found())

        words_now = format_filter(self.list.where)
        self.open_box(FilterBox(words_now, self.session, self._parse_filter_words), use_filter)

    def _describe_found(self) -> str:
        """How many answers were found, and how many of them by their translation alone."""
        found = format_count(self.list.total, "answer")
        translated = self.session.count_found_in_translation(self.list.where)
        return f"{found}, {translated} by the translation alone" if translated else found

    def _parse_filter_words(self, words: str) -> AnswerFilter:
        return parse_filter_for(self.session, words)

    def find_hits(self, text: str) -> list[tuple[int, int]]:
        """Where a text has what the filter looked for."""
        return find_hits(text, self.list.where)

    def action_former_list(self) -> None:
        self._show_other_list(self.list.go_back(), "There is no list before this one.")

    def action_later_list(self) -> None:
        self._show_other_list(self.list.go_forward(), "There is no list after this one.")

    def _show_other_list(self, is_other: bool, refusal: str) -> None:
        if not is_other:
            self.show_status(refusal)
            return
        # A ranking that is still computed belongs to the list that was left.
        self.desk.cancel_order()
        self.show_list()
        self.show_status(self._describe_found())

    def action_no_filter(self) -> None:
        # The current answer stays: only what is around it changes.
        self.list_answers(AnswerFilter(), keep=self.list.current)
        self.show_status(f"All {format_count(self.list.total, 'answer')}")

    def action_fold(self) -> None:
        self.list.choose_answers(folding=not self.list.folding, keep=self.list.current)
        self.show_list()
        if self.list.folding:
            folded = format_count(self.list.total - len(self.ids), "repetition")
            self.show_status(f"{folded} folded; one act reaches all of a line.")
        else:
            self.show_status("Every answer has a line of its own; an act reaches only that one.")

    # --- in which order ---------------------------------------------------------------------------

    def order_list(self, order: AnswerOrder) -> None:
        """Order the list; the current answer stays the current one."""
        # A ranking that is still computed would order the list again when it comes.
        self.desk.cancel_order()
        self.list.choose_answers(order=order, keep=self.list.current)
        self.show_list()

    def action_order(self, by: str) -> None:
        self.order_list(self.list.toggle_order(by))
        reversed_too = ", reversed" if self.list.order.reverse else ""
        self.show_status(f"Ordered by {by}{reversed_too}.")

    def action_reading_order(self) -> None:
        if self.list.order.by == "question":
            self.order_list(self.list.toggle_order("respondent"))
            self.show_status("Everything one respondent wrote, then the next.")
        else:
            self.order_list(self.list.toggle_order("question"))
            self.show_status("Question by question.")
