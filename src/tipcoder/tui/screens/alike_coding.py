"""Answers that are alike: opened from the answer at hand, coded as one act."""

from __future__ import annotations

from tipcoder.errors import TipcoderError
from tipcoder.tui.screens.alike_box import AlikeBox, AlikeChoice
from tipcoder.tui.screens.code_applying import CodeApplying
from tipcoder.tui.screens.code_picker import CodeChoice, CodePicker
from tipcoder.tui.screens.controller import AnswerScreen
from tipcoder.workbench.coding.alike import AlikeAnswers, find_alike

Span = tuple[int, int]


class AlikeCoding:
    """Lists the answers that are like the current one, and codes those that are marked."""

    def __init__(self, screen: AnswerScreen, codes: CodeApplying) -> None:
        self._screen = screen
        self._session = screen.session
        self._codes = codes

    def action_alike(self) -> None:
        answer = self._screen.answer
        if answer is None:
            self._screen.show_status("There is no answer here.", fault=True)
            return
        self._open_alike_box(answer.id, self._screen.span_at_hand())

    def _open_alike_box(
        self, answer_id: int, span: Span | None, before: AlikeChoice | None = None
    ) -> None:
        """List what is like an answer or words of it; `before` is what was marked in the list."""

        def find(every_question: bool) -> AlikeAnswers:
            return find_alike(self._session, answer_id, span, every_question=every_question)

        box = AlikeBox(find, self._session.code_label, self._screen.code_places(), before)
        self._screen.app.push_screen(box, self._use_alike_choice)

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
        place = self._screen.list.find_place(answer_id)
        if place is None:
            self._screen.list.clear_filter(answer_id)
            self._screen.show_list()
            self._screen.show_status("With no filter now.")
        else:
            self._screen.go_to(place)

    def _find_code_for(self, chosen: AlikeChoice) -> None:
        """Find a code by its letters. Whoever leaves without one is back in the list."""

        def use_picked(picked: CodeChoice | None) -> None:
            if picked is not None and picked.code is not None:
                self._code_alike(chosen, picked.code)
            else:
                alike = chosen.alike
                self._open_alike_box(alike.answer.id, alike.span, chosen)

        picker = CodePicker(self._session.codebook, self._session.languages[0])
        self._screen.open_box(picker, use_picked)

    def _code_alike(self, chosen: AlikeChoice, code: str) -> None:
        """Code them as one act; the current answer stays the current one."""
        wish = chosen.alike.plan_coding(code, sorted(chosen.marked))
        try:
            sentence = self._session.code_many(wish)
            self._screen.list.read_finished()
        except TipcoderError as fault:
            self._screen.show_refusal(fault)
            return
        self._codes.last_code = code
        self._screen.note_act()
        self._screen.show_changes(list(wish.spans))
        self._screen.show_done(sentence)
