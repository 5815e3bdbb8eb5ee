"""Respondents, cases and frozen answers: written at import, read to compare a later import with."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import and_, case, func, insert, select, update

from tipcoder.model.answers import Question
from tipcoder.store import schema
from tipcoder.store.engine import Db
from tipcoder.store.events import DEAD, LIVE, Act, format_utc_now
from tipcoder.store.schema.survey import READABLE
from tipcoder.text import normalise_text

UUID = "study_uuid"
"""The key in `meta` of what names the study outside: its key file, and its drafts."""
_WAVE_SIGN = "@"
"""Between the number of a case and its wave."""


class CaseKey(NamedTuple):
    """What tells cases apart: the respondent's response ID, the number of the case among those of
    the respondent in a wave, and the wave."""

    response_id: str
    number: str
    wave: str = ""


class StoredCase(NamedTuple):
    """A case as it is in the store."""

    id: int
    key: CaseKey
    label: str
    attributes: str
    written_number: str
    """The number as the store holds it."""


class CaseLabel(NamedTuple):
    """What the label of a case depends on."""

    id: int
    key: CaseKey
    label: str
    waves: int
    """Waves in which the respondent has a case."""
    cases: int
    """Cases of the respondent in the wave of this one."""


class StoredAnswer(NamedTuple):
    """The current version of one answer, as far as a later import needs it."""

    id: int
    state: str
    text_hash: str
    version: int


def write_case_number(number: str, wave: str) -> str:
    """The number of a new case as the store holds it: `2` of the wave `2025` is `2@2025`.

    Cases that are given a wave later keep the number that they had: other copies of the study know
    them by it.
    """
    return f"{number}{_WAVE_SIGN}{wave}" if wave else number


def read_case_number(stored: str, wave: str) -> str:
    """The number of a case among those that its respondent has in the wave."""
    return stored.removesuffix(f"{_WAVE_SIGN}{wave}") if wave else stored


def set_questions(db: Db, questions: Sequence[tuple[str, str]]) -> None:
    """Write names and wordings in this order; questions that are no longer named keep their row."""
    question = schema.question.c
    known = {row.name: row.id for row in db.execute(select(question.name, question.id))}
    for position, (name, wording) in enumerate(questions):
        values = {"text": normalise_text(wording).text, "position": position}
        if name in known:
            this = question.id == known[name]
            db.execute(update(schema.question).where(this).values(values))
        else:
            db.execute(insert(schema.question).values(name=name, **values))


def load_questions(db: Db) -> list[Question]:
    """Questions in study order."""
    question = schema.question.c
    query = select(schema.question).order_by(question.position, question.id)
    return [Question(row.id, row.name, row.text, row.position) for row in db.execute(query)]


def count_texts_by_question(db: Db) -> dict[str, int]:
    """Question -> its current answers with a text, in study order.

    A question that was ever answered is named, even if none of its answers is current.
    """
    q, a = schema.question.c, schema.answer.c
    # Summed and not filtered: a question whose answers are all retired still counts, with 0.
    current = func.sum(case((a.live == 1, 1), else_=0))
    query = (
        select(q.name, current)
        .join(schema.answer, a.question_id == q.id)
        .where(a.state == "answered")
        .group_by(q.id, q.name, q.position)
        .order_by(q.position, q.id)
    )
    return {row[0]: int(row[1]) for row in db.execute(query)}


def load_respondent_ids(db: Db, among: Collection[str] | None = None) -> dict[str, int]:
    """Row ids by response ID, of everybody or of those named."""
    people = schema.respondent.c
    query = select(people.response_id, people.id)
    if among is not None:
        query = query.where(people.response_id.in_(among))
    return {row.response_id: row.id for row in db.execute(query)}


def has_respondents(db: Db) -> bool:
    """Whether anything was imported yet."""
    return db.execute(select(schema.respondent.c.id).limit(1)).first() is not None


def add_respondents(db: Db, response_ids: Iterable[str]) -> None:
    """Add respondents. A response ID is never removed or given to another respondent."""
    # SQLAlchemy takes an empty list for one row of defaults.
    rows = [{"response_id": response_id} for response_id in response_ids]
    if rows:
        db.execute(insert(schema.respondent), rows)


def load_cases(db: Db) -> list[StoredCase]:
    """Live cases."""
    return _load_cases(db, live=1)


def load_cases_by_key(
    db: Db, response_ids: Collection[str], *, live: int = 1
) -> dict[CaseKey, StoredCase]:
    """Live cases of these respondents, by key.

    With `live` 0 it is the cases whose import was undone; the same rows bring them back.
    """
    return {case.key: case for case in _load_cases(db, live, response_ids)}


def iterate_case_labels(db: Db) -> Iterator[CaseLabel]:
    """Every live case with what its label depends on."""
    cases, people = schema.survey_case.c, schema.respondent.c
    own = (cases.respondent_id, cases.wave)
    in_wave = select(*own, func.count().label("n")).where(cases.live == 1).group_by(*own).subquery()
    waves = (
        select(cases.respondent_id, func.count(cases.wave.distinct()).label("n"))
        .where(cases.live == 1)
        .group_by(cases.respondent_id)
    ).subquery()
    same_wave = and_(in_wave.c.respondent_id == cases.respondent_id, in_wave.c.wave == cases.wave)
    query = (
        select(
            cases.id,
            people.response_id,
            cases.number,
            cases.wave,
            cases.label,
            waves.c.n.label("waves"),
            in_wave.c.n.label("cases"),
        )
        .join(schema.respondent, people.id == cases.respondent_id)
        .join(waves, waves.c.respondent_id == cases.respondent_id)
        .join(in_wave, same_wave)
        .where(cases.live == 1)
        .order_by(cases.id)
        .execution_options(yield_per=2000)
    )
    for row in db.execute(query):
        number = read_case_number(row.number, row.wave)
        key = CaseKey(row.response_id, number, row.wave)
        yield CaseLabel(row.id, key, row.label, row.waves, row.cases)


def _load_cases(db: Db, live: int, response_ids: Collection[str] | None = None) -> list[StoredCase]:
    cases, people = schema.survey_case.c, schema.respondent.c
    query = (
        select(
            cases.id,
            people.response_id,
            cases.number,
            cases.wave,
            cases.label,
            cases.attributes,
        )
        .join(schema.respondent, people.id == cases.respondent_id)
        .where(cases.live == live)
        .order_by(cases.id)
    )
    if response_ids is not None:
        query = query.where(people.response_id.in_(response_ids))
    found = []
    for row in db.execute(query):
        number = read_case_number(row.number, row.wave)
        key = CaseKey(row.response_id, number, row.wave)
        found.append(StoredCase(row.id, key, row.label, row.attributes, row.number))
    return found


def load_current_answers(db: Db, case_ids: Collection[int]) -> dict[tuple[int, int], StoredAnswer]:
    """Current answers of these cases by (case id, question id)."""
    a = schema.answer.c
    query = select(a.case_id, a.question_id, a.id, a.state, a.text_hash, a.version).where(
        a.live == 1, a.case_id.in_(case_ids)
    )
    answers = {}
    for row in db.execute(query):
        answer = StoredAnswer(row.id, row.state, row.text_hash, row.version)
        answers[row.case_id, row.question_id] = answer
    return answers


def iterate_known_texts(db: Db) -> Iterator[tuple[str, str, str]]:
    """(response ID, text, language) of every current readable answer.

    Languages of answers that arrive later are judged beside them.
    """
    a = schema.answer.c
    query = (
        select(schema.respondent.c.response_id, a.text, a.language)
        .join(schema.survey_case, schema.survey_case.c.id == a.case_id)
        .join(schema.respondent, schema.respondent.c.id == schema.survey_case.c.respondent_id)
        .where(READABLE)
        .order_by(a.id)
        .execution_options(yield_per=2000)
    )
    return (tuple(row) for row in db.execute(query))


def insert_first_rows(db: Db, table_name: str, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert cases or answers of a first import, without an event each; returns ids in order."""
    # An event for each of these rows would double the store. Seals keep what they hold.
    table = {"survey_case": schema.survey_case, "answer": schema.answer}[table_name]
    if not rows:
        return []
    # The order has to be asked for: a store is free to answer in another one.
    statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return [int(row_id) for (row_id,) in db.execute(statement, list(rows))]


