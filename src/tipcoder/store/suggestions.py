"""What was suggested to which coder, and the coder's verdict.

That a suggestion was shown is a fact: no act, and nothing to undo. The verdict is part of an act
and is undone with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Select, Text, and_, cast, exists, func, insert, select

from tipcoder.store import schema
from tipcoder.store.blindness import build_visibility_condition
from tipcoder.store.engine import Db
from tipcoder.store.events import Act, begin_act, format_utc_now

OPEN, ACCEPTED, MOVED, EDITED, REJECTED = "open", "accepted", "moved", "edited", "rejected"
ASKED, MODE = "asked", "mode"
SHOWING = "show"
"""The verb of a coder's one act that has an event for every suggestion shown."""
ORIGIN = "suggestion"
"""The origin of a coding that came by accepting a suggestion."""
TAKEN = (ACCEPTED, MOVED)
"""Verdicts by which the suggested code is applied."""


class TakenSuggestion(NamedTuple):
    """A suggestion whose code the coder applied."""

    id: int
    code: str
    verdict: str


_g, _c, _r, _a = schema.suggestion.c, schema.coding.c, schema.reading.c, schema.answer.c


class ShownSuggestion(NamedTuple):
    """A suggestion as it was shown. Offsets are code points of the stored text, half-open."""

    answer_id: int
    code_id: int
    revision: int
    engine: str
    score: float
    strength: str
    start: int
    end: int
    shown: str
    """`asked`, or `mode` where they were shown on every answer."""


class SuggestionRecord(NamedTuple):
    """What became of one suggestion: the last one of its code on its answer to its coder."""

    answer_id: int
    coder_id: int
    code: str
    engine: str
    score: float
    strength: str
    shown: str
    verdict: str
    finished: bool
    """Whether the coder has finished the answer."""
    standing: bool
    """Whether the coder has applied the code to the answer."""

    @property
    def is_settled(self) -> bool:
        """Whether it is known if it was right: there is a verdict, or the answer was finished."""
        return self.verdict != OPEN or self.finished

    @property
    def is_right(self) -> bool:
        """Whether the code was applied: as offered, elsewhere in the answer, or by another way."""
        return self.verdict in TAKEN or (self.verdict == OPEN and self.standing)


def record_shown(db: Db, coder_id: int, suggestions: Iterable[ShownSuggestion]) -> None:
    """Keep that these were shown. One that is kept already is not doubled, whatever its verdict."""
    rows = []
    for suggestion in suggestions:
        is_kept = db.execute(_select_same(coder_id, suggestion)).first() is not None
        if not is_kept:
            rows.append(_build_row(suggestion, coder_id))
    if rows:
        _insert_shown(db, coder_id, rows)


def _insert_shown(db: Db, coder_id: int, rows: Sequence[dict[str, int | float | str]]) -> list[int]:
    """Insert rows and keep in the log that they were shown; returns their ids.

    All showings of one coder are events of one act that nobody can undo, or the log would be full
    of them.
    """
    act = _find_showing_act(db, coder_id)
    made = insert(schema.suggestion).returning(_g.id, sort_by_parameter_order=True)
    ids = [int(row_id) for (row_id,) in db.execute(made, list(rows))]
    for row_id, row in zip(ids, rows, strict=True):
        act.record_change(schema.suggestion, row_id, {}, row)
    act.write_events()
    return ids


def _find_showing_act(db: Db, coder_id: int) -> Act:
    t = schema.act.c
    found = db.execute(
        select(t.id).where(t.coder_id == coder_id, t.verb == SHOWING).order_by(t.id).limit(1)
    ).scalar()
    if found is not None:
        return Act(db, int(found))
    act = begin_act(db, coder_id, SHOWING, "Was shown suggestions", final=True)
    # What an earlier version of the program kept without an event is in the log from now on.
    for row in db.execute(select(*_g).where(_g.coder_id == coder_id).order_by(_g.id)).all():
        values = {name: value for name, value in row._mapping.items() if name != "id"}
        act.record_change(schema.suggestion, row.id, {}, {**values, "verdict": OPEN})
    return act


def record_verdict(act: Act, coder_id: int, suggestion: ShownSuggestion, verdict: str) -> None:
    """Keep the coder's verdict on a suggestion, in the act that carries it out."""
    query = _select_same(coder_id, suggestion).where(_g.verdict == OPEN)
    row_id: int | None = act.db.execute(query.order_by(_g.id.desc()).limit(1)).scalar_one_or_none()
    if row_id is None:
        # The coder's key was faster than the record of what is shown.
        (row_id,) = _insert_shown(act.db, coder_id, [_build_row(suggestion, coder_id)])
    act.change_row(schema.suggestion, row_id, {"verdict": OPEN}, {"verdict": verdict})


