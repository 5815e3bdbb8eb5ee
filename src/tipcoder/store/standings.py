"""How a coder left several answers: the codes on each, and whether and how it was finished."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select

from tipcoder.model.codings import AppliedCode, CodedAnswer, Outcome
from tipcoder.slices import iterate_chunks
from tipcoder.store import schema
from tipcoder.store.engine import CHUNK, Db

_a, _c, _r = schema.answer.c, schema.coding.c, schema.reading.c


def load_coded_answers(db: Db, answer_ids: Sequence[int], coder_id: int) -> dict[int, CodedAnswer]:
    """By answer id, one for every id, in the order given."""
    codes: dict[int, list[AppliedCode]] = {}
    outcomes: dict[int, Outcome] = {}
    applied = _select_codes().where(_c.coder_id == coder_id)
    finished = select(_r.answer_id, _r.outcome).where(_r.live == 1, _r.coder_id == coder_id)
    for some in iterate_chunks(answer_ids, CHUNK):
        for row in db.execute(applied.where(_c.answer_id.in_(some))):
            is_whole = row.end - row.start == row.length
            # A code on the whole answer needs no quote: the answer stands beside it.
            code = AppliedCode(row.id, row.key, "" if is_whole else row.quote)
            codes.setdefault(row.answer_id, []).append(code)
        for row in db.execute(finished.where(_r.answer_id.in_(some))):
            outcomes[row.answer_id] = Outcome(row.outcome)

    coded = {}
    for answer_id in answer_ids:
        coded[answer_id] = CodedAnswer(tuple(codes.get(answer_id, ())), outcomes.get(answer_id))
    return coded


def _select_codes() -> Select[Any]:
    return (
        select(
            _c.id,
            _c.answer_id,
            schema.code.c.key,
            _c.start,
            _c.end,
            _c.quote,
            func.length(_a.text).label("length"),
        )
        .join(schema.code, schema.code.c.id == _c.code_id)
        .join(schema.answer, _a.id == _c.answer_id)
        .where(_c.live == 1)
        .order_by(_c.start, _c.id)
    )