def insert_first_answers(db: Db, rows: Sequence[Mapping[str, Any]]) -> None:
    """`insert_first_rows` for answers whose ids nobody needs, which is faster."""
    if rows:
        db.execute(insert(schema.answer), list(rows))


def insert_cases(act: Act, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert cases of a later import; an undo hides them again."""
    kept = ("respondent_id", "number", "label", "wave")
    return act.insert_rows(schema.survey_case, rows, kept)


def insert_answers(act: Act, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert answers of a later import; an undo hides them again."""
    # The text is in the row itself; repeating it in the log would double the store.
    return act.insert_rows(schema.answer, rows, ("case_id", "question_id", "version", "text_hash"))


def retire_answer(act: Act, answer_id: int) -> None:
    """Mark an answer as replaced by a newer version. Its codings stay on it, and are listed."""
    act.change_row(schema.answer, answer_id, LIVE, DEAD)


def load_earlier_versions(
    db: Db, case_ids: Collection[int]
) -> dict[tuple[int, int, str, str], int]:
    """Retired versions by (case id, question id, state, text hash), to know a text that returns.

    Copies of drift rounds have such a text, but they never come back for it.
    """
    a = schema.answer.c
    query = select(a.id, a.case_id, a.question_id, a.state, a.text_hash).where(
        a.live == 0, a.copy_of.is_(None), a.case_id.in_(case_ids)
    )
    # Where a text was retired twice, its newest version returns.
    query = query.order_by(a.id)
    return {(r.case_id, r.question_id, r.state, r.text_hash): r.id for r in db.execute(query)}


def revive_answer(act: Act, answer_id: int) -> None:
    """Make an earlier version current again, and with it its codings."""
    act.change_row(schema.answer, answer_id, DEAD, LIVE)


def change_case(
    act: Act, case_id: int, before: Mapping[str, str], after: Mapping[str, str]
) -> None:
    """Set label or attributes of a case."""
    act.change_row(schema.survey_case, case_id, before, after)


def load_highest_versions(db: Db, case_ids: Collection[int]) -> dict[tuple[int, int], int]:
    """The highest version of each (case id, question id) of these cases, undone ones included."""
    a = schema.answer.c
    query = select(a.case_id, a.question_id, func.max(a.version)).where(a.case_id.in_(case_ids))
    query = query.group_by(a.case_id, a.question_id)
    return {(row[0], row[1]): int(row[2]) for row in db.execute(query)}


def revive_case(act: Act, case_id: int) -> None:
    """Make a hidden case count again."""
    act.change_row(schema.survey_case, case_id, DEAD, LIVE)


def record_batch(db: Db, source: str, sha256: str, report: Mapping[str, Any]) -> None:
    """Keep what an import read and did."""
    values = {
        "source": source,
        "sha256": sha256,
        "at": format_utc_now(),
        "report": json.dumps(report, ensure_ascii=False),
    }
    db.execute(insert(schema.import_batch).values(values))


def load_imported_files(db: Db) -> frozenset[str]:
    """SHA-256 of every file that was ever imported."""
    return frozenset(db.execute(select(schema.import_batch.c.sha256)).scalars())


def load_imported_names(db: Db) -> list[str]:
    """Names of the files that were imported, each once, oldest first."""
    query = select(schema.import_batch.c.source).order_by(schema.import_batch.c.id)
    return list(dict.fromkeys(db.execute(query).scalars()))


def count_imports(db: Db) -> int:
    """How many imports there have been, undone ones included."""
    return int(db.execute(select(func.count()).select_from(schema.import_batch)).scalar_one())


def set_meta(db: Db, key: str, value: str) -> None:
    """Set a fact about the study."""
    change = update(schema.meta).where(schema.meta.c.key == key).values(value=value)
    if db.execute(change).rowcount == 0:
        db.execute(insert(schema.meta).values(key=key, value=value))


def load_meta(db: Db, keys: Collection[str]) -> dict[str, str]:
    """Several facts about the study in one journey; those that there are."""
    query = select(schema.meta.c.key, schema.meta.c.value).where(schema.meta.c.key.in_(keys))
    return {row.key: row.value for row in db.execute(query)}


def get_meta(db: Db, key: str) -> str | None:
    """A fact about the study, or None."""
    query = select(schema.meta.c.value).where(schema.meta.c.key == key)
    return db.execute(query).scalar_one_or_none()
