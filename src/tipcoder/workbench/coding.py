"""One coder at work in one study: what the coding screen and scripts call.

Every act is durable when its method returns, and is one step for undo.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.model import (
    Answer,
    AnswerFilter,
    AnswerLine,
    AnswerState,
    Codebook,
    Coder,
    Coding,
    Outcome,
    Progress,
    Question,
    Reading,
    Undone,
)
from tipcoder.store import answers, codebooks, codings, counts, events, survey_data
from tipcoder.store.codings import Span
from tipcoder.workbench.opening import OpenStudy, current_codebook
from tipcoder.workbench.ranking import Ranking

OUTCOME_WORDS = {
    Outcome.CODED: "finished",
    Outcome.NONE_APPLIES: "none applies",
    Outcome.OFF_TOPIC: "off-topic",
    Outcome.UNCODABLE: "uncodable",
}


class CodingSession:
    """A study as one coder sees it. Not safe for use by several threads at once."""

    def __init__(self, here: OpenStudy, coder: Coder) -> None:
        self._here = here
        self._store = here.store
        self.coder = coder
        self.title = here.study.title
        self.languages = here.study.languages
        with self._store.read() as db:
            self.codebook: Codebook = current_codebook(db)
            self.questions: tuple[Question, ...] = tuple(survey_data.all_questions(db))
            self._code_ids = codebooks.code_ids(db)
            usage = counts.usage(db, coder.id)
        codable = [code.key for _, code in self.codebook.in_tree_order() if code.codable]
        self._ranking = Ranking(codable, usage)
        self._answer: Answer | None = None

    def ids(self, where: AnswerFilter) -> list[int]:
        """Ids of readable answers that pass the filter, in reading order. A code stands for its sub-codes too."""
        with self._store.read() as db:
            return answers.ids(db, self._with_subcodes(where), self.coder.id)

    def lines(self, ids: Sequence[int]) -> dict[int, AnswerLine]:
        """What a list shows of these answers; ask for a page, not for all."""
        with self._store.read() as db:
            return answers.lines(db, ids, self.coder.id)

    def answer(self, answer_id: int) -> Answer:
        """One answer. Raises BadInput if there is none of that id."""
        if self._answer is None or self._answer.id != answer_id:
            with self._store.read() as db:
                found = answers.answer(db, answer_id, self._here.study.attributes)
            if found is None:
                raise BadInput(f"There is no answer {answer_id}.")
            self._answer = found
        return self._answer

    def codings(self, answer_id: int) -> list[Coding]:
        """This coder's codings of an answer, in order of start."""
        with self._store.read() as db:
            return codings.codings_of(db, answer_id, self.coder.id)

    def reading(self, answer_id: int) -> Reading | None:
        """How this coder finished the answer, or None."""
        with self._store.read() as db:
            return codings.reading_of(db, answer_id, self.coder.id)

    def ranked_codes(self, answer_id: int) -> list[str]:
        """Code keys for this answer, best first; digits 1-9 are the first nine and keep their places."""
        return self._ranking.ranked(self.answer(answer_id).question)

    def apply(self, answer_id: int, code: str, span: tuple[int, int] | None = None, *, finish: bool = False) -> str:
        """Put a code on a span, or on the whole answer; with `finish` also say that the answer is done.

        Returns a sentence of what was done. A coding that stands already is not doubled.
        """
        answer = self.answer(answer_id)
        place = self._span(answer, span)
        code_id = self._codable(code)
        sentence = f"{self._label(code)} on {_place(answer)}{_where(answer, place)}"
        with events.recorded(self._store, self.coder.id, "code", sentence, answer_id=answer_id) as act:
            codings.put(act, answer_id, code_id, self.coder.id, place, self.codebook.revision, "person")
            before = codings.reading_of(act.db, answer_id, self.coder.id)
            if finish or before is not None:
                codings.set_reading(act, answer_id, self.coder.id, Outcome.CODED, self.codebook.revision)
        self._ranking.used(answer.question, code)
        return sentence

    def remove(self, coding_id: int) -> str:
        """Take a coding of this coder off. An answer left without any is open again."""
        with self._store.read() as db:
            coding = codings.coding_at(db, coding_id)
        if coding is None or coding.coder != self.coder.name:
            raise BadInput("This coding is no longer there.")
        answer = self.answer(coding.answer_id)
        span = Span(coding.start, coding.end, coding.quote)
        sentence = f"took {self._label(coding.code)} off {_place(answer)}{_where(answer, span)}"
        with events.recorded(self._store, self.coder.id, "remove", sentence, answer_id=answer.id) as act:
            codings.take_off(act, [coding_id])
            left = codings.codings_of(act.db, answer.id, self.coder.id)
            reading = codings.reading_of(act.db, answer.id, self.coder.id)
            if not left and reading is not None and reading.outcome is Outcome.CODED:
                codings.set_reading(act, answer.id, self.coder.id, None, self.codebook.revision)
        return sentence

    def finish(self, answer_id: int, outcome: Outcome | None = None) -> str:
        """Say that an answer is done. None means coded if it has codes, else none applies.

        Any outcome but coded takes the coder's codes off the answer, in the same act.
        """
        answer = self.answer(answer_id)
        mine = self.codings(answer_id)
        if outcome is None:
            outcome = Outcome.CODED if mine else Outcome.NONE_APPLIES
        if outcome is Outcome.CODED and not mine:
            raise BadInput(f"{_place(answer)} has no code yet.", "Put one on, or say that none applies.")
        gone = [] if outcome is Outcome.CODED else mine
        sentence = f"{OUTCOME_WORDS[outcome]}: {_place(answer)}"
        if gone:
            sentence += f", {len(gone)} coding{'s' if len(gone) > 1 else ''} taken off"
        with events.recorded(self._store, self.coder.id, "finish", sentence, answer_id=answer_id) as act:
            codings.take_off(act, [coding.id for coding in gone])
            codings.set_reading(act, answer_id, self.coder.id, outcome, self.codebook.revision)
        return sentence

    def reopen(self, answer_id: int) -> str:
        """Take back that an answer is done; its codings stay."""
        sentence = f"reopened {_place(self.answer(answer_id))}"
        with events.recorded(self._store, self.coder.id, "reopen", sentence, answer_id=answer_id) as act:
            codings.set_reading(act, answer_id, self.coder.id, None, self.codebook.revision)
        return sentence

    def undo(self) -> Undone | None:
        """Take back this coder's latest act, whatever it was; None if there is nothing to undo."""
        return self._after_walk(events.undo(self._store, self.coder.id))

    def redo(self) -> Undone | None:
        """Do again what was undone last; None if there is nothing to redo."""
        return self._after_walk(events.redo(self._store, self.coder.id))

    def _after_walk(self, done: Undone | None) -> Undone | None:
        if done is not None:
            self._answer = None
            with self._store.read() as db:
                if codebooks.current_revision(db) != self.codebook.revision:
                    self.codebook = current_codebook(db)
        return done

    def progress(self, where: AnswerFilter) -> Progress:
        """How far this coder is among the answers that pass the filter, finished or not."""
        with self._store.read() as db:
            return answers.progress(db, replace(self._with_subcodes(where), finished=None), self.coder.id)

    def languages_found(self) -> list[tuple[str, int]]:
        """Languages of readable answers with their counts, the commonest first."""
        with self._store.read() as db:
            return answers.languages_found(db)

    def rest(self) -> None:
        """Nothing is happening: a good moment to bring the write-ahead log into the main file."""
        self._store.checkpoint()

    def _with_subcodes(self, where: AnswerFilter) -> AnswerFilter:
        if not where.codes:
            return where
        wanted = set(where.codes)
        below = tuple(key for key in self.codebook.codes if wanted.intersection(self.codebook.path(key)))
        return replace(where, codes=below or where.codes)

    def _span(self, answer: Answer, span: tuple[int, int] | None) -> Span:
        if answer.state is not AnswerState.ANSWERED:
            raise BadInput(f"{_place(answer)} has no readable text.")
        start, end = span if span is not None else (0, len(answer.text))
        if not 0 <= start < end <= len(answer.text):
            raise BadInput(f"{_place(answer)}: {start}-{end} is no span of its {len(answer.text)} characters.")
        return Span(start, end, answer.text[start:end])

    def _codable(self, key: str) -> int:
        code = self.codebook.codes.get(key)
        if code is None:
            raise BadInput(f"There is no code {key!r}.", did_you_mean(key, self.codebook.codes))
        if not code.codable:
            raise BadInput(f"{key!r} only groups other codes.", "Choose one of its sub-codes.")
        return self._code_ids[key]

    def _label(self, key: str) -> str:
        code = self.codebook.codes.get(key)
        return code.label_in(self.languages[0], self.codebook.language) if code else key


def _place(answer: Answer) -> str:
    return f"{answer.case} {answer.question}"


def _where(answer: Answer, span: Span) -> str:
    return "" if span.end - span.start == len(answer.text) else f" at {span.start}-{span.end}"
