"""One coder at work in one study: what the coding screen and scripts call.

Every act is durable when its method returns, and is one step for undo, however many answers it
reaches.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tipcoder.errors import BadInput
from tipcoder.model.answers import Answer
from tipcoder.model.codings import CodedAnswer, MemoTarget, Outcome, UndoResult
from tipcoder.store import codings, events, notes, suggestions
from tipcoder.store.answer_sheets import CODING_ROWS, FLAG_ROWS, MEMO_ROWS, AnswerSheet
from tipcoder.store.events import Act
from tipcoder.store.standings import load_coded_answers
from tipcoder.store.write_batch import begin_batch
from tipcoder.text import format_count
from tipcoder.workbench.coding.act_sentences import describe_finishing, format_others, format_place
from tipcoder.workbench.coding.code_acts import refuse_replaced, refuse_unreadable
from tipcoder.workbench.coding.folded import choose_outcomes, find_left_open
from tipcoder.workbench.coding.quote_acts import QuoteActs

if TYPE_CHECKING:
    from tipcoder.workbench.coding.many_acts import ManyWish

_HOW_TO_FINISH = "Code all, say that none applies, or unfold."
"""A folded line whose answers differ."""


class CodingSession(QuoteActs):
    """A study as one coder sees and changes it. Not safe for use by several threads at once.

    `also` names further answers that an act reaches: those that say the same, or those that were
    marked.
    """

    # --- finishing answers and opening them again

    def finish_answers(
        self,
        answer_id: int,
        outcome: Outcome | None = None,
        *,
        also: Sequence[int] = (),
        lines: Sequence[Sequence[int]] = (),
    ) -> str:
        """Say that answers are done. None means coded where there are codes, else none applies.

        Any outcome but coded removes the coder's codes, in the same act. `lines` are those of the
        answers that share a line on the screen: where one of them carries codes, one without is
        left open, because it would get a judgement that nobody made. Raises BadInput where nothing
        is left to finish.
        """
        answer = self.read_answer(answer_id)
        refuse_unreadable(answer)
        # What is on the answers is read where it is changed: the same coder may be at work
        # elsewhere.
        with self._store.write(self.coder.id) as db:
            # The same answer may be marked and shown: it is finished once.
            ids = list(dict.fromkeys((answer_id, *also)))
            found = self._sheets.load_sheets(db, ids, reserve=CODING_ROWS)
            sheets = found.sheets
            refuse_replaced(answer, is_current=sheets[answer_id].is_current)
            standings = {each: sheets[each].standing for each in ids}
            if outcome is Outcome.CODED and not standings[answer_id].codes:
                raise BadInput(
                    f"{format_place(answer)} has no code yet.",
                    "Apply one, or say that none applies.",
                )
            left_open = self._find_left_open(standings, lines) if outcome is None else set()
            chosen = choose_outcomes(standings, outcome, left_open)
            waiting = sum(standings[each].outcome is None for each in left_open)
            _refuse_finishing_nothing(answer, standings, chosen, waiting)

            # The answer at hand may be left open while others of its line are finished.
            first_id = answer_id if answer_id in chosen else next(iter(chosen))
            first = sheets[first_id].answer
            sentence = describe_finishing(first, list(chosen.values()))
            removed = _count_removed(standings, chosen)
            if removed:
                sentence += f", {format_count(removed, 'coding')} removed"
            begin_batch(db)

            act = events.begin_act(db, self.coder.id, "finish", sentence, answer_id=first.id)
            for each, own in chosen.items():
                self._finish_answer(act, sheets[each], own)
            events.finish_act(act, has_undone=found.has_undone)
        self._note_own_act(act.id, chosen)
        if waiting:
            return f"{sentence}; {waiting} without codes left open. {_HOW_TO_FINISH}"
        return sentence

    def _find_left_open(
        self, standings: Mapping[int, CodedAnswer], lines: Sequence[Sequence[int]]
    ) -> set[int]:
        left_open: set[int] = set()
        for line in lines:
            left_open |= find_left_open({each: standings[each] for each in line})
        return left_open

    def _finish_answer(self, act: Act, sheet: AnswerSheet, outcome: Outcome) -> None:
        if outcome is not Outcome.CODED and sheet.codings:
            codings.remove_codings(act, [coding.id for coding in sheet.codings])
            suggestions.reject_taken(act, sheet.taken)
        self._replace_reading(act, sheet, outcome)

    def reopen_answers(self, answer_id: int, *, also: Sequence[int] = ()) -> str:
        """Say that answers are not done after all; their codings stay.

        Raises BadInput if all of them are open.
        """
        answer = self.read_answer(answer_id)
        ids = list(dict.fromkeys((answer_id, *also)))
        with self._store.write(self.coder.id) as db:
            standings = load_coded_answers(db, ids, self.coder.id)
            finished = [each for each in ids if standings[each].outcome is not None]
            if not finished:
                raise BadInput(f"{format_place(answer)} is not finished.")

            first = answer if answer_id in finished else self._require_answer(db, finished[0])
            sentence = f"reopened {format_place(first)}{format_others(len(finished) - 1)}"
            act = events.begin_act(db, self.coder.id, "reopen", sentence, answer_id=first.id)
            for each in finished:
                codings.set_reading(act, each, self.coder.id, None, self.codebook.revision)
            events.finish_act(act)
        self._note_own_act(act.id, finished)
        return sentence

    # --- many answers at once

    def code_many(self, wish: ManyWish) -> str:
        """Apply a code to many answers, and finish them if wished, as one act; says what was done.

        They are marked as coded many at once, but for the one at hand. Raises BadInput where
        nothing is left to code: all of them are in open rounds, or have the code already.
        """
        # Most sessions code answer by answer.
        from tipcoder.workbench.coding import many_acts

        code_id = self.require_code(wish.code)
        label = self.code_label(wish.code)
        with self._store.write(self.coder.id) as db:
            self._refuse_retired(db, wish.code)
            plan = many_acts.plan_many(db, wish, code_id, self.coder.id)
            if not plan.changed:
                done = " and are finished already" if wish.finish else " already"
                raise BadInput(f"All of these have {label}{done}.")
            first = self._require_answer(db, plan.first)
            sentence = many_acts.describe_many(label, wish, plan, first)
            act = events.begin_act(db, self.coder.id, "code", sentence, answer_id=first.id)
            many_acts.write_many(act, wish, plan, self.coder.id, self.codebook.revision)
            events.finish_act(act)
        self._note_own_act(act.id)
        if plan.new:
            self._count_use(first.question, wish.code)
        return f"{sentence}{plan.left_out}"

    # --- flags, memos and undo

    def toggle_flag(self, answer_id: int, *, also: Sequence[int] = ()) -> str:
        """Flag an answer to come back to it, or remove its flag."""
        ids = list(dict.fromkeys((answer_id, *also)))
        with self._store.write(self.coder.id) as db:
            found = self._sheets.load_sheets(db, ids, reserve=FLAG_ROWS)
            begin_batch(db)
            # All get the state that the answer at hand gets, whatever each had.
            flagged = not found.sheets[answer_id].is_flagged
            verb = "flagged" if flagged else "removed the flag from"
            place = format_place(found.sheets[answer_id].answer)
            sentence = f"{verb} {place}{format_others(len(ids) - 1)}"
            act = events.begin_act(db, self.coder.id, "flag", sentence, answer_id=answer_id)
            flags = {each: found.sheets[each].flag_id for each in ids}
            notes.set_flags(act, flags, self.coder.id, flagged=flagged)
            events.finish_act(act, has_undone=found.has_undone)
        self._note_own_act(act.id, ids)
        return sentence

    def set_memo(self, target: MemoTarget, text: str) -> str:
        """Write a memo on an answer, a coding or a code in place of this coder's last one; no text
        removes it.
        """
        code_id = None
        if target.code is not None:
            code_id = self._code_ids.get(target.code)
            if code_id is None:
                raise self._unknown_code_fault(target.code)
            about = self.code_label(target.code)
        elif target.answer_id is not None:
            about = format_place(self.read_answer(target.answer_id))
        else:
            raise BadInput("A memo is about an answer or a code.")

        sentence = f"memo on {about}" if text.strip() else f"no memo on {about}"
        about_answers = [] if target.answer_id is None else [target.answer_id]
        with self._store.write(self.coder.id) as db:
            found = self._sheets.load_sheets(db, about_answers, reserve=MEMO_ROWS)
            begin_batch(db)
            act = events.begin_act(db, self.coder.id, "memo", sentence, answer_id=target.answer_id)
            notes.set_memo(act, self.coder.id, target, code_id, text)
            events.finish_act(act, has_undone=found.has_undone)
        self._note_own_act(act.id, about_answers)
        return sentence

    # --- filters kept under a name

    def save_filter(self, name: str, words: str) -> str:
        """Keep the words of a filter for `@name`; says so. They are a setting of this coder.

        Raises BadInput for a name that a filter cannot have.
        """
        # Seldom in a session, as is forgetting one.
        from tipcoder.store import saved_filters
        from tipcoder.workbench.coding.filter_tokens import is_filter_name

        name = name.strip().removeprefix("@")
        if not is_filter_name(name):
            raise BadInput(
                f"A filter cannot be called {name!r}.", "Letters, digits, - and _; a letter first."
            )
        with self._store.write(self.coder.id) as db:
            is_other = name in saved_filters.load_saved_filters(db, self.coder.id)
            saved_filters.save_filter(db, self.coder.id, name, words.strip())
        return f"@{name} is saved{', in the place of the one before' if is_other else ''}."

    def remove_filter(self, name: str) -> None:
        """Forget a filter that was saved."""
        from tipcoder.store import saved_filters

        with self._store.write(self.coder.id) as db:
            saved_filters.save_filter(db, self.coder.id, name, None)

    def undo(self) -> UndoResult | None:
        """Undo this coder's latest act, whatever it was; None if there is nothing to undo."""
        return self._undo_or_redo("undo")

    def redo(self) -> UndoResult | None:
        """Do again what was undone last; None if there is nothing to redo."""
        return self._undo_or_redo("redo")

    def _undo_or_redo(self, verb: str) -> UndoResult | None:
        # Loaded at the first undo, and not with every session.
        from tipcoder.workbench.history import undo_or_redo

        done = undo_or_redo(self.study, self.coder, verb)
        if done is None:
            return None

        self._note_own_act(done.act_id)
        if done.changes_codebook or done.revision != self.codebook.revision:
            self._reload_codebook()
        return done


def _refuse_finishing_nothing(
    answer: Answer,
    standings: Mapping[int, CodedAnswer],
    chosen: Mapping[int, Outcome],
    waiting: int,
) -> None:
    """Raise BadInput where no answer would be finished otherwise than it is."""
    # What is finished in the same way already would only be written again.
    is_unchanged = all(standings[each].outcome is outcome for each, outcome in chosen.items())
    if waiting and is_unchanged:
        without = format_count(waiting, "of these has", "of these have")
        raise BadInput(f"Nothing finished: {without} no code.", _HOW_TO_FINISH)
    if not chosen:
        raise BadInput(
            f"{format_place(answer)} and answers that say the same are finished already, not all "
            "alike. D shows each."
        )


def _count_removed(standings: Mapping[int, CodedAnswer], chosen: Mapping[int, Outcome]) -> int:
    """Codings that go, because an outcome without codes was chosen."""
    removed = 0
    for answer_id, outcome in chosen.items():
        if outcome is not Outcome.CODED:
            removed += len(standings[answer_id].codes)
    return removed
