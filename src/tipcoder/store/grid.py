"""Rows of the answer grid: a page at a time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from tipcoder.model.answers import GridLine
from tipcoder.store import answers, schema
from tipcoder.store.engine import Db

_a, _c, _f, _m = schema.answer.c, schema.coding.c, schema.flag.c, schema.memo.c


def load_grid_lines(
    db: Db, answer_ids: Sequence[int], coder_id: int, attributes: Sequence[str]
) -> dict[int, GridLine]:
    """What the grid draws for these answers. Meant for a page, not for thousands."""
    lines = answers.load_lines(db, answer_ids, coder_id)
    kept = (
        select(_a.id, schema.survey_case.c.attributes)
        .join(schema.survey_case, schema.survey_case.c.id == _a.case_id)
        .where(_a.id.in_(answer_ids))
    )
    values = {row.id: json.loads(row.attributes) for row in db.execute(kept)}
    made = (
        select(_c.answer_id, schema.code.c.key)
        .join(schema.code, schema.code.c.id == _c.code_id)
        .where(_c.live == 1, _c.coder_id == coder_id, _c.answer_id.in_(answer_ids))
        .order_by(_c.start, _c.id)
    )
    # A dictionary as an ordered set: a code on two spans is shown once.
    codes: dict[int, dict[str, None]] = {}
    for answer_id, key in db.execute(made):
        codes.setdefault(answer_id, {})[key] = None
    flagged = _find_answers_with_row(db, _f, answer_ids, coder_id)
    noted = _find_answers_with_row(db, _m, answer_ids, coder_id)

    found = {}
    for answer_id, line in lines.items():
        known = values[answer_id]
        found[answer_id] = GridLine(
            line,
            tuple(known.get(name, "") for name in attributes),
            tuple(codes.get(answer_id, ())),
            answer_id in flagged,
            answer_id in noted,
        )
    return found


def _find_answers_with_row(
    db: Db, columns: Any, answer_ids: Sequence[int], coder_id: int
) -> set[int]:
    """Those of the answers on which a coder has a live row in a table."""
    query = select(columns.answer_id).where(
        columns.live == 1, columns.coder_id == coder_id, columns.answer_id.in_(answer_ids)
    )
    return set(db.execute(query).scalars())
