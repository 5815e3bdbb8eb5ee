"""Undoing acts and redoing them.

Undo goes back over the coder's own acts only, and passes over an act that others have built on. Of
a row, the columns that an event names are set back, if the row is still as the act left it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Row, Table, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from tipcoder.errors import BadInput
from tipcoder.model import UndoResult
from tipcoder.slices import iterate_chunks
from tipcoder.store import schema
from tipcoder.store.codebooks import read_current_revision
from tipcoder.store.consistency import find_contradictions
from tipcoder.store.engine import CHUNK, Db, Store
from tipcoder.store.erased_acts import find_erased_part
from tipcoder.store.events import SEAL, encode_values, format_utc_now, key_column
from tipcoder.store.exports import find_exports_after
from tipcoder.text import format_minute

_TABLE_OF = {
    "accepted_finding": "accepted_finding",
    "answer": "answer",
    "answer_translation": "answer_translation",
    "assignment": "assignment",
    "survey_case": "survey_case",
    "coding": "coding",
    "flag": "flag",
    "frozen_judgement": "frozen_judgement",
    "memo": "memo",
    "meta": "meta",
    "quote_review": "quote_review",
    "reading": "reading",
    "redaction": "redaction",
    "redaction_rule": "redaction_rule",
    "round": "coding_round",
    "settlement": "settlement",
    "suggestion": "suggestion",
    "withdrawal": "withdrawal",
}
"""The rows that an undo may reach: the table's name in `schema` by the entity of an event."""


def undo_act(store: Store, coder_id: int) -> UndoResult | None:
    """Undo the coder's latest act that is not undone yet; None if there is none."""
    return _undo_or_redo(store, coder_id, "undo")


def redo_act(store: Store, coder_id: int) -> UndoResult | None:
    """Redo what was last undone; None if there is nothing, or if something new was done since."""
    return _undo_or_redo(store, coder_id, "redo")


def _undo_or_redo(store: Store, coder_id: int, verb: str) -> UndoResult | None:
    """Undo or redo one act; None if there is none. Raises BadInput if others have built on it."""
    acts = schema.act
    back = verb == "undo"
    with store.write() as db:
        row = _find_next_act(db, coder_id, back)
        if row is None:
            return None
        before = read_current_revision(db)
        parts = _find_joint_acts(db, coder_id, row, "done" if back else "undone")
        erased = find_erased_part(db, parts)
        is_done = not erased.is_all and _apply_parts(db, parts, back)
        new_state = _find_state_after(is_done, back)
        db.execute(update(acts).where(acts.c.id.in_(parts)).values(state=new_state))
        after, act_id = before, 0
        if is_done:
            after = read_current_revision(db)
            own = {"coder_id": coder_id, "at": format_utc_now(), "verb": verb, "state": "final"}
            about = {"target": parts[0], "sentence": row.sentence, "answer_id": row.answer_id}
            inserted = insert(acts).values(**own, **about).returning(acts.c.id)
            act_id = db.execute(inserted).scalar_one()
        remark = describe_what_left(db, coder_id, row.id) if back else ""
    if not is_done:
        outcome = "undone" if back else "done again"
        if erased.at:
            raise BadInput(
                f"Not {outcome}, because the words that it was about were erased on "
                f"{format_minute(erased.at)}: {row.sentence}.",
                f"They are gone; the next {verb} goes on from there.",
            )
        raise BadInput(
            f"Not {outcome}, because it was changed by someone else since: {row.sentence}.",
            f"`tipcoder log` shows by whom; the next {verb} goes on from there.",
        )
    return UndoResult(row.sentence, row.answer_id, remark, act_id, after, after != before)


def describe_what_left(db: Db, coder_id: int, after: int = 0) -> str:
    """That no undo brings back files that this coder let out after an act; empty without any."""
    left = find_exports_after(db, after, coder_id)
    if not left:
        return ""
    return (
        f"Export {left[-1]} stays as it is: no undo brings a file back that has left. "
        "`tipcoder quotes exports` lists what left."
    )


