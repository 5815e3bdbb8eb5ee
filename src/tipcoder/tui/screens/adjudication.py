"""Where coders differ: the disagreements behind each cell of the table of agreement, and settling them."""

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
from tipcoder.tui.screens.agreement_table import AgreementTable
from tipcoder.tui.widgets.dispute_pane import DisputeFacts, DisputePane
from tipcoder.tui.widgets.lines import KeylessList
from tipcoder.workbench.adjudication.adjudication import DisagreementFilter
from tipcoder.workbench.adjudication.disagreements import Disagreement
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.coding.view import NewsOfOthers
from tipcoder.workbench.coding.worklist import WorkList


class AdjudicationScreen(AgreementTable):
    """Codes first; Enter on one, or on a pair of coders in its line, opens its disagreements."""

    screen_name = ScreenName.ADJUDICATION
    BINDINGS: ClassVar[list[BindingType]] = list(
        build_bindings(list_commands(ScreenName.ADJUDICATION))
    )

    def __init__(self, session: CodingSession, worklist: WorkList) -> None:
        super().__init__(session)
        self.list = worklist
        self._queue: list[Disagreement] = []
        self._at = 0

    def compose_work(self) -> ComposeResult:
        with Vertical(id="adjudication"):
            yield from self.compose_table()
            yield DisputePane()

    def on_mount(self) -> None:
        """Show where coders differ; how well they agree follows."""
        self.call_after_refresh(self.study_changed)

    # --- what is shown ----------------------------------------------------------------------------

    @property
    def current_disagreement(self) -> Disagreement | None:
        return self._queue[self._at] if self._is_code_opened and self._queue else None

    @property
    def _is_code_opened(self) -> bool:
        return self.query_one("#adjudication").has_class("opened")

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
            # The round is open again, or gone: what was said in it is for nobody to see now.
            self.desk.in_round = None
            self.desk.refresh()
            self.show_refusal(fault)

    def _show_all(self) -> None:
        self._show_codes()
        if self._is_code_opened:
            self._list_disagreements(self.current_disagreement)

    def show_news(self, news: NewsOfOthers) -> None:
        """Somebody else may have settled something. What coders do meanwhile is read when it concerns this screen."""
        if news.mine:
            self.study_changed()
        else:
            self.desk.refresh_decisions()
            self._show_all()

    # --- one disagreement -------------------------------------------------------------------------

    def _list_disagreements(self, keep: Disagreement | None) -> None:
        """List what is asked for, and show the disagreement kept, else the first open one."""
        self._queue = self.desk.list_disagreements(self.wanted)
        if not self._queue:
            self._set_code_opened(False)
            self.show_status("There is no disagreement here.")
            return
        places = [(one.answer_id, one.code) for one in self._queue]
        kept = (keep.answer_id, keep.code) if keep is not None else None
        first = next((n for n, one in enumerate(self._queue) if one.settled is None), 0)
        self._at = places.index(kept) if kept in places else first
        self._show_dispute()

    def _find_on_same_answer(self, one: Disagreement) -> list[Disagreement]:
        """The other disagreements on its answer: where one code was put for another, the two belong together."""
        there = self.desk.list_disagreements(DisagreementFilter(words_too=self.wanted.words_too))
        return [
            other for other in there if other.answer_id == one.answer_id and other.code != one.code
        ]

    def _build_facts(self, one: Disagreement) -> DisputeFacts:
        settled = one.settled
        beside = self._find_on_same_answer(one)
        codes = {code for voice in one.voices for code in voice.codes} | {
            one.code,
            *(each.code for each in beside),
        }
        question = next(
            (q.text for q in self.session.questions if q.column == one.question), one.question
        )
        return DisputeFacts(
            disagreement=one,
            text=self.desk.read_text(one),
            wording=question,
            labels={code: self.session.code_label(code) for code in codes},
            place=f"{self._at + 1} of {len(self._queue)}",
            memos=self.desk.read_memos(one),
            decided=self.desk.describe_decision(
                one, settled.decision._replace(reason=""), hide_names=self.hide_names
            )
            if settled
            else "",
            reason=settled.decision.reason if settled else self.reason,
            note=settled.decision.note if settled else self.note,
            hide_names=self.hide_names,
            beside=beside,
        )

    def _show_dispute(self) -> None:
        one = self.current_disagreement
        if one is not None:
            pane = self.query_one(DisputePane)
            pane.show_dispute(self._build_facts(one), self.session.codebook)
            pane.show_queue(self._queue, self._at, self.session.code_label)

    def show_decision(self, one: Disagreement, *, advance: bool) -> str:
        self._queue = self.desk.list_disagreements(self.wanted)
        self._at = next(
            (
                n
                for n, each in enumerate(self._queue)
                if (each.answer_id, each.code) == (one.answer_id, one.code)
            ),
            min(self._at, max(len(self._queue) - 1, 0)),
        )
        self._show_title()
        if not advance:
            if self.current_disagreement is not None:
                self.query_one(DisputePane).show_decision(
                    self._build_facts(self.current_disagreement)
                )
            return ""
        if self._go_to_next_open():
            return ""
        self._show_dispute()
        return " — everything listed is settled"

    def codebook_changed(self) -> None:
        self._refresh_desk()
        self._show_dispute()

    def show_undone(self, done: UndoResult) -> str:
        """Show the disagreement whose decision was taken back; a coding taken back changes the figures too."""
        self._refresh_desk()
        self._start_measuring()
        found = [
            one
            for one in self.desk.list_disagreements(DisagreementFilter(words_too=True))
            if one.answer_id == done.answer_id
            and self.session.code_label(one.code) in done.sentence
        ]
        self._show_codes()
        if not found or not self._is_code_opened:
            if self._is_code_opened:
                self._list_disagreements(self.current_disagreement)
            return ""
        before = ""
        if not any(
            (one.answer_id, one.code) == (found[0].answer_id, found[0].code)
            for one in self._read_queue()
        ):
            self.wanted = DisagreementFilter(codes=(found[0].code,), words_too=True)
            before = "Only this code now. "
        self._list_disagreements(found[0])
        return before

    def _read_queue(self) -> list[Disagreement]:
        return self.desk.list_disagreements(self.wanted)

    # --- moving -----------------------------------------------------------------------------------

    def _set_code_opened(self, opened: bool) -> None:
        self.query_one("#adjudication").set_class(opened, "opened")
        if not opened:
            self.wanted = replace(self.wanted, codes=(), pair=None)
            self._show_codes()

    def action_open(self) -> None:
        if self._is_code_opened:
            self.action_next_open()
            return
        code = self.code_in_view()
        if code is None:
            return
        pair = self._list_pairs()[self._cell - 1] if self._cell else None
        wanted = replace(self.wanted, codes=(code,), pair=pair)
        if not self.desk.list_disagreements(wanted) and self.desk.list_disagreements(
            replace(wanted, words_too=True)
        ):
            self.show_status("They differ only in the words marked: v lists these too.")
            return
        if not self.desk.list_disagreements(wanted):
            self.show_status(f"Nobody differs on {self.session.code_label(code)} here.")
            return
        self.wanted = wanted
        self._set_code_opened(True)
        self.call_after_refresh(self._list_disagreements, None)

    @on(OptionList.OptionSelected, "#differ")
    def _open_clicked_code(self) -> None:
        self.action_open()

    @on(OptionList.OptionSelected, "#dispute-queue")
    def _go_to_clicked(self, event: OptionList.OptionSelected) -> None:
        self._go_to(event.option_index)

    def action_move(self, by: int) -> None:
        if not self._is_code_opened:
            codes = self.query_one("#differ", KeylessList)
            if by > 0:
                codes.action_cursor_down()
            else:
                codes.action_cursor_up()
        elif self._queue:
            self._go_to(min(max(self._at + by, 0), len(self._queue) - 1))

    def _go_to(self, place: int) -> None:
        if place != self._at:
            self._at, self.reason = place, ""
            self.clear_status()  # what was said is about the one before
        self._show_dispute()

    def _go_to_next_open(self) -> bool:
        order = [*range(self._at + 1, len(self._queue)), *range(self._at + 1)]
        found = next(
            (n for n in order if n < len(self._queue) and self._queue[n].settled is None), None
        )
        if found is None:
            return False
        self._go_to(found)
        return True

    def action_next_open(self) -> None:
        if not self._is_code_opened:
            self.action_open()
        elif not self._go_to_next_open():
            self.show_status("Everything listed is settled.")

    def action_same_answer(self) -> None:
        one = self.current_disagreement
        beside = self._find_on_same_answer(one) if one is not None else []
        if one is None or not beside:
            self.show_status("There is no other disagreement on this answer.")
            return
        after = [other for other in beside if self.desk.all.index(other) > self.desk.all.index(one)]
        chosen = (after or beside)[0]
        if chosen not in self._queue:
            codes = (*self.wanted.codes, chosen.code) if self.wanted.codes else ()
            self.wanted = replace(self.wanted, codes=codes, pair=None, questions=())
        self.reason = ""
        self._list_disagreements(chosen)

    def action_sideways(self, by: int) -> None:
        if self._is_code_opened:
            self.action_caret(by > 0, False)
            return
        self._cell = min(max(self._cell + by, 0), len(self._list_pairs()))
        self._show_codes()

    def action_question(self) -> None:
        names = [None, *dict.fromkeys(one.question for one in self.desk.all)]
        at = names.index(self.wanted.questions[0]) if self.wanted.questions else 0
        chosen = names[(at + 1) % len(names)]
        self._change_request(replace(self.wanted, questions=(chosen,) if chosen else ()))
        self.show_status(f"Only answers to {chosen}." if chosen else "Answers to every question.")

    def action_round(self) -> None:
        names = [None, *self.desk.rounds]
        if len(names) == 1:
            self.show_status("No round has been frozen yet.")
            return
        self.desk.in_round = names[(names.index(self.desk.in_round) + 1) % len(names)]
        self._refresh_desk()
        self._start_measuring()
        self._change_request(self.wanted)
        said = self.desk.in_round
        self.show_status(
            f"Only what was said in round {said}."
            if said
            else "What was said in rounds, and what stands now."
        )

    def action_words(self) -> None:
        self._change_request(replace(self.wanted, words_too=not self.wanted.words_too))
        self.show_status(
            "Also where only the words differ."
            if self.wanted.words_too
            else "Not where only the words differ."
        )

    def _change_request(self, wanted: DisagreementFilter) -> None:
        keep = self.current_disagreement
        self.wanted = wanted
        self._show_codes()
        if self._is_code_opened:
            self._list_disagreements(keep)

    def action_names(self) -> None:
        self.hide_names = not self.hide_names
        self._show_title()
        if self.current_disagreement is not None:
            self.query_one(DisputePane).show_decision(self._build_facts(self.current_disagreement))

    def action_back(self) -> None:
        if self._is_code_opened and self.answer_text.selection.span is not None:
            self.action_deselect()
        elif self._is_code_opened:
            self._set_code_opened(False)
        else:
            super().action_back()
