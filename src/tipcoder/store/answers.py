"""Reading answers for a list and for the coding screen: ids at once, everything else a page at a
time.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Exists, Select, and_, exists, func, select

from tipcoder.model import Answer, AnswerFilter, AnswerLine, AnswerState, Progress
from tipcoder.store import schema
from tipcoder.store.attributes import find_cases_passing
from tipcoder.store.engine import Db
from tipcoder.store.rounds import find_assigned_to
from tipcoder.text import fold_text, normalise_text

EXCERPT = 200
"""Characters of a text that a list line gets."""

_a, _r, _c = schema.answer.c, schema.reading.c, schema.coding.c
_f, _m = schema.flag.c, schema.memo.c
_READABLE = and_(_a.live == 1, _a.state == AnswerState.ANSWERED.value)


def find_answer_ids(db: Db, answer_filter: AnswerFilter, coder_id: int) -> list[int]:
    """Ids of readable answers in reading order: by question, each in order of the survey."""
    cases = _find_wanted_cases(db, answer_filter)
    given = None
    if answer_filter.rounds:
        given = find_assigned_to(db, coder_id, answer_filter.rounds)
    out: list[int] = []
    for question_id in _find_wanted_questions(db, answer_filter.questions):
        query = _apply_filter(select(_a.id, _a.case_id), answer_filter, coder_id)
        found: Iterable[Any] = db.execute(query.where(_a.question_id == question_id).order_by(_a.case_id))
        if cases is not None:
            found = (row for row in found if row.case_id in cases)
        if given is not None:
            found = (row for row in found if row.id in given)
        out.extend(row.id for row in found)
    return out


def _find_wanted_questions(db: Db, names: Collection[str]) -> list[int]:
    """Ids of these questions, or of all, in their order."""
    question = schema.question.c
    query = select(question.name, question.id).order_by(question.position, question.id)
    return [question_id for name, question_id in db.execute(query) if not names or name in names]


def _find_wanted_cases(db: Db, answer_filter: AnswerFilter) -> set[int] | None:
    """Ids of the cases that a filter leaves; None where it says nothing of cases."""
    cases = None
    if answer_filter.attributes:
        cases = find_cases_passing(db, answer_filter.attributes)
    if answer_filter.cases:
        labelled = _find_labelled_cases(db, answer_filter.cases)
        cases = labelled if cases is None else cases & labelled
    return cases


def _find_labelled_cases(db: Db, labels: Sequence[str]) -> set[int]:
    """Ids of the live cases with these labels, or of respondents with these response IDs."""
    wanted = set(labels)
    query = (
        select(schema.survey_case.c.id, schema.survey_case.c.label, schema.respondent.c.response_id)
        .join(schema.respondent, schema.respondent.c.id == schema.survey_case.c.respondent_id)
        .where(schema.survey_case.c.live == 1)
    )
    return {row.id for row in db.execute(query) if row.label in wanted or row.response_id in wanted}


def _apply_filter(query: Select[Any], answer_filter: AnswerFilter, coder_id: int) -> Select[Any]:
    """The same query for the readable answers that pass the filter, as far as one statement can
    tell.
    """
    query = query.where(_READABLE)
    if answer_filter.languages:
        query = query.where(_a.language.in_(answer_filter.languages))
    for word in fold_text(normalise_text(answer_filter.words).text).split():
        query = query.where(_a.search_key.contains(word, autoescape=True))
    repeated = _a.duplicate_key.in_(_select_repeated_keys())
    for wanted, there in (
        (answer_filter.finished, _is_finished(coder_id)),
        (answer_filter.coded, exists().where(*_of_answer_and_coder(_c, coder_id))),
        (answer_filter.flagged, exists().where(*_of_answer_and_coder(_f, coder_id))),
        (answer_filter.noted, exists().where(*_of_answer_and_coder(_m, coder_id))),
        (answer_filter.repeated, repeated),
    ):
        if wanted is not None:
            query = query.where(there if wanted else ~there)
    if answer_filter.codes:
        query = query.where(_a.id.in_(_select_coded_answers(answer_filter.codes, coder_id)))
    return query


def _of_answer_and_coder(columns: Any, coder_id: int) -> tuple[Any, ...]:
    """The live rows of a table that this coder has on the answer of the outer query."""
    return columns.answer_id == _a.id, columns.coder_id == coder_id, columns.live == 1


def _select_repeated_keys() -> Select[Any]:
    """What several readable answers have in common that say the same."""
    return select(_a.duplicate_key).where(_READABLE).group_by(_a.duplicate_key).having(func.count() > 1)


def _select_coded_answers(codes: Collection[str], coder_id: int) -> Select[Any]:
    """Answers on which this coder has put one of these codes."""
    code = schema.code.c
    query = select(_c.answer_id).join(schema.code, code.id == _c.code_id)
    return query.where(_c.live == 1, _c.coder_id == coder_id, code.key.in_(codes))


def _is_finished(coder_id: int) -> Exists:
    return exists().where(*_of_answer_and_coder(_r, coder_id))


def load_lines(db: Db, answer_ids: Sequence[int], coder_id: int) -> dict[int, AnswerLine]:
    """What a list draws for these answers. Meant for a page, not for thousands."""
    twins = schema.answer.alias("twins")
    duplicates = (
        select(func.count())
        .where(twins.c.duplicate_key == _a.duplicate_key, twins.c.live == 1, twins.c.state == "answered")
        .scalar_subquery()
    )
    codings = (
        select(func.count())
        .where(_c.coder_id == coder_id, _c.answer_id == _a.id, _c.live == 1)
        .correlate(schema.answer)
        .scalar_subquery()
    )
    done = (
        select(func.count())
        .where(_r.answer_id == _a.id, _r.coder_id == coder_id, _r.live == 1)
        .correlate(schema.answer)
        .scalar_subquery()
    )
    query = (
        select(
            _a.id,
            schema.survey_case.c.label,
            schema.question.c.name,
            _a.language,
            done,
            codings,
            func.substr(_a.text, 1, EXCERPT),
            duplicates,
        )
        .join(schema.survey_case, schema.survey_case.c.id == _a.case_id)
        .join(schema.question, schema.question.c.id == _a.question_id)
        .where(_a.id.in_(answer_ids))
    )
    return {row[0]: AnswerLine(*row)._replace(finished=bool(row[4])) for row in db.execute(query)}


def load_answer(db: Db, answer_id: int, attributes: Sequence[str]) -> Answer | None:
    """One answer with the named attributes of its case, or None."""
    query = (
        select(
            _a.state,
            _a.text,
            _a.language,
            _a.duplicate_key,
            schema.survey_case.c.label,
            schema.survey_case.c.attributes,
            schema.question.c.name,
        )
        .join(schema.survey_case, schema.survey_case.c.id == _a.case_id)
        .join(schema.question, schema.question.c.id == _a.question_id)
        .where(_a.id == answer_id)
    )
    row = db.execute(query).one_or_none()
    if row is None:
        return None
    twins = select(func.count()).where(_a.duplicate_key == row.duplicate_key, _READABLE)
    known = json.loads(row.attributes)
    return Answer(
        id=answer_id,
        case=row.label,
        question=row.name,
        state=AnswerState(row.state),
        text=row.text,
        language=row.language,
        attributes={name: known[name] for name in attributes if name in known},
        duplicates=int(db.execute(twins).scalar_one()),
    )


def count_progress(db: Db, answer_filter: AnswerFilter, coder_id: int) -> Progress:
    """How many of these answers the coder has finished."""
    found = find_answer_ids(db, answer_filter, coder_id)
    done = set(db.execute(select(_r.answer_id).where(_r.live == 1, _r.coder_id == coder_id)).scalars())
    return Progress(sum(1 for answer_id in found if answer_id in done), len(found))


def count_languages(db: Db) -> list[tuple[str, int]]:
    """Languages of readable answers with their counts, the commonest first."""
    query = (
        select(_a.language, func.count())
        .where(_READABLE, _a.question_id.in_(select(schema.question.c.id)))
        .group_by(_a.language)
    )
    found = [(row[0], int(row[1])) for row in db.execute(query)]
    return sorted(found, key=lambda line: (-line[1], line[0]))


def load_languages(db: Db) -> dict[int, str]:
    """The language of every current readable answer, by id."""
    return {row.id: row.language for row in db.execute(select(_a.id, _a.language).where(_READABLE))}


def is_current(db: Db, answer_id: int) -> bool:
    """Whether this text still stands, that is, no later import has replaced it."""
    return db.execute(select(_a.id).where(_a.id == answer_id, _a.live == 1)).first() is not None


def find_answers_by_place(db: Db) -> dict[tuple[str, str], int]:
    """Answer ids by (case label, question name): current readable answers only."""
    query = (
        select(schema.survey_case.c.label, schema.question.c.name, _a.id)
        .join(schema.survey_case, schema.survey_case.c.id == _a.case_id)
        .join(schema.question, schema.question.c.id == _a.question_id)
        .where(_READABLE)
    )
    return {(row[0], row[1]): row[2] for row in db.execute(query)}


def find_answers_of_cases(db: Db, labels: Collection[str]) -> dict[tuple[str, str], int]:
    """Answer ids by (case label, question name): current readable answers of these cases."""
    query = (
        select(schema.survey_case.c.label, schema.question.c.name, _a.id)
        .join(schema.survey_case, schema.survey_case.c.id == _a.case_id)
        .join(schema.question, schema.question.c.id == _a.question_id)
        .where(_READABLE, schema.survey_case.c.label.in_(labels))
    )
    return {(row[0], row[1]): row[2] for row in db.execute(query)}


def filter_readable(db: Db, answer_ids: Collection[int]) -> set[int]:
    """Those of these answers that are readable and current."""
    return set(db.execute(select(_a.id).where(_READABLE, _a.id.in_(answer_ids))).scalars())


def load_texts(db: Db, answer_ids: Sequence[int]) -> dict[int, str]:
    """Stored texts by answer id."""
    out: dict[int, str] = {}
    for at in range(0, len(answer_ids), 10_000):
        chunk = answer_ids[at : at + 10_000]
        out.update({row.id: row.text for row in db.execute(select(_a.id, _a.text).where(_a.id.in_(chunk)))})
    return out
