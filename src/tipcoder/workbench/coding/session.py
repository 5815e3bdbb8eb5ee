"""One coder at work in one study: what the coding screen and scripts call.

Every act is durable when its method returns, and is one step for undo, however many answers it reaches.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.model import Answer, AnswerState, CodedAnswer, Coding, MemoTarget, Outcome, UndoResult
from tipcoder.store import answers, codebooks, codings, events, notes, suggestions
from tipcoder.store.codings import Span
from tipcoder.store.engine import Db
from tipcoder.store.events import Act
from tipcoder.store.standings import load_coded_answers
from tipcoder.store.suggestions import ShownSuggestion
from tipcoder.text import format_count
from tipcoder.workbench.codebook.file import read_current_codebook
from tipcoder.workbench.coding.folded import find_left_open
from tipcoder.workbench.coding.view import StudyView
from tipcoder.workbench.history import undo_or_redo

OUTCOME_WORDS = {
    Outcome.CODED: "finished",
    Outcome.NONE_APPLIES: "none applies",
    Outcome.OFF_TOPIC: "off-topic",
    Outcome.UNCODABLE: "uncodable",
}

_HOW_TO_FINISH = "Code all, say that none applies, or unfold."
"""A folded line whose answers differ."""


class CodingSession(StudyView):
    """A study as one coder sees and changes it. Not safe for use by several threads at once.

    `also` names further answers that an act reaches: those that say the same, or those that were marked.
    """

    @contextmanager
    def _record_act(self, verb: str, sentence: str, answer_id: int | None = None) -> Iterator[Act]:
        with events.record_act(self._store, self.coder.id, verb, sentence, answer_id=answer_id) as act:
            yield act
        self._own.add(act.id)

    def add_coding(
        self,
        answer_id: int,
        code: str,
        span: tuple[int, int] | None = None,
        *,
        finish: bool = False,
        also: Sequence[int] = (),
        suggested: ShownSuggestion | None = None,
        move_overlapped: bool = False,
    ) -> str:
        """Put a code on a span, or on the whole answer; with `finish` also say that the answer is done.

        Returns a sentence of what was done. A coding that stands already is not doubled. A span is put only on those
        of the further answers that are written exactly alike. `suggested` is what the coder answers with it: she
        accepts it as it is or elsewhere in the answer, or puts another code in its place.

        With `move`, which is what a key means, two quotes of one code never lie on each other: put again on words
        that overlap a quote of it, the code moves that quote there, and its memos go along; words apart are a quote
        of their own. Where no span is given, a quote that stands already stays as it is.
        """
        answer = self.read_answer(answer_id)
        place = self._require_span(answer, span)
        code_id = self._require_codable(code)
        spans = {answer_id: place, **self._find_alike_spans(answer, span, place, also)}
        chosen = span is not None
        accepted = suggested is not None and suggested.code_id == code_id
        with self._store.write() as db:
            _refuse_replaced(db, answer)
            self._refuse_retired(db, code)
            stood = codings.load_codings_with_code(db, list(spans), code_id, self.coder.id) if move_overlapped else {}
            meant = {
                each: _find_meant_quotes(stood.get(each, ()), where, chosen=chosen) for each, where in spans.items()
            }
            there = meant[answer_id]
            sentence = self._describe_coding(answer, code, place, there, chosen=chosen)
            fresh = sum(1 for quotes in meant.values() if not quotes)
            if fresh and not chosen and _has_other_quotes(there, place):
                # That it stands already is said of those alone on which it stood.
                sentence += f"; put on {fresh} more"
            else:
                sentence += _format_others(len(spans) - 1)
            act = events.begin_act(db, self.coder.id, "code", sentence, answer_id=answer_id)
            for each, where in spans.items():
                quotes = meant[each]
                if quotes and chosen:
                    codings.move_quotes(
                        act, quotes, where, self.codebook.revision, suggestions.ORIGIN if accepted else None
                    )
                elif not quotes:
                    origin = suggestions.ORIGIN if accepted else "person"
                    codings.add_coding(act, each, code_id, self.coder.id, where, self.codebook.revision, origin)
                if finish or codings.find_reading(db, each, self.coder.id) is not None:
                    codings.set_reading(act, each, self.coder.id, Outcome.CODED, self.codebook.revision)
            if suggested is not None:
                suggestions.record_verdict(act, self.coder.id, suggested, _choose_verdict(suggested, code_id, place))
            put = not act.is_empty and not there
            events.finish_act(act)
        self._own.add(act.id)
        if put:
            self._ranking.count_use(answer.question, code)
        unlike = len(set(also) - {answer_id}) + 1 - len(spans)
        return sentence + (f"; {unlike} written otherwise left out" if unlike else "")

    def _describe_coding(self, answer: Answer, code: str, place: Span, there: Sequence[Coding], *, chosen: bool) -> str:
        """What putting a code on a place does, where these quotes of it are meant by it."""
        label = self.code_label(code)
        if not _has_other_quotes(there, place):
            return f"{label} on {_format_place(answer)}{_format_span(answer, place)}"
        old = ", ".join(_format_stretch(answer, quote.start, quote.end) for quote in there)
        if chosen:
            return f"moved {label} on {_format_place(answer)} from {old} to {_format_stretch(answer, place.start, place.end)}"
        return f"{label} on {_format_place(answer)} stands at {old} already"

    def reject_suggestion(self, suggested: ShownSuggestion) -> str:
        """Say that a suggested code does not hold here; it is not offered to this coder on this answer again."""
        answer = self.read_answer(suggested.answer_id)
        code = next(key for key, code_id in self._code_ids.items() if code_id == suggested.code_id)
        sentence = f"turned down {self.code_label(code)} on {_format_place(answer)}"
        with self._record_act("turn down", sentence, answer.id) as act:
            suggestions.record_verdict(act, self.coder.id, suggested, suggestions.REJECTED)
        return sentence

    def _refuse_retired(self, db: Db, code: str) -> None:
        """Somebody may have merged or retired a code a moment ago, which the next look of this session would tell."""
        if (
            codebooks.read_current_revision(db) != self.codebook.revision
            and code not in read_current_codebook(db).codes
        ):
            raise BadInput(f"{self.code_label(code)} has just left the codebook.", "Choose another code.")

    def _find_alike_spans(
        self, answer: Answer, span: tuple[int, int] | None, place: Span, also: Sequence[int]
    ) -> dict[int, Span]:
        further = [answer_id for answer_id in dict.fromkeys(also) if answer_id != answer.id]
        if not further:
            return {}
        with self._store.read() as db:
            texts = answers.load_texts(db, further)
        if span is None or place == Span(0, len(answer.text), answer.text):
            return {answer_id: Span(0, len(texts[answer_id]), texts[answer_id]) for answer_id in further}
        return {answer_id: place for answer_id in further if texts[answer_id] == answer.text}

    def remove_coding(self, coding_id: int, *, also: Sequence[int] = ()) -> str:
        """Take a coding of this coder off, and the same from further answers. An answer left without any is open."""
        with self._store.write() as db:
            coding = codings.find_coding(db, coding_id, self.coder.id)
            if coding is None:
                raise BadInput("This coding is no longer there.")
            answer = answers.load_answer(db, coding.answer_id, self.attributes)
            assert answer is not None, "a foreign key holds it"
            span = Span(coding.start, coding.end, coding.quote)
            whole = span.end - span.start == len(answer.text)
            gone = {answer.id: [coding_id]}
            for each in also:
                if each != answer.id:
                    alike = [c for c in codings.load_codings(db, each, self.coder.id) if c.code == coding.code]
                    gone[each] = [c.id for c in alike if whole or (c.start, c.end) == (coding.start, coding.end)]
            sentence = f"took {self.code_label(coding.code)} off {_format_place(answer)}{_format_span(answer, span)}"
            sentence += _format_others(sum(1 for each, ids in gone.items() if ids and each != answer.id))
            act = events.begin_act(db, self.coder.id, "remove", sentence, answer_id=answer.id)
            for each, ids in gone.items():
                self._remove_codings(act, each, ids)
            events.finish_act(act)
        self._own.add(act.id)
        return sentence

    def remove_code(self, answer_ids: Sequence[int], code: str) -> str:
        """Take every coding of a code off these answers, the first of which the sentence names."""
        with self._store.write() as db:
            gone = {
                each: [c.id for c in codings.load_codings(db, each, self.coder.id) if c.code == code]
                for each in dict.fromkeys(answer_ids)
            }
            reached = [each for each, ids in gone.items() if ids]
            if not reached:
                raise BadInput(f"{self.code_label(code)} stands on none of these answers.")
            sentence = f"took {self.code_label(code)} off {_format_place(self.read_answer(reached[0]))}{_format_others(len(reached) - 1)}"
            act = events.begin_act(db, self.coder.id, "remove", sentence, answer_id=reached[0])
            for each in reached:
                self._remove_codings(act, each, gone[each])
            events.finish_act(act)
        self._own.add(act.id)
        return sentence

    def _remove_codings(self, act: Act, answer_id: int, coding_ids: Sequence[int]) -> None:
        codings.remove_codings(act, coding_ids)
        suggestions.reject_removed(act, answer_id, self.coder.id)
        left = codings.load_codings(act.db, answer_id, self.coder.id)
        reading = codings.find_reading(act.db, answer_id, self.coder.id)
        if not left and reading is not None and reading.outcome is Outcome.CODED:
            codings.set_reading(act, answer_id, self.coder.id, None, self.codebook.revision)

    def finish_answers(
        self,
        answer_id: int,
        outcome: Outcome | None = None,
        *,
        also: Sequence[int] = (),
        lines: Sequence[Sequence[int]] = (),
    ) -> str:
        """Say that answers are done. None means coded where there are codes, else none applies.

        Any outcome but coded takes the coder's codes off, in the same act. `lines` are those of the answers that
        share a line on the screen: where one of them carries codes, one without is left open, because it would get
        a judgement that nobody made. Raises BadInput where nothing is left to finish.
        """
        answer = self.read_answer(answer_id)
        _refuse_unreadable(answer)
        # What stands on the answers is read where it is changed: the same coder may be at work elsewhere.
        with self._store.write() as db:
            _refuse_replaced(db, answer)
            stands = load_coded_answers(db, list(dict.fromkeys((answer_id, *also))), self.coder.id)
            if outcome is Outcome.CODED and not stands[answer_id].codes:
                raise BadInput(f"{_format_place(answer)} has no code yet.", "Put one on, or say that none applies.")
            left = self._find_left_open(stands, lines) if outcome is None else set()
            said = _choose_outcomes(stands, outcome, left)
            waiting = sum(stands[i].outcome is None for i in left)
            if waiting and all(stands[i].outcome is judged for i, judged in said.items()):
                without = format_count(waiting, "of these has", "of these have")
                raise BadInput(f"Nothing finished: {without} no code.", _HOW_TO_FINISH)
            if not said:
                raise BadInput(
                    f"{_format_place(answer)} and its like are finished already, not all alike; D shows each."
                )
            first = answer if answer_id in said else self._require_answer(db, next(iter(said)))
            sentence = _describe_finished(first, list(said.values()))
            gone = sum(len(stands[i].codes) for i, judged in said.items() if judged is not Outcome.CODED)
            sentence += f", {format_count(gone, 'coding')} taken off" if gone else ""
            act = events.begin_act(db, self.coder.id, "finish", sentence, answer_id=first.id)
            for each, judged in said.items():
                self._finish_answer(act, each, judged, stands[each])
            events.finish_act(act)
        self._own.add(act.id)
        return f"{sentence}; {waiting} without codes left open. {_HOW_TO_FINISH}" if waiting else sentence

    def _find_left_open(self, stands: Mapping[int, CodedAnswer], lines: Sequence[Sequence[int]]) -> set[int]:
        left: set[int] = set()
        for line in lines:
            left |= find_left_open({i: stands[i] for i in line})
        return left

    def _finish_answer(self, act: Act, answer_id: int, said: Outcome, stood: CodedAnswer) -> None:
        if said is not Outcome.CODED and stood.codes:
            codings.remove_codings(act, [put.coding_id for put in stood.codes])
            suggestions.reject_removed(act, answer_id, self.coder.id)
        codings.set_reading(act, answer_id, self.coder.id, said, self.codebook.revision)

    def _require_answer(self, db: Db, answer_id: int) -> Answer:
        found = answers.load_answer(db, answer_id, self.attributes)
        assert found is not None, "it was read in this transaction"
        return found

    def reopen_answers(self, answer_id: int, *, also: Sequence[int] = ()) -> str:
        """Take back that answers are done; their codings stay. Raises BadInput if all of them are open."""
        answer = self.read_answer(answer_id)
        reached = list(dict.fromkeys((answer_id, *also)))
        with self._store.write() as db:
            stands = load_coded_answers(db, reached, self.coder.id)
            done = [i for i in reached if stands[i].outcome is not None]
            if not done:
                raise BadInput(f"{_format_place(answer)} is not finished.")
            first = answer if answer_id in done else self._require_answer(db, done[0])
            sentence = f"reopened {_format_place(first)}{_format_others(len(done) - 1)}"
            act = events.begin_act(db, self.coder.id, "reopen", sentence, answer_id=first.id)
            for each in done:
                codings.set_reading(act, each, self.coder.id, None, self.codebook.revision)
            events.finish_act(act)
        self._own.add(act.id)
        return sentence

    def toggle_flag(self, answer_id: int, *, also: Sequence[int] = ()) -> str:
        """Flag an answer to come back to it, or take its flag away."""
        flagged = not self.is_flagged(answer_id)
        further = [each for each in dict.fromkeys(also) if each != answer_id]
        word = "flagged" if flagged else "took the flag off"
        sentence = f"{word} {_format_place(self.read_answer(answer_id))}{_format_others(len(further))}"
        with self._record_act("flag", sentence, answer_id) as act:
            notes.set_flags(act, (answer_id, *further), self.coder.id, flagged=flagged)
        return sentence

    def set_memo(self, target: MemoTarget, text: str) -> str:
        """Write a memo on an answer, a coding or a code in place of this coder's last one; no text takes it away."""
        code_id = None
        if target.code is not None:
            code_id = self._code_ids.get(target.code)
            if code_id is None:
                raise BadInput(f"There is no code {target.code!r}.", did_you_mean(target.code, self.codebook.codes))
            about = self.code_label(target.code)
        elif target.answer_id is not None:
            about = _format_place(self.read_answer(target.answer_id))
        else:
            raise BadInput("A memo is about an answer or a code.")
        sentence = f"{'memo on' if text.strip() else 'no memo on'} {about}"
        with self._record_act("memo", sentence, target.answer_id) as act:
            notes.set_memo(act, self.coder.id, target, code_id, text)
        return sentence

    def undo(self) -> UndoResult | None:
        """Take back this coder's latest act, whatever it was; None if there is nothing to undo."""
        return self._reload_after_undo(undo_or_redo(self.study, self.coder, "undo"))

    def redo(self) -> UndoResult | None:
        """Do again what was undone last; None if there is nothing to redo."""
        return self._reload_after_undo(undo_or_redo(self.study, self.coder, "redo"))

    def _reload_after_undo(self, done: UndoResult | None) -> UndoResult | None:
        if done is not None:
            self._answer = None
            with self._store.read() as db:
                moved = codebooks.read_current_revision(db) != self.codebook.revision
                self._own.add(events.find_last_act(db, self.coder.id))
            if moved:
                self._reload_codebook()
        return done

    def _require_span(self, answer: Answer, span: tuple[int, int] | None) -> Span:
        _refuse_unreadable(answer)
        start, end = span if span is not None else (0, len(answer.text))
        if not 0 <= start < end <= len(answer.text):
            raise BadInput(f"{_format_place(answer)}: {start}-{end} is no span of its {len(answer.text)} characters.")
        return Span(start, end, answer.text[start:end])

    def _require_codable(self, key: str) -> int:
        code = self.codebook.codes.get(key)
        if code is None:
            raise BadInput(f"There is no code {key!r}.", did_you_mean(key, self.codebook.codes))
        if not code.codable:
            raise BadInput(f"{key!r} only groups other codes.", "Choose one of its sub-codes.")
        return self._code_ids[key]


