"""Acts on answers, on a screen that lists them, and how they are finished.

Every act goes through `perform_act`: it is durable before anything of it is painted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from tipcoder.errors import TipcoderError
from tipcoder.model.answers import Answer
from tipcoder.model.codings import Outcome
from tipcoder.tui.screens.controller import AnswerScreen
from tipcoder.tui.workbench import Workbench
from tipcoder.workbench.coding.act_sentences import quote_ends

AnswerAct = Callable[[Answer, Sequence[int]], str]
"""An act on an answer that also reaches others; returns the sentence of what was done."""


class AnswerActing:
    """Does something to the current answer, and to what it stands for."""

    def __init__(self, screen: AnswerScreen) -> None:
        self._screen = screen
        self._session = screen.session

    def perform_act(self, do: AnswerAct, *, advance: bool = False) -> None:
        """Do something to the answers reached, and show it.

        A refusal is said, and nothing has changed then.
        """
        ids = self._screen.answers_reached()
        if not ids:
            self._screen.show_status("There is no answer here.", fault=True)
            return
        try:
            answer = self._session.read_answer(ids[0])
            # The act is durable when this returns.
            sentence = do(answer, ids[1:])
            following = self._screen.list.find_next_open() if advance else None
            self._read_outcome(ids, following)
        except TipcoderError as fault:
            self._screen.show_refusal(fault)
            return
        self._screen.note_act()
        # The list does not go on from a line of which something is left open.
        goes_on = advance and self._screen.list.is_finished(ids)
        # Before the next answer is shown: the list must not keep an old state of this one.
        self._screen.show_changes(ids, leaves=goes_on and following is not None)
        done = quote_ends(sentence, answer.text)
        self._screen.show_done(done + self._screen.after_code(advance=goes_on))
        if advance and self._session.training_copies:
            self._show_feedback(ids)

    def _show_feedback(self, ids: Sequence[int]) -> None:
        """In a training round: what was settled of the answers that were finished just now."""
        # Few are ever in training.
        from tipcoder.tui.screens.training_box import TrainingBox
        from tipcoder.workbench.coding.training_feedback import read_feedback

        workbench = cast("Workbench", self._screen.app)
        # The box that is pushed last lies on top: the first answer is read first.
        for answer_id in reversed(ids):
            told = read_feedback(self._session, answer_id)
            if told is not None:
                language = told.answer.language

                def define(code: str, language: str = language) -> None:
                    workbench.show_code(code, language)

                self._screen.app.push_screen(TrainingBox(told, self._session.code_label, define))

    def _read_outcome(self, ids: Sequence[int], following: int | None) -> None:
        """Let the list know which answers are finished now; a single one is read together with the
        one that will be shown next, and the one behind it.
        """
        if len(ids) > 1:
            self._screen.list.read_finished()
            return
        next_ids = [] if following is None else self._screen.list.ids[following : following + 2]
        self._session.read_ahead([ids[0], *next_ids])
        is_finished = self._session.read_sheet(ids[0]).reading is not None
        self._screen.list.note_finished(ids[0], finished=is_finished)

    # --- states -----------------------------------------------------------------------------------

    def action_finish(self) -> None:
        # Read before the act: finishing an answer may change what is folded with it.
        lines = self._screen.lines_reached()

        def finish(answer: Answer, also: Sequence[int]) -> str:
            return self._session.finish_answers(answer.id, also=also, lines=lines)

        self.perform_act(finish, advance=True)

    def action_outcome(self, outcome: str) -> None:
        def finish_with_outcome(answer: Answer, also: Sequence[int]) -> str:
            return self._session.finish_answers(answer.id, Outcome(outcome), also=also)

        self.perform_act(finish_with_outcome, advance=True)

    def action_reopen(self) -> None:
        self.perform_act(lambda answer, also: self._session.reopen_answers(answer.id, also=also))

    def action_flag(self) -> None:
        self.perform_act(lambda answer, also: self._session.toggle_flag(answer.id, also=also))