def _find_next_act(db: Db, coder_id: int, back: bool) -> Row[*tuple[Any, ...]] | None:
    """The act that this coder's next undo or redo would reach."""
    acts = schema.act.c
    query = select(acts.id, acts.sentence, acts.answer_id, acts.target)
    query = query.where(acts.coder_id == coder_id, acts.state == ("done" if back else "undone"))
    # Undo goes from the newest act downward, so what was undone last is the oldest of the undone.
    return db.execute(query.order_by(acts.id.desc() if back else acts.id).limit(1)).first()


def _apply_parts(db: Db, parts: Sequence[int], back: bool) -> bool:
    """Undo or redo the parts of an act: all of it or nothing."""
    try:
        with db.begin_nested():
            for part in reversed(parts) if back else parts:
                _apply_events(db, part, back)
    except (_ChangedSince, IntegrityError):
        return False
    return True


def _find_state_after(is_done: bool, back: bool) -> str:
    """The state of an act after an attempt to undo or redo it."""
    if is_done:
        return "undone" if back else "done"
    # Others have built on it. It can no longer be undone, so as not to block the acts before it.
    return "final" if back else "dropped"


def _find_joint_acts(db: Db, coder_id: int, act: Row[*tuple[Any, ...]], state: str) -> list[int]:
    """The act and its parts in the same state, oldest first: a long import is several acts."""
    acts = schema.act.c
    first = act.target or act.id
    if first == act.id and state == "done":
        return [act.id]  # undo comes to it last, when all of its parts are undone
    mine = (acts.coder_id == coder_id, acts.state == state)
    query = select(acts.id).where(*mine, or_(acts.id == first, acts.target == first))
    return list(db.execute(query.order_by(acts.id)).scalars())


class _ChangedSince(Exception):
    """Rows of an act are no longer as the act left them."""


def _apply_events(db: Db, act_id: int, back: bool) -> None:
    """Undo or redo one act. Raises _ChangedSince where a row is no longer as the act left it."""
    touched: dict[str, list[int]] = {}
    # An act may change thousands of rows in the same way: events in a row that are alike are set
    # back by one statement.
    alike = groupby(_load_events(db, act_id, back), key=_summarise_event)
    for (entity, before_json, after_json), run in alike:
        table: Table = getattr(schema, _TABLE_OF[entity])
        ids: list[Any] = [event.entity_id for event in run]
        if table is not schema.meta:
            ids = [int(row_id) for row_id in ids]
        before, after = json.loads(before_json), json.loads(after_json)
        if back:
            _set_rows(db, table, ids, there=after, wanted=before)
        else:
            _set_rows(db, table, ids, there=before, wanted=after)
        touched.setdefault(entity, []).extend(ids)
    codings = touched.get("coding", ())
    readings = touched.get("reading", ())
    # A colleague may have coded on since: the answer would then be finished with a wrong outcome.
    if any(find_contradictions(db, codings=codings, readings=readings)):
        raise _ChangedSince


def _load_events(db: Db, act_id: int, back: bool) -> Sequence[Any]:
    """The events of an act in the order in which they are to be set."""
    event = schema.event.c
    query = select(schema.event).where(event.act_id == act_id, event.entity != SEAL)
    return db.execute(query.order_by(event.seq.desc() if back else event.seq)).all()


def _set_rows(
    db: Db, table: Table, ids: Sequence[Any], *, there: dict[str, Any], wanted: dict[str, Any]
) -> None:
    """Set columns of rows that must all hold `there`. Raises _ChangedSince if one does not."""
    as_left = [table.c[name] == value for name, value in there.items()]
    for some in iterate_chunks(ids, CHUNK):
        statement = update(table).where(key_column(table).in_(some), *as_left).values(wanted)
        if db.execute(statement).rowcount != len(some):
            raise _ChangedSince


def _summarise_event(event: Any) -> tuple[str, str, str]:
    """What an event did to which kind of row, in the columns that undo sets back."""
    before, after = json.loads(event.before), json.loads(event.after)
    changed = {name: after[name] for name in before}
    return event.entity, event.before, encode_values(changed)
