"""What the two screens that list answers have in common: moving, filtering, ordering, folding, acting on answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tipcoder.errors import TipcoderError
from tipcoder.model import (
    Answer,
    AnswerFilter,
    AnswerLine,
    AnswerOrder,
    FoldedLine,
    MemoTarget,
    Outcome,
    UndoResult,
)
from tipcoder.text import format_count
from tipcoder.tui.drawing import assemble_line
from tipcoder.tui.screens.code_picker import CodeChoice, CodePicker
from tipcoder.tui.screens.filter_box import FilterBox
from tipcoder.tui.screens.main_screen import MainScreen
from tipcoder.tui.screens.name_chooser import NameChooser
from tipcoder.tui.screens.text_box import TextBox
from tipcoder.workbench.codebook.edits import AddCode
from tipcoder.workbench.coding.filters import format_filter, list_filter_terms, parse_filter
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.coding.view import NewsOfOthers
from tipcoder.workbench.coding.worklist import WorkList
from tipcoder.workbench.suggestions.worker import SuggestionWorker

AnswerAct = Callable[[Answer, Sequence[int]], str]
"""An act on an answer that also reaches others; returns the sentence of what was done."""


class ListScreen(MainScreen):
    """A screen over a worklist, with a current answer."""

    def __init__(self, session: CodingSession, worklist: WorkList, desk: SuggestionWorker) -> None:
        super().__init__(session)
        self.list = worklist
        self.desk = desk

    # --- for the screens below ------------------------------------------------------------------------------------

    @property
    def page_size(self) -> int:
        """How many answers a page holds."""
        raise NotImplementedError

    def show_list(self) -> None:
        """Other answers are listed, or listed otherwise."""
        raise NotImplementedError

    def show_answer(self) -> None:
        """Another answer is the current one."""
        raise NotImplementedError

    def show_changes(self, changed: Sequence[int]) -> None:
        """These answers have other codes or another state now; the current answer is the same."""
        raise NotImplementedError

    def repaint_all(self) -> None:
        """Any answer may have other codes or another state now; the list and the current answer are the same."""
        raise NotImplementedError

    def lines_reached(self) -> list[Sequence[int]]:
        """The lines that an act reaches, each as the answers it stands for, the one it is about first."""
        return [self.list.list_alike(self.list.current)] if self.list.current is not None else []

    def answers_reached(self) -> list[int]:
        """The answers that an act reaches, the one it is about first."""
        return [answer_id for line in self.lines_reached() for answer_id in line]

    def after_code(self, *, advance: bool) -> str:
        """A whole answer was coded or finished. Returns words to put behind the sentence."""
        return (
            " — every answer listed is finished" if advance and not self.go_to_next_open() else ""
        )

    def code_in_view(self) -> str | None:
        """The code that a new one could go under."""
        return None

    # --- what is listed -------------------------------------------------------------------------------------------

    @property
    def ids(self) -> list[int]:
        """What is listed."""
        return self.list.ids

    @property
    def index(self) -> int:
        """The place of the current answer."""
        return self.list.index

    @property
    def answer(self) -> Answer | None:
        """The current answer, or None where the filter lets nothing through."""
        return None if self.list.current is None else self.session.read_answer(self.list.current)

    def go_to(self, place: int) -> None:
        """Make another answer the current one. What was said of the one before does not stay."""
        if self.ids:
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

    def note_act(self) -> None:
        """Suggestions learn from it."""
        super().note_act()
        self.desk.note_change()

    def show_news(self, news: NewsOfOthers) -> None:
        """Others' codings are not shown here: a coder is not disturbed, and does not lose what she has selected."""
        self.desk.note_change()
        if news.mine:
            self.study_changed()

    def study_changed(self) -> None:
        """Somebody else, or another screen, changed something."""
        self.list.refresh()
        self.show_list()

    def show_undone(self, done: UndoResult) -> str:
        """Show where an act was taken back, with no filter if it hides the place.

        An act may have reached any number of answers, so everything in sight is drawn as it stands now.
        """
        if done.answer_id is None:
            self.study_changed()
            return ""
        listed = self.ids
        self.list.relist_passing()
        place = self.list.find_place(done.answer_id)
        if place is None:
            self.list.clear_filter(done.answer_id)
            self.show_list()
            return "With no filter now. "
        self.list.read_finished()
        stays = self.ids == listed and place == self.index
        self.list.go_to(place)
        if stays:
            self.repaint_all()
        else:
            self.show_list()
        return ""

    def show_title(self) -> None:
        """How far, who, which answers, which study."""
        work = self.list
        share = f"{work.finished_here} of {work.total} finished"
        share += f", {work.finished_here / work.total:.0%}" if work.total else ""
        words = format_filter(work.where)
        order = f" · {self.format_order()}" if work.order != AnswerOrder() else ""
        order += f": {work.left}" if work.left else ""
        fold = f" · {work.total - len(work.ids)} folded" if work.folding else ""
        title = ((share, "bold"), f" · {self.session.coder.name}", self.title_extra())
        filtered = (f" · [{words}]", "italic") if words else ""
        self.update_static(
            "#title", assemble_line(*title, filtered, order, fold, f" · {self.session.title}")
        )

    def format_order(self) -> str:
        """The order of the list in words."""
        order = self.list.order
        if order.by == "likely":
            return f"likeliest for {self.session.code_label(order.code)} first"
        named = {"unsure": "least sure first", "spread": "languages in turn"}
        return named.get(order.by) or f"by {order.by}{' ↑' if order.reverse else ''}"

    def title_extra(self) -> tuple[str, str] | str:
        """What else belongs into the title line."""
        return ""

    def explain_empty_list(self) -> str:
        """Why the list is empty."""
        return (
            "No answer passes the filter; F lists all."
            if format_filter(self.list.where)
            else "There are no answers."
        )

    def as_listed(self, line: AnswerLine, folded: FoldedLine | None) -> AnswerLine:
        """The line with the number of answers that an act on it reaches.

        A filter may leave out some of those that say the same.
        """
        reached = len(self.list.list_alike(line.id)) if self.list.folding else line.duplicates
        return line._replace(folded=folded, duplicates=reached)

    # --- acting ---------------------------------------------------------------------------------------------------

    def perform_act(self, do: AnswerAct, *, advance: bool = False) -> None:
        """Do something to the answers reached and show it; a refusal is said, and nothing has changed then."""
        ids = self.answers_reached()
        if not ids:
            self.show_status("There is no answer here.", fault=True)
            return
        try:
            answer = self.session.read_answer(ids[0])
            sentence = do(answer, ids[1:])
            if len(ids) > 1:
                self.list.read_finished()
            else:
                self.list.note_finished(
                    answer.id, finished=self.session.find_reading(answer.id) is not None
                )
        except TipcoderError as fault:
            self.show_refusal(fault)
            return
        self.note_act()
        self.show_changes(ids)
        # A line of which something is left open is not gone on from.
        self.show_done(sentence + self.after_code(advance=advance and self.list.is_finished(ids)))

    def apply_code(self, code: str) -> None:
        """Put a code on what is meant."""
        raise NotImplementedError

    def action_pick(self) -> None:
        def apply_picked(picked: CodeChoice | None) -> None:
            if picked is not None and picked.code is not None:
                self.apply_code(picked.code)
            elif picked is not None:
                self._apply_new_code(picked)

        if self.answers_reached():
            picker = CodePicker(
                self.session.codebook, self.session.languages[0], new=True, near=self.code_in_view()
            )
            self.open_box(picker, apply_picked)

    def _apply_new_code(self, picked: CodeChoice) -> None:
        """Make a code and put it on: two acts, because the code may be wanted without the coding."""
        before = set(self.session.codebook.codes)
        if self.edit_codebook(AddCode(picked.label, self.session.languages[0], picked.under)):
            codes = self.session.codebook.codes
            self.apply_code(
                next(
                    key
                    for key in codes
                    if key not in before and picked.label in codes[key].label.values()
                )
            )

    def action_finish(self) -> None:
        lines = self.lines_reached()
        self.perform_act(
            lambda answer, also: self.session.finish_answers(answer.id, also=also, lines=lines),
            advance=True,
        )

    def action_outcome(self, outcome: str) -> None:
        self.perform_act(
            lambda answer, also: self.session.finish_answers(
                answer.id, Outcome(outcome), also=also
            ),
            advance=True,
        )

    def choose_code_to_remove(self) -> None:
        """Take a code off everything reached, after asking which where several stand there."""
        ids = self.answers_reached()
        standing = {
            coding.code for answer_id in ids for coding in self.session.read_codings(answer_id)
        }
        if not standing:
            self.show_status("There is no code to take off.", fault=True)
            return

        def remove_code(code: str | None) -> None:
            if code is not None:
                self.perform_act(lambda _, __: self.session.remove_code(ids, code))

        if len(standing) == 1:
            remove_code(next(iter(standing)))
        else:
            choices = {
                code: self.session.code_label(code)
                for code in sorted(standing, key=self.session.code_label)
            }
            self.open_box(NameChooser("Take which code off?", choices), remove_code)

    def action_reopen(self) -> None:
        self.perform_act(lambda answer, also: self.session.reopen_answers(answer.id, also=also))

    def action_flag(self) -> None:
        self.perform_act(lambda answer, also: self.session.toggle_flag(answer.id, also=also))

    def write_memo(
        self,
        title: str,
        text: str,
        target: MemoTarget,
        others: Sequence[str] = (),
        place: str | None = None,
    ) -> None:
        """Ask for a memo and keep it; `others` are what other people wrote on the same.

        `place` names what the memo is on where the title alone would fit several things.
        """

        def keep_memo(words: str | None) -> None:
            if words is not None and words.strip() != text:
                self.perform_act(lambda _, __: self.session.set_memo(target, words))

        self.open_box(TextBox(title, text, others, place=place), keep_memo)

    # --- moving ---------------------------------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        self.go_to(self.index + by)

    def action_page(self, by: int) -> None:
        self.go_to(self.index + by * self.page_size)

    def action_to_end(self, last: bool) -> None:
        self.go_to(len(self.ids) - 1 if last else 0)

    def action_next_open(self) -> None:
        if not self.go_to_next_open():
            self.show_status("Every answer listed is finished.")

    # --- which answers --------------------------------------------------------------------------------------------

    def list_answers(self, where: AnswerFilter, keep: int | None = None) -> None:
        """List the answers that pass the filter; stay on answer `keep` if it is among them."""
        self.list.choose_answers(where, keep=keep)
        self.show_list()

    def action_filter(self) -> None:
        def use_filter(words: str | None) -> None:
            if words is not None:
                self.list_answers(self._parse_filter_words(words), keep=self.list.current)
                self.show_status(format_count(self.list.total, "answer"))

        self.open_box(
            FilterBox(
                format_filter(self.list.where),
                list_filter_terms(self.session),
                self._parse_filter_words,
            ),
            use_filter,
        )

    def _parse_filter_words(self, words: str) -> AnswerFilter:
        view = self.session
        languages = [name for name, _ in view.count_languages()]
        return parse_filter(
            words, view.questions, languages, view.codebook, view.read_attribute_names()
        )

    def action_no_filter(self) -> None:
        self.list_answers(AnswerFilter(), keep=self.list.current)
        self.show_status(f"All {format_count(self.list.total, 'answer')}")

    def action_fold(self) -> None:
        self.list.choose_answers(folding=not self.list.folding, keep=self.list.current)
        self.show_list()
        folded = self.list.total - len(self.ids)
        if self.list.folding:
            self.show_status(
                f"{format_count(folded, 'repetition')} folded; one act reaches all of a line."
            )
        else:
            self.show_status("Every answer has a line of its own; an act reaches only that one.")

    def order_list(self, order: AnswerOrder) -> None:
        """Order the list; the current answer stays the current one."""
        self.desk.cancel_order()
        self.list.choose_answers(order=order, keep=self.list.current)
        self.show_list()

    def action_order(self, by: str) -> None:
        self.order_list(self.list.toggle_order(by))
        self.show_status(f"Ordered by {by}{', reversed' if self.list.order.reverse else ''}.")

    def action_reading_order(self) -> None:
        by = "respondent" if self.list.order.by == "question" else "question"
        self.order_list(self.list.toggle_order(by))
        self.show_status(
            "Everything one respondent wrote, then the next."
            if by == "respondent"
            else "Question by question."
        )
