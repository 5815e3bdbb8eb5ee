"""A PostgreSQL server that may go away: how long to wait for it, and whether an act was kept.

Three things may happen to a connection. It is refused or broken: the driver says so at once. Its
packets vanish: the kernel gives up after some seconds, because it is told to. Or something between
here and there accepts bytes and never answers: after a silence the server is asked over a new
connection whether it lives, and only if that gets no answer either is it taken for away. A long
statement on a living server is never cut short by that.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from select import select
from time import monotonic, sleep
from typing import Any, LiteralString

import psycopg
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy import event as sa_event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, DisconnectionError

from tipcoder.store.patience import AT_A_SCREEN, Patience
from tipcoder.store.server_connection import (
    ListeningConnection,
    SilenceMonitor,
    join_statements,
    send_waiting_before,
    take_waiting_along,
)
from tipcoder.store.statement_cache import find_statement_cache
from tipcoder.store.url import format_url, remove_secrets
from tipcoder.store.write_batch import WriteNotes

_LOST = ("08", "57P", "53300")
"""SQLSTATEs of a server that shuts down, starts, or takes no more connections (PostgreSQL manual,
appendix A)."""
_IDLE = 30
"""Seconds of rest after which a connection is asked whether it lives: something in between may have
dropped it without a word."""
_NUMBER: LiteralString = "select currval(pg_get_serial_sequence('act', 'id'))"
"""The number of the act that was inserted last."""
_SETTLING_TRIES = 20
_SETTLING_PAUSE = 0.1


@dataclass
class UnsettledCommit:
    """A transaction whose COMMIT was not answered. `kept` is None until the server has told."""

    transaction: int
    backend: int
    kept: bool | None = None
    is_forgotten: bool = False
    """Whether the server no longer knows the transaction."""


class Server:
    """The server behind a store: makes its engine, tells whether it answers, resolves commits."""

    def __init__(self, url: URL, schema: str | None, patience: Patience) -> None:
        self._url = url
        self._schema = schema
        self._ear = SilenceMonitor(patience)
        self._ear.lives = self._is_alive
        self._connection_class = type("StudyConnection", (ListeningConnection,), {"ear": self._ear})
        # Faults are reported by the caller. A logger without a handler would write over the screen.
        for name in ("sqlalchemy", "psycopg"):
            logging.getLogger(name).addHandler(logging.NullHandler())
        self.engine = self._make_engine()
        self.place = format_url(url)

    @property
    def patience(self) -> Patience:
        return self._ear.patience

    @patience.setter
    def patience(self, patience: Patience) -> None:
        self._ear.patience = patience

    def attend_at_screen(self) -> None:
        """Wait no longer than a coder at a screen does."""
        self.patience = AT_A_SCREEN

    def _make_engine(self) -> Engine:
        engine = create_engine(
            self._url,
            execution_options={"compiled_cache": find_statement_cache(str(self._url))},
            # The driver would send a BEGIN of its own, and wait for it: see `begin_reading`.
            isolation_level="AUTOCOMMIT",
        )

        sa_event.listen(engine, "do_connect", self._open_connection)
        sa_event.listen(engine, "connect", self._choose_settings)
        sa_event.listen(engine, "do_execute", take_waiting_along)
        sa_event.listen(engine, "do_executemany", send_waiting_before)
        sa_event.listen(engine, "checkin", _note_last_use)
        sa_event.listen(engine, "checkout", self._refuse_dead_connection)
        return engine

    def _open_connection(
        self, _dialect: object, _record: object, args: list[Any], named: dict[str, Any]
    ) -> Any:
        if self._ear.silent:
            raise psycopg.OperationalError("the server does not answer")
        return self._connection_class.connect(*args, **(self._build_timeouts() | named))  # type: ignore[attr-defined]

    def _choose_settings(self, raw: ListeningConnection, _record: object) -> None:
        # The server is told with the first statement, without a journey of their own.
        raw.settings = {
            "lock_timeout": _format_milliseconds(self.patience.lock),
            "statement_timeout": _format_milliseconds(self.patience.read),
            # The server too must notice that this end is gone: the lock that it holds for us
            # keeps everybody else from coding.
            "tcp_keepalives_idle": "10",
            "tcp_keepalives_interval": "5",
            "tcp_keepalives_count": "3",
            "tcp_user_timeout": "20000",
        }
        if self._schema is not None:
            raw.settings["search_path"] = '"' + self._schema.replace('"', '""') + '"'

    def _refuse_dead_connection(
        self, raw: ListeningConnection, record: Any, _proxy: object
    ) -> None:
        idle = monotonic() - record.info.get("used", monotonic())
        if idle < _IDLE and not _has_news(raw):
            return
        try:
            self.engine.dialect.do_ping(raw)  # type: ignore[arg-type]
        except psycopg.Error as error:
            # The pool then opens another one.
            raise DisconnectionError from error

    # --- several statements in one journey --------------------------------------------------------

    def begin_reading(self, connection: Connection) -> None:
        """Begin a transaction that sees one state and writes nothing, with its first statement."""
        begin: LiteralString = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        self._find_raw(connection).waiting = [begin]

    def begin_with(
        self, connection: Connection, statement: LiteralString, values: Mapping[str, Any]
    ) -> Any:
        """BEGIN and a first statement, which gives one row, in one journey."""
        raw = self._find_raw(connection)
        raw.waiting = ["BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"]
        try:
            with join_statements(raw) as pipeline:
                raw.send_waiting(pipeline)
                cursor = raw.execute(statement, values)
            return cursor.fetchone()
        except psycopg.Error as error:
            raise self._wrap_error(connection, error) from error

    def commit_with(self, connection: Connection, notes: WriteNotes) -> None:
        """Send the statements of a batch, and COMMIT, in one journey: all of it or nothing.

        The notes get the number of its act. Raises DBAPIError as a COMMIT does; after a lost
        connection it is open what became of it.
        """
        raw = self._find_raw(connection)
        try:
            with join_statements(raw) as pipeline:
                raw.send_waiting(pipeline)
                for statement, values in notes.batch or ():
                    connection.execute(statement, values)
                numbered = raw.execute(_NUMBER) if notes.has_unnumbered_act else None
                # After a statement that fails, the server passes over this one, too.
                raw.execute("COMMIT")
            if numbered is not None:
                (notes.act_id,) = numbered.fetchone() or (0,)
        except psycopg.Error as error:
            raise self._wrap_error(connection, error) from error

    def _find_raw(self, connection: Connection) -> ListeningConnection:
        raw = connection.connection.dbapi_connection
        assert isinstance(raw, ListeningConnection)
        return raw

    def _wrap_error(self, connection: Connection, error: psycopg.Error) -> DBAPIError:
        """An error of the driver as SQLAlchemy raises it; a connection that is lost is dropped."""
        dialect = connection.dialect
        is_lost = dialect.is_disconnect(error, connection.connection.dbapi_connection, None)  # type: ignore[arg-type]
        wrapped = DBAPIError.instance(
            None, None, error, psycopg.Error, connection_invalidated=is_lost, dialect=dialect
        )
        if is_lost:
            connection.invalidate(error)
        assert isinstance(wrapped, DBAPIError)
        return wrapped

    def _build_timeouts(self) -> dict[str, Any]:
        patience = self.patience
        return {
            "connect_timeout": patience.connect,
            "keepalives": 1,
            "keepalives_idle": 5,
            "keepalives_interval": 2,
            "keepalives_count": 3,
            "tcp_user_timeout": _format_milliseconds(2 * patience.silence),
        }

    # --- whether it answers -----------------------------------------------------------------------

    def reset_silence(self) -> None:
        """A transaction begins: whether the server answers is found out anew."""
        self._ear.silent = False

    def _is_alive(self) -> bool:
        """Whether the server answers at all. One that refuses lives."""
        try:
            with self._connect_aside() as connection:
                connection.execute("select 1")
        except psycopg.Error as error:
            return error.sqlstate is not None or "FATAL" in str(error)
        return True

    def can_answer(self) -> bool:
        """Whether work can go on: a new connection is let in and answered."""
        try:
            with self._connect_aside() as connection:
                connection.execute("select 1")
        except psycopg.Error:
            return False
        return True

    def _connect_aside(self) -> psycopg.Connection[Any]:
        """A further connection that waits no longer than connecting may take."""
        ear = SilenceMonitor(Patience(silence=self.patience.connect, read=self.patience.connect))
        aside = type("AsideConnection", (ListeningConnection,), {"ear": ear})
        _, named = self.engine.dialect.create_connect_args(self._url)
        named.pop("context", None)
        connection: psycopg.Connection[Any] = aside.connect(  # type: ignore[attr-defined]
            **{**self._build_timeouts(), **named, "autocommit": True}
        )
        return connection

    def has_lost(self, error: DBAPIError) -> bool:
        """Whether that is the fault of a server that is away, rather than of what it was asked."""
        original = error.orig
        state = getattr(original, "sqlstate", None)
        if state is not None:
            return str(state).startswith(_LOST)
        return error.connection_invalidated or isinstance(
            original, psycopg.OperationalError | psycopg.InterfaceError
        )

    def describe_error(self, error: BaseException | None) -> str:
        """The first line of what the driver reported, without any secret of the URL."""
        lines = str(error).strip().splitlines() if error is not None else []
        return remove_secrets(lines[0] if lines else "", self._url)

    # --- what became of an act --------------------------------------------------------------------

    def settle_commit(self, open_end: UnsettledCommit) -> bool | None:
        """Whether a transaction was kept whose COMMIT was not answered; None while that is unknown.

        The server is asked by the transaction's number. If it still waits for the COMMIT, which was
        lost on the way, its end there is closed, so that the answer is final and its lock is free.
        """
        try:
            with self._connect_aside() as connection:
                for _ in range(_SETTLING_TRIES):
                    asked = connection.execute("select txid_status(%s)", (open_end.transaction,))
                    row = asked.fetchone()
                    status = row[0] if row else None
                    if status != "in progress":
                        break
                    self._terminate_backend(connection, open_end)
                    sleep(_SETTLING_PAUSE)
        except psycopg.errors.InvalidParameterValue:
            status = "aborted"  # a number of the future: another server took over, without this act
        except psycopg.Error:
            return None
        open_end.is_forgotten = status is None
        open_end.kept = {"committed": True, "aborted": False}.get(status or "")
        return open_end.kept

    def _terminate_backend(
        self, connection: psycopg.Connection[Any], open_end: UnsettledCommit
    ) -> None:
        # By its transaction as well as by its number, which may be somebody else's by now.
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where pid = %s and backend_xid::text = (%s::bigint & 4294967295)::text",
            (open_end.backend, open_end.transaction),
        )


def _note_last_use(_raw: object, record: Any) -> None:
    record.info["used"] = monotonic()


def _has_news(raw: Any) -> bool:
    """Whether a connection at rest has something to read: mostly that the server has ended it."""
    try:
        readable, _, _ = select([raw.fileno()], [], [], 0)
    except (OSError, ValueError, psycopg.Error):
        return True  # closed already, or more files are open than can be asked about
    return bool(readable)


def _format_milliseconds(seconds: float) -> str:
    return str(round(seconds * 1000))
