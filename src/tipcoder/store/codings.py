"""Codings and readings of one coder: applying and removing codes, finishing answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, func, select

from tipcoder.model.codings import PERSON, Coding, Outcome, Reading
from tipcoder.slices import iterate_chunks
from tipcoder.store import notes, schema
from tipcoder.store.blindness import build_visibility_condition
from tipcoder.store.engine import CHUNK, Db
from tipcoder.store.events import DEAD, LIVE, Act

_c, _a, _r = schema.coding.c, schema.answer.c, schema.reading.c


class Span(NamedTuple):
    """Where a coding is: code points of the stored text, half-open, and the words there."""

    start: int
    end: int
    quote: str


class LiveReading(NamedTuple):
    """How a coder finished an answer, as the store has it."""

    id: int
    outcome: str
    revision: int
    origin: str


def _select_codings() -> Select[*tuple[Any, ...]]:
    return (
        select(
            _c.id,
            _c.answer_id,
            schema.code.c.key,
            schema.coder.c.name,
            _c.start,
            _c.end,
            _c.quote,
            _c.revision,
            _c.origin,
        )
        .join(schema.code, schema.code.c.id == _c.code_id)
        .join(schema.coder, schema.coder.c.id == _c.coder_id)
        .where(_c.live == 1)
    )


def load_codings(db: Db, answer_id: int, coder_id: int) -> list[Coding]:
    """A coder's codings of one answer, by start, the longest first."""
    query = _select_codings().where(_c.answer_id == answer_id, _c.coder_id == coder_id)
    return [Coding(*row) for row in db.execute(query.order_by(_c.start, _c.end.desc(), _c.id))]


def load_visible_codings(db: Db, answer_ids: Sequence[int]) -> list[Coding]:
    """Everybody's codings of these answers that the viewer may see, in the order they were made."""
    query = _select_codings().where(
        _c.answer_id.in_(answer_ids), build_visibility_condition(db, _c.answer_id, _c.coder_id)
    )
    return [Coding(*row) for row in db.execute(query.order_by(_c.id))]


def find_coding(db: Db, coding_id: int, coder_id: int) -> Coding | None:
    """One live coding of this coder, or None."""
    query = _select_codings().where(_c.id == coding_id, _c.coder_id == coder_id)
    row = db.execute(query).one_or_none()
    return Coding(*row) if row else None


def add_coding(
    act: Act, answer_id: int, code_id: int, coder_id: int, span: Span, revision: int, origin: str
) -> int | None:
    """Apply a code to a span; returns the coding's id, or None where it is applied already."""
    # Asked first, because the unique index would end the whole transaction.
    there = select(_c.id).where(
        _c.live == 1,
        _c.answer_id == answer_id,
        _c.code_id == code_id,
        _c.coder_id == coder_id,
        _c.start == span.start,
        _c.end == span.end,
    )
    if act.db.execute(there).first() is not None:
        return None
    return insert_coding(act, answer_id, code_id, coder_id, span, revision, origin)


def insert_coding(
    act: Act, answer_id: int, code_id: int, coder_id: int, span: Span, revision: int, origin: str
) -> int:
    """`add_coding` where it is known that the code is not applied there already."""
    row = build_coding_row(answer_id, code_id, coder_id, span, revision, origin)
    return act.insert_row(schema.coding, row)


def load_codings_with_code(
    db: Db, answer_ids: Sequence[int], code_id: int, coder_id: int
) -> dict[int, list[Coding]]:
    """A coder's codings with one code, by answer; answers without any are left out."""
    found: dict[int, list[Coding]] = {}
    codings = _select_codings().where(_c.code_id == code_id, _c.coder_id == coder_id)
    for some in iterate_chunks(answer_ids, CHUNK):
        query = codings.where(_c.answer_id.in_(some)).order_by(_c.id)
        for row in db.execute(query):
            found.setdefault(row.answer_id, []).append(Coding(*row))
    return found


def move_quotes(
    act: Act, quotes: Sequence[Coding], span: Span, revision: int, origin: str | None = None
) -> None:
    """Move all quotes of one code (at least one) to one span: the nearest moves, the others join.

    The coding keeps its number, and with it its memos; memos of the others are added to them.
    `origin` None leaves the origin of the coding as it was. A coding that is at the span already is
    left as it is.
    """

    def measure_nearness(quote: Coding) -> tuple[int, int, int]:
        overlap = min(quote.end, span.end) - max(quote.start, span.start)  # negative: a distance
        length = quote.end - quote.start
        return overlap, -length, quote.id

    nearest = max(quotes, key=measure_nearness)
    joining = [quote.id for quote in quotes if quote is not nearest]
    notes.join_memos(act, nearest.answer_id, nearest.id, joining)
    remove_codings(act, joining)
    if (nearest.start, nearest.end) == (span.start, span.end):
        return
    row = act.db.execute(select(_c.quote, _c.revision, _c.origin).where(_c.id == nearest.id)).one()
    # `live` is among the columns, so that undo notices when the coding went elsewhere meanwhile.
    before = {"start": nearest.start, "end": nearest.end, **row._asdict(), **LIVE}
    after = {
        **span._asdict(),
        "revision": revision,
        "origin": row.origin if origin is None else origin,
        **LIVE,
    }
    act.change_row(schema.coding, nearest.id, before, after)


def build_coding_row(
    answer_id: int, code_id: int, coder_id: int, span: Span, revision: int, origin: str
) -> dict[str, int | str]:
    """The columns of a coding, for `Act.insert_rows`."""
    return {
        "answer_id": answer_id,
        "code_id": code_id,
        "coder_id": coder_id,
        "start": span.start,
        "end": span.end,
        "quote": span.quote,
        "revision": revision,
        "origin": origin,
    }


