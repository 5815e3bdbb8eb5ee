"""Memos on answers and codes, on a screen that lists answers."""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.model.answers import Answer
from tipcoder.model.codings import MemoTarget
from tipcoder.tui.screens.answer_acting import AnswerActing
from tipcoder.tui.screens.controller import AnswerScreen
from tipcoder.tui.screens.text_box import TextBox


class MemoWriting:
    """Asks for memos, and keeps them."""

    def __init__(self, screen: AnswerScreen, acts: AnswerActing) -> None:
        self._screen = screen
        self._session = screen.session
        self._acts = acts

    def read_memo_text(self, answer_id: int, target: MemoTarget) -> str:
        """What this coder wrote on an answer or on a coding of it; empty where there is no memo."""
        for memo in self._session.read_memos(answer_id):
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
                self._acts.perform_act(lambda _, __: self._session.set_memo(target, words))

        self._screen.open_box(TextBox(title, text, others, draft_place=draft_place), keep_memo)
