"""What a coder does with one quote that she has coded already."""

from __future__ import annotations

from tipcoder.errors import BadInput
from tipcoder.model import CARRIED, PERSON
from tipcoder.store import codings, events, suggestions
from tipcoder.store.codings import Span
from tipcoder.store.events import Act
from tipcoder.workbench.coding.act_sentences import format_place, format_span
from tipcoder.workbench.coding.code_acts import CodeActs


class QuoteActs(CodeActs):
    """Acts on a single quote of the coder's own. Not safe for use by several threads at once."""

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

    def _adopt_carried_reading(self, act: Act, answer_id: int) -> None:
        """Whoever corrects what was carried over has judged the answer."""
        reading = codings.find_reading(act.db, answer_id, self.coder.id)
        if reading is not None and reading.origin == CARRIED:
            revision = self.codebook.revision
            codings.set_reading(act, answer_id, self.coder.id, reading.outcome, revision)