def remove_codings(act: Act, coding_ids: Iterable[int]) -> None:
    """Remove codings; their rows stay in the store, no longer live."""
    for coding_id in coding_ids:
        act.change_row(schema.coding, coding_id, LIVE, DEAD)


def find_reading(db: Db, answer_id: int, coder_id: int) -> Reading | None:
    """How the coder finished an answer, or None while it is open."""
    row = _find_live_reading(db, answer_id, coder_id)
    if row is None:
        return None
    return Reading(answer_id, row.name, Outcome(row.outcome), row.revision, row.origin)


def _find_live_reading(db: Db, answer_id: int, coder_id: int) -> Row[*tuple[Any, ...]] | None:
    query = (
        select(_r.id, _r.outcome, _r.revision, _r.origin, schema.coder.c.name)
        .join(schema.coder, schema.coder.c.id == _r.coder_id)
        .where(_r.live == 1, _r.answer_id == answer_id, _r.coder_id == coder_id)
    )
    return db.execute(query).one_or_none()


def set_reading(
    act: Act,
    answer_id: int,
    coder_id: int,
    outcome: Outcome | None,
    revision: int,
    origin: str = PERSON,
) -> None:
    """Finish an answer with an outcome, or reopen it with None. An earlier reading is kept.

    Whoever finishes an answer to which codes were carried over makes the judgement her own.
    """
    found = _find_live_reading(act.db, answer_id, coder_id)
    before = None
    if found is not None:
        before = LiveReading(found.id, found.outcome, found.revision, found.origin)
    replace_reading(act, before, answer_id, coder_id, outcome, revision, origin)


def replace_reading(
    act: Act,
    before: LiveReading | None,
    answer_id: int,
    coder_id: int,
    outcome: Outcome | None,
    revision: int,
    origin: str = PERSON,
) -> None:
    """`set_reading` where it is known how the coder had finished the answer before."""
    # An equal reading is left alone, so that the act stays empty and leaves no trace.
    if before is not None:
        said = before.outcome, before.revision, before.origin
        if outcome is not None and said == (outcome.value, revision, origin):
            return
        act.change_row(schema.reading, before.id, LIVE, DEAD)
    if outcome is not None:
        row = _build_reading_row(answer_id, coder_id, outcome, revision, origin)
        act.insert_row(schema.reading, row)


def load_live_keys(
    db: Db, coder_id: int, answer_ids: Sequence[int]
) -> set[tuple[int, int, int, int]]:
    """(answer, code, start, end) of every live coding of a coder on these answers.

    An import compares with them, so that nothing is applied twice.
    """
    query = select(_c.answer_id, _c.code_id, _c.start, _c.end).where(
        _c.live == 1, _c.coder_id == coder_id, _c.answer_id.in_(answer_ids)
    )
    return {tuple(row) for row in db.execute(query)}


def load_live_readings(db: Db, coder_id: int, answer_ids: Sequence[int]) -> dict[int, LiveReading]:
    """How a coder finished each of these answers that she has finished."""
    query = select(_r.answer_id, _r.id, _r.outcome, _r.revision, _r.origin).where(
        _r.live == 1, _r.coder_id == coder_id
    )
    found: dict[int, LiveReading] = {}
    for some in iterate_chunks(answer_ids, CHUNK):
        for row in db.execute(query.where(_r.answer_id.in_(some))):
            found[row.answer_id] = LiveReading._make(row[1:])
    return found


def set_readings(
    act: Act,
    coder_id: int,
    outcomes: Mapping[int, Outcome | None],
    revision: int,
    origin: str = PERSON,
) -> None:
    """`set_reading` for many answers at once, by answer id; None reopens."""
    before = load_live_readings(act.db, coder_id, list(outcomes))
    old: list[int] = []
    new: list[dict[str, int | str]] = []
    for answer_id, outcome in outcomes.items():
        if answer_id in before:
            reading = before[answer_id]
            said = reading.outcome, reading.revision, reading.origin
            if outcome is not None and said == (outcome.value, revision, origin):
                continue
            old.append(reading.id)
        if outcome is not None:
            new.append(_build_reading_row(answer_id, coder_id, outcome, revision, origin))
    act.change_rows(schema.reading, old, LIVE, DEAD)
    act.insert_rows(schema.reading, new)


def _build_reading_row(
    answer_id: int, coder_id: int, outcome: Outcome, revision: int, origin: str
) -> dict[str, int | str]:
    return {
        "answer_id": answer_id,
        "coder_id": coder_id,
        "outcome": outcome.value,
        "revision": revision,
        "origin": origin,
    }


def load_finished_ids(db: Db, coder_id: int) -> set[int]:
    """Every answer that a coder has finished."""
    query = select(_r.answer_id).where(_r.live == 1, _r.coder_id == coder_id)
    return set(db.execute(query).scalars())


def load_stale_codings(db: Db) -> list[Coding]:
    """Live codings on a text that a later import replaced."""
    query = (
        _select_codings()
        .join(schema.answer, _a.id == _c.answer_id)
        .where(_a.live == 0, _a.copy_of.is_(None))
        .order_by(_c.id)
    )
    return [Coding(*row) for row in db.execute(query)]


def count_codings_on_answer(db: Db, answer_id: int) -> int:
    """How many live codings an answer has, all coders together."""
    query = select(func.count()).where(_c.live == 1, _c.answer_id == answer_id)
    return int(db.execute(query).scalar_one())


def add_codings(act: Act, rows: Sequence[Mapping[str, int | str]]) -> None:
    """Apply many codes at once; none of them may be applied already."""
    act.insert_rows(schema.coding, rows)
