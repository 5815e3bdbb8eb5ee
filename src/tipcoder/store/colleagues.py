"""What others said of one answer, and whether the viewer may look yet."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import func, select

from tipcoder.model.codings import Outcome, Reading
from tipcoder.store import schema
from tipcoder.store.blindness import build_visibility_condition, find_hidden_answers
from tipcoder.store.engine import Db

_r, _s, _o = schema.reading.c, schema.assignment.c, schema.coding_round.c


class Sight(StrEnum):
    """Whether a coder may look at what others said of an answer."""

    OPEN = "open"
    IN_ROUND = "in_round"
    """An open round of hers has it."""
    UNFINISHED = "unfinished"
    """She has to finish it first."""


def find_sight(db: Db, answer_id: int, coder_id: int) -> Sight:
    """Whether a coder, who is the viewer, may look at what others said of an answer.

    Whoever has not finished it would code what others coded. A lead need not, where no round was
    ever to compare judgements of it.
    """
    if answer_id in find_hidden_answers(db):
        return Sight.IN_ROUND
    finished = select(_r.id).where(_r.live == 1, _r.answer_id == answer_id, _r.coder_id == coder_id)
    if db.execute(finished.limit(1)).first() is not None:
        return Sight.OPEN
    assigned = (
        select(_s.id)
        .join(schema.coding_round, _o.id == _s.round_id)
        .where(_s.live == 1, _o.live == 1, _s.answer_id == answer_id)
    )
    in_a_round = db.execute(assigned.limit(1)).first() is not None
    return Sight.OPEN if not in_a_round and is_lead(db, coder_id) else Sight.UNFINISHED


def is_lead(db: Db, coder_id: int) -> bool:
    """Whether a coder leads the study: she opened a round, or set the study up."""
    opened = select(_o.id).where(_o.live == 1, _o.coder_id == coder_id)
    if db.execute(opened.limit(1)).first() is not None:
        return True
    act = schema.act.c
    first = select(act.coder_id).where(act.id == select(func.min(act.id)).scalar_subquery())
    return db.execute(first).scalar_one_or_none() == coder_id


def load_visible_readings(db: Db, answer_id: int) -> list[Reading]:
    """How everybody finished an answer whose work the viewer may see, in order of arrival."""
    query = (
        select(schema.coder.c.name, _r.outcome, _r.revision, _r.origin)
        .join(schema.coder, schema.coder.c.id == _r.coder_id)
        .where(
            _r.live == 1,
            _r.answer_id == answer_id,
            build_visibility_condition(db, _r.answer_id, _r.coder_id),
        )
        .order_by(_r.coder_id)
    )
    return [
        Reading(answer_id, row.name, Outcome(row.outcome), row.revision, row.origin)
        for row in db.execute(query)
    ]
