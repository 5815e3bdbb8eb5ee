"""Connections and transactions, with what was measured for each store built in.

SQLite: WAL and `synchronous=FULL`, so that an acknowledged act survives a power cut; `BEGIN
IMMEDIATE` for every write, because a deferred transaction that reads first fails at once under
contention, whatever the timeout. PostgreSQL: advisory locks of three kinds (see `write_locks`), so
that coders do not wait for each other and acts become visible in the order of their numbers.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, RootTransaction
from sqlalchemy.exc import DBAPIError

from tipcoder.errors import EnvironmentFault, StoreFault, StoreUnreachable
from tipcoder.store.faults import summarise_fault, translate_complaint, write_protected_fault
from tipcoder.store.write_batch import WriteNotes

# What guards one kind of store only is loaded where such a store is opened.
if TYPE_CHECKING:
    from tipcoder.store.server import Server, UnsettledCommit
    from tipcoder.store.whereabouts import FileGuard

Db = Connection
"""An open transaction, as the functions of this package take it."""

APPLICATION_ID = 0x71BC0DE5
"""Marks an SQLite file as a tipcoder store (PRAGMA application_id, signed 32 bits)."""

CHUNK = 10_000
"""Rows or ids in one statement: both stores refuse some tens of thousands."""

_NOT_KEPT = "Nothing was kept: the database does not answer. Press it again when it does."
_IN_DOUBT = "Not known whether this was kept: the database went away. You will be told."


def find_viewer(db: Db) -> int | None:
    """The coder who is looking in this transaction, by id; None hides nothing."""
    viewer: int | None = db.get_execution_options().get("tipcoder_viewer")
    return viewer


class Store:
    """One study's database. Cheap to make: nothing is opened before the first transaction."""

    def __init__(
        self,
        engine: Engine,
        place: str,
        *,
        read_only: bool = False,
        server: Server | None = None,
        whereabouts: FileGuard | None = None,
    ) -> None:
        self._engine = engine
        self._read_only = read_only
        self._let_go: Callable[[], None] = lambda: None
        self.file: Path | None = None
        """The SQLite file; None for another kind of store."""
        self._server = server
        self._whereabouts = whereabouts
        self._away: StoreUnreachable | None = None
        self._is_attended = False
        self._own = threading.local()
        self.viewer: int | None = None
        """The id of the coder who is looking, from whom open rounds hide others' work; or None."""
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
        self.refuse_in_trouble()
        with self._translate_faults(), self._engine.connect() as connection:
            connection = connection.execution_options(tipcoder_viewer=self.viewer)
            with connection.begin():
                if self._server is not None:
                    # PostgreSQL would otherwise show each statement the state of its own moment.
                    self._server.begin_reading(connection)
                yield connection

    @contextmanager
    def read_once(self) -> Iterator[Db]:
        """For a single statement: it sees one state by itself, and goes without BEGIN and COMMIT.

        On a server it is one journey instead of three.
        """
        self.refuse_in_trouble()
        with self._translate_faults(), self._engine.connect() as connection:
            if self.is_sqlite:
                connection = connection.execution_options(tipcoder_outside=True)
            yield connection.execution_options(tipcoder_viewer=self.viewer)

    @contextmanager
    def write(self, of_coder: int | None = None) -> Iterator[Db]:
        """A transaction that is durable when the block ends, or leaves no trace when it raises.

        With `of_coder` it changes rows of that coder's work alone, and on a server other coders
        work on meanwhile. Without, nobody else writes.
        """
        if self._read_only:
            raise write_protected_fault(self.place)
        try:
            with self._write_transaction(of_coder) as connection:
                yield connection
        except EnvironmentFault as fault:
            fault.of_an_act = True
            raise
        self._own.kept = self.kept_transactions + 1

    @contextmanager
    def _write_transaction(self, of_coder: int | None) -> Iterator[Db]:
        self.refuse_in_trouble()
        with self._translate_faults(), self._engine.connect() as connection:
            notes = WriteNotes(is_shared=of_coder is not None and self._server is not None)
            connection = connection.execution_options(
                tipcoder_write=True, tipcoder_viewer=self.viewer, tipcoder_notes=notes
            )
            with connection.begin() as transaction:
                open_end = self._lock_for_writing(connection, of_coder)
                yield connection
                newest = None
                if self._whereabouts is not None:
                    newest = self._whereabouts.before_commit(connection, notes.newest)
                self._commit_or_settle(connection, transaction, open_end, notes)
        # A file may be replaced while the commit runs: then the act went to the old one.
        if self._whereabouts is not None:
            self._whereabouts.after_commit(newest)

    @property
    def kept_transactions(self) -> int:
        """How many transactions of this thread were kept.

        It tells whether an act was kept where a later look at the store fails.
        """
        count: int = getattr(self._own, "kept", 0)
        return count

    def _lock_for_writing(
        self, connection: Connection, of_coder: int | None
    ) -> UnsettledCommit | None:
        """Be the only writer, or the only one who changes the work of a coder.

        Returns what the server can be asked by, if it stays open whether this transaction was kept.
        """
        if self._server is None:
            return None
        from tipcoder.store.server import UnsettledCommit
        from tipcoder.store.write_locks import LOCK_CODER, LOCK_STUDY

        statement = LOCK_STUDY if of_coder is None else LOCK_CODER
        values = {"coder": of_coder, "most": f"{self._server.patience.act}s"}
        row = self._server.begin_with(connection, statement, values)
        return UnsettledCommit(row[2], row[3])

    def _commit_or_settle(
        self,
        connection: Connection,
        transaction: RootTransaction,
        open_end: UnsettledCommit | None,
        notes: WriteNotes,
    ) -> None:
        try:
            if self._server is not None and notes.batch:
                self._server.commit_with(connection, notes)
            # After a batch the server has committed already, and nothing is sent.
            transaction.commit()
        except DBAPIError as error:
            if self._server is None or open_end is None or not self._server.has_lost(error):
                raise
            # The act may have been kept. The server is asked, so that it is neither lost nor
            # made twice.
            self._server.reset_silence()
            if transaction.is_active:
                # It broke before SQLAlchemy's own commit: over there the transaction has ended.
                transaction.rollback()
            if self._server.settle_commit(open_end):
                return
            if open_end.kept is None:
                raise self._note_server_gone(error, open_end) from error
            raise

    # --- when it cannot be used -------------------------------------------------------------------

    @property
    def trouble(self) -> StoreFault | None:
        """Why the store cannot be used just now, or None. A database is not asked anew for that."""
        if self._away is not None:
            return self._away
        return self._whereabouts.find_trouble() if self._whereabouts is not None else None

    def watch_file(self) -> None:
        """The store is open and right: notice from now on if its file is changed from outside."""
        if self._whereabouts is not None:
            self._whereabouts.watch_file()

    def attend_at_screen(self) -> None:
        """Somebody waits at a screen, which calls `try_new_connection` after a database was away.

        Until `resume_use` is called, every transaction is then refused at once: nobody waits at
        every key for a server that does not answer, and no act is made on a screen that may be out
        of date.
        """
        self._is_attended = True
        if self._server is not None:
            self._server.attend_at_screen()

    def try_new_connection(self) -> bool:
        """Ask the database over a new connection; takes some seconds where nothing answers."""
        if self._server is None or not self._server.can_answer():
            return False
        open_end = self._away.unsettled if self._away is not None else None
        if open_end is None:
            return True
        # Work goes on only when it is clear whether the last act was kept, or never will be.
        if open_end.kept is None:
            self._server.settle_commit(open_end)
        return open_end.kept is not None or open_end.is_forgotten

    def resume_use(self) -> bool | None:
        """Use the store again.

        Returns whether the act was kept that was under way when it went away; None if there was
        none.
        """
        open_end = self._away.unsettled if self._away is not None else None
        self._away = None
        return open_end.kept if open_end is not None else None

    def refuse_in_trouble(self) -> None:
        """Raise StoreFault where the store cannot be used just now; asks nothing of a database."""
        if self._away is not None:
            raise self._repeat_fault(self._away)
        if self._server is not None:
            self._server.reset_silence()
        if self._whereabouts is not None:
            trouble = self._whereabouts.find_trouble()
            if trouble is not None:
                raise trouble

    def _repeat_fault(self, away: StoreUnreachable) -> StoreUnreachable:
        again = StoreUnreachable(away.message, away.hint, brief=_NOT_KEPT, since=away.since)
        again.unsettled = away.unsettled
        return again

    def _note_server_gone(
        self, error: DBAPIError, open_end: UnsettledCommit | None = None
    ) -> StoreUnreachable:
        assert self._server is not None
        reason = self._server.describe_error(error.orig)
        if open_end is None:
            away = StoreUnreachable(
                f"{self.place}: the database does not answer ({reason}); nothing of this was kept.",
                "Check that it runs, and [store] url in study.toml.",
                brief=_NOT_KEPT,
                since=f"{datetime.now():%H:%M}",
            )
        else:
            away = StoreUnreachable(
                f"{self.place}: the database went away while this was being kept ({reason}).",
                "`tipcoder log` shows whether it was, once the database is back.",
                brief=_IN_DOUBT,
                since=f"{datetime.now():%H:%M}",
            )
            away.unsettled = open_end
        # At a screen the first fault stays until the coder has asked for a new connection.
        if self._is_attended:
            self._away = self._away or away
            self._away.unsettled = open_end or self._away.unsettled
        return away

    def checkpoint(self) -> None:
        """Bring the write-ahead log into the main SQLite file, without waiting for others."""
        self.refuse_in_trouble()
        self._run_checkpoint("PASSIVE")

    @contextmanager
    def maintain(self) -> Iterator[Db]:
        """A connection outside any transaction, for what a database does to its own files."""
        if self._read_only:
            raise write_protected_fault(self.place)
        self.refuse_in_trouble()
        with self._translate_faults(), self._engine.connect() as connection:
            if not self.is_sqlite:
                yield connection
            else:
                # The driver begins nothing by itself; only SQLAlchemy's own BEGIN is in the way.
                yield connection.execution_options(tipcoder_outside=True)
        if self._whereabouts is not None:
            self._whereabouts.after_checkpoint()

    def close(self) -> None:
        """Bring everything into the main file and let go of every connection."""
        kept = self._whereabouts
        try:
            if kept is not None and kept.is_right:
                self._run_checkpoint("TRUNCATE")
                kept.close_reader()
        finally:
            self._engine.dispose()
            if kept is not None:
                kept.close()
            self._let_go()

    def _run_checkpoint(self, mode: str) -> None:
        if not self.is_sqlite or self._read_only:
            return
        # A checkpoint that fails costs nothing: what it would move is durable in the -wal file
        # already.
        with suppress(DBAPIError, sqlite3.Error), self._engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            assert raw is not None
            raw.execute(f"PRAGMA wal_checkpoint({mode})").fetchall()
        if self._whereabouts is not None:
            self._whereabouts.after_checkpoint()

    @contextmanager
    def _translate_faults(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            if self._server is not None and self._server.has_lost(error):
                raise self._note_server_gone(error) from error
            if self._server is not None:
                complaint = self._server.describe_error(error.orig)
            else:
                complaint = str(error.orig).strip().splitlines()[0] if error.orig else ""
            fault = translate_complaint(complaint, self.place, self.file)
            fault.brief = summarise_fault(fault, self.place)
            raise fault from error
