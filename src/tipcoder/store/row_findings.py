"""Every row that numbers or releases rest on, beside what log and seals say of it.

A finding names the row, what it says, what the log says, and the act that said it. Words that
people wrote are not repeated: of them it is said only that they are others.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

from sqlalchemy import Table, select

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
)
"""Tables of which every row comes by an event."""
_BROUGHT = (schema.answer, schema.survey_case)
"""Tables whose rows come by an import, and which acts change afterwards."""
_WORDS = frozenset(
    ("text", "quote", "document", "attributes", "string", "replacement", "reason", "note", "name", "source", "report")
)
"""Columns whose values are not shown: respondents or coders wrote them, or they are long."""
_NO_EVENT = "without an event in the log"
_LONGEST = 40
"""Characters of a value that a finding shows."""


class RowFinding(NamedTuple):
    """What is wrong with one row."""

    table: str
    row: str
    sentence: str


def iterate_row_findings(db: Db) -> Iterator[RowFinding]:
    """Every row that is not what log and seals say, one finding for each."""
    walked = load_undos_and_redos(db)
    for table in MADE_BY_ACTS:
        yield from _compare_with_log(db, table, walked, every_row_is_logged=True)
    # An earlier version of the program kept what it showed without an event.
    showing = select(schema.act.c.id).where(schema.act.c.verb == SHOWING).limit(1)
    are_logged = db.execute(showing).first() is not None
    yield from _compare_with_log(db, schema.suggestion, walked, every_row_is_logged=are_logged)
    for table in _BROUGHT:
        yield from _compare_brought_rows(db, table, walked)
    yield from _compare_with_log(db, schema.meta, walked, every_row_is_logged=False)
    seen = {table.name for table in _BROUGHT}
    for name in seals.COLUMNS:
        if name not in seen:
            yield from _compare_with_seals(db, schema.metadata.tables[name])
    for seq, sentence in chain(iterate_unreadable_events(db), seals.iterate_unreadable_seals(db)):
        yield RowFinding("event", str(seq), sentence)
    for sentence in iterate_misnamed_acts(db, walked):
        yield RowFinding("act", sentence.partition(":")[0].removeprefix("act "), sentence)


def find_unsealed_tables(db: Db) -> list[str]:
    """Tables with rows and without any seal: the store is older than seals, and they cannot be
    compared.
    """
    sealed = seals.find_sealed_tables(db)
    out = []
    for name in seals.COLUMNS:
        key = seals.find_key_column(schema.metadata.tables[name])
        if name not in sealed and db.execute(select(key).limit(1)).first() is not None:
            out.append(name)
    return out


def _compare_with_log(
    db: Db, table: Table, undos_and_redos: list[UndoOrRedo], *, every_row_is_logged: bool
) -> Iterator[RowFinding]:
    log = replay_rows(db, table, undos_and_redos)
    for row in db.execute(select(table).execution_options(yield_per=2000)):
        key = str(row[0])
        by_log = log.pop(key, None)
        if by_log is None:
            if every_row_is_logged:
                yield RowFinding(table.name, key, f"{table.name} {key}: no event in the log made it")
            continue
        sentence = _describe_difference(table, row, by_log.cells)
        if sentence:
            yield _make_finding(table, key, sentence, by_log.act_id)
    yield from _iterate_gone_rows(table, log)


class _ColumnPositions(NamedTuple):
    """Where cells stand in a row of a table whose rows an import brought."""

    sealed: tuple[int, ...]
    """Those that a seal holds, in its order."""
    live: int
    """The one that says whether the row counts."""


def _compare_brought_rows(db: Db, table: Table, undos_and_redos: list[UndoOrRedo]) -> Iterator[RowFinding]:
    """Cases and answers: what acts changed by the log, all else by the seal of their import."""
    log = replay_rows(db, table, undos_and_redos)
    seals_left = seals.load_sealed_rows(db, table.name)
    is_sealed = bool(seals_left)
    names = list(table.c.keys())
    sealed_at = tuple(names.index(name) for name in seals.COLUMNS[table.name])
    places = _ColumnPositions(sealed_at, names.index("live"))
    for row in db.execute(_select_without_texts(table).execution_options(yield_per=2000)):
        key = str(row[0])
        by_log, seal = log.pop(key, None), seals_left.pop(row[0], None)
        if is_sealed and (by_log, seal) == (None, None):
            yield RowFinding(table.name, key, f"{table.name} {key}: no import in the log brought it")
            continue
        by_log = by_log or ReplayedRow(len(table.columns))
        sentence = _describe_brought_difference(table, row, by_log, seal, places)
        if sentence:
            yield _make_finding(table, key, sentence, by_log.act_id or _find_act_of_seal(seal))
    yield from _iterate_gone_rows(table, log)
    for row_id, seal in seals_left.items():
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
    """What the row says that neither log nor seal does; where the log speaks, it is newer."""
    if by_log.cells[places.live] is UNSAID:
        by_log.cells[places.live] = 1  # nothing has ever taken it away
    sentence = _describe_difference(table, row, by_log.cells)
    if sentence or seal is None:
        return sentence
    unsaid = [i for i, column in enumerate(places.sealed) if by_log.cells[column] is UNSAID]
    return _compare_with_seal(table.name, [row[column] for column in places.sealed], seal.values, unsaid)


def _select_without_texts(table: Table) -> Any:
    """The rows of a table; texts of answers have a digest of their own beside them and stay where
    they are.
    """
    long = ("text", "search_key") if table is schema.answer else ()
    return select(*(schema.answer.c.id if column.name in long else column for column in table.columns))


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
                yield RowFinding(table.name, str(row_id), f"{table.name} {row_id}: no act in the log brought it")
            continue
        sentence = _compare_with_seal(table.name, values, seal.values, range(len(columns)))
        if sentence:
            yield _make_finding(table, str(row_id), sentence, seal.act_id)
    for row_id, seal in sealed.items():
        yield _missing_row_finding(table, row_id, seal.act_id)


def _make_finding(table: Table, key: str, sentence: str, act_id: int) -> RowFinding:
    by = f" (act {act_id})" if act_id and not sentence.endswith(_NO_EVENT) else ""
    return RowFinding(table.name, key, f"{table.name} {key}: {sentence}{by}")


def _iterate_gone_rows(table: Table, log: dict[str, ReplayedRow]) -> Iterator[RowFinding]:
    for key in log:
        yield RowFinding(table.name, key, f"{table.name} {key}: is in the log but no longer in the store")


def _missing_row_finding(table: Table, row_id: int, act_id: int) -> RowFinding:
    return _make_finding(table, str(row_id), "is in the log but no longer in the store", act_id)


def _describe_difference(table: Table, row: Sequence[Any], by_log: list[Any]) -> str:
    """What a row says that the log does not, as a sentence, or an empty string."""
    if list(row)[1:] == by_log[1:]:
        return ""  # the usual case, and quick: the key is no news
    names = list(table.c.keys())
    other = []
    for name, there, said in zip(names, row, by_log, strict=True):
        if said is not UNSAID and said != there:
            other.append((name, there, said))
    for name, there, _ in other:
        if name == "live":
            return f"{'stands' if there else 'was taken off'} {_NO_EVENT}"
    return "; ".join(_describe_cell(name, there, said) for name, there, said in other)


def _describe_cell(name: str, there: object, said: object) -> str:
    if name == "attributes":
        return _describe_attributes(str(there), str(said))
    if name in _WORDS or max(len(str(there)), len(str(said))) > _LONGEST:
        return f"its {name} is not the one in the log"
    return f"{name} is {there!r}, the log says {said!r}"


def _describe_attributes(there: str, said: str) -> str:
    try:
        now, before = json.loads(there), json.loads(said)
        names = [name for name in {**before, **now} if now.get(name) != before.get(name)]
    except (ValueError, AttributeError, TypeError):
        names = []
    said_of_it = "its attributes are not those in the log"
    if not names:
        return said_of_it
    return f"{said_of_it}: {', '.join(repr(name) for name in names)}"


def _compare_with_seal(table_name: str, values: Sequence[Any], sealed: Sequence[object], which: Sequence[int]) -> str:
    parts = []
    for i in which:
        name = seals.COLUMNS[table_name][i]
        there = seals.as_sealed_cell(name, values[i])
        if there == sealed[i]:
            continue
        if name == "attributes":
            parts.append("its attributes are not those that were imported")
        elif name in seals.DIGESTED or name in _WORDS:
            parts.append(f"its {name} is not the one that was kept")
        else:
            parts.append(f"{name} is {there!r}, the log says {sealed[i]!r}")
    return "; ".join(parts)
