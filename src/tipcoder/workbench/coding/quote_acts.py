"""What a coder does with quotes that she has coded already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipcoder.errors import BadInput
from tipcoder.model import CARRIED, PERSON
from tipcoder.store import codings, events, suggestions
from tipcoder.store.codings import Span
from tipcoder.store.events import Act
from tipcoder.workbench.coding.act_sentences import format_others, format_place, format_span
from tipcoder.workbench.coding.code_acts import CodeActs

if TYPE_CHECKING:
    from tipcoder.workbench.coding.code_replacement import ReplacementScope


class QuoteActs(CodeActs):
    """Acts on quotes of the coder's own. Not safe for use by several threads at once."""

    def recode_quote(self, coding_id: int, code: str) -> str:
        """Give a quote of this coder another code, and return a sentence of what was done.

        Its words, its memo and the state of its answer stay. Where the other code is on the same
        words already, one coding is left. Raises BadInput where the quote is gone, or has the code
        already.
        """
        from tipcoder.store import recoding  # for one screen only

        new_code_id = self.require_code(code)
        with self._store.write() as db:
            coding = codings.find_coding(db, coding_id, self.coder.id)
            if coding is None:
                raise BadInput("This quote is no longer there.")
            if coding.code == code:
                raise BadInput(f"It has {self.code_label(code)} already.", "Choose another code.")
            self._refuse_retired(db, code)

            answer = self._require_answer(db, coding.answer_id)
            span = Span(coding.start, coding.end, coding.quote)
            before, after = self.code_label(coding.code), self.code_label(code)
            place = f"{format_place(answer)}{format_span(answer, span)}"
            sentence = f"{after} in place of {before} on {place}"

            act = events.begin_act(db, self.coder.id, "recode", sentence, answer_id=answer.id)
            old_code_id = self._code_ids[coding.code]
            revision = self.codebook.revision
            recoding.move_codings(act, old_code_id, new_code_id, revision, PERSON, [coding_id])
            self._adopt_carried_reading(act, answer.id)
            # A suggestion that brought the old code did not hold here.
            suggestions.reject_removed(act, answer.id, self.coder.id)
            events.finish_act(act)
        self._note_own_act(act.id)
        self._ranking.count_use(answer.question, code)
        return sentence

    # --- one code in the place of another on many

    def count_own_codes(self, scope: ReplacementScope) -> dict[str, int]:
        """This coder's codes there, each with how many answers have it; the most frequent first."""
        from tipcoder.store.counts import count_codes_on_answers

        with self._store.read() as db:
            return count_codes_on_answers(db, scope.answer_ids, self.coder.id, scope.coding_ids)

    def describe_replacement(self, scope: ReplacementScope, old: str, new: str) -> str:
        """What `replace_code` would do, for a person to confirm. Raises BadInput like it."""
        from tipcoder.workbench.coding import code_replacement

        codes = self._require_two_codes(old, new)
        with self._store.read() as db:
            plan = code_replacement.plan_replacement(db, scope, *codes, self.coder.id)
        return code_replacement.describe_plan(self.code_label(old), self.code_label(new), plan)

    def replace_code(self, scope: ReplacementScope, old: str, new: str) -> str:
        """Replace one code of this coder by another there, as one act; says what was done.

        Quotes keep their ends and their memos; where the new code is on some of the same words,
        the old one only goes. Raises BadInput where the code is nowhere there, or only on answers
        of open rounds.
        """
        from tipcoder.workbench.coding import code_replacement

        codes = self._require_two_codes(old, new)
        with self._store.write() as db:
            self._refuse_retired(db, new)
            plan = code_replacement.plan_replacement(db, scope, *codes, self.coder.id)
            first = self._require_answer(db, plan.answer_ids[0])
            more = format_others(len(plan.answer_ids) - 1)
            labels = f"{self.code_label(new)} in place of {self.code_label(old)}"
            sentence = f"{labels} on {format_place(first)}{more}"

            act = events.begin_act(db, self.coder.id, "recode", sentence, answer_id=first.id)
            revision = self.codebook.revision
            code_replacement.write_replacement(act, plan, codes, self.coder.id, revision)
            if len(plan.answer_ids) == 1:
                self._adopt_carried_reading(act, first.id)
            events.finish_act(act)
        self._note_own_act(act.id)
        self._ranking.count_use(first.question, new)
        return f"{sentence}{plan.left_out}"

    def _require_two_codes(self, old: str, new: str) -> tuple[int, int]:
        """The numbers of a code to be replaced, which may have left the codebook, and of another
        that can be applied.
        """
        if old not in self._code_ids:
            raise self._unknown_code_fault(old)
        if old == new:
            raise BadInput(f"They have {self.code_label(old)} already.", "Choose another code.")
        return self._code_ids[old], self.require_code(new)

    def _adopt_carried_reading(self, act: Act, answer_id: int) -> None:
        """Whoever corrects what was carried over has judged the answer."""
        reading = codings.find_reading(act.db, answer_id, self.coder.id)
        if reading is not None and reading.origin == CARRIED:
            revision = self.codebook.revision
            codings.set_reading(act, answer_id, self.coder.id, reading.outcome, revision)
