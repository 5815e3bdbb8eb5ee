"""Reading answers for lists and for the coding screen: ids at once, all else a page at a time."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Exists, Select, exists, func, select

from tipcoder.model import CARRIED, MANY, Answer, AnswerFilter, AnswerLine, AnswerState, Progress
from tipcoder.slices import iterate_chunks
from tipcoder.store import schema
from tipcoder.store.attributes import find_cases_choosing, find_cases_passing
from tipcoder.store.drift import (
    build_listed_condition,
    find_lots,
    find_open_copies,
    hides_waves,
    is_open_copy,
    load_veiled_labels,
)
from tipcoder.store.engine import CHUNK, Db
from tipcoder.store.rounds import find_assigned_to
from tipcoder.store.schema.survey import READABLE
from tipcoder.text import fold_text, normalise_text

EXCERPT = 200
"""Characters of a text that a list line gets."""

_a, _r, _c = schema.answer.c, schema.reading.c, schema.coding.c
_f, _m, _t = schema.flag.c, schema.memo.c, schema.answer_translation.c


def find_answer_ids(
    db: Db, answer_filter: AnswerFilter, coder_id: int, *, originals_only: bool = False
) -> list[int]:
    """Ids of readable answers in reading order: by question, each in order of the survey.

    Words are looked for in translations too, but not where `originals_only` says so; patterns in
    the original alone. Raises BadInput for a pattern that is wrong or takes too long.
    """
    cases = _find_wanted_cases(db, answer_filter)
    assigned = None
    if answer_filter.rounds:
        assigned = find_assigned_to(db, coder_id, answer_filter.rounds)

    copies = find_open_copies(db, coder_id)
    query = _apply_filter(select(_a.id, _a.case_id), answer_filter, coder_id, copies)
    translated = not originals_only and has_translations(db)
    query = _find_words(query, answer_filter.words, translated=translated)
    answer_ids: list[int] = []
    # The order of the survey would tell which answers are of an earlier wave.
    lots = find_lots(db, coder_id) if copies else {}
    # A statement for each question follows an index that is in reading order already.
    for question_id in _find_wanted_questions(db, answer_filter.questions):
        of_question = query.where(_a.question_id == question_id).order_by(_a.case_id)
        listed: Iterable[Any] = db.execute(of_question)
        if lots:
            # Answers of no such round keep their order behind those that have a lot.
            listed = sorted(listed, key=lambda row: (row.id not in lots, lots.get(row.id, 0)))
        for answer_id, case_id in listed:
            if cases is not None and case_id not in cases:
                continue
            if assigned is not None and answer_id not in assigned:
                continue
            answer_ids.append(answer_id)
    if answer_filter.patterns:
        # Imported here, because most lists are made without a pattern.
        from tipcoder.text_patterns import find_matching

        return list(find_matching(_iterate_texts(db, answer_ids), answer_filter.patterns))
    return answer_ids


def _find_wanted_questions(db: Db, names: Collection[str]) -> list[int]:
    """Ids of these questions, or of all, in their order."""
    question = schema.question.c
    query = select(question.name, question.id).order_by(question.position, question.id)
    return [question_id for name, question_id in db.execute(query) if not names or name in names]


def _find_wanted_cases(db: Db, answer_filter: AnswerFilter) -> set[int] | None:
    """Ids of the cases that a filter leaves; None where it does not filter by cases."""
    cases = None
    if answer_filter.attributes:
        cases = find_cases_passing(db, answer_filter.attributes)
    if answer_filter.options:
        choosing = find_cases_choosing(db, answer_filter.options)
        cases = choosing if cases is None else cases & choosing
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
    # A label may name the wave.
    is_blind = hides_waves(db)
    found = set()
    for row in db.execute(query):
        if row.response_id in wanted or (row.label in wanted and not is_blind):
            found.add(row.id)
    return found


def has_translations(db: Db) -> bool:
    """Whether any answer has one."""
    return db.execute(select(_t.id).where(_t.live == 1).limit(1)).first() is not None


def _find_words(query: Select[Any], words: str, *, translated: bool) -> Select[Any]:
    """The query for answers with every one of these words, in the original or its translation."""
    # Escaped, because % and _ have a meaning in LIKE.
    for word in fold_text(normalise_text(words).text).split():
        found = _a.search_key.contains(word, autoescape=True)
        if translated:
            there = select(_t.answer_id).where(
                _t.live == 1, _t.search_key.contains(word, autoescape=True)
            )
            found = found | _a.id.in_(there)
        query = query.where(found)
    return query


def _apply_filter(
    query: Select[Any], answer_filter: AnswerFilter, coder_id: int, copies: dict[int, int]
) -> Select[Any]:
    """The query for listed answers that pass those parts of the filter that SQL can test."""
    query = query.where(build_listed_condition(copies))
    if answer_filter.languages:
        query = query.where(_a.language.in_(answer_filter.languages))
    for wanted, condition in (
        (answer_filter.finished, _has_row_of_coder(_r, coder_id)),
        (answer_filter.coded, _has_row_of_coder(_c, coder_id)),
        (answer_filter.flagged, _has_row_of_coder(_f, coder_id)),
        (answer_filter.noted, _has_row_of_coder(_m, coder_id)),
        (answer_filter.carried, _was_finished_by(coder_id, CARRIED)),
        (answer_filter.many, _was_finished_by(coder_id, MANY)),
        (answer_filter.repeated, _a.duplicate_key.in_(_select_repeated_keys())),
    ):
        # None asks for neither: answers with and without pass.
        if wanted is not None:
            query = query.where(condition if wanted else ~condition)
    if answer_filter.codes:
        query = query.where(_a.id.in_(_select_coded_answers(answer_filter.codes, coder_id)))
    return query


def _has_row_of_coder(columns: Any, coder_id: int) -> Exists:
    """Whether this coder has a live row in a table on the answer of the outer query."""
    return exists().where(
        columns.answer_id == _a.id, columns.coder_id == coder_id, columns.live == 1
    )


def _was_finished_by(coder_id: int, origin: str) -> Exists:
    """Whether this coder finished the answer of the outer query in the way that `origin` says."""
    return _has_row_of_coder(_r, coder_id).where(_r.origin == origin)


def _select_repeated_keys() -> Select[Any]:
    """Duplicate keys that several readable answers share."""
    return (
        select(_a.duplicate_key).where(READABLE).group_by(_a.duplicate_key).having(func.count() > 1)
    )


def _select_coded_answers(codes: Collection[str], coder_id: int) -> Select[Any]:
    """Answers to which this coder has applied one of these codes."""
    code = schema.code.c
    query = select(_c.answer_id).join(schema.code, code.id == _c.code_id)
    return query.where(_c.live == 1, _c.coder_id == coder_id, code.key.in_(codes))


def load_lines(db: Db, answer_ids: Sequence[int], coder_id: int) -> dict[int, AnswerLine]:
    """What a list draws for these answers. Meant for a page, not for thousands."""
    twins = schema.answer.alias("twins")
    # READABLE is about the answer itself; its twins need the same condition of their own.
    is_twin = (
        twins.c.duplicate_key == _a.duplicate_key,
        twins.c.live == 1,
        twins.c.state == "answered",
    )
    duplicates = select(func.count()).where(*is_twin).scalar_subquery()
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
    lines = {}
    veiled = load_veiled_labels(db, answer_ids) if hides_waves(db) else {}
    for row in db.execute(query):
        line = AnswerLine(*row)
        case = veiled.get(line.id, line.case)
        lines[line.id] = line._replace(finished=bool(line.finished), case=case)
    return lines


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
            _t.text.label("translation"),
        )
        .join(schema.survey_case, schema.survey_case.c.id == _a.case_id)
        .join(schema.question, schema.question.c.id == _a.question_id)
        .outerjoin(schema.answer_translation, (_t.answer_id == _a.id) & (_t.live == 1))
        .where(_a.id == answer_id)
    )
    row = db.execute(query).one_or_none()
    if row is None:
        return None
    twins = select(func.count()).where(_a.duplicate_key == row.duplicate_key, READABLE)
    known = json.loads(row.attributes)
    case = row.label
    if hides_waves(db):
        case = load_veiled_labels(db, [answer_id])[answer_id]
    return Answer(
        id=answer_id,
        case=case,
        question=row.name,
        state=AnswerState(row.state),
        text=row.text,
        language=row.language,
        attributes={name: known[name] for name in attributes if name in known},
        duplicates=int(db.execute(twins).scalar_one()),
        translation=row.translation or "",
    )


def count_progress(db: Db, answer_filter: AnswerFilter, coder_id: int) -> Progress:
    """How many of these answers the coder has finished."""
    found = find_answer_ids(db, answer_filter, coder_id)
    query = select(_r.answer_id).where(_r.live == 1, _r.coder_id == coder_id)
    finished = set(db.execute(query).scalars())
    return Progress(len(finished.intersection(found)), len(found))


def count_languages(db: Db) -> list[tuple[str, int]]:
    """Languages of readable answers with their counts, the commonest first."""
    query = (
        select(_a.language, func.count())
        # Naming every question lets SQLite count from the index that begins with the question.
        .where(READABLE, _a.question_id.in_(select(schema.question.c.id)))
        .group_by(_a.language)
    )
    found = [(row[0], int(row[1])) for row in db.execute(query)]
    return sorted(found, key=lambda line: (-line[1], line[0]))


def load_languages(db: Db) -> dict[int, str]:
    """The language of every current readable answer, by id."""
    return {row.id: row.language for row in db.execute(select(_a.id, _a.language).where(READABLE))}


def is_current(db: Db, answer_id: int) -> bool:
    """Whether this is the current text of its answer: no later import has replaced it.

    So is a copy of it, as long as its round is open.
    """
    current = select(_a.id).where(_a.id == answer_id, _a.live == 1)
    return db.execute(current).first() is not None or is_open_copy(db, answer_id)


def find_answers_by_place(db: Db) -> dict[tuple[str, str], int]:
    """Answer ids by (case label, question name): current readable answers only."""
    return _load_places(db, _select_places())


def find_answers_of_cases(db: Db, labels: Collection[str]) -> dict[tuple[str, str], int]:
    """Answer ids by (case label, question name): current readable answers of these cases."""
    return _load_places(db, _select_places().where(schema.survey_case.c.label.in_(labels)))


def _select_places() -> Select[Any]:
    return (
        select(schema.survey_case.c.label, schema.question.c.name, _a.id)
        .join(schema.survey_case, schema.survey_case.c.id == _a.case_id)
        .join(schema.question, schema.question.c.id == _a.question_id)
        .where(READABLE)
    )


def _load_places(db: Db, query: Select[Any]) -> dict[tuple[str, str], int]:
    return {(label, question): answer_id for label, question, answer_id in db.execute(query)}


def filter_readable(db: Db, answer_ids: Collection[int]) -> set[int]:
    """Those of these answers that are readable and current."""
    readable: set[int] = set()
    for some in iterate_chunks(list(answer_ids), CHUNK):
        readable.update(db.execute(select(_a.id).where(READABLE, _a.id.in_(some))).scalars())
    return readable


def _iterate_texts(db: Db, answer_ids: Sequence[int]) -> Iterator[tuple[int, str]]:
    """(answer id, stored text) in the order of the ids, as many texts in memory as a query has."""
    for some in iterate_chunks(answer_ids, CHUNK):
        texts = load_texts(db, some)
        for answer_id in some:
            yield answer_id, texts[answer_id]


def load_texts(db: Db, answer_ids: Sequence[int]) -> dict[int, str]:
    """Stored texts by answer id."""
    texts: dict[int, str] = {}
    for some in iterate_chunks(answer_ids, CHUNK):
        for row in db.execute(select(_a.id, _a.text).where(_a.id.in_(some))):
            texts[row.id] = row.text
    return texts
