"""Connections and transactions, with what was measured for each store built in.

SQLite: WAL and `synchronous=FULL`, so that an acknowledged act survives a power cut; `BEGIN IMMEDIATE` for every
write, because a deferred transaction that reads first fails at once under contention, whatever the timeout.
PostgreSQL: writers of one study take an advisory lock, so that event numbers become visible in their order.
"""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy import event as sa_event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import QueuePool

from tipcoder.errors import BadInput, EnvironmentFault, TipcoderError
from tipcoder.store.file_systems import why_no_locks

Db = Connection
"""An open transaction, as the functions of this package take it."""

APPLICATION_ID = 0x71BC0DE5
"""Marks an SQLite file as a tipcoder store (PRAGMA application_id, signed 32 bits)."""

BUSY_SECONDS = 10
_OPEN_HERE: Counter[tuple[int, int]] = Counter()
"""Device and inode of every SQLite file that stores of this process have open."""
_OF_LOCKS = ("locking protocol", "locked", "disk i/o error", "unable to open")
"""What SQLite says where a file system lacks locks, and elsewhere too."""
_ADVISORY_LOCK = 7_120_541


def viewer_of(db: Db) -> int | None:
    """Who looks in this transaction."""
    viewer: int | None = db.get_execution_options().get("tipcoder_viewer")
    return viewer


