"""SQLAlchemy's dialect of PostgreSQL, but that it asks a server nothing about itself.

SQLAlchemy sends six statements to a server that it comes to first, each a journey there and back.
What they ask is not needed here, or the server has told it while the connection was made.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import (
    PGDialect_psycopg,
    PGExecutionContext_psycopg,
)

from tipcoder.store.paged_cursor import PagedCursor

DRIVER = "postgresql+tipcoder"
"""The name of the dialect in a URL."""
_PAGE = 2000
"""Rows that come together where a query does not say."""


class _StudyExecution(PGExecutionContext_psycopg):
    """Brings the rows of a long query in pages."""

    def create_server_side_cursor(self) -> Any:
        page = self.execution_options.get("yield_per", _PAGE)
        raw: Any = self._dbapi_connection.dbapi_connection
        return PagedCursor(raw, page)


class StudyDialect(PGDialect_psycopg):
    """The dialect of a study's server."""

    supports_statement_cache = True
    execution_ctx_cls = _StudyExecution

    def __init__(self, **settings: Any) -> None:
        # Looking for the type `hstore` would be a statement of its own; no table has one.
        super().__init__(use_native_hstore=False, **settings)  # type: ignore[no-untyped-call]

    def _get_server_version_info(self, connection: Connection) -> tuple[int, int]:
        # 150004 is 15.4 (libpq, PQserverVersion).
        number = _find_raw(connection).info.server_version
        return number // 10_000, number % 10_000

    def _get_default_schema_name(self, connection: Connection) -> str:  # noqa: ARG002
        # Nobody asks for it: tables are named without a schema, and `search_path` finds them.
        return ""

    def get_default_isolation_level(self, dbapi_conn: Any) -> Any:  # noqa: ARG002
        return "READ COMMITTED"

    def _set_backslash_escapes(self, connection: Connection) -> None:
        told = _find_raw(connection).info.parameter_status("standard_conforming_strings")
        self._backslash_escapes = told == "off"


def _find_raw(connection: Connection) -> Any:
    return connection.connection.dbapi_connection


registry.register("postgresql.tipcoder", __name__, StudyDialect.__name__)
