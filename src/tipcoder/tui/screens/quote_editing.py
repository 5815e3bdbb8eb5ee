"""What is done to the quotes of the answer shown: selecting, removing, memos, examples."""

from __future__ import annotations

from tipcoder.errors import TipcoderError
from tipcoder.model.answers import Answer
from tipcoder.model.codings import Coding, MemoTarget
from tipcoder.tui.screens.answer_acting import AnswerActing
from tipcoder.tui.screens.controller import CodedAnswerScreen
from tipcoder.tui.screens.memo_writing import MemoWriting
from tipcoder.workbench.coding.text_units import Span

_NO_CODE = "There is no code on this answer."


class QuoteEditing:
    """Acts on a coding that is there already."""

    def __init__(self, screen: CodedAnswerScreen, acts: AnswerActing, memos: MemoWriting) -> None:
        self._screen = screen
        self._session = screen.session
        self._acts = acts
        self._memos = memos

    # --- which one is meant -----------------------------------------------------------------------

    def find_coding_meant(self) -> Coding | None:
        """The narrowest of the codings that cover what is selected, else the newest."""
        touched = self.find_coding_touched()
        if touched is not None:
            return touched
        return max(self._screen.codings, key=lambda coding: coding.id, default=None)

    def find_coding_touched(self) -> Coding | None:
        """The narrowest of the codings that cover what is selected, or where the caret is."""
        selection = self._screen.answer_text.selection
        # A caret at the very beginning is where every answer opens: it points at nothing.
        if selection.span is None and selection.caret == 0:
            return None
        start, end = selection.span or (selection.caret, selection.caret + 1)
        touched = [c for c in self._screen.codings if c.start < end and start < c.end]
        return min(touched, key=lambda coding: _rank_by_fit(coding, start, end), default=None)

    def _find_coding_selected(self) -> Coding | None:
        """The coding meant, where words are selected and it lies on some of them."""
        span = self._screen.answer_text.selection.span
        coding = self.find_coding_meant()
        if span is None or coding is None:
            return None
        is_touched = coding.start < span[1] and span[0] < coding.end
        return coding if is_touched else None

    # --- acting -----------------------------------------------------------------------------------

    def remove_coding_meant(self) -> None:
        """Remove the coding under the selection or the caret, else the newest."""
        coding = self.find_coding_meant()
        if coding is None:
            self._screen.show_status(_NO_CODE, fault=True)
        else:
            self._acts.perform_act(
                lambda _, also: self._session.remove_coding(coding.id, also=also)
            )

    def action_select_quote(self) -> None:
        if not self._screen.codings:
            self._screen.show_status(_NO_CODE, fault=True)
            return
        span = self._find_next_span()
        self._screen.answer_text.selection.select_span(*span)
        self._screen.answer_text.redraw_selection()

        codes = [
            coding.code for coding in self._screen.codings if (coding.start, coding.end) == span
        ]
        # The card then defines the code of the quote.
        self._screen.go_to_code(codes[0])
        labels = ", ".join(self._session.code_label(code) for code in codes)
        meant = self.find_coding_meant()
        is_one_of_several = len(codes) > 1 and meant is not None
        what = self._session.code_label(meant.code) if is_one_of_several and meant else "it"
        self._screen.show_status(
            f"{labels}. d removes {what}, m writes a memo, e makes an example."
        )

    def _find_next_span(self) -> Span:
        """The span of the quote after the selected one, from the last one round to the first."""
        # Several codes on the same words are one stop.
        spans = sorted({(coding.start, coding.end) for coding in self._screen.codings})
        selected = self._screen.answer_text.selection.span
        if selected not in spans:
            return spans[0]
        return spans[(spans.index(selected) + 1) % len(spans)]

    # --- noting -----------------------------------------------------------------------------------

    def action_memo(self) -> None:
        answer = self._screen.answer
        if answer is None:
            return
        coding = self._find_coding_selected()
        if coding is None:
            self._memos.write_answer_memo(answer)
        else:
            self._write_quote_memo(answer, coding)

    def _write_quote_memo(self, answer: Answer, coding: Coding) -> None:
        label = self._session.code_label(coding.code)
        target = MemoTarget(answer.id, coding.id)
        text = self._memos.read_memo_text(answer.id, target)
        # The same code may lie on several quotes of an answer: the letters tell drafts apart.
        place = f"Memo on {answer.case} {answer.question}"
        place += f", {label} on letters {coding.start + 1} to {coding.end}"
        self._memos.write_memo(f"Memo on {label}", text, target, draft_place=place)

    def action_code_memo(self) -> None:
        code = self._screen.code_pane.current_code
        if code is None:
            return
        mine, others = self._screen.split_code_memos(code)
        title = f"Memo on {self._session.code_label(code)}"
        self._memos.write_memo(title, mine, MemoTarget(code=code), others)

    def action_example(self) -> None:
        coding = self.find_coding_meant()
        if coding is None:
            self._screen.show_status("There is no quote here to make an example of.", fault=True)
            return
        # Imported now: a coding session seldom needs it.
        from tipcoder.workbench.publishing.released_examples import build_example

        try:
            edit = build_example(self._session.study, coding.id)
        except TipcoderError as fault:
            self._screen.show_refusal(fault)
            return
        self._screen.edit_codebook(edit)
        self._screen.show_codebook()


def _rank_by_fit(coding: Coding, start: int, end: int) -> tuple[bool, int, int]:
    """Sort key: codings that cover the span first, then the narrowest, then the newest."""
    is_partial = coding.start > start or coding.end < end
    # Negative, because the newest has the highest id.
    return is_partial, coding.end - coding.start, -coding.id
