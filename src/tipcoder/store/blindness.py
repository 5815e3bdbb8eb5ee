"""What a coder may not see: others' work on answers that an open round assigns to the coder, and
all work on answers that it has her code again as copies.

A transaction knows the viewer, the coder who is looking (`Store.viewer`). Everything that reads the
work of several people asks here, so that no screen, verb, export or frame has to think of it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select, true

from tipcoder.store import schema
from tipcoder.store.drift import select_veiled_answers
from tipcoder.store.engine import Db, find_viewer

_s, _o = schema.assignment.c, schema.coding_round.c


def find_hidden_answers(db: Db) -> set[int]:
    """Ids of the answers on which the viewer sees only their own work."""
    viewer = find_viewer(db)
    return set() if viewer is None else set(db.execute(_select_hidden_answers(viewer)).scalars())


def find_veiled_answers(db: Db) -> set[int]:
    """Ids of the answers that the viewer codes again as copies, and whose own work is hidden."""
    viewer = find_viewer(db)
    return set() if viewer is None else set(db.execute(select_veiled_answers(viewer)).scalars())


def build_visibility_condition(
    db: Db, answer_id: ColumnElement[Any], coder_id: ColumnElement[Any]
) -> ColumnElement[bool]:
    """A condition that holds where the viewer may see the work of `coder_id` on `answer_id`."""
    viewer = find_viewer(db)
    if viewer is None:
        return true()
    # Most viewers are in no open round. Asking once spares the other statement a subquery.
    hidden = _select_hidden_answers(viewer)
    if not db.execute(select(exists(hidden))).scalar_one():
        return true()
    # What she said herself of an answer that she codes again would tell her, too.
    veiled = select_veiled_answers(viewer)
    is_own = and_(coder_id == viewer, answer_id.not_in(veiled))
    return or_(is_own, answer_id.not_in(hidden))


def _select_hidden_answers(viewer: int) -> Any:
    assigned = (
        select(_s.answer_id)
        .join(schema.coding_round, _o.id == _s.round_id)
        .where(_s.live == 1, _s.coder_id == viewer, _o.live == 1, _o.frozen_at == "")
    )
    # Compared as two lists: an answer is hidden if it is on either.
    return assigned.union_all(select_veiled_answers(viewer))