class Store:
    """One study's database. Cheap to make: nothing is opened before the first transaction."""

    def __init__(self, engine: Engine, place: str, *, read_only: bool = False) -> None:
        self._engine = engine
        self._read_only = read_only
        self._let_go: Callable[[], None] = lambda: None
        self.file: Path | None = None
        """The SQLite file; None for another kind of store."""
        self.viewer: int | None = None
        """Who looks: the coder's id, from whom open rounds hide others' work. None hides nothing."""
        self.place = place
        """What to call the store in messages: a file name, or a URL without its password."""

    @property
    def is_sqlite(self) -> bool:
        """Whether this is an embedded store."""
        return self._engine.dialect.name == "sqlite"

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written through it."""
        return self._read_only

    @contextmanager
    def read(self) -> Iterator[Db]:
        """A transaction that sees one state of the store and writes nothing."""
        with self._faults(), self._engine.connect() as connection:
            connection = connection.execution_options(tipcoder_viewer=self.viewer)
            if not self.is_sqlite:
                # PostgreSQL would otherwise show each statement the state of its own moment.
                connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield connection

    @contextmanager
    def write(self) -> Iterator[Db]:
        """A transaction that is durable when the block ends, or leaves no trace when it raises."""
        if self._read_only:
            raise _read_only(self.place)
        with self._faults(), self._engine.connect() as connection:
            connection = connection.execution_options(tipcoder_write=True, tipcoder_viewer=self.viewer)
            with connection.begin():
                if not self.is_sqlite:
                    connection.execute(
                        text("select pg_advisory_xact_lock(:n, hashtext(coalesce(current_schema(), '')))"),
                        {"n": _ADVISORY_LOCK},
                    )
                yield connection

    def checkpoint(self) -> None:
        """Bring the write-ahead log into the main SQLite file, as far as others allow without waiting for them."""
        self._checkpoint("PASSIVE")

    def close(self) -> None:
        """Bring everything into the main file and let go of every connection."""
        try:
            self._checkpoint("TRUNCATE")
        finally:
            self._engine.dispose()
            self._let_go()

    def _checkpoint(self, mode: str) -> None:
        if not self.is_sqlite or self._read_only:
            return
        # A checkpoint that fails costs nothing: what it would move is durable in the -wal file already.
        with suppress(DBAPIError, sqlite3.Error), self._engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            assert raw is not None
            raw.execute(f"PRAGMA wal_checkpoint({mode})").fetchall()

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise _fault(error, self.place, self.file) from error


def _fault(error: DBAPIError, place: str, file: Path | None = None) -> TipcoderError:
    said = str(error.orig).strip().splitlines()[0] if error.orig else ""
    low = said.lower()
    if "disk is full" in low or "no space left" in low:
        return EnvironmentFault(f"{place}: the disk is full; this act was not kept.", "Free some space and repeat it.")
    if file is not None and any(word in low for word in _OF_LOCKS):
        why = why_no_locks(file)
        if why or "locking protocol" in low:
            return without_locks(place, why or f"SQLite said: {said}")
    if "locked" in low or "lock timeout" in low:
        return EnvironmentFault(
            f"{place}: another program has held the study for {BUSY_SECONDS} seconds; this act was not kept.",
            "Repeat it, or close the other program.",
        )
    if "readonly" in low or "read-only" in low:
        return _read_only(place)
    if "malformed" in low or "not a database" in low:
        return damaged(place, said)
    if "unable to open" in low:
        return EnvironmentFault(f"{place}: cannot be opened.", "Check that the folder exists and is yours to write.")
    if any(word in low for word in ("connection", "server closed", "authentication", "does not exist")):
        return EnvironmentFault(f"{place}: the database does not answer ({said}).", "Check [store] url in study.toml.")
    return EnvironmentFault(f"{place}: the store refused ({said}).", "Nothing of this act was kept.")


def without_locks(place: str, why: str) -> EnvironmentFault:
    """What to raise where the file system gives no locks that several programs could rely on."""
    return EnvironmentFault(
        f"{place}: cannot be locked, because {why}; this act was not kept.",
        "Move the study to a disk of this machine; for several people use PostgreSQL ([store] url in study.toml).",
    )


def _read_only(place: str) -> EnvironmentFault:
    return EnvironmentFault(f"{place}: is read-only; this act was not kept.", "Make file and folder writable.")


def damaged(place: str, said: str) -> EnvironmentFault:
    """What to raise about an SQLite file whose pages do not hold together."""
    return EnvironmentFault(
        f"{place}: is damaged ({said}).",
        "Restore it from a backup; `tipcoder codings export` saves what can still be read.",
    )


def sqlite_store(path: Path, *, read_only: bool = False, new: bool = False) -> Store:
    """The store in an SQLite file; only with `new` is a missing file made. Does not create the folder."""
    location = reading_uri(path) if read_only else _uri(path, "mode=rwc" if new else "mode=rw")

    held: list[tuple[int, int]] = []

    def connected() -> sqlite3.Connection:
        found = sqlite3.connect(location, uri=True, isolation_level=None, timeout=BUSY_SECONDS, check_same_thread=False)
        with suppress(OSError):
            held.append(_file_itself(path))
            _OPEN_HERE[held[-1]] += 1
        return found

    def let_go() -> None:
        _OPEN_HERE.subtract(held)
        held.clear()

    engine = create_engine(URL.create("sqlite", database=str(path)), creator=connected, poolclass=QueuePool)
    sa_event.listen(engine, "connect", _read_only_pragmas if read_only else _sqlite_pragmas)
    sa_event.listen(engine, "begin", _sqlite_begin)
    store = Store(engine, path.name, read_only=read_only)
    store._let_go, store.file = let_go, path
    return store


def is_open_here(path: Path) -> bool:
    """Whether a store of this process has this very file open.

    Such a file must not be opened by another way than SQLite's: closing it would take all locks off that the process
    has on it (POSIX), and another program could then take the log away under its hands.
    """
    try:
        return _OPEN_HERE[_file_itself(path)] > 0
    except OSError:
        return False


def _file_itself(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


def is_writable(path: Path) -> bool:
    """Whether SQLite can write to this file: it makes files beside it, so the folder counts as well."""
    effective = os.access in os.supports_effective_ids
    return all(os.access(place, os.W_OK, effective_ids=effective) for place in (path, path.parent))


def reading_uri(path: Path) -> str:
    """How to name to SQLite a file that is only going to be read."""
    if is_writable(path):
        return _uri(path, "mode=rw")  # mode=ro would leave an empty -wal and an -shm behind
    log = path.with_name(path.name + "-wal")
    # In a folder that cannot be written, WAL needs companions that are there already, or none at all.
    return _uri(path, "mode=ro" if log.exists() and log.stat().st_size else "immutable=1")


def unchanging_uri(path: Path, *, with_log: bool) -> str:
    """How to name to SQLite a file that must not change by a byte, nor its log be brought into it."""
    return _uri(path, "mode=ro" if with_log else "immutable=1")


def _uri(path: Path, query: str) -> str:
    # Not SQLAlchemy's URL: a folder may be called `what?` or `100%`, which it reads as syntax.
    # As bytes, because a name need not be text everywhere.
    return f"file:{quote(os.fsencode(path.resolve()))}?{query}"


def _sqlite_pragmas(raw: Any, _record: object) -> None:
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        # A store may come from a stranger: no SQL in its schema is trusted, every cell is checked as it is read.
        "trusted_schema=OFF",
        "cell_size_check=ON",
        "mmap_size=0",
    ):
        raw.execute(f"PRAGMA {pragma}").close()


def _read_only_pragmas(raw: Any, _record: object) -> None:
    for pragma in ("foreign_keys=ON", "trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0", "query_only=ON"):
        raw.execute(f"PRAGMA {pragma}").close()


def _sqlite_begin(connection: Connection) -> None:
    write = connection.get_execution_options().get("tipcoder_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def postgres_store(url: str, schema: str | None, *, read_only: bool = False) -> Store:
    """The store in a PostgreSQL database, in the given schema or the connection's own."""
    try:
        parsed = make_url(url).set(drivername="postgresql+psycopg")
        engine = create_engine(parsed, pool_pre_ping=True)
    except (ArgumentError, ValueError):
        # The URL is not repeated: it may hold a password.
        raise BadInput(
            "study.toml, [store]: `url` is no database URL.", "Write it like postgresql://user@host:5432/database."
        ) from None
    except ModuleNotFoundError:
        raise EnvironmentFault(
            "The PostgreSQL driver is not installed.", "Install it with: pip install 'tipcoder[postgres]'"
        ) from None

    @sa_event.listens_for(engine, "connect")
    def _settings(raw: Any, _record: object) -> None:
        raw.execute("select set_config('lock_timeout', %s, false)", (f"{BUSY_SECONDS}s",))
        if schema is not None:
            raw.execute("select set_config('search_path', %s, false)", ('"' + schema.replace('"', '""') + '"',))
        raw.commit()

    return Store(engine, parsed.render_as_string(hide_password=True), read_only=read_only)
