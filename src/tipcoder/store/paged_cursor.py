"""Rows of a server a page at a time, each page in one journey there and back.

The driver has such cursors, too. It asks six times where one question is enough, whatever the
number of rows: to declare, to describe, for a first row, for the rest, whether any is left, and to
close.
"""

from __future__ import annotations

from contextlib import nullcontext
from itertools import count
from typing import Any

import psycopg

from tipcoder.store.server_connection import ListeningConnection, join_statements

_numbers = count(1)


class PagedCursor(psycopg.Cursor[Any]):
    """The rows of one query inside one transaction, of which a page is here and the rest there."""

    def __init__(self, connection: ListeningConnection, page: int) -> None:
        """`page` is the number of rows that come together."""
        super().__init__(connection)
        self._raw = connection
        self._page = page
        self._name = f"paged_{next(_numbers)}"
        self._is_left = False
        """Whether the server may have more rows than came here."""

    def execute(self, query: Any, params: Any = None, **named: Any) -> PagedCursor:
        """Declare the cursor and ask for its first page, in one journey."""
        # Whoever sends what waits has begun to join statements already.
        is_joining = self._raw.pgconn.pipeline_status != psycopg.pq.PipelineStatus.OFF
        with nullcontext() if is_joining else join_statements(self._raw):
            # Each has a name of its own, so there is nothing to prepare for a second time.
            declare = f"DECLARE {self._name} NO SCROLL CURSOR FOR {query}"
            self._raw.execute(declare.encode(), params, prepare=False, **named)
            self._ask_for_page()
        return self

    def _ask_for_page(self) -> None:
        fetch = f"FETCH FORWARD {self._page} FROM {self._name}"
        super().execute(fetch.encode(), prepare=False)
        self._is_left = True

    def fetchone(self) -> Any:
        """As psycopg's."""
        rows = self.fetchmany(1)
        return rows[0] if rows else None

    def fetchmany(self, size: int = 0) -> list[Any]:
        """As psycopg's; comes back for more pages."""
        wanted = size or self.arraysize
        rows = super().fetchmany(wanted)
        self._note_last_page()
        while len(rows) < wanted and self._is_left:
            self._ask_for_page()
            rows += super().fetchmany(wanted - len(rows))
            self._note_last_page()
        return rows

    def fetchall(self) -> list[Any]:
        """As psycopg's."""
        rows = []
        while page := self.fetchmany(self._page):
            rows += page
        return rows

    def _note_last_page(self) -> None:
        """A page that is not full is the last one: the next statement takes a CLOSE along.

        A cursor that is not read to its end ends with its transaction.
        """
        if self._is_left and self.rowcount < self._page:
            self._is_left = False
            self._raw.waiting.append(f"CLOSE {self._name}")
