"""Does the store still hold what was kept in it? Every finding is a sentence that names the place.

Texts, spans and outcomes are compared with one another. Every row that numbers or releases depend
on is compared with the log. No row is named twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from tipcoder.model.codings import Outcome
from tipcoder.store import schema
from tipcoder.store.consistency import iterate_contradictions
from tipcoder.store.engine import Db, Store
from tipcoder.store.row_findings import RowFinding, iterate_row_findings
from tipcoder.text import fold_text, hash_text, make_answer_key

REMEDY = (
    "tipcoder never writes rows without its log: somebody or something else did. "
    "`tipcoder restore FILE` restores a backup, and lists first the acts that are newer; "
    "importing the survey file again restores what respondents answered."
)
"""What to do about rows that differ from the log."""

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
    # A row that these checks name is not compared with the log as well: one fault, one sentence.
    named: set[tuple[str, str]] = set()
    for finding in chain(
        _check_texts(db), _check_translations(db), _check_spans(db), _check_settlements(db)
    ):
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
    """Frozen texts, and the keys made of them at import to search and to find duplicates."""
    query = select(
        _a.id, _a.text, _a.text_hash, _a.search_key, _a.duplicate_key, schema.question.c.name
    )
    query = query.join(schema.question, schema.question.c.id == _a.question_id)
    for row in db.execute(query.execution_options(yield_per=2000)):
        duplicate_key = make_answer_key(row.name, row.text) if row.text else ""
        if hash_text(row.text) != row.text_hash:
            wrong = "its text is not the one that was frozen"
        elif fold_text(row.text) != row.search_key:
            wrong = "its search_key, in which words are looked for, is not that of its text"
        elif row.duplicate_key != duplicate_key:
            wrong = "its duplicate_key, by which equal answers are found, is not that of its text"
        else:
            continue
        yield _make_row_finding("answer", row.id, wrong)


def _check_translations(db: Db) -> Iterator[RowFinding]:
    """The keys in which words are looked for; the words themselves are compared with seals."""
    t = schema.answer_translation.c
    query = select(t.id, t.text, t.search_key)
    for row in db.execute(query.execution_options(yield_per=2000)):
        if fold_text(row.text) != row.search_key:
            wrong = "its search_key, in which words are looked for, is not that of its text"
            yield _make_row_finding("answer_translation", row.id, wrong)


def _check_spans(db: Db) -> Iterator[RowFinding]:
    query = select(_c.id, _c.start, _c.end, _c.quote, _a.text).join(
        schema.answer, _a.id == _c.answer_id
    )
    for row in db.execute(query.where(_c.live == 1).execution_options(yield_per=2000)):
        if row.end > len(row.text):
            wrong = f"ends at {row.end}, its text has {len(row.text)} characters"
        elif row.text[row.start : row.end] != row.quote:
            wrong = f"its quote is not the text at {row.start}-{row.end}"
        else:
            continue
        yield _make_row_finding("coding", row.id, wrong)


def _check_settlements(db: Db) -> Iterator[RowFinding]:
    t = schema.settlement.c
    query = (
        select(t.id, t.spans, _a.text).join(schema.answer, _a.id == t.answer_id).where(t.live == 1)
    )
    for row in db.execute(query.execution_options(yield_per=2000)):
        spans = _parse_spans(row.spans)
        if spans is None:
            wrong = "its spans cannot be read"
        elif any(not 0 <= start < end <= len(row.text) for start, end in spans):
            wrong = f"its spans do not fit a text of {len(row.text)} characters"
        else:
            continue
        yield _make_row_finding("settlement", row.id, wrong)


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
            yield f"{finished} 'coded', but applied no code"
        else:
            yield f"{finished} {outcome!r}, but applied codes"


def _make_row_finding(table: str, row_id: int, wrong: str) -> RowFinding:
    return RowFinding(table, str(row_id), f"{table} {row_id}: {wrong}")
