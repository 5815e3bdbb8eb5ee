"""Training rounds: a new coder codes copies of settled answers, and is told what was settled.

The copies are those of drift rounds (see `drift`): rows of their own that are never live, so that
no count, quote, table or coefficient takes what is coded on them for work on the answer. What was
settled is kept with the round as it was when the round was drawn.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, select

from tipcoder.slices import iterate_chunks
from tipcoder.store import schema
from tipcoder.store.engine import CHUNK, Db
from tipcoder.store.settlements import Spans

TRAINING = "training"
"""The part of a round's design that tells a training round, and has what was settled."""
_a, _s, _o = schema.answer.c, schema.assignment.c, schema.coding_round.c
_c, _r, _e = schema.coding.c, schema.reading.c, schema.event.c

Gold = Mapping[str, Spans]
"""The codes that were settled to be there, and on which words."""


class TrainingCopy(NamedTuple):
    """A settled answer that a training round gives to a coder."""

    copy_id: int
    coder_id: int
    gold: Gold
    unknown: frozenset[str] = frozenset()
    """Codes of which nothing is settled there: they came after everybody had finished it."""


def _select_copies() -> Select[Any]:
    return (
        select(_a.id, _a.copy_of, _s.coder_id, _s.round_id)
        .join(schema.assignment, _s.answer_id == _a.id)
        .join(schema.coding_round, _o.id == _s.round_id)
        .where(_a.copy_of.is_not(None), _s.live == 1, _o.live == 1)
    )


def select_training_copies(coder_id: Any) -> Select[Any]:
    """The copies that open rounds give to a coder, an id or a parameter.

    Those of drift rounds are among them: only the design of a round tells.
    """
    return _select_copies().where(_s.coder_id == coder_id, _o.frozen_at == "")


def load_training_copies(
    db: Db, *, coder_id: int | None = None, round_id: int | None = None
) -> dict[int, TrainingCopy]:
    """The copies of the open training rounds of a coder, or those of one round, by their ids."""
    query = select_training_copies(coder_id) if coder_id is not None else _select_copies()
    if round_id is not None:
        query = query.where(_o.id == round_id)
    rows = list(db.execute(query.order_by(_a.id)))
    settled = _load_settled(db, {row.round_id for row in rows})
    copies = {}
    for row in rows:
        if row.round_id in settled:
            gold, unknown = settled[row.round_id].get(str(row.copy_of), ({}, frozenset()))
            copies[row.id] = TrainingCopy(row.id, row.coder_id, gold, unknown)
    return copies


def _load_settled(
    db: Db, round_ids: Collection[int]
) -> dict[int, dict[str, tuple[Gold, frozenset[str]]]]:
    """What was settled and what is unknown, by training round and answer; other rounds are left
    out.
    """
    found: dict[int, dict[str, tuple[Gold, frozenset[str]]]] = {}
    if not round_ids:
        return {}
    for row in db.execute(select(_o.id, _o.design).where(_o.id.in_(round_ids))):
        design = json.loads(row.design).get(TRAINING)
        if design is None:
            continue
        answers: dict[str, tuple[Gold, frozenset[str]]] = {}
        for answer_id, codes in design["settled"].items():
            gold = {}
            for code, spans in codes.items():
                gold[code] = tuple((start, end) for start, end in spans)
            answers[answer_id] = gold, frozenset(design["unknown"].get(answer_id, ()))
        found[row.id] = answers
    return found


def load_first_codes(db: Db, copy_ids: Sequence[int]) -> dict[int, frozenset[str]]:
    """Copy -> the codes that were on it when its coder finished it first.

    What was changed after the feedback tells nothing. Copies that nobody has finished are left out.
    """
    first: dict[int, frozenset[str]] = {}
    for some in iterate_chunks(copy_ids, CHUNK):
        acts = _find_first_acts(db, some)
        codings = select(_c.id, _c.answer_id, schema.code.c.key).join(
            schema.code, schema.code.c.id == _c.code_id
        )
        rows = {str(row.id): row for row in db.execute(codings.where(_c.answer_id.in_(some)))}
        live: dict[int, dict[str, str]] = {copy_id: {} for copy_id in acts}
        for act_id, coding_id, after in db.execute(_select_events(schema.coding.name, list(rows))):
            row = rows[coding_id]
            if row.answer_id not in acts or act_id > acts[row.answer_id]:
                continue
            state = json.loads(after).get("live")
            if state == 1:
                live[row.answer_id][coding_id] = row.key
            elif state == 0:
                live[row.answer_id].pop(coding_id, None)
        for copy_id, codes in live.items():
            first[copy_id] = frozenset(codes.values())
    return first


def _find_first_acts(db: Db, copy_ids: Sequence[int]) -> dict[int, int]:
    """Copy -> the act that finished it first."""
    readings = select(_r.id, _r.answer_id).where(_r.answer_id.in_(copy_ids))
    copy_of = {str(row.id): row.answer_id for row in db.execute(readings)}
    acts: dict[int, int] = {}
    for act_id, reading_id, _ in db.execute(_select_events(schema.reading.name, list(copy_of))):
        acts.setdefault(copy_of[reading_id], act_id)
    return acts


def _select_events(entity: str, ids: Sequence[str]) -> Select[Any]:
    query = select(_e.act_id, _e.entity_id, _e.after).where(
        _e.entity == entity, _e.entity_id.in_(ids)
    )
    return query.order_by(_e.seq)
