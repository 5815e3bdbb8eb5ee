"""Does the store still hold what was put in? Every finding is a sentence that names the place.

Texts, spans and outcomes are compared with one another, and every row that numbers or releases rest
on with the log. A row is named once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from tipcoder.model import Outcome
from tipcoder.store import schema
from tipcoder.store.consistency import iterate_contradictions
from tipcoder.store.engine import Db, Store
from tipcoder.store.row_findings import RowFinding, iterate_row_findings
from tipcoder.text import fold_text, hash_text, make_answer_key

REMEDY = (
    "tipcoder never writes rows without its log: somebody or something else did. "
    "`tipcoder restore FILE` brings back a backup and says before which acts are newer; "
    "importing the survey file again puts back what respondents answered."
)
"""What to do about rows that are not what the log says."""

_a, _c = schema.answer.c, schema.coding.c


def iterate_findings(store: Store) -> Iterator[str]:
    """Everything that is wrong with the store, or nothing."""
    with store.read() as db:
        yield from iterate_findings_in(db)


def iterate_findings_in(db: Db) -> Iterator[str]:
    """Everything that is wrong with the store as this transaction sees it."""
    if db.dialect.name == "sqlite":
        broken = list(_check_pages(db))
        yield from broken
        if broken:
            return  # nothing read from it could be believed
        yield from _check_references(db)
    named: set[tuple[str, str]] = set()
    for finding in chain(_check_texts(db), _check_spans(db), _check_settlements(db)):
        named.add((finding.table, finding.row))
        yield finding.sentence
    yield from _check_readings(db)
    for finding in iterate_row_findings(db):
        if (finding.table, finding.row) not in named:
            yield finding.sentence


def _check_pages(db: Db) -> Iterator[str]:
    try:
        verdicts = list(db.exec_driver_sql("PRAGMA quick_check(20)").scalars())
    except DBAPIError as error:
        verdicts = [str(error.orig)]
    yield from (f"the file is damaged: {verdict}" for verdict in verdicts if verdict != "ok")


def _check_references(db: Db) -> Iterator[str]:
    for table, row, parent, _ in db.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"{table}, row {row}: points at a {parent} that is not there"


def _check_texts(db: Db) -> Iterator[RowFinding]:
    """Frozen texts, and what was made of them at import: what words are looked for in, and which
    answers repeat.
    """
    query = select(_a.id, _a.text, _a.text_hash, _a.search_key, _a.duplicate_key, schema.question.c.name)
    query = query.join(schema.question, schema.question.c.id == _a.question_id)
    for row in db.execute(query.execution_options(yield_per=2000)):
        if hash_text(row.text) != row.text_hash:
            wrong = "its text is not the one that was frozen"
        elif fold_text(row.text) != row.search_key:
            wrong = "its search_key, in which words are looked for, is not that of its text"
        elif row.duplicate_key != (make_answer_key(row.name, row.text) if row.text else ""):
            wrong = "its duplicate_key, which says what it repeats, is not that of its text"
        else:
            continue
        yield _make_row_finding("answer", row.id, wrong)


def _check_spans(db: Db) -> Iterator[RowFinding]:
    query = select(_c.id, _c.start, _c.end, _c.quote, _a.text).join(schema.answer, _a.id == _c.answer_id)
    for row in db.execute(query.where(_c.live == 1).execution_options(yield_per=2000)):
        if row.end > len(row.text):
            yield _make_row_finding("coding", row.id, f"ends at {row.end}, its text has {len(row.text)} characters")
        elif row.text[row.start : row.end] != row.quote:
            yield _make_row_finding("coding", row.id, f"its quote is not what stands at {row.start}-{row.end}")


def _check_settlements(db: Db) -> Iterator[RowFinding]:
    t = schema.settlement.c
    query = select(t.id, t.spans, _a.text).join(schema.answer, _a.id == t.answer_id).where(t.live == 1)
    for row in db.execute(query.execution_options(yield_per=2000)):
        spans = _parse_spans(row.spans)
        if spans is None:
            yield _make_row_finding("settlement", row.id, "where its words stand cannot be read")
        elif any(not 0 <= start < end <= len(row.text) for start, end in spans):
            yield _make_row_finding("settlement", row.id, f"its words are not in a text of {len(row.text)} characters")


def _parse_spans(kept: str) -> list[tuple[int, int]] | None:
    """The spans of a settlement; None where they are something else."""
    try:
        return [(int(start), int(end)) for start, end in json.loads(kept)]
    except (ValueError, TypeError):
        return None


def _check_readings(db: Db) -> Iterator[str]:
    for answer_id, coder_id, outcome in iterate_contradictions(db):
        finished = f"answer {answer_id}: coder {coder_id} finished it as"
        if outcome == Outcome.CODED:
            yield f"{finished} 'coded' but has no coding on it"
        else:
            yield f"{finished} {outcome!r} but has codings on it"


def _make_row_finding(table: str, row_id: int, wrong: str) -> RowFinding:
    return RowFinding(table, str(row_id), f"{table} {row_id}: {wrong}")
