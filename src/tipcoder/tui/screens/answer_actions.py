"""What is done to answers on a screen that lists them: codes, states, flags and memos.

Every act goes through `perform_act`: it is durable before anything of it is painted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tipcoder.errors import TipcoderError
from tipcoder.model import Answer, MemoTarget, Outcome
from tipcoder.tui.screens.code_picker import CodeChoice, CodePicker
from tipcoder.tui.screens.digit_pinning import DigitPinning
from tipcoder.tui.screens.list_screen import ListScreen
from tipcoder.tui.screens.name_chooser import NameChooser
from tipcoder.tui.screens.text_box import TextBox
from tipcoder.workbench.codebook.edits import AddCode
from tipcoder.workbench.coding.digit_codes import CodePlaces

AnswerAct = Callable[[Answer, Sequence[int]], str]
"""An act on an answer that also reaches others; returns the sentence of what was done."""


class AnswerActions(ListScreen):
    """Acts on the current answer, and on what it stands for."""

    _last_code: str | None = None
    """The code that was applied last."""

    # --- for the screens below --------------------------------------------------------------------

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

    def apply_code(self, code: str) -> None:
        """Apply a code to what is meant."""
        raise NotImplementedError

    def code_places(self) -> CodePlaces:
        """Every code in its place for the current answer: its digit, or behind."""
        current = self.list.current
        if current is None:
            return CodePlaces({}, (), frozenset())
        return self.session.place_codes(current)

    def show_digits(self) -> None:
        """Show the codes on their digits."""
        raise NotImplementedError

    # --- acting -----------------------------------------------------------------------------------

    def perform_act(self, do: AnswerAct, *, advance: bool = False) -> None:
        """Do something to the answers reached, and show it.

        A refusal is said, and nothing has changed then.
        """
        ids = self.answers_reached()
        if not ids:
            self.show_status("There is no answer here.", fault=True)
            return
        try:
            answer = self.session.read_answer(ids[0])
            # The act is durable when this returns.
            sentence = do(answer, ids[1:])
            following = self.list.find_next_open() if advance else None
            self._read_outcome(ids, following)
        except TipcoderError as fault:
            self.show_refusal(fault)
            return
        self.note_act()
        # The list does not go on from a line of which something is left open.
        goes_on = advance and self.list.is_finished(ids)
        # Before the next answer is shown: the list must not keep an old state of this one.
        self.show_changes(ids, leaves=goes_on and following is not None)
        self.show_done(sentence + self.after_code(advance=goes_on))

    def _read_outcome(self, ids: Sequence[int], following: int | None) -> None:
        """Let the list know which answers are finished now; a single one is read together with the
        one that will be shown next, and the one behind it.
        """
        if len(ids) > 1:
            self.list.read_finished()
            return
        next_ids = [] if following is None else self.ids[following : following + 2]
        self.session.read_ahead([ids[0], *next_ids])
        is_finished = self.session.read_sheet(ids[0]).reading is not None
        self.list.note_finished(ids[0], finished=is_finished)

    # --- digits -----------------------------------------------------------------------------------

    def action_pin(self) -> None:
        code = self.code_in_view()
        if code is not None:
            self.pin_code(code)

    def pin_code(self, code: str) -> None:
        """Ask which digit the code shall keep."""
        answer_id = self.list.current
        if answer_id is None:
            self.show_status("There is no answer here.", fault=True)
            return
        pinning = DigitPinning(
            self.session,
            self.app.push_screen,
            self.show_digits,
            self.show_done,
            self.show_refusal,
        )
        pinning.ask_for_digit(code, answer_id)

    # --- codes ------------------------------------------------------------------------------------

    def action_pick(self) -> None:
        if not self.answers_reached():
            return
        language, near = self.session.languages[0], self.code_in_view()
        picker = CodePicker(self.session.codebook, language, new=True, near=near)
        self.open_box(picker, self._apply_picked)

    def _apply_picked(self, picked: CodeChoice | None) -> None:
        if picked is None:
            return
        if picked.code is not None:
            self.apply_code(picked.code)
        else:
            self._apply_new_code(picked)

    def _apply_new_code(self, picked: CodeChoice) -> None:
        """Make a code and apply it: two acts, so that undoing the coding keeps the code."""
        before = set(self.session.codebook.codes)
        if not self.edit_codebook(AddCode(picked.label, self.session.languages[0], picked.under)):
            return
        for key, code in self.session.codebook.codes.items():
            # Somebody else may have added a code in the same moment: the label tells them apart.
            if key not in before and picked.label in code.label.values():
                self.apply_code(key)
                return

    def action_repeat(self) -> None:
        if self._last_code is None:
            self.show_status("No code has been applied yet.", fault=True)
        else:
            self.apply_code(self._last_code)

    def choose_code_to_remove(self) -> None:
        """Remove a code from everything reached, after asking which one where there are several."""
        ids = self.answers_reached()
        # All that are applied anywhere: with marked rows they may differ.
        applied: set[str] = set()
        for answer_id in ids:
            applied.update(coding.code for coding in self.session.read_codings(answer_id))
        if not applied:
            self.show_status("There is no code to remove.", fault=True)
            return

        def remove_code(code: str | None) -> None:
            if code is not None:
                self.perform_act(lambda _, __: self.session.remove_code(ids, code))

        if len(applied) == 1:
            # Nothing to choose: a question would only cost a key.
            remove_code(applied.pop())
            return
        # By label, because that is what is read.
        in_order = sorted(applied, key=self.session.code_label)
        choices = {code: self.session.code_label(code) for code in in_order}
        self.open_box(NameChooser("Remove which code?", choices), remove_code)

    # --- states -----------------------------------------------------------------------------------

    def action_finish(self) -> None:
        # Read before the act: finishing an answer may change what is folded with it.
        lines = self.lines_reached()

        def finish(answer: Answer, also: Sequence[int]) -> str:
            return self.session.finish_answers(answer.id, also=also, lines=lines)

        self.perform_act(finish, advance=True)

    def action_outcome(self, outcome: str) -> None:
        def finish_with_outcome(answer: Answer, also: Sequence[int]) -> str:
            return self.session.finish_answers(answer.id, Outcome(outcome), also=also)

        self.perform_act(finish_with_outcome, advance=True)

    def action_reopen(self) -> None:
        self.perform_act(lambda answer, also: self.session.reopen_answers(answer.id, also=also))

    def action_flag(self) -> None:
        self.perform_act(lambda answer, also: self.session.toggle_flag(answer.id, also=also))

    # --- memos ------------------------------------------------------------------------------------

    def read_memo_text(self, answer_id: int, target: MemoTarget) -> str:
        """What this coder wrote on an answer or on a coding of it; empty where there is no memo."""
        for memo in self.session.read_memos(answer_id):
            if memo.target == target:
                return memo.text
        return ""

    def write_answer_memo(self, answer: Answer) -> None:
        """Ask for a memo on a whole answer."""
        target = MemoTarget(answer.id)
        text = self.read_memo_text(answer.id, target)
        # A case has an answer to each question: the title alone would mix their drafts up.
        place = f"Memo on {answer.case} {answer.question}"
        self.write_memo(f"Memo on {answer.case}", text, target, draft_place=place)

    def write_memo(
        self,
        title: str,
        text: str,
        target: MemoTarget,
        others: Sequence[str] = (),
        draft_place: str | None = None,
    ) -> None:
        """Ask for a memo and keep it; `others` are what other people wrote on the same.

        `draft_place` names what the memo is on where the title alone would fit several things.
        """

        def keep_memo(words: str | None) -> None:
            if words is not None and words.strip() != text:
                self.perform_act(lambda _, __: self.session.set_memo(target, words))

        self.open_box(TextBox(title, text, others, draft_place=draft_place), keep_memo)
