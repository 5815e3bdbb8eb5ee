"""What the log keeps of rows that no event repeats: respondents, cases, answers, codes, revisions.

The first import writes no event for each row, and no event repeats a text. A seal is an event of
the act that brought the rows: their short columns as they are, long ones as a digest. It is nothing
to undo. `check` compares rows with it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import Table, select, update

from tipcoder.slices import iterate_chunks
from tipcoder.store import schema
from tipcoder.store.engine import Db
from tipcoder.store.events import SEAL, Act, encode_values, parse_event_side
from tipcoder.text import hash_text

_ROWS = 2000
"""Rows in one seal."""
_DIGITS = 16
"""Hexadecimal digits of a digest in a seal: two texts agree in them by chance once in 2**64."""

_PLACE = re.compile(r"([a-z_]+):(\d+)-(\d+)", re.ASCII)
"""The name of a seal: the table, its first row and its last."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "respondent": ("response_id",),
    "survey_case": ("respondent_id", "number", "label", "source_row", "attributes", "wave"),
    "answer": (
        "case_id",
        "question_id",
        "version",
        "state",
        "text_hash",
        "language",
        "language_confidence",
        "language_source",
        "copy_of",
    ),
    "answer_translation": ("answer_id", "text"),
    "question": ("name", "text", "position"),
    "codebook_revision": ("document", "at"),
    "code": ("uuid", "key"),
    "coder": ("uuid", "name"),
    "import_batch": ("source", "sha256", "at", "report"),
}
"""Table -> the columns that a seal holds, in its order."""
ADDED: dict[str, dict[str, object]] = {"survey_case": {"wave": ""}, "answer": {"copy_of": None}}
"""Table -> the columns that came with a later version, with what its migration set in older rows: a
seal without such a column is of a row that held this."""
DIGESTED = ("attributes", "text_hash", "text", "document", "source", "report")
"""Columns that a seal holds as a digest: they are long, or hold what people wrote."""

BROUGHT = (
    "respondent",
    "survey_case",
    "answer",
    "answer_translation",
    "question",
    "codebook_revision",
    "code",
    "coder",
    "import_batch",
)
"""Tables whose new rows an import seals, with rows that an older program left unsealed."""
OPEN_ENDED = ("coder",)
"""Tables that get rows outside acts: there, a row without a seal is not a fault."""
_CHANGING = ("question",)
"""Tables whose rows an import may write over: the newest seal counts."""


class SealedRow(NamedTuple):
    """One row as an act left it; `values` in the order of `COLUMNS`, digests where `DIGESTED`."""

    act_id: int
    values: Sequence[object]


def find_key_column(table: Table) -> Any:
    """The column by which rows of a table are named."""
    return next(iter(table.primary_key.columns))


def as_sealed_cell(column: str, value: Any) -> object:
    """A cell as a seal holds it."""
    return hash_text(str(value))[:_DIGITS] if column in DIGESTED else value


def seal_rows(act: Act, table_name: str, ids: Iterable[int]) -> None:
    """Keep in the act's events what these rows hold now."""
    for run in _iterate_runs(sorted(ids)):
        for some in iterate_chunks(run, _ROWS):
            first, last = some[0], some[-1]
            rows = [values for _, values in _iterate_rows(act.db, table_name, first, last)]
            kept = {"columns": COLUMNS[table_name], "rows": rows}
            act.add_seal(f"{table_name}:{first}-{last}", kept)


def seal_new_rows(act: Act, tables: Sequence[str] = BROUGHT) -> None:
    """Keep in the act's events what every row holds that no seal holds yet.

    Questions that changed since their seal are sealed anew.
    """
    covered: dict[str, set[int]] = {name: set() for name in tables}
    for table_name, first, last, _, _ in _iterate_seals(act.db, with_rows=False):
        if table_name in covered:
            covered[table_name].update(range(first, last + 1))
    for name in tables:
        key = find_key_column(schema.metadata.tables[name])
        present = set(act.db.execute(select(key)).scalars())
        unsealed = present - covered[name]
        if name in _CHANGING:
            unsealed |= _find_written_over(act.db, name, present)
        seal_rows(act, name, unsealed)


def _find_written_over(db: Db, table_name: str, ids: set[int]) -> set[int]:
    """Those of the rows that differ from their newest seal."""
    if not ids:
        return set()
    sealed = load_sealed_rows(db, table_name)
    changed = set()
    for row_id, values in _iterate_rows(db, table_name, min(ids), max(ids)):
        if row_id in sealed and list(sealed[row_id].values) != values:
            changed.add(row_id)
    return changed


def load_sealed_rows(db: Db, table_name: str) -> dict[int, SealedRow]:
    """By row id, what the newest seal of a row holds.

    Empty for a store that was made before there were seals.
    """
    sealed: dict[int, SealedRow] = {}
    wanted = COLUMNS[table_name]
    for _, first, last, act_id, kept in _iterate_seals(db, table_name):
        if not _is_whole(kept, last - first + 1):
            continue
        columns, added = kept["columns"], ADDED.get(table_name, {})
        if not all(column in columns or column in added for column in wanted):
            continue  # written by another version: there is nothing to compare with
        for row_id, values in enumerate(kept["rows"], start=first):
            known = added | dict(zip(columns, values, strict=True))
            # Seals come oldest first, so that the newest one of a row stays.
            sealed[row_id] = SealedRow(act_id, [known[column] for column in wanted])
    return sealed


