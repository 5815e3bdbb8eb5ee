"""Decisions where coders differ: the consensus layer. The coders' own codings stay beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Row, select

from tipcoder.store import schema
from tipcoder.store.blindness import find_hidden_answers
from tipcoder.store.engine import Db
from tipcoder.store.events import DEAD, LIVE, Act, format_utc_now

CODER, BOTH, NEITHER, EDITED = "coder", "both", "neither", "edited"
SIDES = (CODER, BOTH, NEITHER, EDITED)
REASONS = ("boundary", "missed", "definition gap", "language", "slip")
_t = schema.settlement.c

Spans = tuple[tuple[int, int], ...]
"""Where a code is in an answer: code points of the stored text, half-open. Empty if it is not."""


class ConsensusDecision(NamedTuple):
    """What is decided of one code on one answer."""

    side: str
    """Whose judgement is taken: one of `SIDES`."""
    spans: Spans
    sided_with: int | None = None
    """The coder, where the side is `coder`."""
    reason: str = ""
    """Why the coders differed: one of `REASONS`, or nothing."""
    note: str = ""


class Settlement(NamedTuple):
    """A live decision, with who made it and when."""

    id: int
    answer_id: int
    code: str
    by: str
    decision: ConsensusDecision
    said: Mapping[int, Spans]
    """Where each coder had the code when it was decided, by coder id."""
    revision: int
    at: str


def load_settlements(db: Db, answer_id: int | None = None) -> dict[tuple[int, str], Settlement]:
    """Decisions on current texts, or on one answer, by answer and code, as far as may be seen."""
    query = (
        select(*_t, schema.code.c.key, schema.coder.c.name)
        .join(schema.code, schema.code.c.id == _t.code_id)
        .join(schema.coder, schema.coder.c.id == _t.coder_id)
        .join(schema.answer, schema.answer.c.id == _t.answer_id)
        .where(_t.live == 1, schema.answer.c.live == 1)
        .order_by(_t.id)
    )
    if answer_id is not None:
        query = query.where(_t.answer_id == answer_id)
    hidden = find_hidden_answers(db)
    settlements = {}
    for row in db.execute(query):
        if row.answer_id in hidden:
            continue
        decision = ConsensusDecision(
            row.side, _as_spans(json.loads(row.spans)), row.sided_with, row.reason, row.note
        )
        # Keys of a JSON object are texts.
        by_coder = {int(coder): _as_spans(spans) for coder, spans in json.loads(row.said).items()}
        settlements[row.answer_id, row.key] = Settlement(
            row.id, row.answer_id, row.key, row.name, decision, by_coder, row.revision, row.at
        )
    return settlements


def add_settlement(
    act: Act,
    coder_id: int,
    place: tuple[int, int],
    decision: ConsensusDecision,
    coder_spans: Mapping[int, Spans],
    revision: int,
) -> None:
    """Keep a decision on (answer, code) in place of the last one; an equal one changes nothing."""
    answer_id, code_id = place
    # Coders in order, so that the same decision is the same text.
    by_coder = {str(coder): spans for coder, spans in sorted(coder_spans.items())}
    row = {
        "side": decision.side,
        "sided_with": decision.sided_with,
        "spans": json.dumps(decision.spans),
        "said": json.dumps(by_coder),
        "reason": decision.reason,
        "note": decision.note,
        "revision": revision,
    }
    query = select(*_t).where(_t.live == 1, _t.answer_id == answer_id, _t.code_id == code_id)
    before = act.db.execute(query).one_or_none()
    if before is not None:
        if all(before._mapping[name] == value for name, value in row.items()):
            return
        act.change_row(schema.settlement, before.id, LIVE, DEAD)
    act.insert_row(
        schema.settlement,
        {
            "answer_id": answer_id,
            "code_id": code_id,
            "coder_id": coder_id,
            "at": format_utc_now(),
            **row,
        },
    )


def reopen_settlements(act: Act, settlement_ids: Sequence[int]) -> None:
    """Retract decisions: the coders differ again."""
    for settlement_id in settlement_ids:
        # The row stays: undo, and the history of the answer, need it.
        act.change_row(schema.settlement, settlement_id, LIVE, DEAD)


def move_settlements(act: Act, source_id: int, target_id: int) -> None:
    """Move decisions on a code to the code that it is merged into, before its codings move.

    The merged code is there where either was. A decision that the source is not there holds for the
    merged code only where nobody applied the target; elsewhere coders are compared anew.
    """
    db = act.db
    decided = {}
    for code_id in (source_id, target_id):
        query = select(*_t).where(_t.live == 1, _t.code_id == code_id)
        decided[code_id] = {row.answer_id: row for row in db.execute(query)}
    coding = schema.coding.c
    with_target = select(coding.answer_id).where(coding.live == 1, coding.code_id == target_id)
    has_target = set(db.execute(with_target).scalars())

    for answer_id, row in decided[source_id].items():
        target_row = decided[target_id].get(answer_id)
        is_there = bool(json.loads(row.spans))
        if target_row is not None:
            if is_there:
                _join_settlements(act, row, target_row)
        elif is_there or answer_id not in has_target:
            before, after = {"code_id": source_id, **LIVE}, {"code_id": target_id, **LIVE}
            act.change_row(schema.settlement, row.id, before, after)


def _join_settlements(act: Act, source: Row[Any], target: Row[Any]) -> None:
    """Make the decision on the target hold wherever either code was decided to be."""
    spans = {(start, end) for start, end in json.loads(source.spans)}
    spans.update((start, end) for start, end in json.loads(target.spans))
    before = {"side": target.side, "sided_with": target.sided_with, "spans": target.spans}
    after = {"side": EDITED, "sided_with": None, "spans": json.dumps(sorted(spans))}
    act.change_row(schema.settlement, target.id, before, after)


def _as_spans(found: Sequence[Sequence[int]]) -> Spans:
    return tuple((start, end) for start, end in found)
