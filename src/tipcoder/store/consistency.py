"""What a coder says about an answer must not contradict itself: `coded` has a code on it, other
outcomes have none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Select, exists, or_, select, tuple_

from tipcoder.model import Outcome
from tipcoder.store import schema
from tipcoder.store.engine import Db

_c, _r = schema.coding.c, schema.reading.c
_CHUNK = 10_000


class Contradiction(NamedTuple):
    """A reading that its coder's codings belie."""

    answer_id: int
    coder_id: int
    outcome: str


def _select_contradictions() -> Select[tuple[int, int, str]]:
    coded = exists().where(_c.answer_id == _r.answer_id, _c.coder_id == _r.coder_id, _c.live == 1)
    says_coded = _r.outcome == Outcome.CODED.value
    return select(_r.answer_id, _r.coder_id, _r.outcome).where(
        _r.live == 1, or_(says_coded & ~coded, ~says_coded & coded)
    )


def iterate_contradictions(db: Db) -> Iterator[Contradiction]:
    """Every one in the store."""
    for row in db.execute(_select_contradictions().order_by(_r.id)):
        yield Contradiction._make(row)


def find_contradictions(db: Db, *, codings: Sequence[int], readings: Sequence[int]) -> Iterator[Contradiction]:
    """Those on the answers that these rows stand on."""
    for columns, ids in ((_c, codings), (_r, readings)):
        for at in range(0, len(ids), _CHUNK):
            touched = select(columns.answer_id, columns.coder_id).where(columns.id.in_(ids[at : at + _CHUNK]))
            for row in db.execute(_select_contradictions().where(tuple_(_r.answer_id, _r.coder_id).in_(touched))):
                yield Contradiction._make(row)
