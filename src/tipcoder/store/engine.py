"""Connections and transactions, with what was measured for each store built in.

SQLite: WAL and `synchronous=FULL`, so that an acknowledged act survives a power cut; `BEGIN IMMEDIATE` for every
write, because a deferred transaction that reads first fails at once under contention, whatever the timeout.
PostgreSQL: writers of one study take an advisory lock, so that event numbers become visible in their order.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy import event as sa_event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from tipcoder.errors import EnvironmentFault, TipcoderError

Db = Connection
"""An open transaction, as the functions of this package take it."""

APPLICATION_ID = 0x71BC0DE5
"""Marks an SQLite file as a tipcoder store (PRAGMA application_id, signed 32 bits)."""

BUSY_SECONDS = 10
_ADVISORY_LOCK = 7_120_541


class Store:
    """One study's database. Cheap to make: nothing is opened before the first transaction."""

    def __init__(self, engine: Engine, place: str) -> None:
        self._engine = engine
        self.place = place
        """What to call the store in messages: a file name, or a URL without its password."""

    @property
    def is_sqlite(self) -> bool:
        """Whether this is an embedded store."""
        return self._engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Db]:
        """A transaction that sees one state of the store and writes nothing."""
        with self._faults(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Db]:
        """A transaction that is durable when the block ends, or leaves no trace when it raises."""
        with self._faults(), self._engine.connect() as connection:
            connection = connection.execution_options(tipcoder_write=True)
            with connection.begin():
                if not self.is_sqlite:
                    connection.execute(
                        text("select pg_advisory_xact_lock(:n, hashtext(current_schema()))"), {"n": _ADVISORY_LOCK}
                    )
                yield connection

    def checkpoint(self) -> None:
        """Bring everything into the main SQLite file, as far as other readers allow. Does nothing on PostgreSQL."""
        if self.is_sqlite:
            with self._engine.connect() as connection:
                raw = connection.connection.dbapi_connection
                assert raw is not None
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def clear(self) -> None:
        """Take every row out of a store that a failed `init` had begun to fill."""
        from tipcoder.store.schema import metadata

        with self.write() as db:
            for table in reversed(metadata.sorted_tables):
                db.execute(table.delete())

    def close(self) -> None:
        """Checkpoint and let go of every connection."""
        try:
            self.checkpoint()
        except DBAPIError:
            pass  # a read-only or vanished file: there is nothing of ours left to bring in
        finally:
            self._engine.dispose()

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise _fault(error, self.place) from error


def _fault(error: DBAPIError, place: str) -> TipcoderError:
    said = str(error.orig).strip().splitlines()[0] if error.orig else ""
    low = said.lower()
    if "full" in low:
        return EnvironmentFault(f"{place}: the disk is full; this act was not kept.", "Free some space and repeat it.")
    if "locked" in low:
        return EnvironmentFault(
            f"{place}: another program has held the study for {BUSY_SECONDS} seconds; this act was not kept.",
            "Repeat it, or close the other program.",
        )
    if "readonly" in low or "read-only" in low:
        return EnvironmentFault(f"{place}: is read-only; this act was not kept.", "Make file and folder writable.")
    if "malformed" in low or "not a database" in low:
        return EnvironmentFault(f"{place}: is damaged ({said}).", "Restore a backup; `tipcoder check` tells more.")
    if "unable to open" in low:
        return EnvironmentFault(f"{place}: cannot be opened.", "Check that the folder exists and is yours.")
    if any(word in low for word in ("connection", "connect", "server closed", "authentication", "does not exist")):
        return EnvironmentFault(f"{place}: the database does not answer ({said}).", "Check [store] url in study.toml.")
    return EnvironmentFault(f"{place}: the store refused ({said}).", "Nothing of this act was kept.")


def sqlite_store(path: Path, *, read_only: bool = False) -> Store:
    """The store in an SQLite file. Does not create the folder."""
    query = "?mode=ro&uri=true" if read_only else ""
    location = f"file:{_uri_path(path)}" if read_only else str(path)
    engine = create_engine(
        f"sqlite:///{location}{query}",
        poolclass=QueuePool,
        connect_args={"isolation_level": None, "timeout": BUSY_SECONDS, "check_same_thread": False},
    )
    sa_event.listen(engine, "connect", _read_only_pragmas if read_only else _sqlite_pragmas)
    sa_event.listen(engine, "begin", _sqlite_begin)
    return Store(engine, path.name)


def _uri_path(path: Path) -> str:
    from urllib.parse import quote

    return quote(str(path.resolve()))


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


def postgres_store(url: str, schema: str | None) -> Store:
    """The store in a PostgreSQL database, in the given schema or the connection's own."""
    parsed = make_url(url).set(drivername="postgresql+psycopg")
    try:
        engine = create_engine(parsed, pool_pre_ping=True)
    except ModuleNotFoundError:
        raise EnvironmentFault(
            "The PostgreSQL driver is not installed.", "Install it with: pip install 'tipcoder[postgres]'"
        ) from None
    if schema is not None:

        @sa_event.listens_for(engine, "connect")
        def _search_path(raw: Any, _record: object) -> None:
            raw.execute("select set_config('search_path', %s, false)", ('"' + schema.replace('"', '""') + '"',))
            raw.commit()

    return Store(engine, parsed.render_as_string(hide_password=True))
