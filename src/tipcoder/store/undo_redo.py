"""Taking acts back and doing them again.

Undo walks back over the coder's own acts only, and passes over one that others have built on. What
an act did to a row is set back in the columns that its event names, if the row is still as the act
left it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Table, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from tipcoder.errors import BadInput
from tipcoder.model import UndoResult
from tipcoder.store import schema
from tipcoder.store.consistency import find_contradictions
from tipcoder.store.engine import Db, Store
from tipcoder.store.events import CHUNK, SEAL, encode_values, format_utc_now, key_column

_TABLE_OF = {
    "answer": "answer",
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
}
"""The rows that an undo may reach: the table's name in `schema` by the entity of an event."""


def undo_act(store: Store, coder_id: int) -> UndoResult | None:
    """Take back the coder's latest act that stands; None if there is none."""
    return _undo_or_redo(store, coder_id, "undo")


def redo_act(store: Store, coder_id: int) -> UndoResult | None:
    """Do again what was last undone; None if there is nothing, or something new has been done
    since.
    """
    return _undo_or_redo(store, coder_id, "redo")


def _undo_or_redo(store: Store, coder_id: int, verb: str) -> UndoResult | None:
    """Undo or redo one act; None where there is none. Raises BadInput for one that others have
    built on.
    """
    acts = schema.act
    back = verb == "undo"
    with store.write() as db:
        target = _find_next_act(db, coder_id, back)
        if target is None:
            return None
        row = db.execute(select(acts.c.sentence, acts.c.answer_id).where(acts.c.id == target)).one()
        parts = _find_joint_acts(db, coder_id, target, "done" if back else "undone")
        is_done = _apply_parts(db, parts, back)
        new_state = _find_state_after(is_done, back)
        db.execute(update(acts).where(acts.c.id.in_(parts)).values(state=new_state))
        if is_done:
            own = {"coder_id": coder_id, "at": format_utc_now(), "verb": verb, "state": "final"}
            about = {"target": parts[0], "sentence": row.sentence, "answer_id": row.answer_id}
            db.execute(insert(acts).values(**own, **about))
    if not is_done:
        outcome = "undone" if back else "done again"
        raise BadInput(
            f"Not {outcome}, because it was changed by someone else since: {row.sentence}.",
            f"`tipcoder log` shows by whom; the next {verb} goes on from there.",
        )
    return UndoResult(row.sentence, row.answer_id)


def _find_next_act(db: Db, coder_id: int, back: bool) -> int | None:
    """The act that an undo, or a redo, of this coder would reach."""
    acts = schema.act.c
    # Undo goes from the newest act downward, so what was undone last is the oldest of the undone.
    if back:
        query = select(func.max(acts.id)).where(acts.state == "done")
    else:
        query = select(func.min(acts.id)).where(acts.state == "undone")
    found: int | None = db.execute(query.where(acts.coder_id == coder_id)).scalar_one()
    return found


def _apply_parts(db: Db, parts: Sequence[int], back: bool) -> bool:
    """Set back, or forward, what the parts of an act did: all of it or nothing."""
    try:
        with db.begin_nested():
            for part in reversed(parts) if back else parts:
                _apply_events(db, part, back)
    except (_ChangedSince, IntegrityError):
        return False
    return True


def _find_state_after(is_done: bool, back: bool) -> str:
    """What an act is after an attempt to take it back, or to do it again."""
    if is_done:
        return "undone" if back else "done"
    # Others have built on it: it is settled, so that it does not bar the way to the acts before it.
    return "final" if back else "dropped"


def _find_joint_acts(db: Db, coder_id: int, act_id: int, state: str) -> list[int]:
    """The act and all that belong to it and are in the same state, oldest first: a long import is
    several.
    """
    acts = schema.act.c
    first = db.execute(select(acts.target).where(acts.id == act_id)).scalar_one() or act_id
    if first == act_id and state == "done":
        return [act_id]  # undo comes to it last, when none of its parts stands
    mine = (acts.coder_id == coder_id, acts.state == state)
    query = select(acts.id).where(*mine, or_(acts.id == first, acts.target == first))
    return list(db.execute(query.order_by(acts.id)).scalars())


class _ChangedSince(Exception):
    """Rows of an act are no longer as the act left them."""


def _apply_events(db: Db, act_id: int, back: bool) -> None:
    """Set one act back or forward. Raises _ChangedSince where something is no longer as the act
    left it.
    """
    touched: dict[str, list[int]] = {}
    # An act may reach thousands of rows in the same way: those that follow on one another are set
    # back at once.
    for (entity, before_json, after_json), run in groupby(_load_events(db, act_id, back), key=_summarise_event):
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
    codings, readings = touched.get("coding", ()), touched.get("reading", ())
    if any(find_contradictions(db, codings=codings, readings=readings)):
        raise _ChangedSince


def _load_events(db: Db, act_id: int, back: bool) -> Sequence[Any]:
    """The events of an act in the order in which they are to be set."""
    event = schema.event.c
    query = select(schema.event).where(event.act_id == act_id, event.entity != SEAL)
    return db.execute(query.order_by(event.seq.desc() if back else event.seq)).all()


def _set_rows(db: Db, table: Table, ids: Sequence[Any], *, there: dict[str, Any], wanted: dict[str, Any]) -> None:
    """Set columns of rows that must all hold `there`. Raises _ChangedSince if one does not."""
    as_left = [table.c[name] == value for name, value in there.items()]
    for at in range(0, len(ids), CHUNK):
        some = ids[at : at + CHUNK]
        statement = update(table).where(key_column(table).in_(some), *as_left).values(wanted)
        if db.execute(statement).rowcount != len(some):
            raise _ChangedSince


def _summarise_event(event: Any) -> tuple[str, str, str]:
    """What an event did to which kind of row, in the columns that undo sets back."""
    before, after = json.loads(event.before), json.loads(event.after)
    return event.entity, event.before, encode_values({name: after[name] for name in before})
