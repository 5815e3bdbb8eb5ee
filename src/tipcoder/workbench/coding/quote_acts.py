"""What a coder does with quotes that she has coded already."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tipcoder.errors import BadInput
from tipcoder.model.codings import CARRIED, DERIVED, PERSON
from tipcoder.store import answers, codings, events, suggestions
from tipcoder.store.answer_sheets import CODING_ROWS, AnswerSheet
from tipcoder.store.codings import Span
from tipcoder.store.events import Act
from tipcoder.workbench.coding.act_sentences import (
    describe_moving,
    format_others,
    format_place,
    format_span,
)
from tipcoder.workbench.coding.code_acts import CodeActs, refuse_replaced

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
        with self._store.write(self.coder.id) as db:
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
        self._count_use(answer.question, code)
        return sentence

    def move_quote(
        self,
        answer_id: int,
        old: tuple[int, int],
        new: tuple[int, int],
        *,
        also: Sequence[int] = (),
    ) -> str:
        """Move the ends of a quote of this coder, and return a sentence of what was done.

        All codes on the words go along, with their memos. A quote that comes to lie on another one
        of the same code takes it in: two quotes of one code never lie on each other. Further
        answers have the same done where they are written alike. Raises BadInput where there is no
        such quote any more.
        """
        answer = self.read_answer(answer_id)
        place = self._require_span(answer, new)
        if old == new:
            raise BadInput("The quote has these ends already.")
        with self._store.write(self.coder.id) as db:
            alike = [answer_id]
            if also:
                texts = answers.load_texts(db, also)
                alike += [each for each in also if texts[each] == answer.text]
            # Read in the transaction that writes: between a look and an act anything may happen.
            sheets = self._sheets.load_sheets(
                db, list(dict.fromkeys(alike)), reserve=CODING_ROWS
            ).sheets
            refuse_replaced(answer, is_current=sheets[answer_id].is_current)
            moved = {each: _list_codes_at(sheet, old) for each, sheet in sheets.items()}
            if not moved[answer_id]:
                raise BadInput("This quote is no longer there.")

            labels = [self.code_label(code) for code in moved[answer_id]]
            others = sum(1 for each, codes in moved.items() if codes and each != answer_id)
            sentence = describe_moving(labels, answer, old, place, others)
            act = events.begin_act(db, self.coder.id, "code", sentence, answer_id=answer_id)
            for each, codes in moved.items():
                if codes:
                    self._move_codes(act, sheets[each], codes, old, place)
            events.finish_act(act)
        self._note_own_act(act.id, sheets)
        unlike = len({answer_id, *also}) - len(sheets)
        return f"{sentence}; {unlike} written otherwise left out" if unlike else sentence

    def _move_codes(
        self, act: Act, sheet: AnswerSheet, codes: Sequence[str], old: tuple[int, int], new: Span
    ) -> None:
        """Move the quotes of some codes to other words, and take in what they come to lie on."""
        revision = self.codebook.revision
        for code in codes:
            meant = []
            for quote in sheet.codings:
                is_moved = (quote.start, quote.end) == old
                is_reached = quote.start < new.end and new.start < quote.end
                if quote.code == code and (is_moved or is_reached):
                    meant.append(quote)
            codings.move_quotes(act, meant, new, revision)
        if sheet.reading is not None and sheet.reading.origin in DERIVED:
            # Whoever corrects what was carried over or coded with others has judged the answer.
            self._replace_reading(act, sheet, sheet.reading.outcome)

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
        with self._store.write(self.coder.id) as db:
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
        self._count_use(first.question, new)
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


def _list_codes_at(sheet: AnswerSheet, span: tuple[int, int]) -> list[str]:
    """The codes on just these words."""
    return [quote.code for quote in sheet.codings if (quote.start, quote.end) == span]
