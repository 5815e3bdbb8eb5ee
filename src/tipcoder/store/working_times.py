"""When coders acted, and which answers they finished by each act: what hours are counted from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from tipcoder.model.codings import DERIVED
from tipcoder.store import schema
from tipcoder.store.engine import Db

_act, _event = schema.act.c, schema.event.c
_FINISHING = ("code", "finish")
"""Verbs by which a person finishes answers; an import brings what was done elsewhere."""
_STANDING = ("done", "final")
"""States of acts that are not undone."""


@dataclass
class TimedAct:
    """One act of a coder."""

    coder_id: int
    at: str
    """UTC, ISO 8601, to the second."""
    finished: list[int] = field(default_factory=list)
    """Ids of the answers that were judged and finished by it; none where it was undone."""
    many: list[int] = field(default_factory=list)
    """Ids of those that were finished with many others at once, and not judged one by one."""


def load_timed_acts(db: Db, coder_id: int | None = None) -> list[TimedAct]:
    """Every act of everybody, or of one coder, oldest first."""
    query = select(_act.id, _act.coder_id, _act.at, _act.verb, _act.state).order_by(_act.id)
    finishing = (
        select(_event.act_id, _event.after)
        .join(schema.act, _act.id == _event.act_id)
        .where(
            _event.entity == schema.reading.name,
            _act.verb.in_(_FINISHING),
            _act.state.in_(_STANDING),
        )
        .order_by(_event.seq)
    )
    if coder_id is not None:
        query = query.where(_act.coder_id == coder_id)
        finishing = finishing.where(_act.coder_id == coder_id)
    acts = {row.id: TimedAct(row.coder_id, row.at) for row in db.execute(query)}
    for act_id, after in db.execute(finishing):
        _note_reading(acts[act_id], json.loads(after))
    return list(acts.values())


def _note_reading(act: TimedAct, after: Mapping[str, object]) -> None:
    # Only a new reading repeats its answer in the log; one that goes has a single column there.
    answer_id = after.get("answer_id")
    if not isinstance(answer_id, int) or after.get("coder_id") != act.coder_id:
        return
    kept = act.many if after.get("origin") in DERIVED else act.finished
    kept.append(answer_id)