def _refuse_unreadable(answer: Answer) -> None:
    if answer.state is not AnswerState.ANSWERED:
        raise BadInput(f"{_format_place(answer)} has no readable text.")


def _refuse_replaced(db: Db, answer: Answer) -> None:
    if not answers.is_current(db, answer.id):
        raise BadInput(f"{_format_place(answer)}: a later import has replaced this text.", "Open the answer again.")


def _choose_outcomes(
    stands: Mapping[int, CodedAnswer], outcome: Outcome | None, left: Collection[int]
) -> dict[int, Outcome]:
    """What finishing says of each answer, but those left open; one without codes is never said to be coded."""
    said = {i: outcome or (Outcome.CODED if stand.codes else Outcome.NONE_APPLIES) for i, stand in stands.items()}
    return {i: one for i, one in said.items() if i not in left and (one is not Outcome.CODED or stands[i].codes)}


def _describe_finished(first: Answer, said: Sequence[Outcome]) -> str:
    """What was said of how many answers, the first of which is named: `finished: 1 Q1 and 2 more, none applies: 1`."""
    counts = Counter(said)
    mine = said[0]
    others = "".join(f", {OUTCOME_WORDS[other]}: {n}" for other, n in counts.items() if other is not mine)
    return f"{OUTCOME_WORDS[mine]}: {_format_place(first)}{_format_others(counts[mine] - 1)}{others}"