def _select_same(coder_id: int, suggestion: ShownSuggestion) -> Select[int]:
    return select(_g.id).where(
        _g.answer_id == suggestion.answer_id,
        _g.coder_id == coder_id,
        _g.code_id == suggestion.code_id,
        _g.revision == suggestion.revision,
        _g.engine == suggestion.engine,
        _g.strength == suggestion.strength,
        _g.start == suggestion.start,
        _g.end == suggestion.end,
        _g.shown == suggestion.shown,
    )


def _build_row(suggestion: ShownSuggestion, coder_id: int) -> dict[str, int | float | str]:
    return {**suggestion._asdict(), "coder_id": coder_id, "verdict": OPEN, "at": format_utc_now()}


def reject_removed(act: Act, answer_id: int, coder_id: int) -> None:
    """Codes were removed from an answer: reject the taken suggestions whose code is gone."""
    gone = ~exists().where(
        _c.answer_id == _g.answer_id,
        _c.coder_id == _g.coder_id,
        _c.code_id == _g.code_id,
        _c.live == 1,
    )
    query = select(_g.id, _g.verdict).where(
        _g.answer_id == answer_id, _g.coder_id == coder_id, _g.verdict.in_(TAKEN), gone
    )
    for row in act.db.execute(query).all():
        act.change_row(schema.suggestion, row.id, {"verdict": row.verdict}, {"verdict": REJECTED})


def reject_taken(act: Act, taken: Iterable[TakenSuggestion]) -> None:
    """Reject suggestions that were taken, where it is known that their codes are gone."""
    for one in taken:
        act.change_row(schema.suggestion, one.id, {"verdict": one.verdict}, {"verdict": REJECTED})


def load_rejected_codes(db: Db, answer_ids: Sequence[int] | None = None) -> dict[int, set[str]]:
    """Codes that were rejected or replaced on each answer, by anybody whose work may be seen."""
    query = (
        select(_g.answer_id, schema.code.c.key)
        .join(schema.code, schema.code.c.id == _g.code_id)
        .where(
            _g.verdict.in_((REJECTED, EDITED)),
            build_visibility_condition(db, _g.answer_id, _g.coder_id),
        )
    )
    if answer_ids is not None:
        query = query.where(_g.answer_id.in_(answer_ids))
    rejected: dict[int, set[str]] = {}
    for row in db.execute(query):
        rejected.setdefault(row.answer_id, set()).add(row.key)
    return rejected


def load_settled_codes(db: Db, coder_id: int, answer_id: int | None = None) -> dict[int, set[str]]:
    """Codes that this coder has applied, rejected or replaced, and is not offered again.

    By answer; of one answer, or of all of which there are some.
    """
    applied = select(_c.answer_id, schema.code.c.key).join(
        schema.code, schema.code.c.id == _c.code_id
    )
    applied = applied.where(_c.coder_id == coder_id, _c.live == 1)
    refused = _select_refused_codes(coder_id)
    if answer_id is not None:
        applied = applied.where(_c.answer_id == answer_id)
        refused = refused.where(_g.answer_id == answer_id)

    settled: dict[int, set[str]] = {}
    for found_id, code in [*db.execute(applied), *db.execute(refused)]:
        settled.setdefault(found_id, set()).add(code)
    return settled


def _select_refused_codes(coder_id: int) -> Select[int, str]:
    """(answer, code) of the suggestions that a coder has rejected or replaced."""
    return (
        select(_g.answer_id, schema.code.c.key)
        .join(schema.code, schema.code.c.id == _g.code_id)
        .where(_g.coder_id == coder_id, _g.verdict.in_((REJECTED, EDITED)))
    )


