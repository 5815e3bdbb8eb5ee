"""Undoing acts and redoing them.

Undo goes back over the coder's own acts only, and passes over an act that others have built on. Of
a row, the columns that an event names are set back, if the row is still as the act left it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Table, exists, or_, select, update
from sqlalchemy.exc import IntegrityError

from tipcoder.errors import BadInput
from tipcoder.model.codings import UndoResult
from tipcoder.slices import iterate_chunks
from tipcoder.store import codebooks, schema
from tipcoder.store.consistency import find_contradictions
from tipcoder.store.engine import CHUNK, Db, Store
from tipcoder.store.erased_acts import NOTHING_ERASED, ErasedPart, find_erased_part
from tipcoder.store.events import (
    OF_ONE_CODER,
    SEAL,
    add_act,
    encode_values,
    format_utc_now,
    key_column,
)
from tipcoder.store.exports import select_last_export
from tipcoder.store.write_batch import begin_batch, send_statement
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
    try:
        return _change_one_act(store, coder_id, verb, of_coder=coder_id)
    except _ReachesOthers:
        return _change_one_act(store, coder_id, verb, of_coder=None)


class _NextAct(NamedTuple):
    """The act that a coder's next undo or redo reaches."""

    id: int
    sentence: str
    answer_id: int | None
    verb: str
    part_of: int | None
    """The act that it is a part of."""
    has_erasures: bool
    """Whether words were ever erased in this study."""
    last_export: int | None
    """The file that this coder let out last, after this act."""
    revision: str | None
    """Of the codebook in force."""


def _change_one_act(
    store: Store, coder_id: int, verb: str, of_coder: int | None
) -> UndoResult | None:
    """Undo or redo one act. Raises _ReachesOthers for one that needs the whole study."""
    back = verb == "undo"
    own = None
    with store.write(of_coder) as db:
        target = _find_next_act(db, coder_id, back)
        if target is None:
            return None
        if of_coder is not None and target.verb not in OF_ONE_CODER:
            raise _ReachesOthers
        parts = _find_joint_acts(db, coder_id, target, "done" if back else "undone")
        erased = find_erased_part(db, parts) if target.has_erasures else NOTHING_ERASED
        changed = None if erased.is_all else _apply_parts(db, parts, back)
        # Everything that had to be read is known.
        begin_batch(db)
        new_state = _find_state_after(changed is not None, back)
        acts = schema.act
        send_statement(db, update(acts).where(acts.c.id.in_(parts)).values(state=new_state))
        if changed is not None:
            values = {"coder_id": coder_id, "at": format_utc_now(), "verb": verb, "state": "final"}
            about = {"sentence": target.sentence, "answer_id": target.answer_id}
            own = add_act(db, {**values, **about, "target": parts[0]})
    if own is None or changed is None:
        raise _explain_refusal(target, erased, verb)
    remark = _describe_export(target.last_export) if back else ""
    return UndoResult(
        target.sentence,
        target.answer_id,
        remark,
        act_id=own.id,
        revision=codebooks.parse_revision_number(target.revision),
        changes_codebook=codebooks.CURRENT in changed.get(schema.meta.name, ()),
    )


def _explain_refusal(target: _NextAct, erased: ErasedPart, verb: str) -> BadInput:
    outcome = "undone" if verb == "undo" else "done again"
    if erased.at:
        return BadInput(
            f"Not {outcome}, because the words that it was about were erased on "
            f"{format_minute(erased.at)}: {target.sentence}.",
            f"They are gone; the next {verb} goes on from there.",
        )
    return BadInput(
        f"Not {outcome}, because it was changed by someone else since: {target.sentence}.",
        f"`tipcoder log` shows by whom; the next {verb} goes on from there.",
    )


def describe_what_left(db: Db, coder_id: int, after: int = 0) -> str:
    """That no undo brings back files that this coder let out after an act; empty without any."""
    return _describe_export(db.execute(select_last_export(coder_id, after)).scalar_one())


def _describe_export(number: int | None) -> str:
    if number is None:
        return ""
    return (
        f"Export {number} stays as it is: no undo brings a file back that has left. "
        "`tipcoder quotes exports` lists what left."
    )


def _find_next_act(db: Db, coder_id: int, back: bool) -> _NextAct | None:
    """The act that this coder's next undo or redo would reach."""
    acts, meta = schema.act.c, schema.meta.c
    # Undo goes from the newest act downward, so what was undone last is the oldest of the undone.
    state, order = ("done", acts.id.desc()) if back else ("undone", acts.id)
    next_act = (
        select(acts.id, acts.sentence, acts.answer_id, acts.verb, acts.target)
        .where(acts.state == state, acts.coder_id == coder_id)
        .order_by(order)
        .limit(1)
        .subquery()
    )
    query = select(
        next_act,
        exists(select(schema.erasure.c.id)),
        select_last_export(coder_id, next_act.c.id).scalar_subquery(),
        select(meta.value).where(meta.key == codebooks.CURRENT).scalar_subquery(),
    )
    row = db.execute(query).one_or_none()
    return None if row is None else _NextAct._make(row)


def _apply_parts(db: Db, parts: Sequence[int], back: bool) -> dict[str, list[Any]] | None:
    """Undo or redo the parts of an act: all of it or nothing.

    Returns the changed rows by entity; None where others have built on the act.
    """
    changed: dict[str, list[Any]] = {}
    try:
        with db.begin_nested():
            for part in reversed(parts) if back else parts:
                for entity, ids in _apply_events(db, part, back).items():
                    changed.setdefault(entity, []).extend(ids)
    except (_ChangedSince, IntegrityError):
        return None
    return changed


def _find_state_after(is_done: bool, back: bool) -> str:
    """The state of an act after an attempt to undo or redo it."""
    if is_done:
        return "undone" if back else "done"
    # Others have built on it. It can no longer be undone, so as not to block the acts before it.
    return "final" if back else "dropped"


def _find_joint_acts(db: Db, coder_id: int, target: _NextAct, state: str) -> list[int]:
    """The act and its parts in the same state, oldest first: a long import is several acts."""
    acts = schema.act.c
    first = target.part_of or target.id
    if first == target.id and (state == "done" or target.verb in OF_ONE_CODER):
        return [first]  # undo comes to it last, when all of its parts are undone
    mine = (acts.coder_id == coder_id, acts.state == state)
    query = select(acts.id).where(*mine, or_(acts.id == first, acts.target == first))
    return list(db.execute(query.order_by(acts.id)).scalars())


class _ReachesOthers(Exception):
    """An act may have changed more than the work of the coder whose act it is."""


class _ChangedSince(Exception):
    """Rows of an act are no longer as the act left them."""


def _apply_events(db: Db, act_id: int, back: bool) -> dict[str, list[Any]]:
    """Undo or redo one act; returns the changed rows by entity.

    Raises _ChangedSince where a row is no longer as the act left it.
    """
    touched: dict[str, list[Any]] = {}
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
    return touched


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