def _choose_verdict(suggested: ShownSuggestion, code_id: int, place: Span) -> str:
    if suggested.code_id != code_id:
        return suggestions.EDITED
    as_it_is = (suggested.start, suggested.end) == (place.start, place.end)
    return suggestions.ACCEPTED if as_it_is else suggestions.MOVED


def _format_place(answer: Answer) -> str:
    return f"{answer.case} {answer.question}"


def _format_span(answer: Answer, span: Span) -> str:
    return "" if span.end - span.start == len(answer.text) else f" at {span.start}-{span.end}"


def _format_stretch(answer: Answer, start: int, end: int) -> str:
    return "the whole answer" if end - start == len(answer.text) else f"{start}-{end}"


def _find_meant_quotes(quotes: Sequence[Coding], place: Span, *, chosen: bool) -> list[Coding]:
    """The quotes of a code that putting it on a place is about: those overlapped; all where no words are chosen."""
    return [quote for quote in quotes if not chosen or (quote.start < place.end and place.start < quote.end)]


def _has_other_quotes(there: Sequence[Coding], place: Span) -> bool:
    """Whether the code has quotes on the answer, and none of them has just these ends."""
    return bool(there) and all((quote.start, quote.end) != (place.start, place.end) for quote in there)


def _format_others(count: int) -> str:
    return f" and {count} more" if count else ""