def renew_digests(db: Db, table_name: str, ids: Collection[int]) -> None:
    """Words of these rows were erased: no seal may keep a digest of what they held.

    Everything else in the seals stays as it is.
    """
    digested = [name for name in COLUMNS[table_name] if name in DIGESTED]
    table = schema.metadata.tables[table_name]
    key = find_key_column(table)
    for row_ids in iterate_chunks(sorted(ids), _ROWS):
        query = select(key, *(table.c[name] for name in digested)).where(key.in_(row_ids))
        fresh: dict[int, dict[str, object]] = {}
        for row_id, *values in db.execute(query):
            named = zip(digested, values, strict=True)
            fresh[row_id] = {name: as_sealed_cell(name, value) for name, value in named}
        _renew_seals(db, table_name, fresh)


def _renew_seals(db: Db, table_name: str, fresh: Mapping[int, Mapping[str, object]]) -> None:
    e = schema.event.c
    query = select(e.seq, e.entity_id, e.after).where(
        e.entity == SEAL, e.entity_id.startswith(f"{table_name}:", autoescape=True)
    )
    for seal in db.execute(query.order_by(e.seq)).all():
        place, kept = _PLACE.fullmatch(seal.entity_id), parse_event_side(seal.after)
        if place is None:
            continue
        first, last = int(place[2]), int(place[3])
        touched = [row_id for row_id in fresh if first <= row_id <= last]
        if not touched or not _is_whole(kept, last - first + 1):
            continue
        columns = kept["columns"]
        for row_id in touched:
            row = kept["rows"][row_id - first]
            for name, digest in fresh[row_id].items():
                if name in columns:
                    row[columns.index(name)] = digest
        change = update(schema.event).where(e.seq == seal.seq)
        db.execute(change.values(after=encode_values(kept)))


def find_sealed_tables(db: Db) -> set[str]:
    """Names of the tables of which there is any seal."""
    return {name for name, *_ in _iterate_seals(db, with_rows=False)}


def iterate_unreadable_seals(db: Db) -> Iterator[tuple[int, str]]:
    """Seals whose rows are unknown or incomplete, each with a sentence."""
    e = schema.event.c
    query = select(e.seq, e.act_id, e.entity_id, e.after).where(e.entity == SEAL).order_by(e.seq)
    for seal in db.execute(query.execution_options(yield_per=100)):
        kept, place = parse_event_side(seal.after), _PLACE.fullmatch(seal.entity_id)
        rows = 0 if place is None else int(place[3]) - int(place[2]) + 1
        if kept and not _is_whole(kept, rows):
            yield seal.seq, f"event {seal.seq}: the seal of act {seal.act_id} on rows is broken"


def _is_whole(kept: dict[str, Any], rows: int) -> bool:
    """Whether a seal holds as many rows as its name tells, each with a value for every column."""
    columns, values = kept.get("columns"), kept.get("rows")
    if not isinstance(columns, list) or not isinstance(values, list) or len(values) != rows:
        return False
    return all(isinstance(row, list) and len(row) == len(columns) for row in values)


def _iterate_rows(
    db: Db, table_name: str, first: int, last: int
) -> Iterator[tuple[int, list[object]]]:
    table = schema.metadata.tables[table_name]
    columns, key = COLUMNS[table_name], find_key_column(table)
    query = (
        select(key, *(table.c[name] for name in columns))
        .where(key.between(first, last))
        .order_by(key)
    )
    for row_id, *values in db.execute(query.execution_options(yield_per=2000)):
        named = zip(columns, values, strict=True)
        yield row_id, [as_sealed_cell(name, value) for name, value in named]


def _iterate_seals(
    db: Db, table_name: str | None = None, *, with_rows: bool = True
) -> Iterator[tuple[str, int, int, int, dict[str, Any]]]:
    """(table, first row, last row, act, what is kept) of every seal, oldest first."""
    e = schema.event.c
    columns: list[Any] = [e.entity_id, e.act_id]
    if with_rows:
        columns.append(e.after)
    query = select(*columns).where(e.entity == SEAL).order_by(e.seq)
    if table_name is not None:
        query = query.where(e.entity_id.startswith(f"{table_name}:", autoescape=True))
    for entity_id, act_id, *after in db.execute(query.execution_options(yield_per=100)):
        place = _PLACE.fullmatch(entity_id)
        if place is None:
            continue  # `iterate_unreadable_seals` names it
        kept = parse_event_side(after[0]) if after else {}
        yield place[1], int(place[2]), int(place[3]), act_id, kept


def _iterate_runs(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Runs of consecutive numbers."""
    start = 0
    for at, (before, after) in enumerate(pairwise(ids), start=1):
        if after != before + 1:
            yield ids[start:at]
            start = at
    if ids:
        yield ids[start:]
