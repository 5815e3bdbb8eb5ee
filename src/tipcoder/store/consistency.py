"""Readings that contradict codings.

An answer finished as `coded` must have a code of that coder; one with another outcome must have
none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Select, exists, or_, select, tuple_

from tipcoder.model.codings import Outcome
from tipcoder.slices import iterate_chunks
from tipcoder.store import schema
from tipcoder.store.engine import CHUNK, Db

_c, _r = schema.coding.c, schema.reading.c


class Contradiction(NamedTuple):
    """A reading that its coder's codings contradict."""

    answer_id: int
    coder_id: int
    outcome: str


def _select_contradictions() -> Select[tuple[int, int, str]]:
    has_code = exists().where(
        _c.answer_id == _r.answer_id, _c.coder_id == _r.coder_id, _c.live == 1
    )
    says_coded = _r.outcome == Outcome.CODED.value
    return select(_r.answer_id, _r.coder_id, _r.outcome).where(
        _r.live == 1, or_(says_coded & ~has_code, ~says_coded & has_code)
    )


def iterate_contradictions(db: Db) -> Iterator[Contradiction]:
    """Every contradiction in the store, in the order of the readings."""
    for row in db.execute(_select_contradictions().order_by(_r.id)):
        yield Contradiction._make(row)


def find_contradictions(
    db: Db, *, codings: Sequence[int], readings: Sequence[int]
) -> Iterator[Contradiction]:
    """Contradictions on the answers that these codings and readings (row ids) are about."""
    place = tuple_(_r.answer_id, _r.coder_id)
    for columns, ids in ((_c, codings), (_r, readings)):
        for some in iterate_chunks(ids, CHUNK):
            touched = select(columns.answer_id, columns.coder_id).where(columns.id.in_(some))
            for row in db.execute(_select_contradictions().where(place.in_(touched))):
                yield Contradiction._make(row)
