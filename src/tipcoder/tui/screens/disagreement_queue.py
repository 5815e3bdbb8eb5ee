"""The disagreements of the code that is open, and what is shown of the current one."""

from __future__ import annotations

from dataclasses import replace

from tipcoder.tui.screens.agreement_table import AgreementTable
from tipcoder.tui.widgets.dispute_pane import DisputeFacts, DisputePane
from tipcoder.workbench.adjudication.adjudication import DisagreementFilter
from tipcoder.workbench.adjudication.disagreements import Disagreement
from tipcoder.workbench.coding.session import CodingSession


class DisagreementQueue(AgreementTable):
    """A list of disagreements with a current one, while a code of the table is open."""

    def __init__(self, session: CodingSession) -> None:
        super().__init__(session)
        self._queue: list[Disagreement] = []
        self._at = 0

    @property
    def current_disagreement(self) -> Disagreement | None:
        if not self._is_code_opened or not self._queue:
            return None
        return self._queue[self._at]

    @property
    def _is_code_opened(self) -> bool:
        return self.query_one("#adjudication").has_class("opened")

    def _set_code_opened(self, is_opened: bool) -> None:
        self.query_one("#adjudication").set_class(is_opened, "opened")
        if not is_opened:
            self.wanted = replace(self.wanted, codes=(), pair=None)
            self._show_codes()

    # --- the list ---------------------------------------------------------------------------------

    def _list_disagreements(self, keep: Disagreement | None) -> None:
        """List what is asked for, and show the disagreement `keep`, else the first open one."""
        self._queue = self.desk.list_disagreements(self.wanted)
        if not self._queue:
            # An empty list would be a screen without an answer.
            self._set_code_opened(False)
            self.show_status("There is no disagreement here.")
            return
        kept = None if keep is None else self._find_in_queue(keep)
        self._at = self._find_first_open() if kept is None else kept
        self._show_dispute()

    def _find_in_queue(self, wanted: Disagreement) -> int | None:
        """Its position by what it is about: the object is another one after every reading."""
        for position, one in enumerate(self._queue):
            if (one.answer_id, one.code) == (wanted.answer_id, wanted.code):
                return position
        return None

    def _find_first_open(self) -> int:
        for position, one in enumerate(self._queue):
            if one.settled is None:
                return position
        return 0

    def _find_on_same_answer(self, one: Disagreement) -> list[Disagreement]:
        """The other disagreements on its answer.

        Where one coder applied a code and another one a different code, the two belong together.
        """
        all_codes = DisagreementFilter(words_too=self.wanted.words_too)
        found = self.desk.list_disagreements(all_codes)
        on_answer = [other for other in found if other.answer_id == one.answer_id]
        return [other for other in on_answer if other.code != one.code]

    # --- the current one --------------------------------------------------------------------------

    def _show_dispute(self) -> None:
        one = self.current_disagreement
        if one is not None:
            pane = self.query_one(DisputePane)
            pane.show_dispute(self._build_facts(one), self.session.codebook)
            pane.show_queue(self._queue, self._at, self.session.code_label)

    def _redraw_decision(self) -> None:
        one = self.current_disagreement
        if one is not None:
            self.query_one(DisputePane).show_decision(self._build_facts(one))

    def _build_facts(self, one: Disagreement) -> DisputeFacts:
        beside = self._find_on_same_answer(one)
        reason, note, decided = self.reason, self.note, ""
        if one.settled is not None:
            decision = one.settled.decision
            reason, note = decision.reason, decision.note
            # The pane has a place of its own for the reason.
            decided = self.desk.describe_decision(
                one, decision._replace(reason=""), hide_names=self.hide_names
            )
        return DisputeFacts(
            disagreement=one,
            text=self.desk.read_text(one),
            wording=self.find_wording(one.question),
            labels=self._label_codes(one, beside),
            place=f"{self._at + 1} of {len(self._queue)}",
            memos=self.desk.read_memos(one),
            decided=decided,
            reason=reason,
            note=note,
            hide_names=self.hide_names,
            beside=beside,
        )

    def _label_codes(self, one: Disagreement, beside: list[Disagreement]) -> dict[str, str]:
        """Labels of every code that is named beside the answer."""
        # Also codes that a coder applied instead: the pane names them.
        codes = {one.code}
        for voice in one.voices:
            codes.update(voice.codes)
        codes.update(other.code for other in beside)
        return {code: self.session.code_label(code) for code in codes}

    def show_decision(self, one: Disagreement, *, advance: bool) -> str:
        self._queue = self.desk.list_disagreements(self.wanted)
        place = self._find_in_queue(one)
        last = max(len(self._queue) - 1, 0)
        self._at = min(self._at, last) if place is None else place
        # Counts change with every decision.
        self._show_title()
        if not advance:
            self._redraw_decision()
            return ""
        if self._go_to_next_open():
            return ""
        self._show_dispute()
        return " — everything listed is resolved"

    # --- moving -----------------------------------------------------------------------------------

    def _go_to(self, position: int) -> None:
        if position != self._at:
            self._at = position
            # What was said, and the reason chosen, are about the one before.
            self.reason = ""
            self.clear_status()
        self._show_dispute()

    def _go_to_next_open(self) -> bool:
        """Go to the next disagreement that is not resolved, round to this one; else False."""
        # Starting behind the current one, which comes last.
        size = len(self._queue)
        for step in range(1, size + 1):
            position = (self._at + step) % size
            if self._queue[position].settled is None:
                self._go_to(position)
                return True
        return False
