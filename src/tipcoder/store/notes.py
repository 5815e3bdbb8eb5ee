"""Memos and flags beside codings. A new memo replaces the old one; both are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, func, or_, select

from tipcoder.model.codings import Memo, MemoTarget
from tipcoder.store import schema
from tipcoder.store.blindness import build_visibility_condition
from tipcoder.store.engine import Db
from tipcoder.store.events import DEAD, LIVE, Act, format_utc_now
from tipcoder.text import normalise_text

_m, _f = schema.memo.c, schema.flag.c


def _select_memos() -> Select[*tuple[Any, ...]]:
    return (
        select(
            _m.id,
            schema.coder.c.name,
            _m.answer_id,
            _m.coding_id,
            schema.code.c.key,
            _m.text,
            _m.at,
        )
        .join(schema.coder, schema.coder.c.id == _m.coder_id)
        .join(schema.code, schema.code.c.id == _m.code_id, isouter=True)
        .where(_m.live == 1)
        .order_by(_m.id)
    )


def _as_memo(row: Any) -> Memo:
    return Memo(
        row.id, row.name, MemoTarget(row.answer_id, row.coding_id, row.key), row.text, row.at
    )


def load_memos_on_answer(db: Db, answer_id: int, coder_id: int) -> list[Memo]:
    """A coder's memos on an answer and on its codings."""
    query = _select_memos().where(_m.answer_id == answer_id, _m.coder_id == coder_id)
    return [_as_memo(row) for row in db.execute(query)]


def load_visible_memos(db: Db) -> list[Memo]:
    """Everybody's memos that the viewer may see, in the order they were written."""
    may_see = build_visibility_condition(db, _m.answer_id, _m.coder_id)
    # A memo on a code is on no answer, and hidden from nobody.
    query = _select_memos().where(or_(_m.answer_id.is_(None), may_see))
    return [_as_memo(row) for row in db.execute(query)]


def load_memos_on_code(db: Db, code: str) -> list[Memo]:
    """Everybody's memos on a code."""
    return [_as_memo(row) for row in db.execute(_select_memos().where(schema.code.c.key == code))]


def set_memo(
    act: Act, coder_id: int, target: MemoTarget, code_id: int | None, text: str, *, at: str = ""
) -> None:
    """Replace a coder's memo on a target; an empty text removes it.

    `at` is when it was written elsewhere, in UTC; without it, now.
    """
    # In SQL nothing equals NULL, so a part that the target lacks is asked for by `is null`.
    same = (
        _m.answer_id.is_(None) if target.answer_id is None else _m.answer_id == target.answer_id,
        _m.coding_id.is_(None) if target.coding_id is None else _m.coding_id == target.coding_id,
        _m.code_id.is_(None) if code_id is None else _m.code_id == code_id,
    )
    before = act.db.execute(
        select(_m.id, _m.text).where(_m.live == 1, _m.coder_id == coder_id, *same)
    ).first()
    text = normalise_text(text.strip()).text
    if before is not None:
        if before.text == text:
            return
        act.change_row(schema.memo, before.id, LIVE, DEAD)
    if text:
        row = {
            "coder_id": coder_id,
            "answer_id": target.answer_id,
            "coding_id": target.coding_id,
            "code_id": code_id,
            "text": text,
            "at": at or format_utc_now(),
        }
        act.insert_row(schema.memo, row)


def join_memos(act: Act, answer_id: int, coding_id: int, joining: Sequence[int]) -> None:
    """Add the memos on some codings of an answer to the memo on another coding, coder by coder."""
    query = select(_m.coder_id, _m.coding_id, _m.text).where(
        _m.live == 1, _m.coding_id.in_([coding_id, *joining])
    )
    rows = act.db.execute(query.order_by(_m.id)).all()
    # A coder whose only memo is on the coding that stays has nothing to join.
    coders = dict.fromkeys(row.coder_id for row in rows if row.coding_id != coding_id)
    for coder_id in coders:
        own = [row for row in rows if row.coder_id == coder_id]
        for row in own:
            if row.coding_id != coding_id:
                set_memo(act, coder_id, MemoTarget(answer_id, row.coding_id), None, "")
        joined = "\n".join(row.text for row in own)
        set_memo(act, coder_id, MemoTarget(answer_id, coding_id), None, joined)


def is_flagged(db: Db, answer_id: int, coder_id: int) -> bool:
    """Whether a coder has flagged an answer."""
    query = select(func.count()).where(
        _f.live == 1, _f.answer_id == answer_id, _f.coder_id == coder_id
    )
    return bool(db.execute(query).scalar_one())


def set_flags(act: Act, flags: Mapping[int, int | None], coder_id: int, *, flagged: bool) -> None:
    """Flag answers, or remove their flags. `flags` has the number of the flag that each has."""
    if flagged:
        missing = [answer_id for answer_id, flag_id in flags.items() if flag_id is None]
        rows = [{"answer_id": answer_id, "coder_id": coder_id} for answer_id in missing]
        act.insert_rows(schema.flag, rows)
        return
    for flag_id in flags.values():
        if flag_id is not None:
            act.change_row(schema.flag, flag_id, LIVE, DEAD)
