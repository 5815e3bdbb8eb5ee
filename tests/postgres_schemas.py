"""PostgreSQL schemas that tests hand on to each other, with the tables of a store and no rows.

Making the tables of a store and dropping them again costs the server most of a second, many
hundred times a run. A schema that a test leaves with other tables than it got is dropped.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import psycopg

_TABLES = """
select table_name from information_schema.tables
where table_schema = %s and table_type = 'BASE TABLE' order by table_name
"""
_SHAPE = """
select c.relname, c.relkind::text, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where n.nspname = %s
union all
select t.tgname, 'trigger', p.proname, md5(p.prosrc), null
from pg_trigger t
join pg_proc p on p.oid = t.tgfoid
join pg_class c on c.oid = t.tgrelid
join pg_namespace n on n.oid = c.relnamespace
where n.nspname = %s and not t.tgisinternal
union all
select k.conname, 'constraint', null, pg_get_constraintdef(k.oid), null
from pg_constraint k
join pg_namespace n on n.oid = k.connamespace
where n.nspname = %s
order by 1, 2, 3
"""
_SEQUENCES = "select sequencename from pg_sequences where schemaname = %s"
_VERSION_TABLE = "alembic_version"

Shape = list[tuple[object, ...]]


class SchemaPool:
    """The schemas of one process of the suite."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._free: list[str] = []
        self._shapes: dict[str, tuple[Shape, Shape]] = {}
        """Tables and version of each schema as it was made."""

    def take(self, folder: Path) -> str:
        """The name of a schema with the tables of a store and no study."""
        if self._free:
            return self._free.pop()
        from tipcoder.store.opening import create_store

        name = self.invent_name()
        create_store(self.url, folder, name).close()
        with self._connect() as connection:
            self._shapes[name] = _describe(connection, name)
        return name

    def give_back(self, name: str) -> None:
        """Empty a schema for the next test, or drop it where its tables were changed."""
        with self._connect() as connection:
            if _describe(connection, name) == self._shapes[name]:
                _delete_rows(connection, name)
                self._free.append(name)
            else:
                _drop(connection, name)

    @staticmethod
    def invent_name() -> str:
        """A name that no schema has."""
        return f"tipcoder_test_{secrets.token_hex(8)}"

    def drop(self, name: str) -> None:
        """Take a schema away, whatever stands in it."""
        with self._connect() as connection:
            _drop(connection, name)

    def close(self) -> None:
        """Drop what is left."""
        with self._connect() as connection:
            for name in self._free:
                _drop(connection, name)

    def _connect(self) -> psycopg.Connection:
        import psycopg

        connection = psycopg.connect(self.url, autocommit=True)
        # A test that leaves a transaction open fails here, and does not hang.
        connection.execute("set lock_timeout = '20s'")
        return connection


def _describe(connection: psycopg.Connection, name: str) -> tuple[Shape, Shape]:
    """Everything but rows that a schema has, and the version that its store says it is."""
    shape = connection.execute(_SHAPE, (name, name, name)).fetchall()
    if not any(row[0] == _VERSION_TABLE for row in shape):
        return shape, []
    version = connection.execute(f'select version_num from "{name}".{_VERSION_TABLE}').fetchall()
    return shape, version


def _delete_rows(connection: psycopg.Connection, name: str) -> None:
    """Take all rows away, in one transaction and without a look at what rows refer to."""
    tables = [table for (table,) in connection.execute(_TABLES, (name,)).fetchall()]
    sequences = [one for (one,) in connection.execute(_SEQUENCES, (name,)).fetchall()]
    statements = ["set local session_replication_role = replica"]
    for table in tables:
        if table != _VERSION_TABLE:
            statements.append(f'delete from "{name}"."{table}"')
    for sequence in sequences:
        statements.append(f'alter sequence "{name}"."{sequence}" restart')
    with connection.transaction():
        connection.execute("; ".join(statements))


def _drop(connection: psycopg.Connection, name: str) -> None:
    connection.execute(f'drop schema if exists "{name}" cascade')
