"""The disagreements of the code that is open, and what is shown of the current one."""

from __future__ import annotations

from dataclasses import replace

from textual.containers import Vertical

from tipcoder.tui.screens.agreement_table import AgreementTable, ComparisonScreen
from tipcoder.tui.screens.settling import Settling
from tipcoder.tui.widgets.dispute_pane import DisputeFacts, DisputePane
from tipcoder.workbench.adjudication.adjudication import DisagreementFilter
from tipcoder.workbench.adjudication.disagreements import Disagreement


class DisagreementQueue:
    """A list of disagreements with a current one, while a code of the table is open."""

    def __init__(self, screen: ComparisonScreen, table: AgreementTable, settling: Settling) -> None:
        self._screen = screen
        self._session = screen.session
        self._table = table
        self._settling = settling
        self._queue: list[Disagreement] = []
        self._at = 0

    @property
    def current(self) -> Disagreement | None:
        """The disagreement that is open."""
        if not self.is_code_opened or not self._queue:
            return None
        return self._queue[self._at]

    @property
    def _frame(self) -> Vertical:
        return self._screen.query_one("#adjudication", Vertical)

    @property
    def is_code_opened(self) -> bool:
        """Whether the disagreements of a code are shown, and not the table."""
        return self._frame.has_class("opened")

    def set_code_opened(self, is_opened: bool) -> None:
        """Show the disagreements of a code, or the table."""
        self._frame.set_class(is_opened, "opened")
        if not is_opened:
            self._screen.wanted = replace(self._screen.wanted, codes=(), pair=None)
            self._table.show_codes()

    @property
    def _pane(self) -> DisputePane:
        return self._screen.query_one("DisputePane", DisputePane)

    # --- the list ---------------------------------------------------------------------------------

    def list_disagreements(self, keep: Disagreement | None) -> None:
        """List what is asked for, and show the disagreement `keep`, else the first open one."""
        self._queue = self._screen.desk.list_disagreements(self._screen.wanted)
        if not self._queue:
            # An empty list would be a screen without an answer.
            self.set_code_opened(False)
            self._screen.show_status("There is no disagreement here.")
            return
        kept = None if keep is None else self._find_in_queue(keep)
        self._at = self._find_first_open() if kept is None else kept
        self.show_dispute()

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
        all_codes = DisagreementFilter(words_too=self._screen.wanted.words_too)
        found = self._screen.desk.list_disagreements(all_codes)
        on_answer = [other for other in found if other.answer_id == one.answer_id]
        return [other for other in on_answer if other.code != one.code]

    # --- the current one --------------------------------------------------------------------------

    def show_dispute(self) -> None:
        """Show the current disagreement, and where it stands in the list."""
        one = self.current
        if one is not None:
            pane = self._pane
            pane.show_dispute(self._build_facts(one), self._session.codebook)
            pane.show_queue(self._queue, self._at, self._session.code_label)

    def redraw_decision(self) -> None:
        """Show what was decided about the current disagreement."""
        one = self.current
        if one is not None:
            self._pane.show_decision(self._build_facts(one))

    def _build_facts(self, one: Disagreement) -> DisputeFacts:
        beside = self._find_on_same_answer(one)
        reason, note, decided = self._settling.reason, self._settling.note, ""
        if one.settled is not None:
            decision = one.settled.decision
            reason, note = decision.reason, decision.note
            # The pane has a place of its own for the reason.
            decided = self._screen.desk.describe_decision(
                one, decision._replace(reason=""), hide_names=self._screen.hide_names
            )
        return DisputeFacts(
            disagreement=one,
            text=self._screen.desk.read_text(one),
            wording=self._screen.find_wording(one.question),
            labels=self._label_codes(one, beside),
            place=f"{self._at + 1} of {len(self._queue)}",
            memos=self._screen.desk.read_memos(one),
            decided=decided,
            reason=reason,
            note=note,
            hide_names=self._screen.hide_names,
            beside=beside,
        )

    def _label_codes(self, one: Disagreement, beside: list[Disagreement]) -> dict[str, str]:
        """Labels of every code that is named beside the answer."""
        # Also codes that a coder applied instead: the pane names them.
        codes = {one.code}
        for voice in one.voices:
            codes.update(voice.codes)
        codes.update(other.code for other in beside)
        return {code: self._session.code_label(code) for code in codes}

    def show_decision(self, one: Disagreement, *, advance: bool) -> str:
        """Show that one was decided. Returns words to put behind the sentence."""
        self._queue = self._screen.desk.list_disagreements(self._screen.wanted)
        place = self._find_in_queue(one)
        last = max(len(self._queue) - 1, 0)
        self._at = min(self._at, last) if place is None else place
        # Counts change with every decision.
        self._table.show_title()
        if not advance:
            self.redraw_decision()
            return ""
        if self.go_to_next_open():
            return ""
        self.show_dispute()
        return " — everything listed is resolved"

    def show_again(self, one: Disagreement) -> bool:
        """List anew and show this disagreement; False where every code had to be left out but its.

        It is listed in any case.
        """
        self._queue = self._screen.desk.list_disagreements(self._screen.wanted)
        is_listed = self._find_in_queue(one) is not None
        if not is_listed:
            self._screen.wanted = DisagreementFilter(codes=(one.code,), words_too=True)
        self.list_disagreements(one)
        return is_listed

    # --- moving -----------------------------------------------------------------------------------

    def go_to(self, position: int) -> None:
        """Make another disagreement the current one."""
        if position != self._at:
            self._at = position
            # What was said, and the reason chosen, are about the one before.
            self._settling.reason = ""
            self._screen.clear_status()
        self.show_dispute()

    def step(self, by: int) -> None:
        """Go to another disagreement of the list, and no further than its ends."""
        if self._queue:
            self.go_to(min(max(self._at + by, 0), len(self._queue) - 1))

    def action_same_answer(self) -> None:
        one = self.current
        beside = self._find_on_same_answer(one) if one is not None else []
        if one is None or not beside:
            self._screen.show_status("There is no other disagreement on this answer.")
            return
        # In the order of all disagreements, and from the last one round to the first.
        everything, wanted = self._screen.desk.all, self._screen.wanted
        position = everything.index(one)
        after = [other for other in beside if everything.index(other) > position]
        chosen = after[0] if after else beside[0]
        if chosen not in self._queue:
            # The list has to let it pass: with its code, of any pair and question.
            codes = (*wanted.codes, chosen.code) if wanted.codes else ()
            self._screen.wanted = replace(wanted, codes=codes, pair=None, questions=())
        self._settling.reason = ""
        self.list_disagreements(chosen)

    def go_to_next_open(self) -> bool:
        """Go to the next disagreement that is not resolved, round to this one; else False."""
        # Starting behind the current one, which comes last.
        size = len(self._queue)
        for step in range(1, size + 1):
            position = (self._at + step) % size
            if self._queue[position].settled is None:
                self.go_to(position)
                return True
        return False
