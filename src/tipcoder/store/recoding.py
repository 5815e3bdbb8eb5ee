"""Codings of everybody that follow a change of the codebook: from one code to another, or under a
new revision.

One statement for all of them, because a code may stand on thousands of answers. A coding that moves
is taken off and put on anew, so that its own coder's earlier acts are passed over by her undo as
built upon.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, func, insert, literal, select, tuple_

from tipcoder.store import schema
from tipcoder.store.blindness import build_visibility_condition
from tipcoder.store.engine import Db
from tipcoder.store.events import DEAD, LIVE, Act, format_utc_now

_c, _m, _r = schema.coding.c, schema.memo.c, schema.reading.c
_CHUNK = 10_000
_PLACE = ("answer_id", "coder_id", "start", "end")


class CodingTotals(NamedTuple):
    """What stands of a code, or of some of its codings."""

    codings: int
    answers: int
    coders: int
    finished: int
    """Answers that a coder of these codings has finished."""


def count_codings(db: Db, code_ids: Collection[int], ids: Collection[int] | None = None) -> CodingTotals:
    """Live codings of some codes, by all whose work may be seen; with `ids`, those of them."""
    query = (
        select(_c.id, _c.answer_id, _c.coder_id, _r.id.label("reading"))
        .join(
            schema.reading,
            and_(_r.answer_id == _c.answer_id, _r.coder_id == _c.coder_id, _r.live == 1),
            isouter=True,
        )
        .where(_c.live == 1, _c.code_id.in_(list(code_ids)), build_visibility_condition(db, _c.answer_id, _c.coder_id))
    )
    wanted = None if ids is None else set(ids)
    rows = [row for row in db.execute(query) if wanted is None or row.id in wanted]
    return CodingTotals(
        len(rows),
        len({row.answer_id for row in rows}),
        len({row.coder_id for row in rows}),
        len({row.answer_id for row in rows if row.reading is not None}),
    )


def count_doubled_codings(db: Db, source_id: int, target_id: int) -> int:
    """Live codings of one code on whose very span the same coder has the other one."""
    both = _c.live == 1, _c.code_id == source_id, _has_twin(schema.coding, target_id)
    query = select(func.count()).where(*both, build_visibility_condition(db, _c.answer_id, _c.coder_id))
    return int(db.execute(query).scalar_one())


def move_codings(
    act: Act, source_id: int, target_id: int, revision: int, origin: str, ids: Sequence[int] | None = None
) -> None:
    """Turn the live codings of one code, or some of them, into codings of another on the same
    spans.

    Where the other stands already it is not doubled. A coder's memo on a coding goes along.
    """
    for some in _iterate_chunks(ids):
        chosen = and_(_c.live == 1, _c.code_id == source_id, *([] if some is None else [_c.id.in_(some)]))
        before = list(act.db.execute(select(_c.id).where(chosen)).scalars())
        _add_target_codings(act, chosen, target_id, revision, origin)
        _move_memos(act, _select_memos_on_codings(chosen, target_id), "coding_id")
        act.change_rows(schema.coding, before, LIVE, DEAD)


def move_memos_on_code(act: Act, source_id: int, target_id: int) -> None:
    """What coders noted on one code is noted on the other."""
    there = schema.memo.alias("there")
    query = (
        select(
            _m.id, _m.coder_id, _m.answer_id, _m.text, literal(source_id).label("old"), literal(target_id).label("new")
        )
        .add_columns(there.c.id.label("there"), there.c.text.label("said"))
        .join(
            there, and_(there.c.code_id == target_id, there.c.coder_id == _m.coder_id, there.c.live == 1), isouter=True
        )
        .where(_m.live == 1, _m.code_id == source_id)
    )
    _move_memos(act, query, "code_id")


def find_older_codings(db: Db, ids: Sequence[int], revision: int) -> dict[int, list[int]]:
    """Those of these live codings that were made under another revision, by that revision."""
    found: dict[int, list[int]] = {}
    for some in _iterate_chunks(ids):
        query = select(_c.id, _c.revision).where(_c.live == 1, _c.id.in_(some or ()), _c.revision != revision)
        for row in db.execute(query):
            found.setdefault(row.revision, []).append(row.id)
    return found


def restate_revision(act: Act, by_revision: Mapping[int, Sequence[int]], revision: int) -> None:
    """Say of codings that they hold under another revision than the one they were made under."""
    for old, found in by_revision.items():
        act.change_rows(schema.coding, found, {"revision": old}, {"revision": revision})


class CodingInPlace(NamedTuple):
    """A coding with the names of its place, and the language of its answer."""

    id: int
    answer_id: int
    case: str
    question: str
    coder: str
    code: str
    start: int
    end: int
    quote: str
    revision: int
    whole: bool
    language: str


def find_revisions_coded_under(db: Db, coder_id: int | None = None) -> list[tuple[str, int]]:
    """(code, revision) of every pair under which a live coding was made."""
    query = select(schema.code.c.key, _c.revision).join(schema.code, schema.code.c.id == _c.code_id)
    query = query.where(_c.live == 1).distinct().order_by(schema.code.c.key, _c.revision)
    if coder_id is not None:
        query = query.where(_c.coder_id == coder_id)
    return [(row[0], row[1]) for row in db.execute(query)]


def _select_in_place() -> Select[Any]:
    a = schema.answer.c
    return (
        select(
            _c.id,
            _c.answer_id,
            schema.survey_case.c.label,
            schema.question.c.name,
            schema.coder.c.name,
            schema.code.c.key,
            _c.start,
            _c.end,
            _c.quote,
            _c.revision,
            _c.end - _c.start == func.length(a.text),
            a.language,
        )
        .join(schema.code, schema.code.c.id == _c.code_id)
        .join(schema.answer, a.id == _c.answer_id)
        .join(schema.survey_case, schema.survey_case.c.id == a.case_id)
        .join(schema.question, schema.question.c.id == a.question_id)
        .join(schema.coder, schema.coder.c.id == _c.coder_id)
        .where(_c.live == 1)
        .order_by(schema.question.c.position, a.case_id, _c.coder_id, _c.start, _c.id)
    )


def find_coding_in_place(db: Db, coding_id: int) -> CodingInPlace | None:
    """One live coding of anybody, or None."""
    row = db.execute(
        _select_in_place().where(_c.id == coding_id, build_visibility_condition(db, _c.answer_id, _c.coder_id))
    ).one_or_none()
    return CodingInPlace._make(row) if row else None


def load_codings_of_code(db: Db, key: str, coder_id: int | None = None) -> list[CodingInPlace]:
    """Every coding of a code on a current text, of everybody or one coder, in reading order."""
    return _load_in_place(db, _select_in_place().where(schema.code.c.key == key), coder_id)


def load_codings_made_under(
    db: Db, pairs: Collection[tuple[str, int]], coder_id: int | None = None
) -> list[CodingInPlace]:
    """Codings on current texts with one of these codes and revisions, in reading order."""
    if not pairs:
        return []
    return _load_in_place(
        db, _select_in_place().where(tuple_(schema.code.c.key, _c.revision).in_(list(pairs))), coder_id
    )


def _load_in_place(db: Db, query: Select[Any], coder_id: int | None) -> list[CodingInPlace]:
    query = query.where(schema.answer.c.live == 1, build_visibility_condition(db, _c.answer_id, _c.coder_id))
    if coder_id is not None:
        query = query.where(_c.coder_id == coder_id)
    return [CodingInPlace._make(row) for row in db.execute(query)]


def _iterate_chunks(ids: Sequence[int] | None) -> Iterator[Sequence[int] | None]:
    if ids is None:
        yield None
        return
    for at in range(0, len(ids), _CHUNK):
        yield ids[at : at + _CHUNK]


def _has_twin(codings: Any, target_id: int) -> ColumnElement[bool]:
    twin = schema.coding.alias("twin")
    same = (twin.c[name] == codings.c[name] for name in _PLACE)
    return exists().where(twin.c.live == 1, twin.c.code_id == target_id, *same)


def _add_target_codings(act: Act, chosen: ColumnElement[bool], target_id: int, revision: int, origin: str) -> None:
    """Codings of the target where the chosen ones stand, in one statement, and their events."""
    said = {"code_id": target_id, "revision": revision, "origin": origin, **LIVE}
    columns = (*_PLACE, "quote")
    made = select(*(_c[name] for name in columns), *(literal(value) for value in said.values()))
    made = made.where(chosen, ~_has_twin(schema.coding, target_id))
    new = (
        insert(schema.coding)
        .from_select([*columns, *said], made, include_defaults=False)
        .returning(_c.id, *(_c[name] for name in _PLACE))
    )
    for row in act.db.execute(new).all():
        act.record_change(schema.coding, row.id, DEAD, {**{name: row._mapping[name] for name in _PLACE}, **said})


def _select_memos_on_codings(chosen: ColumnElement[bool], target_id: int) -> Select[Any]:
    new, there = schema.coding.alias("new"), schema.memo.alias("there")
    same = (new.c[name] == _c[name] for name in _PLACE)
    return (
        select(_m.id, _m.coder_id, _m.answer_id, _m.text, _c.id.label("old"), new.c.id.label("new"))
        .add_columns(there.c.id.label("there"), there.c.text.label("said"))
        .join(schema.coding, _c.id == _m.coding_id)
        .join(new, and_(new.c.live == 1, new.c.code_id == target_id, *same))
        .join(
            there, and_(there.c.coding_id == new.c.id, there.c.coder_id == _m.coder_id, there.c.live == 1), isouter=True
        )
        .where(_m.live == 1, chosen)
    )


def _move_memos(act: Act, query: Select[Any], column: str) -> None:
    """Hang memos over to where their coding or code went; two of one coder become one."""
    for row in act.db.execute(query.order_by(_m.id)).all():
        if row.there is None:
            act.change_row(schema.memo, row.id, {column: row.old, **LIVE}, {column: row.new, **LIVE})
            continue
        act.change_rows(schema.memo, [row.id, row.there], LIVE, DEAD)
        joined = {"coder_id": row.coder_id, "answer_id": row.answer_id, column: row.new, "at": format_utc_now()}
        act.insert_row(schema.memo, {**joined, "text": f"{row.said}\n{row.text}"})
