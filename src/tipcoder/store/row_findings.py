"""Every row that numbers or releases depend on, compared with the log and its seals.

A finding names the row, its value, the value in the log, and the act that set it. Words that people
wrote are not repeated: the finding only tells that they differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

from sqlalchemy import Table, literal, select, union_all

from tipcoder.store import schema, seals
from tipcoder.store.engine import Db
from tipcoder.store.replay import (
    UNSAID,
    ReplayedRow,
    UndoOrRedo,
    iterate_misnamed_acts,
    iterate_unreadable_events,
    load_undos_and_redos,
    replay_rows,
)
from tipcoder.store.row_differences import NO_EVENT, describe_difference, describe_seal_difference
from tipcoder.store.suggestions import SHOWING

MADE_BY_ACTS = (
    schema.coding,
    schema.reading,
    schema.settlement,
    schema.memo,
    schema.flag,
    schema.redaction,
    schema.redaction_rule,
    schema.quote_review,
    schema.coding_round,
    schema.assignment,
    schema.frozen_judgement,
    schema.accepted_finding,
    schema.withdrawal,
    schema.erasure,
    schema.erased_wording,
    schema.erased_respondent,
)
"""Tables of which every row comes by an event."""
_BROUGHT = (schema.answer, schema.answer_translation, schema.survey_case)
"""Tables whose rows come by an import, and which acts change afterwards."""


class RowFinding(NamedTuple):
    """What is wrong with one row."""

    table: str
    row: str
    sentence: str


def iterate_row_findings(db: Db) -> Iterator[RowFinding]:
    """Every row that differs from log and seals, one finding for each."""
    undos_and_redos = load_undos_and_redos(db)
    used = _find_used_tables(db)
    for table in MADE_BY_ACTS:
        if table.name in used:
            yield from _compare_with_log(db, table, undos_and_redos, every_row_is_logged=True)
    # An earlier version of the program kept what it showed without an event.
    showing = select(schema.act.c.id).where(schema.act.c.verb == SHOWING).limit(1)
    if schema.suggestion.name in used:
        are_logged = db.execute(showing).first() is not None
        yield from _compare_with_log(
            db, schema.suggestion, undos_and_redos, every_row_is_logged=are_logged
        )
    for table in _BROUGHT:
        if table.name in used:
            yield from _compare_brought_rows(db, table, undos_and_redos)
    # Of `meta` the log has only the codebook in force; all else is set outside acts.
    yield from _compare_with_log(db, schema.meta, undos_and_redos, every_row_is_logged=False)

    brought = {table.name for table in _BROUGHT}
    for name in seals.COLUMNS:
        if name not in brought and name in used:
            yield from _compare_with_seals(db, schema.metadata.tables[name])

    for seq, sentence in chain(iterate_unreadable_events(db), seals.iterate_unreadable_seals(db)):
        yield RowFinding("event", str(seq), sentence)
    for sentence in iterate_misnamed_acts(db, undos_and_redos):
        yield RowFinding("act", sentence.partition(":")[0].removeprefix("act "), sentence)


def _find_used_tables(db: Db) -> set[str]:
    """Names of the tables that have rows, or had some by the log.

    In most studies half of them have neither, and each would be asked for twice.
    """
    compared = {table.name for table in (*MADE_BY_ACTS, schema.suggestion, *_BROUGHT)}
    filled = [
        select(literal(name)).where(select(literal(1)).select_from(table).exists())
        for name, table in schema.metadata.tables.items()
        if name in compared or name in seals.COLUMNS
    ]
    used = set(db.execute(union_all(*filled)).scalars())
    used.update(db.execute(select(schema.event.c.entity).distinct()).scalars())
    return used | seals.find_sealed_tables(db)


def find_unsealed_tables(db: Db) -> list[str]:
    """Tables with rows but without a seal: from before there were seals, so not compared."""
    sealed = seals.find_sealed_tables(db)
    unsealed = []
    for name in seals.COLUMNS:
        key = seals.find_key_column(schema.metadata.tables[name])
        if name not in sealed and db.execute(select(key).limit(1)).first() is not None:
            unsealed.append(name)
    return unsealed


def _compare_with_log(
    db: Db, table: Table, undos_and_redos: list[UndoOrRedo], *, every_row_is_logged: bool
) -> Iterator[RowFinding]:
    log = replay_rows(db, table, undos_and_redos)
    for row in db.execute(select(table).execution_options(yield_per=2000)):
        key = str(row[0])
        by_log = log.pop(key, None)
        if by_log is None:
            if every_row_is_logged:
                yield RowFinding(
                    table.name, key, f"{table.name} {key}: no event in the log made it"
                )
            continue
        sentence = describe_difference(table, row, by_log.cells)
        if sentence:
            yield _make_finding(table, key, sentence, by_log.act_id)
    yield from _iterate_gone_rows(table, log)


class _ColumnPositions(NamedTuple):
    """Positions of cells in a row of a table whose rows an import brought."""

    sealed: tuple[int, ...]
    """Of the columns that a seal holds, in its order."""
    live: int
    """Of the column that tells whether the row counts."""


def _compare_brought_rows(
    db: Db, table: Table, undos_and_redos: list[UndoOrRedo]
) -> Iterator[RowFinding]:
    """Cases and answers: what acts changed by the log, all else by the seal of their import."""
    log = replay_rows(db, table, undos_and_redos)
    seals_left = seals.load_sealed_rows(db, table.name)
    is_sealed = bool(seals_left)
    names = list(table.c.keys())
    sealed_at = tuple(names.index(name) for name in seals.COLUMNS[table.name])
    places = _ColumnPositions(sealed_at, names.index("live"))
    for row in db.execute(_select_without_texts(table).execution_options(yield_per=2000)):
        key = str(row[0])
        by_log = log.pop(key, None)
        seal = seals_left.pop(row[0], None)
        if is_sealed and (by_log, seal) == (None, None):
            yield RowFinding(
                table.name, key, f"{table.name} {key}: no import in the log brought it"
            )
            continue
        by_log = by_log or ReplayedRow(len(table.columns))
        sentence = _describe_brought_difference(table, row, by_log, seal, places)
        if sentence:
            yield _make_finding(table, key, sentence, by_log.act_id or _find_act_of_seal(seal))
    yield from _iterate_gone_rows(table, log)
    for row_id, seal in seals_left.items():
        # Rows that log and seal both miss were named a line above.
        if str(row_id) not in log:
            yield _missing_row_finding(table, row_id, seal.act_id)


def _find_act_of_seal(seal: seals.SealedRow | None) -> int:
    """The act that brought a row, 0 where nothing is known of it."""
    return 0 if seal is None else seal.act_id


def _describe_brought_difference(
    table: Table,
    row: Sequence[Any],
    by_log: ReplayedRow,
    seal: seals.SealedRow | None,
    places: _ColumnPositions,
) -> str:
    """How a row differs from log and seal. Where the log names a column, the log is newer."""
    if by_log.cells[places.live] is UNSAID:
        by_log.cells[places.live] = 1  # nothing has ever taken it away
    sentence = describe_difference(table, row, by_log.cells)
    if sentence or seal is None:
        return sentence
    unsaid = [i for i, column in enumerate(places.sealed) if by_log.cells[column] is UNSAID]
    return describe_seal_difference(
        table.name, [row[column] for column in places.sealed], seal.values, unsaid
    )


def _select_without_texts(table: Table) -> Any:
    """The rows of a table, without the long texts of answers, which have a digest beside them."""
    long = ("text", "search_key") if table is schema.answer else ()
    return select(
        *(schema.answer.c.id if column.name in long else column for column in table.columns)
    )


def _compare_with_seals(db: Db, table: Table) -> Iterator[RowFinding]:
    sealed = seals.load_sealed_rows(db, table.name)
    if not sealed:
        return
    columns = seals.COLUMNS[table.name]
    query = select(seals.find_key_column(table), *(table.c[name] for name in columns))
    for row_id, *values in db.execute(query.execution_options(yield_per=2000)):
        seal = sealed.pop(row_id, None)
        if seal is None:
            if table.name not in seals.OPEN_ENDED:
                yield RowFinding(
                    table.name, str(row_id), f"{table.name} {row_id}: no act in the log brought it"
                )
            continue
        sentence = describe_seal_difference(table.name, values, seal.values, range(len(columns)))
        if sentence:
            yield _make_finding(table, str(row_id), sentence, seal.act_id)
    for row_id, seal in sealed.items():
        yield _missing_row_finding(table, row_id, seal.act_id)


def _make_finding(table: Table, key: str, sentence: str, act_id: int) -> RowFinding:
    by = f" (act {act_id})" if act_id and not sentence.endswith(NO_EVENT) else ""
    return RowFinding(table.name, key, f"{table.name} {key}: {sentence}{by}")


def _iterate_gone_rows(table: Table, log: dict[str, ReplayedRow]) -> Iterator[RowFinding]:
    for key in log:
        yield RowFinding(
            table.name, key, f"{table.name} {key}: is in the log but no longer in the store"
        )


def _missing_row_finding(table: Table, row_id: int, act_id: int) -> RowFinding:
    return _make_finding(table, str(row_id), "is in the log but no longer in the store", act_id)
