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
from tipcoder.model.codings import UndoResult
from tipcoder.tui.commands import ScreenName, build_bindings, list_commands
from tipcoder.tui.commands.footers import AtHand
from tipcoder.tui.screens.agreement_table import AgreementTable
from tipcoder.tui.screens.code_lookup import CodeLookup
from tipcoder.tui.screens.disagreement_queue import DisagreementQueue
from tipcoder.tui.screens.main_screen import MainScreen
from tipcoder.tui.screens.settling import Settling
from tipcoder.tui.screens.word_selection import WordSelection
from tipcoder.tui.widgets.answer_text import AnswerText
from tipcoder.tui.widgets.dispute_pane import DisputePane
from tipcoder.workbench.adjudication.adjudication import Adjudication, DisagreementFilter
from tipcoder.workbench.adjudication.disagreements import Disagreement, assign_letters
from tipcoder.workbench.coding.news import NewsOfOthers
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.coding.worklist import WorkList


class AdjudicationScreen(MainScreen):
    """Codes first; Enter on one, or on a pair of coders in its line, opens its disagreements."""

    screen_name = ScreenName.ADJUDICATION
    BINDINGS: ClassVar[list[BindingType]] = list(
        build_bindings(list_commands(ScreenName.ADJUDICATION))
    )

    def __init__(self, session: CodingSession, worklist: WorkList) -> None:
        super().__init__(session)
        self.list = worklist
        self.desk = Adjudication(session.study, session.coder)
        self.wanted = DisagreementFilter()
        self.hide_names = False
        self.words = self.add_controller(WordSelection(self))
        self.table = AgreementTable(self)
        self.settling = self.add_controller(Settling(self))
        self.queue = self.add_controller(DisagreementQueue(self, self.table, self.settling))
        self.add_controller(
            CodeLookup(self, self.code_in_view, request_quotes=self.table.request_quotes)
        )

    def compose_work(self) -> ComposeResult:
        with Vertical(id="adjudication"):
            yield from self.table.compose_table()
            yield DisputePane()

    def on_mount(self) -> None:
        """Show where coders differ; how well they agree follows."""
        self.call_after_refresh(self.study_changed)

    def on_resize(self) -> None:
        """Columns have the width that there is."""
        self.call_after_refresh(self.table.show_codes)

    # --- for the controllers ----------------------------------------------------------------------

    @property
    def answer_text(self) -> AnswerText:
        """The words that coders differ on."""
        return self.query_one(AnswerText)

    @property
    def current_disagreement(self) -> Disagreement | None:
        """The disagreement that is open."""
        return self.queue.current

    def code_in_view(self) -> str | None:
        """The code that is open, else that under the cursor."""
        one = self.queue.current
        return one.code if one is not None else self.table.find_code_at_cursor()

    def show_decision(self, one: Disagreement, *, advance: bool) -> str:
        """Show that a disagreement was decided. Returns words to put behind the sentence."""
        return self.queue.show_decision(one, advance=advance)

    def show_status(self, sentence: str, *, fault: bool = False) -> None:
        """As everywhere, with letters where names are hidden."""
        if self.hide_names:
            names = self.desk.found.name_coders()
            for coder_id, letter in assign_letters(self.desk.found).items():
                # Undo repeats sentences that were written with names.
                sentence = sentence.replace(f"as {names[coder_id]} has it", f"as {letter} has it")
        super().show_status(sentence, fault=fault)

    # --- what happens elsewhere -------------------------------------------------------------------

    def study_changed(self) -> None:
        """Read and measure everything anew; the cursor stays where it was."""
        self._refresh_desk()
        self.table.start_measuring()
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
        self.table.show_codes()
        if self.queue.is_code_opened:
            self.queue.list_disagreements(self.current_disagreement)

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
        """Show the codebook anew: a rule was written."""
        self._refresh_desk()
        self.queue.show_dispute()

    def show_undone(self, done: UndoResult) -> str:
        """Show the disagreement whose decision was undone; an undone coding changes figures too."""
        self._refresh_desk()
        self.table.start_measuring()
        # Before the table is drawn anew, which may close the code that is open.
        undone = self._find_undone(done)
        self.table.show_codes()
        if not self.queue.is_code_opened:
            return ""
        if undone is None:
            self.queue.list_disagreements(self.current_disagreement)
            return ""

        return "" if self.queue.show_again(undone) else "Only this code now. "

    def _find_undone(self, done: UndoResult) -> Disagreement | None:
        """The disagreement that an undone act was about; the sentence of the act names its code."""
        for one in self.desk.list_disagreements(DisagreementFilter(words_too=True)):
            label = self.session.code_label(one.code)
            if one.answer_id == done.answer_id and label in done.sentence:
                return one
        return None

    # --- opening and moving -----------------------------------------------------------------------

    def action_open(self) -> None:
        if self.queue.is_code_opened:
            self.action_next_open()
            return
        code = self.code_in_view()
        if code is None:
            return
        wanted = replace(self.wanted, codes=(code,), pair=self.table.find_pair_at_cell())
        if self.desk.list_disagreements(wanted):
            self.wanted = wanted
            self.queue.set_code_opened(True)
            # The pane has no size before it is laid out.
            self.call_after_refresh(self.queue.list_disagreements, None)
        elif self.desk.list_disagreements(replace(wanted, words_too=True)):
            self.show_status("They differ only in the words marked: v lists these too.")
        else:
            self.show_status(f"No coders differ on {self.session.code_label(code)} here.")

    @on(OptionList.OptionHighlighted, "#differ")
    def _show_side(self) -> None:
        self.table.show_side()

    @on(OptionList.OptionSelected, "#differ")
    def _open_clicked_code(self) -> None:
        self.action_open()

    @on(OptionList.OptionSelected, "#dispute-queue")
    def _go_to_clicked(self, event: OptionList.OptionSelected) -> None:
        self.queue.go_to(event.option_index)

    def action_move(self, by: int) -> None:
        if not self.queue.is_code_opened:
            self.table.lines.step_cursor(by)
        else:
            self.queue.step(by)

    def action_next_open(self) -> None:
        if not self.queue.is_code_opened:
            self.action_open()
        elif not self.queue.go_to_next_open():
            self.show_status("Everything listed is resolved.")

    def action_sideways(self, by: int) -> None:
        if self.queue.is_code_opened:
            # Left and right move the caret in the answer once a code is open.
            self.words.action_caret(by > 0, False)
            return
        self.table.move_cell(by)

    def find_at_hand(self) -> AtHand:
        if not self.queue.is_code_opened:
            return AtHand.USUAL
        is_selected = self.answer_text.selection.span is not None
        return AtHand.SELECTED if is_selected else AtHand.OPENED

    def action_back(self) -> None:
        if not self.queue.is_code_opened:
            super().action_back()
        elif self.answer_text.selection.span is not None:
            self.words.action_deselect()
        else:
            self.queue.set_code_opened(False)

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
        self.table.start_measuring()
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
        self.table.show_codes()
        if self.queue.is_code_opened:
            self.queue.list_disagreements(keep)

    def action_names(self) -> None:
        self.hide_names = not self.hide_names
        self.table.show_title()
        self.queue.redraw_decision()
