"""Where coders differ: the table of agreement, and the disagreements behind each of its cells."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import OptionList

from tipcoder.errors import StoreFault, TipcoderError
from tipcoder.model import UndoResult
from tipcoder.tui.commands import ScreenName, build_bindings, list_commands
from tipcoder.tui.commands.footers import AtHand
from tipcoder.tui.screens.disagreement_queue import DisagreementQueue
from tipcoder.tui.widgets.dispute_pane import DisputePane
from tipcoder.workbench.adjudication.adjudication import DisagreementFilter
from tipcoder.workbench.adjudication.disagreements import Disagreement
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.coding.view import NewsOfOthers
from tipcoder.workbench.coding.worklist import WorkList


class AdjudicationScreen(DisagreementQueue):
    """Codes first; Enter on one, or on a pair of coders in its line, opens its disagreements."""

    screen_name = ScreenName.ADJUDICATION
    BINDINGS: ClassVar[list[BindingType]] = list(
        build_bindings(list_commands(ScreenName.ADJUDICATION))
    )

    def __init__(self, session: CodingSession, worklist: WorkList) -> None:
        super().__init__(session)
        self.list = worklist

    def compose_work(self) -> ComposeResult:
        with Vertical(id="adjudication"):
            yield from self.compose_table()
            yield DisputePane()

    def on_mount(self) -> None:
        """Show where coders differ; how well they agree follows."""
        self.call_after_refresh(self.study_changed)

    # --- what happens elsewhere -------------------------------------------------------------------

    def study_changed(self) -> None:
        """Read and measure everything anew; the cursor stays where it was."""
        self._refresh_desk()
        self._start_measuring()
        self._show_all()

    def _refresh_desk(self) -> None:
        try:
            self.desk.refresh()
        except StoreFault:
            raise
        except TipcoderError as fault:
            # The round is open again, or gone: nobody may see now what was said in it.
            self.desk.in_round = None
            self.desk.refresh()
            self.show_refusal(fault)

    def _show_all(self) -> None:
        self._show_codes()
        if self._is_code_opened:
            self._list_disagreements(self.current_disagreement)

    def show_news(self, news: NewsOfOthers) -> None:
        """Somebody else may have resolved something.

        What coders do meanwhile is read only where it concerns this screen.
        """
        if news.mine:
            self.study_changed()
        else:
            # Reading what coders said takes a moment; decisions alone are read quickly.
            self.desk.refresh_decisions()
            self._show_all()

    def codebook_changed(self) -> None:
        self._refresh_desk()
        self._show_dispute()

    def show_undone(self, done: UndoResult) -> str:
        """Show the disagreement whose decision was undone; an undone coding changes figures too."""
        self._refresh_desk()
        self._start_measuring()
        # Before the table is drawn anew, which may close the code that is open.
        undone = self._find_undone(done)
        self._show_codes()
        if not self._is_code_opened:
            return ""
        if undone is None:
            self._list_disagreements(self.current_disagreement)
            return ""

        before = ""
        self._queue = self.desk.list_disagreements(self.wanted)
        if self._find_in_queue(undone) is None:
            self.wanted = DisagreementFilter(codes=(undone.code,), words_too=True)
            before = "Only this code now. "
        self._list_disagreements(undone)
        return before

    def _find_undone(self, done: UndoResult) -> Disagreement | None:
        """The disagreement that an undone act was about; the sentence of the act names its code."""
        for one in self.desk.list_disagreements(DisagreementFilter(words_too=True)):
            label = self.session.code_label(one.code)
            if one.answer_id == done.answer_id and label in done.sentence:
                return one
        return None

    # --- opening and moving -----------------------------------------------------------------------

    def action_open(self) -> None:
        if self._is_code_opened:
            self.action_next_open()
            return
        code = self.code_in_view()
        if code is None:
            return
        wanted = replace(self.wanted, codes=(code,), pair=self._find_pair_at_cell())
        if self.desk.list_disagreements(wanted):
            self.wanted = wanted
            self._set_code_opened(True)
            # The pane has no size before it is laid out.
            self.call_after_refresh(self._list_disagreements, None)
        elif self.desk.list_disagreements(replace(wanted, words_too=True)):
            self.show_status("They differ only in the words marked: v lists these too.")
        else:
            self.show_status(f"No coders differ on {self.session.code_label(code)} here.")

    @on(OptionList.OptionSelected, "#differ")
    def _open_clicked_code(self) -> None:
        self.action_open()

    @on(OptionList.OptionSelected, "#dispute-queue")
    def _go_to_clicked(self, event: OptionList.OptionSelected) -> None:
        self._go_to(event.option_index)

    def action_move(self, by: int) -> None:
        if not self._is_code_opened:
            self._code_lines.step_cursor(by)
        elif self._queue:
            self._go_to(min(max(self._at + by, 0), len(self._queue) - 1))

    def action_next_open(self) -> None:
        if not self._is_code_opened:
            self.action_open()
        elif not self._go_to_next_open():
            self.show_status("Everything listed is resolved.")

    def action_same_answer(self) -> None:
        one = self.current_disagreement
        beside = self._find_on_same_answer(one) if one is not None else []
        if one is None or not beside:
            self.show_status("There is no other disagreement on this answer.")
            return
        # In the order of all disagreements, and from the last one round to the first.
        position = self.desk.all.index(one)
        after = [other for other in beside if self.desk.all.index(other) > position]
        chosen = after[0] if after else beside[0]
        if chosen not in self._queue:
            # The list has to let it pass: with its code, of any pair and question.
            codes = (*self.wanted.codes, chosen.code) if self.wanted.codes else ()
            self.wanted = replace(self.wanted, codes=codes, pair=None, questions=())
        self.reason = ""
        self._list_disagreements(chosen)

    def action_sideways(self, by: int) -> None:
        if self._is_code_opened:
            # Left and right move the caret in the answer once a code is open.
            self.action_caret(by > 0, False)
            return
        self._cell = min(max(self._cell + by, 0), len(self._list_pairs()))
        self._show_codes()

    def find_at_hand(self) -> AtHand:
        if not self._is_code_opened:
            return AtHand.USUAL
        is_selected = self.answer_text.selection.span is not None
        return AtHand.SELECTED if is_selected else AtHand.OPENED

    def action_back(self) -> None:
        if not self._is_code_opened:
            super().action_back()
        elif self.answer_text.selection.span is not None:
            self.action_deselect()
        else:
            self._set_code_opened(False)

    # --- what is asked for ------------------------------------------------------------------------

    def action_question(self) -> None:
        """Go through the questions that coders differ on, then back to all of them."""
        # None stands for all of them.
        names = [None, *dict.fromkeys(one.question for one in self.desk.all)]
        position = names.index(self.wanted.questions[0]) if self.wanted.questions else 0
        chosen = names[(position + 1) % len(names)]
        self._change_request(replace(self.wanted, questions=(chosen,) if chosen else ()))
        if chosen:
            self.show_status(f"Only answers to {chosen}.")
        else:
            self.show_status("Answers to every question.")

    def action_round(self) -> None:
        """Go through the frozen rounds, then back to everything."""
        # None stands for all rounds, and what is coded now.
        names = [None, *self.desk.rounds]
        if len(names) == 1:
            self.show_status("No round has been frozen yet.")
            return
        self.desk.in_round = names[(names.index(self.desk.in_round) + 1) % len(names)]
        self._refresh_desk()
        self._start_measuring()
        # The request is the same, but other disagreements fit it.
        self._change_request(self.wanted)
        if self.desk.in_round:
            self.show_status(f"Only what was said in round {self.desk.in_round}.")
        else:
            self.show_status("What was said in rounds, and what is coded now.")

    def action_words(self) -> None:
        self._change_request(replace(self.wanted, words_too=not self.wanted.words_too))
        if self.wanted.words_too:
            self.show_status("Also where only the words differ.")
        else:
            self.show_status("Not where only the words differ.")

    def _change_request(self, wanted: DisagreementFilter) -> None:
        keep = self.current_disagreement
        self.wanted = wanted
        self._show_codes()
        if self._is_code_opened:
            self._list_disagreements(keep)

    def action_names(self) -> None:
        self.hide_names = not self.hide_names
        self._show_title()
        self._redraw_decision()
