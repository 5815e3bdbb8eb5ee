"""Copies of answers for drift rounds: what was coded in an earlier wave is coded again, blind.

A copy is a row of its own with the words of the answer. It is never live, so that no count, quote,
table or coefficient takes what is coded on it for a coding of the answer. It is shown to the one
coder to whom an open round gives it, and to her the answer itself is hidden meanwhile, with
everything that anybody said of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple
from zlib import crc32

from sqlalchemy import ColumnElement, Select, and_, false, func, insert, or_, select

from tipcoder.slices import iterate_chunks
from tipcoder.store import schema
from tipcoder.store.engine import CHUNK, Db, find_viewer
from tipcoder.store.events import DEAD, Act
from tipcoder.store.schema.survey import CODABLE_COPY, READABLE
from tipcoder.store.seals import seal_rows

_a, _s, _o = schema.answer.c, schema.assignment.c, schema.coding_round.c
_t = schema.answer_translation.c
_original = schema.answer.alias("original")
_CARRIED = (
    "case_id",
    "question_id",
    "state",
    "text",
    "text_hash",
    "search_key",
    "language",
    "language_confidence",
    "language_source",
    "duplicate_key",
)
"""Columns that a copy has from its answer."""
_LOGGED = ("case_id", "question_id", "version", "text_hash", "copy_of")


class DriftCopy(NamedTuple):
    """An answer that a round has coded again."""

    copy_id: int
    answer_id: int
    coder_id: int
    chance: float
    """With what chance it was drawn among the answers of its wave."""


def add_copies(act: Act, answer_ids: Sequence[int]) -> dict[int, int]:
    """Copy these answers with their translations; returns the copy of each."""
    copies: dict[int, int] = {}
    versions = _load_next_versions(act.db, answer_ids)
    for some in iterate_chunks(answer_ids, CHUNK):
        found = select(_a.id, *(_a[name] for name in _CARRIED)).where(_a.id.in_(some))
        for row in act.db.execute(found).mappings().all():
            values = {name: row[name] for name in _CARRIED}
            values |= {"version": versions[row["id"]], "copy_of": row["id"], "live": 0}
            copies[row["id"]] = _insert_copy(act, values)
    seal_rows(act, "answer", copies.values())
    _copy_translations(act, copies)
    return copies


def _insert_copy(act: Act, values: dict[str, Any]) -> int:
    statement = insert(schema.answer).values(values).returning(_a.id)
    copy_id = int(act.db.execute(statement).scalar_one())
    # The text is in the row itself; repeating it in the log would double the store.
    logged = {name: values[name] for name in _LOGGED}
    act.record_change(schema.answer, copy_id, DEAD, logged | DEAD)
    return copy_id


def _load_next_versions(db: Db, answer_ids: Sequence[int]) -> dict[int, int]:
    """By answer id, the first version of its case and question that is free."""
    every = schema.answer.alias("every").c
    versions: dict[int, int] = {}
    for some in iterate_chunks(answer_ids, CHUNK):
        query = (
            select(_a.id, func.max(every.version))
            .join(
                every.id.table,
                (every.case_id == _a.case_id) & (every.question_id == _a.question_id),
            )
            .where(_a.id.in_(some))
            .group_by(_a.id)
        )
        for answer_id, highest in db.execute(query):
            versions[answer_id] = int(highest) + 1
    return versions


def _copy_translations(act: Act, copies: dict[int, int]) -> None:
    rows = []
    for some in iterate_chunks(list(copies), CHUNK):
        query = select(_t.answer_id, _t.text, _t.search_key).where(
            _t.live == 1, _t.answer_id.in_(some)
        )
        for answer_id, text, search_key in act.db.execute(query):
            rows.append({"answer_id": copies[answer_id], "text": text, "search_key": search_key})
    if rows:
        ids = act.insert_rows(schema.answer_translation, rows, ("answer_id",))
        seal_rows(act, "answer_translation", ids)


def find_open_copies(db: Db, coder_id: int) -> dict[int, int]:
    """Copies that open rounds give to a coder, with the answer that each is of.

    An answer that was replaced or withdrawn meanwhile need not be coded again.
    """
    query = select_open_copies(coder_id).join(_original, _original.c.id == _a.copy_of)
    is_current = and_(_original.c.live == 1, _original.c.state == "answered")
    return {row.id: row.copy_of for row in db.execute(query.where(is_current))}


def select_open_copies(coder_id: Any) -> Select[int, int]:
    """(copy, answer) of what open rounds have a coder, an id or a parameter, code again."""
    return (
        select(_a.id, _a.copy_of)
        .join(schema.assignment, _s.answer_id == _a.id)
        .join(schema.coding_round, _o.id == _s.round_id)
        .where(
            CODABLE_COPY,
            _s.live == 1,
            _s.coder_id == coder_id,
            _o.live == 1,
            _o.frozen_at == "",
        )
    )


def select_veiled_answers(coder_id: int) -> Any:
    """Ids of the answers whose copies open rounds give to a coder."""
    return select_open_copies(coder_id).with_only_columns(_a.copy_of)


def find_lots(db: Db, coder_id: int) -> dict[int, int]:
    """A lot for each answer of the open drift rounds of a coder, by which they are listed.

    It says nothing about when an answer came in.
    """
    with_copies = (
        select(_s.round_id)
        .join(schema.answer, _a.id == _s.answer_id)
        .where(_s.live == 1, _s.coder_id == coder_id, _a.copy_of.is_not(None))
    )
    query = (
        select(_s.answer_id, _s.round_id)
        .join(schema.coding_round, _o.id == _s.round_id)
        .where(_s.live == 1, _s.coder_id == coder_id, _o.live == 1, _o.frozen_at == "")
        .where(_s.round_id.in_(with_copies))
    )
    # The same lot each time that the list is made.
    return {row.answer_id: crc32(repr(tuple(row)).encode()) for row in db.execute(query)}


def find_veiling_act(db: Db, coder_id: int) -> int:
    """The act that opened the first of the open drift rounds of a coder; 0 without any."""
    rounds = select_open_copies(coder_id).with_only_columns(_o.id).distinct()
    ids = [str(round_id) for round_id in db.execute(rounds).scalars()]
    if not ids:
        return 0
    event = schema.event.c
    made = select(func.min(event.act_id)).where(
        event.entity == schema.coding_round.name, event.entity_id.in_(ids)
    )
    return int(db.execute(made).scalar_one() or 0)


def hides_waves(db: Db) -> bool:
    """Whether the viewer may not know from which wave an answer is: some are of an earlier one."""
    viewer = find_viewer(db)
    if viewer is None:
        return False
    return db.execute(select_open_copies(viewer).limit(1)).first() is not None


def build_veil_condition(db: Db) -> ColumnElement[bool]:
    """The same as a condition within another statement."""
    viewer = find_viewer(db)
    return false() if viewer is None else select_open_copies(viewer).exists()


def build_listed_condition(copies: dict[int, int]) -> ColumnElement[bool]:
    """A condition for answers that a coder can list, who has these copies at present."""
    if not copies:
        return READABLE
    return or_(and_(READABLE, _a.id.not_in(copies.values())), _a.id.in_(copies))


def build_known_condition(db: Db) -> ColumnElement[bool]:
    """A condition for every answer that somebody may have listed."""
    copied = select(_a.id).where(CODABLE_COPY).limit(1)
    if db.execute(copied).first() is None:
        return READABLE
    return or_(READABLE, CODABLE_COPY)


def is_open_copy(db: Db, answer_id: int) -> bool:
    """Whether this is a copy that an open round has somebody code."""
    query = select_open_copy_ids().where(_a.id == answer_id)
    return db.execute(query.limit(1)).first() is not None


def select_open_copy_ids() -> Select[int]:
    """Copies that open rounds have somebody code."""
    return (
        select(_a.id)
        .join(schema.assignment, _s.answer_id == _a.id)
        .join(schema.coding_round, _o.id == _s.round_id)
        .where(CODABLE_COPY, _s.live == 1, _o.live == 1, _o.frozen_at == "")
    )


def load_veiled_labels(db: Db, answer_ids: Collection[int]) -> dict[int, str]:
    """Labels of the cases of these answers, without the wave."""
    case, people = schema.survey_case.c, schema.respondent.c
    labels: dict[int, str] = {}
    for some in iterate_chunks(sorted(answer_ids), CHUNK):
        query = (
            select(_a.id, case.label, case.wave, people.response_id)
            .join(schema.survey_case, case.id == _a.case_id)
            .join(schema.respondent, people.id == case.respondent_id)
            .where(_a.id.in_(some))
        )
        for answer_id, label, wave, response_id in db.execute(query):
            labels[answer_id] = remove_wave(label, wave, response_id)
    return labels


def remove_wave(label: str, wave: str, response_id: str) -> str:
    """The label of a case without its wave."""
    rest = label.removeprefix(response_id)
    if wave:
        rest = rest.removeprefix(f".{wave}")
    return f"{response_id}{rest}"


def load_drift_copies(db: Db, round_ids: Iterable[int]) -> list[DriftCopy]:
    """The copies that these rounds gave out, in the order of the store."""
    query = (
        select(_a.id, _a.copy_of, _s.coder_id, _s.chance)
        .join(schema.assignment, _s.answer_id == _a.id)
        .where(_a.copy_of.is_not(None), _s.live == 1, _s.round_id.in_(list(round_ids)))
        .order_by(_a.id)
    )
    return [
        DriftCopy(row.id, row.copy_of, row.coder_id, row.chance / 1_000_000)
        for row in db.execute(query)
    ]
