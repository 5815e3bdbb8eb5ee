"""The finished work of all coders side by side: answers, readings with their revision, codings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, func, select

from tipcoder.model.codings import DERIVED
from tipcoder.store import schema
from tipcoder.store.blindness import build_visibility_condition
from tipcoder.store.engine import Db
from tipcoder.store.schema.survey import COUNTED, READABLE
from tipcoder.store.shared_words import SharedWords, iterate_rows, load_code_keys, load_numbers

if TYPE_CHECKING:
    from tipcoder.arrays import Ints

_a, _c, _r = schema.answer.c, schema.coding.c, schema.reading.c
_f = schema.frozen_judgement.c


class ReadableAnswer(NamedTuple):
    """A readable answer, without its text."""

    id: int
    case: str
    question: str
    language: str
    respondent: int
    length: int
    """Characters of the text."""


class FinishedAnswer(NamedTuple):
    """A coder has finished an answer under a codebook revision."""

    answer_id: int
    coder_id: int
    revision: int


class FinishedCoding(NamedTuple):
    """A coding: where, whose, which code, and the words."""

    answer_id: int
    coder_id: int
    code: str
    start: int
    end: int
    quote: str
    origin: str


def load_readable_answers(db: Db) -> list[ReadableAnswer]:
    """Current answers that somebody can code, in reading order."""
    return _read_answers(db, _select_answers().where(READABLE))


def load_counted_answers(db: Db) -> list[ReadableAnswer]:
    """Current answers whose codes count: the readable ones, and those that were erased since."""
    return _read_answers(db, _select_answers().where(COUNTED))


def load_counted_numbers(db: Db) -> Ints:
    """(2, answers): the same answers by id, each with its respondent, in the same order; for whom
    their names and their words do not matter. Then no text is read from the store.
    """
    query = _in_reading_order(select(_a.id, schema.survey_case.c.respondent_id))
    return load_numbers(db, query.where(COUNTED))


def load_judged_answers(db: Db, round_ids: Sequence[int]) -> list[ReadableAnswer]:
    """Answers judged in these frozen rounds, in reading order, also texts replaced since.

    What a drift round had coded again is not among them: it is compared with what was said before,
    and never one coder with another.
    """
    judged = select(_f.answer_id).where(_f.live == 1, _f.round_id.in_(round_ids))
    return _read_answers(db, _select_answers().where(_a.id.in_(judged), _a.copy_of.is_(None)))


def _read_answers(db: Db, query: Select[*tuple[Any, ...]]) -> list[ReadableAnswer]:
    words = SharedWords()
    found = []
    for row in iterate_rows(db, query):
        answer_id, case, question, language, respondent, length = row
        found.append(
            ReadableAnswer(
                answer_id, words[case], words[question], words[language], respondent, length
            )
        )
    return found


def _select_answers() -> Select[*tuple[Any, ...]]:
    return _in_reading_order(
        select(
            _a.id,
            schema.survey_case.c.label,
            schema.question.c.name,
            _a.language,
            schema.survey_case.c.respondent_id,
            func.length(_a.text),
        )
    )


def _in_reading_order(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return (
        query.select_from(schema.answer)
        .join(schema.survey_case, schema.survey_case.c.id == _a.case_id)
        .join(schema.question, schema.question.c.id == _a.question_id)
        .order_by(schema.question.c.position, _a.case_id, _a.id)
    )


def load_finished_answers(db: Db, coders: Sequence[int]) -> list[FinishedAnswer]:
    """Which of the current answers these coders have finished, in the order of finishing.

    What was carried over, or coded with many others at once, is nobody's independent judgement.
    """
    query = _select_finished(db, coders).where(_is_current(_r.answer_id))
    return [FinishedAnswer._make(row) for row in iterate_rows(db, query)]


def load_finished_numbers(db: Db, coders: Sequence[int]) -> Ints:
    """The same as columns: (3, finished), answer, coder and revision; also of answers that are no
    longer current, for whom has the current ones and looks each up among them anyway.
    """
    return load_numbers(db, _select_finished(db, coders))


def _select_finished(db: Db, coders: Sequence[int]) -> Select[*tuple[Any, ...]]:
    return (
        select(_r.answer_id, _r.coder_id, _r.revision)
        .where(
            _r.live == 1,
            _r.origin.not_in(DERIVED),
            _r.coder_id.in_(coders),
            build_visibility_condition(db, _r.answer_id, _r.coder_id),
        )
        .order_by(_r.id)  # coders drift: agreement is followed along the order of finishing
    )


def count_derived_readings(db: Db, coders: Sequence[int]) -> dict[str, int]:
    """How many current answers these coders finished by carrying codes over, or many at once, by
    origin. They are not among the finished answers.
    """
    query = (
        select(_r.origin, func.count())
        .join(schema.answer, _a.id == _r.answer_id)
        .where(
            _r.live == 1,
            _r.origin.in_(DERIVED),
            _a.live == 1,
            _r.coder_id.in_(coders),
            build_visibility_condition(db, _r.answer_id, _r.coder_id),
        )
        .group_by(_r.origin)
    )
    return {origin: int(count) for origin, count in db.execute(query)}


def load_finished_codings(db: Db, coders: Sequence[int]) -> list[FinishedCoding]:
    """Codings of these coders on current answers that they have finished."""
    keys = load_code_keys(db)
    found = []
    for answer, coder, code_id, start, end, quote, origin in iterate_finished_codings(db, coders):
        found.append(FinishedCoding(answer, coder, keys[code_id], start, end, quote, origin))
    return found


def iterate_finished_codings(
    db: Db, coders: Sequence[int]
) -> Iterator[Row[int, int, int, int, int, str, str]]:
    """(answer, coder, code, start, end, quote, origin) of the same, answer, coder and code by id;
    for whom one is enough at a time.
    """
    query = _select_codings(db, coders, _c.start, _c.end, _c.quote, _c.origin).order_by(_c.id)
    return iterate_rows(db, query)


def load_code_numbers(db: Db, coders: Sequence[int]) -> Ints:
    """(3, codings): answer, coder and code by id of all that these coders have coded, in any order,
    for whom it does not matter where it stands; a code may come several times.

    Also on answers that are still open or no longer current: whoever has the finished ones looks
    each up among them, in half the time in which the store would.
    """
    query = select(_c.answer_id, _c.coder_id, _c.code_id).where(
        _c.live == 1,
        _c.coder_id.in_(coders),
        build_visibility_condition(db, _c.answer_id, _c.coder_id),
    )
    return load_numbers(db, query)


def _select_codings(
    db: Db, coders: Sequence[int], *more: ColumnElement[Any]
) -> Select[*tuple[Any, ...]]:
    return (
        select(_c.answer_id, _c.coder_id, _c.code_id, *more)
        # What is coded on an answer that is still open is not a judgement yet.
        .join(
            schema.reading,
            (_r.answer_id == _c.answer_id)
            & (_r.coder_id == _c.coder_id)
            & (_r.live == 1)
            & (_r.origin.not_in(DERIVED)),
        )
        .where(
            _c.live == 1,
            _c.coder_id.in_(coders),
            _is_current(_c.answer_id),
            build_visibility_condition(db, _c.answer_id, _c.coder_id),
        )
    )


def _is_current(answer_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether it is an answer of now: no earlier version, and no copy of a drift round.

    Against one list of all, which an index gives, while a join would look at each answer by itself.
    """
    return answer_id.in_(select(_a.id).where(_a.live == 1))
