"""What was decided where coders differ: the consensus layer. The coders' own codings stay beside
it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import select

from tipcoder.store import schema
from tipcoder.store.blindness import find_hidden_answers
from tipcoder.store.engine import Db
from tipcoder.store.events import DEAD, LIVE, Act, format_utc_now

CODER, BOTH, NEITHER, EDITED = "coder", "both", "neither", "edited"
SIDES = (CODER, BOTH, NEITHER, EDITED)
REASONS = ("boundary", "missed", "definition gap", "language", "slip")
_t = schema.settlement.c

Spans = tuple[tuple[int, int], ...]
"""Where a code stands in an answer: code points of the stored text, half-open. Empty where it does
not.
"""


class ConsensusDecision(NamedTuple):
    """What is decided of one code on one answer."""

    side: str
    """Whose judgement stands: one of `SIDES`."""
    spans: Spans
    sided_with: int | None = None
    """The coder, where the side is `coder`."""
    reason: str = ""
    """Why the coders differed: one of `REASONS`, or nothing."""
    note: str = ""


class Settlement(NamedTuple):
    """A decision that stands, with who made it and when."""

    id: int
    answer_id: int
    code: str
    by: str
    decision: ConsensusDecision
    said: Mapping[int, Spans]
    """What each coder had said by then, by coder id."""
    revision: int
    at: str


def load_settlements(db: Db, answer_id: int | None = None) -> dict[tuple[int, str], Settlement]:
    """Every decision on a current text, or on one of them, by answer and code; none that is hidden
    from who looks.
    """
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
    out = {}
    for row in db.execute(query):
        if row.answer_id in hidden:
            continue
        decision = ConsensusDecision(row.side, _as_spans(json.loads(row.spans)), row.sided_with, row.reason, row.note)
        said = {int(coder): _as_spans(spans) for coder, spans in json.loads(row.said).items()}
        settled = Settlement(row.id, row.answer_id, row.key, row.name, decision, said, row.revision, row.at)
        out[row.answer_id, row.key] = settled
    return out


def add_settlement(
    act: Act,
    coder_id: int,
    place: tuple[int, int],
    decision: ConsensusDecision,
    coder_spans: Mapping[int, Spans],
    revision: int,
) -> None:
    """Keep a decision on (answer, code) in the place of the one before; the same once more changes
    nothing.
    """
    answer_id, code_id = place
    said_text = json.dumps({str(coder): spans for coder, spans in sorted(coder_spans.items())})
    row = {
        "side": decision.side,
        "sided_with": decision.sided_with,
        "spans": json.dumps(decision.spans),
        "said": said_text,
        "reason": decision.reason,
        "note": decision.note,
        "revision": revision,
    }
    there = select(*_t).where(_t.live == 1, _t.answer_id == answer_id, _t.code_id == code_id)
    before = act.db.execute(there).one_or_none()
    if before is not None:
        if all(before._mapping[name] == value for name, value in row.items()):
            return
        act.change_row(schema.settlement, before.id, LIVE, DEAD)
    act.insert_row(
        schema.settlement,
        {"answer_id": answer_id, "code_id": code_id, "coder_id": coder_id, "at": format_utc_now(), **row},
    )


def reopen_settlements(act: Act, settlement_ids: Sequence[int]) -> None:
    """Make decisions count no longer: the coders differ again."""
    for settlement_id in settlement_ids:
        act.change_row(schema.settlement, settlement_id, LIVE, DEAD)


def move_settlements(act: Act, source_id: int, target_id: int) -> None:
    """What was decided of a code holds of the code that it is merged into, before its codings move.

    The merged code is there where either was. That a code is not there says so of both only where
    nobody put the other; elsewhere coders are compared anew.
    """
    db = act.db
    decided = {}
    for code_id in (source_id, target_id):
        query = select(*_t).where(_t.live == 1, _t.code_id == code_id)
        decided[code_id] = {row.answer_id: row for row in db.execute(query)}
    coding = schema.coding.c
    put = set(db.execute(select(coding.answer_id).where(coding.live == 1, coding.code_id == target_id)).scalars())
    for answer_id, row in decided[source_id].items():
        there = decided[target_id].get(answer_id)
        spans = json.loads(row.spans)
        if there is None and (spans or answer_id not in put):
            act.change_row(schema.settlement, row.id, {"code_id": source_id, **LIVE}, {"code_id": target_id, **LIVE})
        elif there is not None and spans:
            both = json.dumps(sorted({(start, end) for start, end in (*spans, *json.loads(there.spans))}))
            before = {"side": there.side, "sided_with": there.sided_with, "spans": there.spans}
            act.change_row(schema.settlement, there.id, before, {"side": EDITED, "sided_with": None, "spans": both})


def _as_spans(found: Sequence[Sequence[int]]) -> Spans:
    return tuple((start, end) for start, end in found)
