"""The store in an SQLite file: how it is connected to, and how a file is named to SQLite."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy import event as sa_event
from sqlalchemy.engine import URL
from sqlalchemy.pool import QueuePool

from tipcoder.store.engine import Store
from tipcoder.store.faults import BUSY_SECONDS
from tipcoder.store.statement_cache import find_statement_cache
from tipcoder.store.study_file import register_closing, register_opening
from tipcoder.store.whereabouts import FileGuard


def open_sqlite_store(path: Path, *, read_only: bool = False, new: bool = False) -> Store:
    """The store in an SQLite file. Only with `new` a missing file is made; a folder never is."""
    if read_only:
        location = build_reading_uri(path)
    else:
        # Without `c` SQLite refuses a missing file, instead of making an empty one.
        location = _build_uri(path, "mode=rwc" if new else "mode=rw")

    held: list[tuple[int, int]] = []

    def open_connection() -> sqlite3.Connection:
        found = sqlite3.connect(
            location, uri=True, isolation_level=None, timeout=BUSY_SECONDS, check_same_thread=False
        )
        with suppress(OSError):
            held.append(register_opening(path))
        return found

    def release_file() -> None:
        register_closing(held)
        held.clear()

    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        creator=open_connection,
        poolclass=QueuePool,
        execution_options={"compiled_cache": find_statement_cache("sqlite")},
    )
    sa_event.listen(engine, "connect", _set_read_only_pragmas if read_only else _set_sqlite_pragmas)
    sa_event.listen(engine, "begin", _begin_sqlite)
    whereabouts = FileGuard(
        path,
        _build_uri(path, "mode=ro"),
        lambda: _release_connections(engine),
        _contradicts_log,
        read_only=read_only,
    )
    store = Store(engine, path.name, read_only=read_only, whereabouts=whereabouts)
    store._let_go = release_file
    store.file = path
    return store


def _release_connections(engine: Engine) -> bool:
    """Bring the log into the file and close every connection; False where one is in use."""
    pool = engine.pool
    assert isinstance(pool, QueuePool)
    if pool.checkedout() or not pool.checkedin():
        return False
    with engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        busy, _, _ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if not busy:
        engine.dispose()
    return not busy


def _contradicts_log(saved: Path) -> bool:
    """Whether rows of a saved file are not those that its log gives."""
    # Here, because it reads every table, and a store that is only opened does without.
    from tipcoder.store.integrity import iterate_findings

    store = open_sqlite_store(saved, read_only=True)
    try:
        return next(iterate_findings(store), None) is not None
    finally:
        store.close()


def is_writable(path: Path) -> bool:
    """Whether SQLite can write to this file. It makes files beside it, so the folder counts too."""
    # Of a program that runs as another user, the rights of that user count.
    effective = os.access in os.supports_effective_ids
    return all(os.access(place, os.W_OK, effective_ids=effective) for place in (path, path.parent))


def build_reading_uri(path: Path) -> str:
    """How to name to SQLite a file that is only going to be read."""
    if is_writable(path):
        return _build_uri(path, "mode=rw")  # mode=ro would leave an empty -wal and an -shm behind
    log = path.with_name(path.name + "-wal")
    # In a folder that cannot be written, SQLite makes no companions: they must exist, or the file
    # must be read as one that never changes.
    return _build_uri(path, "mode=ro" if log.exists() and log.stat().st_size else "immutable=1")


def build_unchanging_uri(path: Path, *, with_log: bool) -> str:
    """How to name to SQLite a file that must not change by a byte, not even by its log."""
    return _build_uri(path, "mode=ro" if with_log else "immutable=1")


def _build_uri(path: Path, query: str) -> str:
    # Not SQLAlchemy's URL: a folder may be called `what?` or `100%`, which it reads as syntax.
    # As bytes, because a name need not be text everywhere.
    return f"file:{quote(os.fsencode(path.resolve()))}?{query}"


def _set_sqlite_pragmas(raw: Any, _record: object) -> None:
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        # A store may come from a stranger: no SQL in its schema is trusted, every cell is checked
        # as it is read.
        "trusted_schema=OFF",
        "cell_size_check=ON",
        "mmap_size=0",
    ):
        raw.execute(f"PRAGMA {pragma}").close()


def _set_read_only_pragmas(raw: Any, _record: object) -> None:
    for pragma in (
        "foreign_keys=ON",
        "trusted_schema=OFF",
        "cell_size_check=ON",
        "mmap_size=0",
        "query_only=ON",
    ):
        raw.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    if connection.get_execution_options().get("tipcoder_outside", False):
        return
    write = connection.get_execution_options().get("tipcoder_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
