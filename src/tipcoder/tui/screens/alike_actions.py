"""Answers that are alike: opened from the answer at hand, coded as one act."""

from __future__ import annotations

from tipcoder.errors import TipcoderError
from tipcoder.tui.screens.alike_box import AlikeBox, AlikeChoice
from tipcoder.tui.screens.answer_actions import AnswerActions
from tipcoder.tui.screens.code_picker import CodeChoice, CodePicker
from tipcoder.workbench.coding.alike import AlikeAnswers, find_alike

Span = tuple[int, int]


class AlikeActions(AnswerActions):
    """Listing the answers that are like the current one, and coding those that are marked."""

    def span_at_hand(self) -> Span | None:
        """The words that are selected in the current answer, where a screen has such."""
        return None

    def action_alike(self) -> None:
        answer = self.answer
        if answer is None:
            self.show_status("There is no answer here.", fault=True)
            return
        self._open_alike_box(answer.id, self.span_at_hand())

    def _open_alike_box(
        self, answer_id: int, span: Span | None, before: AlikeChoice | None = None
    ) -> None:
        """List what is like an answer or words of it; `before` is what was marked in the list."""

        def find(every_question: bool) -> AlikeAnswers:
            return find_alike(self.session, answer_id, span, every_question=every_question)

        box = AlikeBox(find, self.session.code_label, self.code_places(), before)
        self.app.push_screen(box, self._use_alike_choice)

    def _use_alike_choice(self, chosen: AlikeChoice | None) -> None:
        if chosen is None:
            return
        if chosen.look_at is not None:
            self._go_to_alike(chosen.look_at)
        elif chosen.code is not None:
            self._code_alike(chosen, chosen.code)
        else:
            self._find_code_for(chosen)

    def _go_to_alike(self, answer_id: int) -> None:
        """Show an answer; a filter that hides it is removed."""
        place = self.list.find_place(answer_id)
        if place is None:
            self.list.clear_filter(answer_id)
            self.show_list()
            self.show_status("With no filter now.")
        else:
            self.go_to(place)

    def _find_code_for(self, chosen: AlikeChoice) -> None:
        """Find a code by its letters. Whoever leaves without one is back in the list."""

        def use_picked(picked: CodeChoice | None) -> None:
            if picked is not None and picked.code is not None:
                self._code_alike(chosen, picked.code)
            else:
                alike = chosen.alike
                self._open_alike_box(alike.answer.id, alike.span, chosen)

        picker = CodePicker(self.session.codebook, self.session.languages[0])
        self.open_box(picker, use_picked)

    def _code_alike(self, chosen: AlikeChoice, code: str) -> None:
        """Code them as one act; the current answer stays the current one."""
        wish = chosen.alike.plan_coding(code, sorted(chosen.marked))
        try:
            sentence = self.session.code_many(wish)
            self.list.read_finished()
        except TipcoderError as fault:
            self.show_refusal(fault)
            return
        self._last_code = code
        self.note_act()
        self.show_changes(list(wish.spans))
        self.show_done(sentence)
