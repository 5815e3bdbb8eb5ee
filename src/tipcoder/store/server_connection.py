"""A connection to a server: it notices when nobody answers, and sends several statements at once.

Each statement is a journey there and back. What has no answer, or none that anybody asks for, waits
for the next statement and goes with it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, nullcontext
from itertools import chain
from time import monotonic
from typing import Any, ClassVar, LiteralString, TypeVar

import psycopg

from tipcoder.store.patience import Patience

_Result = TypeVar("_Result")
_Waiting = Generator[Any, Any, _Result]
"""What psycopg runs: yields what it waits for, and is sent what is ready, or 0 after 0.1 s."""

_WITHOUT_ANSWER = ("SAVEPOINT ", "RELEASE SAVEPOINT ")
"""What can wait for the statement after it: it cannot fail, and tells nothing."""


class SilenceMonitor:
    """What the connections of one store share to notice that nobody answers."""

    def __init__(self, patience: Patience) -> None:
        self.patience = patience
        self.lives: Callable[[], bool] = lambda: False
        self.silent = False
        """Whether the server was found dead in this transaction: then nothing waits for it."""


class ListeningConnection(psycopg.Connection[Any]):
    """A connection that notices when nobody answers any more."""

    ear: ClassVar[SilenceMonitor]

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.settings: dict[str, str] = {}
        """Settings of this session that the server has not been told yet."""
        self.waiting: list[LiteralString] = []
        """BEGIN and savepoints, which have no answer: they go with the next statement."""

    def send_waiting(self, pipeline: psycopg.Pipeline | None) -> None:
        """Send what was put off. None stands for a driver that has no pipelines."""
        if self.settings:
            calls = ", ".join("set_config(%s, %s, false)" for _ in self.settings)
            words = list(chain.from_iterable(self.settings.items()))
            self.execute(f"select {calls}", words)
            self.settings.clear()
            if pipeline is not None and self.waiting:
                # Else BEGIN would come within the transaction of this statement.
                pipeline.sync()
        for statement in self.waiting:
            self.execute(statement)
        self.waiting.clear()

    @property
    def has_waiting(self) -> bool:
        """Whether the next statement takes something along."""
        return bool(self.settings or self.waiting)

    def commit(self) -> None:
        """As psycopg's. A transaction that was never begun needs no end."""
        self.waiting.clear()
        super().commit()

    def rollback(self) -> None:
        """As psycopg's, and like `commit`."""
        self.waiting.clear()
        super().rollback()

    def wait(self, gen: _Waiting[_Result], *args: Any, **kwargs: Any) -> _Result:
        """As psycopg's. Where the server is silent it closes itself and raises OperationalError."""
        return super().wait(self._listen_while_waiting(gen), *args, **kwargs)

    def _listen_while_waiting(self, gen: _Waiting[_Result]) -> _Waiting[_Result]:
        patience = self.ear.patience
        begun = heard = monotonic()
        ready: Any = None
        while True:
            try:
                wanted = gen.send(ready)
            except StopIteration as end:
                found: _Result = end.value
                return found
            ready = yield wanted
            now = monotonic()
            if ready:
                heard = now
            elif now - heard > patience.silence:
                # The server gives up by itself after `read`; if it does not, this connection
                # leads nowhere.
                if now - begun > patience.read + patience.silence or not self.ear.lives():
                    self.ear.silent = True
                    self.close()
                    raise psycopg.OperationalError(f"no answer for {now - heard:.0f} seconds")
                heard = monotonic()


def take_waiting_along(
    cursor: psycopg.Cursor[Any], statement: Any, parameters: Any, _context: object
) -> bool:
    """Send a statement with what waits for one, in one journey; returns whether it was sent."""
    raw = cursor.connection
    assert isinstance(raw, ListeningConnection)
    if statement.startswith(_WITHOUT_ANSWER):
        raw.waiting.append(statement)
        return True
    if not raw.has_waiting:
        return False
    with join_statements(raw) as pipeline:
        raw.send_waiting(pipeline)
        cursor.execute(statement, parameters)
    return True


def send_waiting_before(
    cursor: psycopg.Cursor[Any], _statement: object, _parameters: object, _context: object
) -> None:
    raw = cursor.connection
    assert isinstance(raw, ListeningConnection)
    if raw.has_waiting:
        with join_statements(raw) as pipeline:
            raw.send_waiting(pipeline)


def join_statements(raw: ListeningConnection) -> AbstractContextManager[Any]:
    """A block whose statements go off together; with a libpq before 14 one after the other."""
    return raw.pipeline() if psycopg.Pipeline.is_supported() else nullcontext()
