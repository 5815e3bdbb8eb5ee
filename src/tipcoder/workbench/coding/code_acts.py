"""What a coder does with codes: applying, moving and removing them, and rejecting suggestions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.model.answers import Answer, AnswerState
from tipcoder.model.codings import DERIVED, PERSON, Coding, Outcome
from tipcoder.store import answers, codebooks, codings, events, suggestions
from tipcoder.store.answer_sheets import CODING_ROWS, AnswerSheet
from tipcoder.store.codings import LiveReading, Span
from tipcoder.store.engine import Db
from tipcoder.store.events import Act
from tipcoder.store.suggestions import ShownSuggestion
from tipcoder.store.write_batch import begin_batch
from tipcoder.workbench.codebook.file import read_current_codebook
from tipcoder.workbench.coding.act_sentences import (
    describe_coding,
    format_others,
    format_place,
    format_span,
    has_other_quotes,
)
from tipcoder.workbench.coding.view import StudyView


class _Application(NamedTuple):
    """A code that is being applied, and where."""

    code: str
    code_id: int
    spans: Mapping[int, Span]
    """By answer, the one that the coder looks at first."""
    is_chosen: bool
    """Whether the coder chose words; else the whole answer is meant, or the quotes that it has."""
    is_suggested: bool
    """Whether the code was suggested, so that she accepts it."""


class CodeActs(StudyView):
    """The acts of one coder that apply and remove codes.

    Not safe for use by several threads at once.
    """

    @contextmanager
    def _record_act(self, verb: str, sentence: str, answer_id: int | None = None) -> Iterator[Act]:
        with events.record_act(
            self._store, self.coder.id, verb, sentence, answer_id=answer_id
        ) as act:
            yield act
        self._note_own_act(act.id)

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
        """Apply a code to a span, or to the whole answer; with `finish` also say that the answer is
        done.

        Returns a sentence of what was done. A coding that is there already is not doubled. A span
        is applied only to those of the further answers that are written exactly alike. `suggested`
        is what the coder answers with it: she accepts it as it is or elsewhere in the answer, or
        applies another code in its place.

        With `move_overlapped`, which is what a key means, two quotes of one code never lie on each
        other: applied again to words that overlap a quote of it, the code moves that quote there,
        and its memos go along; words apart are a quote of their own. Where no span is given, a
        quote that is there already stays as it is.
        """
        answer = self.read_answer(answer_id)
        wanted = self._plan_application(answer, code, span, also, suggested)
        with self._store.write(self.coder.id) as db:
            # Read in the transaction that writes: between a look and an act anything may happen.
            found = self._sheets.load_sheets(db, list(wanted.spans), reserve=CODING_ROWS)
            sheets = found.sheets
            refuse_replaced(answer, is_current=sheets[answer_id].is_current)
            if found.revision != self.codebook.revision:
                self._refuse_retired(db, code)
            meant = _find_meant_quotes(sheets, wanted) if move_overlapped else {}
            # Moving quotes, and a verdict, have to read more; all else is known now.
            moves_quotes = wanted.is_chosen and any(meant.values())
            if suggested is None and not moves_quotes:
                begin_batch(db)

            sentence = self._describe_application(answer, wanted, meant)
            act = events.begin_act(db, self.coder.id, "code", sentence, answer_id=answer_id)
            for each in wanted.spans:
                sheet = sheets[each]
                self._apply_code(act, sheet, wanted, meant.get(each, ()))
                # An answer that was finished with no code is finished as coded now.
                if finish or sheet.reading is not None:
                    self._replace_reading(act, sheet, Outcome.CODED)
            if suggested is not None:
                verdict = _choose_verdict(suggested, wanted.code_id, wanted.spans[answer_id])
                suggestions.record_verdict(act, self.coder.id, suggested, verdict)
            # A code that was there already, or only moved, does not climb in the ranking.
            is_new_here = not act.is_empty and not meant.get(answer_id)
            events.finish_act(act, has_undone=found.has_undone)

        self._note_own_act(act.id, sheets)
        if is_new_here:
            self._count_use(answer.question, code)
        # A span has no place in an answer that is written otherwise.
        unlike = len({answer_id, *also}) - len(wanted.spans)
        return f"{sentence}; {unlike} written otherwise left out" if unlike else sentence

    def _plan_application(
        self,
        answer: Answer,
        code: str,
        span: tuple[int, int] | None,
        also: Sequence[int],
        suggested: ShownSuggestion | None,
    ) -> _Application:
        """Where the code goes. Raises BadInput for a span or a code that cannot be used."""
        place = self._require_span(answer, span)
        code_id = self.require_code(code)
        return _Application(
            code,
            code_id,
            # The answer at hand comes first: the sentence of the act names it.
            spans={answer.id: place, **self._find_alike_spans(answer, span, place, also)},
            is_chosen=span is not None,
            is_suggested=suggested is not None and suggested.code_id == code_id,
        )

    def _apply_code(
        self, act: Act, sheet: AnswerSheet, wanted: _Application, meant: Sequence[Coding]
    ) -> None:
        """Move the quotes that are meant to the words chosen, or make a new one where there are
        none.
        """
        answer_id = sheet.answer.id
        span = wanted.spans[answer_id]
        revision = self.codebook.revision
        same = [quote for quote in sheet.codings if quote.code == wanted.code]
        if not meant:
            # A coding that is there already is not doubled.
            if not any(_has_ends(quote, span) for quote in same):
                origin = suggestions.ORIGIN if wanted.is_suggested else PERSON
                codings.insert_coding(
                    act, answer_id, wanted.code_id, self.coder.id, span, revision, origin
                )
        elif wanted.is_chosen:
            new_origin = suggestions.ORIGIN if wanted.is_suggested else None
            codings.move_quotes(act, meant, span, revision, new_origin)

    def _replace_reading(self, act: Act, sheet: AnswerSheet, outcome: Outcome | None) -> None:
        """Finish an answer, or reopen it with None.

        The sheet was read in the same transaction.
        """
        before = None
        if sheet.reading is not None and sheet.reading_id is not None:
            known = sheet.reading
            before = LiveReading(
                sheet.reading_id, known.outcome.value, known.revision, known.origin
            )
        revision = self.codebook.revision
        codings.replace_reading(act, before, sheet.answer.id, self.coder.id, outcome, revision)

    def _describe_application(
        self, answer: Answer, wanted: _Application, meant: Mapping[int, Sequence[Coding]]
    ) -> str:
        label = self.code_label(wanted.code)
        span = wanted.spans[answer.id]
        quotes = meant.get(answer.id, ())
        sentence = describe_coding(label, answer, span, quotes, moves=wanted.is_chosen)

        fresh = sum(1 for each in wanted.spans if not meant.get(each))
        if fresh and not wanted.is_chosen and has_other_quotes(quotes, span):
            # That it is there already is said of those alone which had it.
            return f"{sentence}; applied to {fresh} more"
        return sentence + format_others(len(wanted.spans) - 1)

    def reject_suggestion(self, suggested: ShownSuggestion) -> str:
        """Say that a suggested code does not hold here; it is not offered to this coder on this
        answer again.
        """
        answer = self.read_answer(suggested.answer_id)
        # A suggestion knows codes by number, a codebook by key.
        keys = {code_id: key for key, code_id in self._code_ids.items()}
        label = self.code_label(keys[suggested.code_id])
        sentence = f"turned down {label} on {format_place(answer)}"
        with self._record_act("turn down", sentence, answer.id) as act:
            suggestions.record_verdict(act, self.coder.id, suggested, suggestions.REJECTED)
        return sentence

    def _refuse_retired(self, db: Db, code: str) -> None:
        """Somebody may have merged or retired a code a moment ago, which the next look of this
        session would tell.
        """
        if codebooks.read_current_revision(db) == self.codebook.revision:
            return
        if code not in read_current_codebook(db).codes:
            raise BadInput(
                f"{self.code_label(code)} has just left the codebook.", "Choose another code."
            )

    def _find_alike_spans(
        self, answer: Answer, span: tuple[int, int] | None, place: Span, also: Sequence[int]
    ) -> dict[int, Span]:
        """Where the code is applied on further answers: all of each, or the same words where the
        texts are equal.
        """
        further = [answer_id for answer_id in dict.fromkeys(also) if answer_id != answer.id]
        if not further:
            return {}
        with self._store.read() as db:
            texts = answers.load_texts(db, further)
        # A whole answer is meant as a whole in each of them, however long it is.
        if span is None or place == Span(0, len(answer.text), answer.text):
            return {each: Span(0, len(texts[each]), texts[each]) for each in further}
        return {each: place for each in further if texts[each] == answer.text}

    def remove_coding(self, coding_id: int, *, also: Sequence[int] = ()) -> str:
        """Remove a coding of this coder, and the same from further answers.

        An answer left without any is open.
        """
        with self._store.write(self.coder.id) as db:
            coding = codings.find_coding(db, coding_id, self.coder.id)
            if coding is None:
                raise BadInput("This coding is no longer there.")
            ids = list(dict.fromkeys((coding.answer_id, *also)))
            found = self._sheets.load_sheets(db, ids, reserve=CODING_ROWS)
            begin_batch(db)
            answer = found.sheets[coding.answer_id].answer
            span = Span(coding.start, coding.end, coding.quote)
            is_whole = span.end - span.start == len(answer.text)

            removed = {answer.id: [coding_id]}
            for each in ids[1:]:
                # Of a quote the very same, of a whole answer the code wherever it is applied.
                alike = _list_with_code(found.sheets[each], coding.code)
                removed[each] = [one.id for one in alike if is_whole or _has_ends(one, span)]
            others = sum(1 for each, gone in removed.items() if gone and each != answer.id)
            label = self.code_label(coding.code)
            sentence = f"removed {label} from {format_place(answer)}{format_span(answer, span)}"
            sentence += format_others(others)

            act = events.begin_act(db, self.coder.id, "remove", sentence, answer_id=answer.id)
            for each, gone in removed.items():
                self._remove_codings(act, found.sheets[each], gone)
            events.finish_act(act, has_undone=found.has_undone)
        self._note_own_act(act.id, removed)
        return sentence

    def remove_code(self, answer_ids: Sequence[int], code: str) -> str:
        """Remove every coding of a code from these answers; the sentence names the first."""
        with self._store.write(self.coder.id) as db:
            found = self._sheets.load_sheets(
                db, list(dict.fromkeys(answer_ids)), reserve=CODING_ROWS
            )
            removed = {}
            for answer_id, sheet in found.sheets.items():
                ids = [coding.id for coding in _list_with_code(sheet, code)]
                if ids:
                    removed[answer_id] = ids
            if not removed:
                raise BadInput(f"{self.code_label(code)} is not applied to any of these answers.")

            begin_batch(db)
            first = next(each for each in answer_ids if each in removed)
            place = format_place(found.sheets[first].answer)
            others = format_others(len(removed) - 1)
            sentence = f"removed {self.code_label(code)} from {place}{others}"
            act = events.begin_act(db, self.coder.id, "remove", sentence, answer_id=first)
            for answer_id, ids in removed.items():
                self._remove_codings(act, found.sheets[answer_id], ids)
            events.finish_act(act, has_undone=found.has_undone)
        self._note_own_act(act.id, removed)
        return sentence

    def _remove_codings(self, act: Act, sheet: AnswerSheet, coding_ids: Sequence[int]) -> None:
        """Remove codings of an answer, of which the sheet was read in the same transaction."""
        if not coding_ids:
            return
        codings.remove_codings(act, coding_ids)
        left = {coding.code for coding in sheet.codings if coding.id not in coding_ids}
        gone = [one for one in sheet.taken if one.code not in left]
        suggestions.reject_taken(act, gone)
        reading = sheet.reading
        if reading is None:
            return
        if not left and reading.outcome is Outcome.CODED:
            # "Coded" without a code would contradict itself, and "none applies" is for the coder to
            # say.
            self._replace_reading(act, sheet, None)
        elif reading.origin in DERIVED:
            # Whoever corrects what was carried over or coded with others has judged the answer.
            self._replace_reading(act, sheet, reading.outcome)

    def _require_span(self, answer: Answer, span: tuple[int, int] | None) -> Span:
        refuse_unreadable(answer)
        length = len(answer.text)
        start, end = span if span is not None else (0, length)
        if not 0 <= start < end <= length:
            raise BadInput(
                f"{format_place(answer)}: {start}-{end} is not a span of its {length} characters."
            )
        return Span(start, end, answer.text[start:end])

    def require_code(self, key: str) -> int:
        """The number of a code. Raises BadInput for one that cannot be applied."""
        code = self.codebook.codes.get(key)
        if code is None:
            raise self._unknown_code_fault(key)
        if not code.codable:
            raise BadInput(f"{key!r} only groups other codes.", "Choose one of its sub-codes.")
        return self._code_ids[key]

    def _unknown_code_fault(self, key: str) -> BadInput:
        return BadInput(f"There is no code {key!r}.", did_you_mean(key, self.codebook.codes))

    def _require_answer(self, db: Db, answer_id: int) -> Answer:
        found = answers.load_answer(db, answer_id, self.list_shown_attributes(db))
        assert found is not None, "a foreign key holds it, or it was read in this transaction"
        return found


def refuse_unreadable(answer: Answer) -> None:
    """Raise BadInput for an answer without text: nothing can be said of it."""
    if answer.state is not AnswerState.ANSWERED:
        raise BadInput(f"{format_place(answer)} has no readable text.")


def refuse_replaced(answer: Answer, *, is_current: bool) -> None:
    """Raise BadInput for a text that somebody has replaced since it was shown."""
    if not is_current:
        raise BadInput(
            f"{format_place(answer)}: a later import has replaced this text.",
            "Open the answer again.",
        )


def _list_with_code(sheet: AnswerSheet, code: str) -> list[Coding]:
    return [coding for coding in sheet.codings if coding.code == code]


def _choose_verdict(suggested: ShownSuggestion, code_id: int, place: Span) -> str:
    """What the coder did with a suggestion: took the code as it is or elsewhere, or another one
    instead.
    """
    if suggested.code_id != code_id:
        return suggestions.EDITED
    if (suggested.start, suggested.end) == (place.start, place.end):
        return suggestions.ACCEPTED
    return suggestions.MOVED


def _find_meant_quotes(
    sheets: Mapping[int, AnswerSheet], wanted: _Application
) -> dict[int, list[Coding]]:
    """By answer, the quotes that applying the code is about: those overlapped, or all where no
    words are chosen.
    """
    meant = {}
    for answer_id, span in wanted.spans.items():
        quotes = [quote for quote in sheets[answer_id].codings if quote.code == wanted.code]
        reached = [quote for quote in quotes if not wanted.is_chosen or _overlaps(quote, span)]
        meant[answer_id] = sorted(reached, key=lambda quote: quote.id)
    return meant


def _overlaps(quote: Coding, span: Span) -> bool:
    return quote.start < span.end and span.start < quote.end


def _has_ends(coding: Coding, span: Span) -> bool:
    return (coding.start, coding.end) == (span.start, span.end)
