"""Reading answers for lists and for the coding screen: ids at once, all else a page at a time."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Select, func, select

from tipcoder.model.answers import Answer, AnswerLine, AnswerState
from tipcoder.slices import iterate_chunks
from tipcoder.store import schema
from tipcoder.store.drift import (
    build_veil_condition,
    hides_waves,
    is_open_copy,
    load_veiled_labels,
)
from tipcoder.store.engine import CHUNK, Db
from tipcoder.store.schema.survey import READABLE

EXCERPT = 200
"""Characters of a text that a list line gets."""

_a, _r, _c = schema.answer.c, schema.reading.c, schema.coding.c
_f, _m, _t = schema.flag.c, schema.memo.c, schema.answer_translation.c


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
            # In the same statement, which on a server is a journey less.
            build_veil_condition(db).label("is_veiled"),
        )
        .join(schema.survey_case, schema.survey_case.c.id == _a.case_id)
        .join(schema.question, schema.question.c.id == _a.question_id)
        .where(_a.id.in_(answer_ids))
    )
    lines = {}
    rows = db.execute(query).all()
    veiled = load_veiled_labels(db, answer_ids) if rows and rows[0].is_veiled else {}
    for row in rows:
        line = AnswerLine(*row[:-1])
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


def load_texts(db: Db, answer_ids: Sequence[int]) -> dict[int, str]:
    """Stored texts by answer id."""
    texts: dict[int, str] = {}
    for some in iterate_chunks(answer_ids, CHUNK):
        for row in db.execute(select(_a.id, _a.text).where(_a.id.in_(some))):
            texts[row.id] = row.text
    return texts


def iterate_texts(db: Db, answer_ids: Sequence[int]) -> Iterator[tuple[int, str]]:
    """(answer id, stored text) in the order of the ids."""
    for some in iterate_chunks(answer_ids, CHUNK):
        texts = load_texts(db, some)
        for answer_id in some:
            yield answer_id, texts[answer_id]


def iterate_search_keys(
    db: Db, answer_ids: Sequence[int], *, translated: bool
) -> Iterator[tuple[int, list[str]]]:
    """(answer id, its folded text and, if wanted, that of its translation), in any order."""
    for some in iterate_chunks(answer_ids, CHUNK):
        keys: dict[int, list[str]] = {}
        for row in db.execute(select(_a.id, _a.search_key).where(_a.id.in_(some))):
            keys[row.id] = [row.search_key]
        if translated:
            of_translations = select(_t.answer_id, _t.search_key).where(
                _t.live == 1, _t.answer_id.in_(some)
            )
            for answer_id, folded in db.execute(of_translations):
                keys[answer_id].append(folded)
        yield from keys.items()


def has_translations(db: Db) -> bool:
    """Whether any answer has a translation."""
    return db.execute(select(_t.id).where(_t.live == 1).limit(1)).first() is not None
