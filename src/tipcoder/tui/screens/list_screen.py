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
    Undone,
)
from tipcoder.text import counted
from tipcoder.tui.drawing import parts
from tipcoder.tui.screens.code_picker import CodePicker, Picked
from tipcoder.tui.screens.filter_box import FilterBox
from tipcoder.tui.screens.main_screen import MainScreen
from tipcoder.tui.screens.name_chooser import NameChooser
from tipcoder.tui.screens.text_box import TextBox
from tipcoder.workbench.codebook.edits import AddCode
from tipcoder.workbench.coding.filters import filter_terms, filter_words, parse_filter
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.coding.view import News
from tipcoder.workbench.coding.worklist import WorkList
from tipcoder.workbench.suggestions.worker import SuggestionDesk

Do = Callable[[Answer, Sequence[int]], str]
"""An act on an answer that also reaches others; returns the sentence of what was done."""


class ListScreen(MainScreen):
    """A screen over a worklist, with a current answer."""

    def __init__(self, session: CodingSession, worklist: WorkList, desk: SuggestionDesk) -> None:
        super().__init__(session)
        self.list = worklist
        self.desk = desk

    # --- for the screens below ------------------------------------------------------------------------------------

    @property
    def page(self) -> int:
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

    def repaint(self) -> None:
        """Any answer may have other codes or another state now; the list and the current answer are the same."""
        raise NotImplementedError

    def lines_reached(self) -> list[Sequence[int]]:
        """The lines that an act reaches, each as the answers it stands for, the one it is about first."""
        return [self.list.alike(self.list.current)] if self.list.current is not None else []

    def reached(self) -> list[int]:
        """The answers that an act reaches, the one it is about first."""
        return [answer_id for line in self.lines_reached() for answer_id in line]

    def after_code(self, *, advance: bool) -> str:
        """A whole answer was coded or finished. Returns words to put behind the sentence."""
        return " — every answer listed is finished" if advance and not self.advance() else ""

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
        return None if self.list.current is None else self.session.answer(self.list.current)

    def go_to(self, place: int) -> None:
        """Make another answer the current one. What was said of the one before does not stay."""
        if self.ids:
            before = self.list.current
            self.list.go_to(place)
            if self.list.current != before:
                self.say_nothing()
            self.show_answer()

    def advance(self) -> bool:
        """Go to the next answer that is not finished; False if there is none."""
        found = self.list.next_open()
        if found is None:
            return False
        self.go_to(found)
        return True

    def acted(self) -> None:
        """Suggestions learn from it."""
        super().acted()
        self.desk.look()

    def noticed(self, news: News) -> None:
        """Others' codings are not shown here: a coder is not disturbed, and does not lose what she has selected."""
        self.desk.look()
        if news.mine:
            self.study_changed()

    def study_changed(self) -> None:
        """Somebody else, or another screen, changed something."""
        self.list.refresh()
        self.show_list()

    def walked(self, done: Undone) -> str:
        """Show where an act was taken back, with no filter if it hides the place.

        An act may have reached any number of answers, so everything in sight is drawn as it stands now.
        """
        if done.answer_id is None:
            self.study_changed()
            return ""
        listed = self.ids
        self.list.bring_back()
        place = self.list.place_of(done.answer_id)
        if place is None:
            self.list.without_filter(done.answer_id)
            self.show_list()
            return "With no filter now. "
        self.list.read_finished()
        stays = self.ids == listed and place == self.index
        self.list.go_to(place)
        if stays:
            self.repaint()
        else:
            self.show_list()
        return ""

    def show_title(self) -> None:
        """How far, who, which answers, which study."""
        work = self.list
        share = f"{work.finished_here} of {work.total} finished"
        share += f", {work.finished_here / work.total:.0%}" if work.total else ""
        words = filter_words(work.where)
        order = f" · {self.order_words()}" if work.order != AnswerOrder() else ""
        order += f": {work.left}" if work.left else ""
        fold = f" · {work.total - len(work.ids)} folded" if work.folding else ""
        title = ((share, "bold"), f" · {self.session.coder.name}", self.title_extra())
        filtered = (f" · [{words}]", "italic") if words else ""
        self.put("#title", parts(*title, filtered, order, fold, f" · {self.session.title}"))

    def order_words(self) -> str:
        """The order of the list in words."""
        order = self.list.order
        if order.by == "likely":
            return f"likeliest for {self.session.label(order.code)} first"
        named = {"unsure": "least sure first", "spread": "languages in turn"}
        return named.get(order.by) or f"by {order.by}{' ↑' if order.reverse else ''}"

    def title_extra(self) -> tuple[str, str] | str:
        """What else belongs into the title line."""
        return ""

    def nothing_listed(self) -> str:
        """Why the list is empty."""
        return "No answer passes the filter; F lists all." if filter_words(self.list.where) else "There are no answers."

    def as_listed(self, line: AnswerLine, folded: FoldedLine | None) -> AnswerLine:
        """The line with the number of answers that an act on it reaches.

        A filter may leave out some of those that say the same.
        """
        reached = len(self.list.alike(line.id)) if self.list.folding else line.duplicates
        return line._replace(folded=folded, duplicates=reached)

    # --- acting ---------------------------------------------------------------------------------------------------

    def act(self, do: Do, *, advance: bool = False) -> None:
        """Do something to the answers reached and show it; a refusal is said, and nothing has changed then."""
        ids = self.reached()
        if not ids:
            self.say("There is no answer here.", fault=True)
            return
        try:
            answer = self.session.answer(ids[0])
            sentence = do(answer, ids[1:])
            if len(ids) > 1:
                self.list.read_finished()
            else:
                self.list.note(answer.id, finished=self.session.reading(answer.id) is not None)
        except TipcoderError as fault:
            self.refuse(fault)
            return
        self.acted()
        self.show_changes(ids)
        # A line of which something is left open is not gone on from.
        self.say_done(sentence + self.after_code(advance=advance and self.list.is_finished(ids)))

    def apply(self, code: str) -> None:
        """Put a code on what is meant."""
        raise NotImplementedError

    def action_pick(self) -> None:
        def put(picked: Picked | None) -> None:
            if picked is not None and picked.code is not None:
                self.apply(picked.code)
            elif picked is not None:
                self._put_new(picked)

        if self.reached():
            picker = CodePicker(self.session.codebook, self.session.languages[0], new=True, near=self.code_in_view())
            self.open_box(picker, put)

    def _put_new(self, picked: Picked) -> None:
        """Make a code and put it on: two acts, because the code may be wanted without the coding."""
        before = set(self.session.codebook.codes)
        if self.edit_codebook(AddCode(picked.label, self.session.languages[0], picked.under)):
            codes = self.session.codebook.codes
            self.apply(next(key for key in codes if key not in before and picked.label in codes[key].label.values()))

    def action_finish(self) -> None:
        lines = self.lines_reached()
        self.act(lambda answer, also: self.session.finish(answer.id, also=also, lines=lines), advance=True)

    def action_outcome(self, outcome: str) -> None:
        self.act(lambda answer, also: self.session.finish(answer.id, Outcome(outcome), also=also), advance=True)

    def choose_to_take_off(self) -> None:
        """Take a code off everything reached, after asking which where several stand there."""
        ids = self.reached()
        standing = {coding.code for answer_id in ids for coding in self.session.codings(answer_id)}
        if not standing:
            self.say("There is no code to take off.", fault=True)
            return

        def take_off(code: str | None) -> None:
            if code is not None:
                self.act(lambda _, __: self.session.remove_code(ids, code))

        if len(standing) == 1:
            take_off(next(iter(standing)))
        else:
            choices = {code: self.session.label(code) for code in sorted(standing, key=self.session.label)}
            self.open_box(NameChooser("Take which code off?", choices), take_off)

    def action_reopen(self) -> None:
        self.act(lambda answer, also: self.session.reopen(answer.id, also=also))

    def action_flag(self) -> None:
        self.act(lambda answer, also: self.session.flag(answer.id, also=also))

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

        def keep(words: str | None) -> None:
            if words is not None and words.strip() != text:
                self.act(lambda _, __: self.session.set_memo(target, words))

        self.open_box(TextBox(title, text, others, place=place), keep)

    # --- moving ---------------------------------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        self.go_to(self.index + by)

    def action_page(self, by: int) -> None:
        self.go_to(self.index + by * self.page)

    def action_to_end(self, last: bool) -> None:
        self.go_to(len(self.ids) - 1 if last else 0)

    def action_next_open(self) -> None:
        if not self.advance():
            self.say("Every answer listed is finished.")

    # --- which answers --------------------------------------------------------------------------------------------

    def list_answers(self, where: AnswerFilter, keep: int | None = None) -> None:
        """List the answers that pass the filter; stay on answer `keep` if it is among them."""
        self.list.choose(where, keep=keep)
        self.show_list()

    def action_filter(self) -> None:
        def use(words: str | None) -> None:
            if words is not None:
                self.list_answers(self._parsed(words), keep=self.list.current)
                self.say(counted(self.list.total, "answer"))

        self.open_box(FilterBox(filter_words(self.list.where), filter_terms(self.session), self._parsed), use)

    def _parsed(self, words: str) -> AnswerFilter:
        view = self.session
        languages = [name for name, _ in view.languages_found()]
        return parse_filter(words, view.questions, languages, view.codebook, view.attribute_names())

    def action_no_filter(self) -> None:
        self.list_answers(AnswerFilter(), keep=self.list.current)
        self.say(f"All {counted(self.list.total, 'answer')}")

    def action_fold(self) -> None:
        self.list.choose(folding=not self.list.folding, keep=self.list.current)
        self.show_list()
        folded = self.list.total - len(self.ids)
        if self.list.folding:
            self.say(f"{counted(folded, 'repetition')} folded; one act reaches all of a line.")
        else:
            self.say("Every answer has a line of its own; an act reaches only that one.")

    def put_in_order(self, order: AnswerOrder) -> None:
        """Order the list; the current answer stays the current one."""
        self.desk.no_order()
        self.list.choose(order=order, keep=self.list.current)
        self.show_list()

    def action_order(self, by: str) -> None:
        self.put_in_order(self.list.turned(by))
        self.say(f"Ordered by {by}{', reversed' if self.list.order.reverse else ''}.")

    def action_reading_order(self) -> None:
        by = "respondent" if self.list.order.by == "question" else "question"
        self.put_in_order(self.list.turned(by))
        self.say("Everything one respondent wrote, then the next." if by == "respondent" else "Question by question.")