def load_records(db: Db) -> list[SuggestionRecord]:
    """The outcome of every suggestion on a current text, as far as the viewer may see it."""
    latest = select(func.max(_g.id)).group_by(_g.answer_id, _g.coder_id, _g.code_id)
    finished = exists().where(
        _r.answer_id == _g.answer_id, _r.coder_id == _g.coder_id, _r.live == 1
    )
    standing = exists().where(
        _c.answer_id == _g.answer_id,
        _c.coder_id == _g.coder_id,
        _c.code_id == _g.code_id,
        _c.live == 1,
    )
    query = (
        select(
            _g.answer_id,
            _g.coder_id,
            schema.code.c.key,
            _g.engine,
            _g.score,
            _g.strength,
            _g.shown,
            _g.verdict,
            finished.label("finished"),
            standing.label("standing"),
        )
        .join(schema.code, schema.code.c.id == _g.code_id)
        .join(schema.answer, and_(_a.id == _g.answer_id, _a.live == 1))
        .where(_g.id.in_(latest), build_visibility_condition(db, _g.answer_id, _g.coder_id))
        .order_by(_g.id)
    )
    records = []
    for row in db.execute(query):
        record = SuggestionRecord._make(row)
        # SQLite has no truth values: `exists` is 0 or 1 there.
        records.append(record._replace(finished=bool(row.finished), standing=bool(row.standing)))
    return records


class CodeAfterShowing(NamedTuple):
    """A code that a coder applied to an answer after being shown suggestions for it."""

    answer_id: int
    coder_id: int
    code: str
    offered: bool
    """Whether it was among them."""


def load_codes_after_showing(db: Db) -> list[CodeAfterShowing]:
    """Codes applied to finished answers after suggestions were shown; earlier ones are left out."""
    first: dict[tuple[int, int], str] = {}
    offered: set[tuple[int, int, str]] = set()
    query = (
        select(_g.answer_id, _g.coder_id, schema.code.c.key, _g.at)
        .join(schema.code, schema.code.c.id == _g.code_id)
        .join(
            schema.reading,
            and_(_r.answer_id == _g.answer_id, _r.coder_id == _g.coder_id, _r.live == 1),
        )
        .join(schema.answer, and_(_a.id == _g.answer_id, _a.live == 1))
        .where(build_visibility_condition(db, _g.answer_id, _g.coder_id))
    )
    for answer_id, coder_id, code, at in db.execute(query):
        place = answer_id, coder_id
        first[place] = min(at, first.get(place, at))
        offered.add((*place, code))
    found: dict[tuple[int, int, str], str] = {}
    for answer_id, coder_id, code, at in db.execute(_select_codings_with_time()):
        if (answer_id, coder_id) in first:
            key = answer_id, coder_id, code
            found[key] = min(at, found.get(key, at))

    after_showing = []
    for key, at in sorted(found.items()):
        # Times are kept to the second: a code applied in the second of the showing may have been
        # an answer to it.
        if at >= first[key[:2]]:
            after_showing.append(CodeAfterShowing(*key, key in offered))
    return after_showing


def _select_codings_with_time() -> Select[int, int, str, str]:
    """(answer, coder, code, when) of codings on answers that somebody was shown suggestions for."""
    e, t = schema.event.c, schema.act.c
    shown = exists().where(_g.answer_id == _c.answer_id, _g.coder_id == _c.coder_id)
    return (
        select(_c.answer_id, _c.coder_id, schema.code.c.key, func.min(t.at))
        .join(schema.code, schema.code.c.id == _c.code_id)
        .join(schema.event, and_(e.entity == "coding", e.entity_id == cast(_c.id, Text)))
        .join(schema.act, t.id == e.act_id)
        .where(_c.live == 1, shown)
        .group_by(_c.id, _c.answer_id, _c.coder_id, schema.code.c.key)
    )


def count_suggested_codings(db: Db) -> dict[str, tuple[int, int]]:
    """Code -> (codings that came by a suggestion, all codings), on current texts."""
    query = (
        select(schema.code.c.key, _c.origin, func.count())
        .select_from(schema.coding)
        .join(schema.code, schema.code.c.id == _c.code_id)
        .join(schema.answer, and_(_a.id == _c.answer_id, _a.live == 1))
        .where(_c.live == 1, build_visibility_condition(db, _c.answer_id, _c.coder_id))
        .group_by(schema.code.c.key, _c.origin)
    )
    found: dict[str, tuple[int, int]] = {}
    for key, origin, count in db.execute(query):
        suggested, every = found.get(key, (0, 0))
        if origin == ORIGIN:
            suggested += count
        found[key] = suggested, every + count
    return found


def count_settled(db: Db) -> dict[str, tuple[int, int]]:
    """Strength -> (suggestions that were right, suggestions whose outcome is known)."""
    counts: dict[str, tuple[int, int]] = {}
    for record in load_records(db):
        if record.is_settled:
            right, known = counts.get(record.strength, (0, 0))
            counts[record.strength] = right + record.is_right, known + 1
    return counts
