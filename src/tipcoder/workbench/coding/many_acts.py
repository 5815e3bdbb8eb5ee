"""One code on many answers at once, by one act of a person: marked rows, or answers that are alike.

Nobody judged these answers one by one. So they are marked (`MANY`), have no vote where coders are
compared, and answers of open rounds are never among them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tipcoder.errors import BadInput
from tipcoder.model import MANY, PERSON, Answer, Outcome
from tipcoder.store import answers, codings, events, rounds
from tipcoder.store.codings import Span
from tipcoder.store.engine import Db
from tipcoder.store.events import Act
from tipcoder.text import format_count
from tipcoder.workbench.coding.act_sentences import format_place
from tipcoder.workbench.coding.code_acts import CodeActs

NEVER_IN_ROUNDS = "In an open round every answer is coded on its own."
Spans = Mapping[int, tuple[int, int] | None]
"""By answer the words that get the code, as code points, half-open; None for the whole answer."""


@dataclass(frozen=True)
class ManyWish:
    """What one act is to give to many answers."""

    code: str
    spans: Spans
    """In the order of the list. An answer that has the code already keeps it where it is."""
    chosen_by: str
    """How the answers were chosen, as the sentence of the act has it: `by the filter lang:ru`."""
    at_hand: int | None = None
    """The answer that the coder looked at: her judgement of it is like any other."""


class ManyActs(CodeActs):
    """Acts that reach answers which the coder did not read one by one."""

    def require_code(self, code: str) -> None:
        """Raise BadInput for a code that cannot be applied."""
        self._require_codable(code)

    def is_in_open_round(self, answer_id: int) -> bool:
        """Whether somebody is coding this answer independently at present."""
        with self._store.read() as db:
            return rounds.is_in_open_round(db, answer_id)

    def code_many(self, wish: ManyWish) -> str:
        """Apply a code to all of the answers and finish them, as one act; says what was done.

        Raises BadInput where nothing is left to code: all of them are in open rounds, or have the
        code and are finished already.
        """
        code_id = self._require_codable(wish.code)
        with self._store.write() as db:
            self._refuse_retired(db, wish.code)
            ids, closed = self._choose_answers(db, wish)
            there = codings.load_codings_with_code(db, ids, code_id, self.coder.id)
            finished = codings.load_live_readings(db, self.coder.id, ids)
            new = [each for each in ids if each not in there]
            # What has the code and is finished is left as it was judged.
            changed = [each for each in ids if each not in there or each not in finished]
            if not changed:
                label = self.code_label(wish.code)
                raise BadInput(f"All of these have {label} and are finished already.")

            first = self._require_answer(db, self._choose_first(changed, wish))
            sentence = self._describe_many(wish, first, len(changed))
            act = events.begin_act(db, self.coder.id, "code", sentence, answer_id=first.id)
            self._add_many(act, new, wish, code_id)
            self._finish_many(act, changed, wish)
            events.finish_act(act)
        self._own.add(act.id)
        if new:
            self._ranking.count_use(first.question, wish.code)
        return f"{sentence}{_describe_left_out(closed)}"

    def _choose_answers(self, db: Db, wish: ManyWish) -> tuple[list[int], int]:
        """Those that can be coded at once, and how many are left out because of rounds."""
        in_rounds = rounds.find_open_round_answers(db)
        readable = answers.filter_readable(db, list(wish.spans))
        current = [each for each in wish.spans if each in readable]
        ids = [each for each in current if each not in in_rounds]
        if not current:
            raise BadInput("None of these answers has a readable text.")
        if not ids:
            count = format_count(len(current), "answer is", "answers are")
            raise BadInput(f"Nothing coded: {count} in an open round.", NEVER_IN_ROUNDS)
        return ids, len(current) - len(ids)

    def _choose_first(self, changed: Sequence[int], wish: ManyWish) -> int:
        """The answer that the act names and that undo goes back to."""
        return wish.at_hand if wish.at_hand in changed and wish.at_hand else changed[0]

    def _describe_many(self, wish: ManyWish, first: Answer, count: int) -> str:
        others = f" and {count - 1} more at once" if count > 1 else ""
        return f"{self.code_label(wish.code)} on {format_place(first)}{others}, {wish.chosen_by}"

    def _add_many(self, act: Act, new: Sequence[int], wish: ManyWish, code_id: int) -> None:
        texts = answers.load_texts(act.db, new)
        rows = [
            codings.build_coding_row(
                each,
                code_id,
                self.coder.id,
                _cut_span(texts[each], wish.spans[each]),
                self.codebook.revision,
                PERSON if each == wish.at_hand else MANY,
            )
            for each in new
        ]
        codings.add_codings(act, rows)

    def _finish_many(self, act: Act, changed: Collection[int], wish: ManyWish) -> None:
        """Finish them as coded. Whoever judged one before did not judge it with this code."""
        for origin in (PERSON, MANY):
            own = [each for each in changed if (each == wish.at_hand) == (origin == PERSON)]
            outcomes: Mapping[int, Outcome | None] = dict.fromkeys(own, Outcome.CODED)
            codings.set_readings(act, self.coder.id, outcomes, self.codebook.revision, origin)


def _cut_span(text: str, span: tuple[int, int] | None) -> Span:
    start, end = span if span is not None else (0, len(text))
    return Span(start, end, text[start:end])


def _describe_left_out(closed: int) -> str:
    if not closed:
        return ""
    return f"; {format_count(closed, 'answer')} of open rounds left out"
