"""How a coder left several answers: the codes on each, and whether and how it was finished."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select

from tipcoder.model import AppliedCode, CodedAnswer, Outcome
from tipcoder.store import schema
from tipcoder.store.engine import Db

_a, _c, _r = schema.answer.c, schema.coding.c, schema.reading.c
_CHUNK = 10_000
"""Ids in one statement: both stores refuse some tens of thousands."""


def load_coded_answers(db: Db, answer_ids: Sequence[int], coder_id: int) -> dict[int, CodedAnswer]:
    """By answer id, one for every id, in the order given."""
    codes: dict[int, list[AppliedCode]] = {}
    outcomes: dict[int, Outcome] = {}
    for at in range(0, len(answer_ids), _CHUNK):
        some = answer_ids[at : at + _CHUNK]
        for row in db.execute(_select_codes().where(_c.coder_id == coder_id, _c.answer_id.in_(some))):
            whole = row.end - row.start == row.length
            codes.setdefault(row.answer_id, []).append(AppliedCode(row.id, row.key, "" if whole else row.quote))
        finished = select(_r.answer_id, _r.outcome).where(_r.live == 1, _r.coder_id == coder_id)
        for row in db.execute(finished.where(_r.answer_id.in_(some))):
            outcomes[row.answer_id] = Outcome(row.outcome)
    return {i: CodedAnswer(tuple(codes.get(i, ())), outcomes.get(i)) for i in answer_ids}


def _select_codes() -> Select[Any]:
    return (
        select(_c.id, _c.answer_id, schema.code.c.key, _c.start, _c.end, _c.quote, func.length(_a.text).label("length"))
        .join(schema.code, schema.code.c.id == _c.code_id)
        .join(schema.answer, _a.id == _c.answer_id)
        .where(_c.live == 1)
        .order_by(_c.start, _c.id)
    )
