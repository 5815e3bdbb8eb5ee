"""What a coder may not see: others' work on answers that an open round has assigned to her.

A transaction knows who looks (`Store.viewer`). Everything that reads the work of several people
asks here, so that no screen, verb, export or frame has to think of it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select, true

from tipcoder.store import schema
from tipcoder.store.engine import Db, find_viewer

_s, _o = schema.assignment.c, schema.coding_round.c


def find_hidden_answers(db: Db) -> set[int]:
    """Ids of the answers on which the one who looks sees only her own work."""
    viewer = find_viewer(db)
    return set() if viewer is None else set(db.execute(_select_hidden_answers(viewer)).scalars())


def build_visibility_condition(
    db: Db, answer_id: ColumnElement[Any], coder_id: ColumnElement[Any]
) -> ColumnElement[bool]:
    """A condition that lets through what the one who looks may see of the work of `coder_id` on
    `answer_id`.
    """
    viewer = find_viewer(db)
    if viewer is None or not db.execute(select(exists(_select_hidden_answers(viewer)))).scalar_one():
        return true()
    return or_(coder_id == viewer, answer_id.not_in(_select_hidden_answers(viewer)))


def _select_hidden_answers(viewer: int) -> Any:
    return (
        select(_s.answer_id)
        .join(schema.coding_round, _o.id == _s.round_id)
        .where(_s.live == 1, _s.coder_id == viewer, _o.live == 1, _o.frozen_at == "")
    )
