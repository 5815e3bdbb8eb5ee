"""The coding screen: one answer, its quotes, the codes, and the list it comes from.

Every act goes to the session, which makes it durable, before anything is painted. The screen keeps ids and what is
shown, nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from tipcoder.model import AnswerLine, Coding, FoldedLine, MemoTarget, Reading
from tipcoder.tui.commands import ScreenName, build_bindings, find_command, list_commands
from tipcoder.tui.screens.jump import LETTERS, Jump
from tipcoder.tui.screens.suggestion_actions import SuggestionActions
from tipcoder.tui.widgets.answer_list import AnswerList
from tipcoder.tui.widgets.answer_pane import AnswerFacts, AnswerPane
from tipcoder.tui.widgets.code_list import DIGITS, ON, ON_SOME, CodeList
from tipcoder.tui.widgets.code_pane import CodePane
from tipcoder.tui.workbench import Workbench
from tipcoder.workbench.codebook.edits import PromoteQuote
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.coding.worklist import WorkList
from tipcoder.workbench.suggestions.worker import SuggestionWorker


class CodingScreen(SuggestionActions):
    """Where coders live."""

    screen_name = ScreenName.CODING
    BINDINGS: ClassVar[list[BindingType]] = list(build_bindings(list_commands(ScreenName.CODING)))

    def __init__(self, session: CodingSession, worklist: WorkList, desk: SuggestionWorker) -> None:
        super().__init__(session, worklist, desk)
        self._codings: list[Coding] = []
        self._reading: Reading | None = None
        self._folded: FoldedLine | None = None
        self._last_code: str | None = None
        self._sticky: str | None = None

    def compose_work(self) -> ComposeResult:
        with Horizontal(id="work"):
            yield AnswerList(self._read_lines)
            fold = cast("Workbench", self.app).settings.format_keys(find_command("list.fold"))
            yield AnswerPane(self.session.code_label, self.session.code_colour, fold)
            yield CodePane()

    def on_mount(self) -> None:
        """Open at the first answer that is not finished."""
        self.show_list()
        self.show_status(self.session.news)

    # --- what is shown --------------------------------------------------------------------------------------------

    @property
    def page_size(self) -> int:
        return self.query_one(AnswerList).page_size

    def show_list(self) -> None:
        self.query_one(AnswerList).show_answers(self.ids, self.index)
        self.show_answer()

    def show_order(self) -> None:
        self.query_one(AnswerList).reorder_answers(self.ids, self.index)
        self.show_title()

    def restore_cursor(self) -> None:
        self.query_one(AnswerList).go_to(self.index)

    def show_answer(self) -> None:
        facts = self._read_facts()  # first, because the store may not answer
        self.query_one(AnswerList).go_to(self.index)
        self.answer_changed()
        pane = self.query_one(AnswerPane)
        if facts is None:
            pane.show_nothing(self.explain_empty_list())
        else:
            pane.show_answer(facts)
        self._show_codes()
        self.show_title()

    def show_changes(self, changed: Sequence[int]) -> None:
        answers = self.query_one(AnswerList)
        for answer_id in changed:
            place = self.list.find_place(answer_id)
            if place is not None:
                answers.redraw_answer(self.ids[place], place)
        self._show_state()

    def repaint_all(self) -> None:
        self.query_one(AnswerList).redraw_all()
        self._show_state()

    def _show_state(self) -> None:
        """What became of the answer shown; what is selected in it stays."""
        facts = self._read_facts()
        if facts is not None:
            self.query_one(AnswerPane).show_changes(facts)
        self.read_verdicts()
        self._show_codes()
        self.show_title()

    def study_changed(self) -> None:
        self.forget_offers()
        super().study_changed()

    def show_offers(self) -> None:
        self._show_codes()

    def _read_facts(self) -> AnswerFacts | None:
        answer = self.answer
        if answer is None:
            self._codings, self._reading, self._folded = [], None, None
            return None
        self._folded = self.list.read_folded_lines([answer.id]).get(answer.id)
        facts = AnswerFacts(
            answer=answer,
            wording=next(
                (q.text for q in self.session.questions if q.column == answer.question),
                answer.question,
            ),
            codings=self.session.read_codings(answer.id),
            reading=self.session.find_reading(answer.id),
            folded=self._folded,
            flagged=self.session.is_flagged(answer.id),
            memos=len(self.session.read_memos(answer.id)),
        )
        self._codings, self._reading = list(facts.codings), facts.reading
        self.list.note_finished(answer.id, finished=facts.reading is not None)
        return facts

    def _show_codes(self) -> None:
        answer = self.answer
        book = self.session.codebook
        language = answer.language if answer else book.language
        marks = {
            **dict.fromkeys(self._codes_on_some(), ON_SOME),
            **dict.fromkeys(self.codes_on(), ON),
        }
        self.query_one(CodePane).show_codes(
            book, self.code_lines(), marks, language, self.explain_offers()
        )
        self.show_evidence()

    def _read_lines(self, ids: Sequence[int]) -> dict[int, AnswerLine]:
        folded = self.list.read_folded_lines(ids)
        found = self.session.read_lines(ids)
        return {i: self.as_listed(line, folded.get(i)) for i, line in found.items()}

    def codes_on(self) -> set[str]:
        """Codes on the answer shown; where it stands for several, those on all of them."""
        return (
            set(self._folded.on_all)
            if self._folded is not None
            else {coding.code for coding in self._codings}
        )

    def _codes_on_some(self) -> set[str]:
        return {code for code, _ in self._folded.on_some} if self._folded is not None else set()

    def title_extra(self) -> tuple[str, str] | str:
        extra = " · suggesting" if self.always else ""
        extra += f" · Space: {self.session.code_label(self._sticky)}" if self._sticky else ""
        return (extra, "bold") if extra else ""

    def code_in_view(self) -> str | None:
        return self.query_one(CodePane).current_code

    # --- coding ---------------------------------------------------------------------------------------------------

    def apply_code(self, code: str) -> None:
        """Put a code on the selected words, or on the whole answer and go on."""
        span = self.answer_text.selection.span
        offer = self.find_offer(code)
        self._last_code = code
        self.perform_act(
            lambda answer, also: self.session.add_coding(
                answer.id,
                code,
                span,
                finish=span is None,
                also=also,
                suggested=offer.shown if offer else None,
                move_overlapped=True,
            ),
            advance=span is None,
        )

    def _apply_listed_code(self, code: str) -> None:
        """The code on a line of the list: as it is offered, else as any code."""
        self._last_code = code
        if not self.accept_offer(code):
            self.apply_code(code)

    def action_digit(self, number: int) -> None:
        codes = self.digit_codes()[:DIGITS]
        if number <= len(codes):
            self._apply_listed_code(codes[number - 1])
        else:
            self.show_status(f"No code stands on {number}.", fault=True)

    def action_repeat(self) -> None:
        if self._last_code is None:
            self.show_status("No code has been put on yet.", fault=True)
        else:
            self.apply_code(self._last_code)

    def action_cursor(self, by: int) -> None:
        self.query_one(CodePane).move_cursor(by)
        self.show_evidence()

    def action_apply_cursor(self) -> None:
        code = self._sticky or self.query_one(CodePane).current_code
        if code is None:
            return
        span = self.answer_text.selection.span
        if self._sticky:
            self.apply_code(code)
        else:
            self._apply_listed_code(code)
        if self._sticky and span is not None:
            if self.answer_text.selection.select_next_unit():
                self.answer_text.redraw_selection()
            else:
                self.action_deselect()
                self.show_status("That was the end of the answer. Enter finishes it.")

    def action_sticky(self) -> None:
        code = self._last_code or self.query_one(CodePane).current_code
        self._sticky = code if self._sticky is None else None
        self.show_title()
        if self._sticky is None:
            self.show_status("Space puts the code under the cursor on again.")
        else:
            self.show_status(
                f"Space puts {self.session.code_label(self._sticky)} on and selects what follows; y ends that."
            )

    def action_remove(self) -> None:
        coding = self._find_coding_meant()
        if coding is None and self._folded is not None and self._folded.on_some:
            self.choose_code_to_remove()
        elif coding is None:
            self.show_status("There is no code on this answer.", fault=True)
        else:
            self.perform_act(lambda _, also: self.session.remove_coding(coding.id, also=also))

    def _find_coding_meant(self) -> Coding | None:
        """The narrowest of the codings that cover what is selected, else the newest."""
        selection = self.answer_text.selection
        start, end = selection.span or (selection.caret, selection.caret + 1)
        if selection.span is not None or selection.caret > 0:
            over = [c for c in self._codings if c.start < end and start < c.end]
            if over:
                return min(
                    over, key=lambda c: (c.start > start or c.end < end, c.end - c.start, -c.id)
                )
        return max(self._codings, key=lambda c: c.id, default=None)

    def action_select_quote(self) -> None:
        if not self._codings:
            self.show_status("There is no code on this answer.", fault=True)
            return
        spans = sorted({(c.start, c.end) for c in self._codings})
        here = self.answer_text.selection.span
        found = spans[(spans.index(here) + 1) % len(spans)] if here in spans else spans[0]
        self.answer_text.selection.select_span(*found)
        self.answer_text.redraw_selection()
        codes = [c.code for c in self._codings if (c.start, c.end) == found]
        self.query_one(CodePane).go_to(codes[0])
        self.show_evidence()
        self.show_status(
            f"{', '.join(map(self.session.code_label, codes))}. d takes it off, m writes a memo, e makes an example."
        )

    def action_jump(self) -> None:
        """Give letters to the codes without a digit and to the answers in sight, and wait for one."""
        answers, codes = self.query_one(AnswerList), self.query_one(CodeList)
        answers.lettered = codes.lettered = LETTERS
        # The definition card makes room, because every code in sight is one that a letter reaches.
        self.add_class("-jumping")

        def use_letter(letter: str | None) -> None:
            code = (
                codes.code_at_letter(LETTERS.index(letter))
                if letter is not None and letter.islower()
                else None
            )
            answers.lettered = codes.lettered = ""
            self.remove_class("-jumping")
            if letter is not None and letter.isupper():
                self.go_to(answers.first_visible + LETTERS.index(letter.lower()))
            elif code is not None:
                self._apply_listed_code(code)

        self.app.push_screen(Jump(), use_letter)

    # --- noting ---------------------------------------------------------------------------------------------------

    def action_memo(self) -> None:
        answer = self.answer
        if answer is None:
            return
        span = self.answer_text.selection.span
        coding = self._find_coding_meant() if span is not None and self._codings else None
        on_quote = (
            coding is not None
            and span is not None
            and coding.start < span[1]
            and span[0] < coding.end
        )
        target = MemoTarget(answer.id, coding.id if coding is not None and on_quote else None)
        about = (
            self.session.code_label(coding.code) if coding is not None and on_quote else answer.case
        )
        there = next(
            (memo.text for memo in self.session.read_memos(answer.id) if memo.target == target), ""
        )
        place = f"Memo on {answer.case} {answer.question}"
        if coding is not None and on_quote:
            place += f", {about} on letters {coding.start + 1} to {coding.end}"
        self.write_memo(f"Memo on {about}", there, target, place=place)

    def action_code_memo(self) -> None:
        code = self.query_one(CodePane).current_code
        if code is not None:
            memos = self.session.read_code_memos(code)
            mine = next((memo.text for memo in memos if memo.coder == self.session.coder.name), "")
            others = [
                f"{memo.coder}: {memo.text}"
                for memo in memos
                if memo.coder != self.session.coder.name
            ]
            self.write_memo(
                f"Memo on {self.session.code_label(code)}", mine, MemoTarget(code=code), others
            )

    def action_example(self) -> None:
        coding = self._find_coding_meant()
        if coding is None:
            self.show_status("There is no quote here to make an example of.", fault=True)
        else:
            self.edit_codebook(PromoteQuote(coding.id))
            self._show_codes()

    # --- the mouse ------------------------------------------------------------------------------------------------

    @on(AnswerList.Chosen)
    def _go_to_clicked_answer(self, message: AnswerList.Chosen) -> None:
        self.go_to(message.index)

    @on(CodeList.Picked)
    def _apply_clicked_code(self, message: CodeList.Picked) -> None:
        self._apply_listed_code(message.code)
