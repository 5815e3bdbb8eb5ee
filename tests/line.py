"""A line to a database server that can be cut: a small TCP proxy in threads of its own."""

from __future__ import annotations

import select
import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit, urlunsplit


class BreakableLine:
    """Forwards bytes to a server until it is told otherwise."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._server = (parts.hostname or "127.0.0.1", parts.port or 5432)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._port = self._listener.getsockname()[1]
        user = f"{parts.username}@" if parts.username else ""
        self.url = urlunsplit(parts._replace(netloc=f"{user}127.0.0.1:{self._port}"))
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._open = threading.Event()
        self._open.set()
        self._refusing = False
        self._cut_at: list[bytes] = []
        self._left: int | None = None
        self._passing_on = False
        self._then_dead = False
        self.cuts = 0
        """How often the line broke at the words asked for."""
        self.trips = 0
        """How often the other side was waited for: messages that follow an answer, or begin a
        connection."""
        self._closed = False
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    # --- what a test does to it -------------------------------------------------------------------

    def refuse(self) -> None:
        """The server goes down: connections break, new ones are turned away."""
        with self._lock:
            self._refusing = True
        self._break_all()

    def break_all(self) -> None:
        """Every connection breaks; new ones are let through."""
        self._break_all()

    def stall(self) -> None:
        """Bytes are taken and go nowhere; new connections too are accepted and never answered."""
        self._open.clear()

    def cut_at(self, *words: bytes, passing_on: bool, then_dead: bool = False) -> None:
        """Break the connection at the last of these words, when all were sent in this order.

        Before or after the server has got them.
        With `then_dead` it is not reached any more after that.
        """
        self._passing_on, self._then_dead, self._cut_at = passing_on, then_dead, list(words)

    def cut_after(self, messages: int) -> None:
        """Break the connection instead of passing on the message after so many, once."""
        self._left = messages

    def mend(self) -> None:
        """Everything goes through again. What stalled is gone."""
        with self._lock:
            self._refusing = False
        if not self._open.is_set():
            self._break_all()
        self._open.set()

    def close(self) -> None:
        self._closed = True
        self._open.set()
        # Closing alone wakes nobody who waits for a connection.
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._break_all()
        self._thread.join(10)

    # --- the threads ------------------------------------------------------------------------------

    def _accept(self) -> None:
        while not self._closed:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            if self._refusing:
                _abort(client)
                continue
            server = socket.create_connection(self._server)
            with self._lock:
                self._pairs.append((client, server))
            threading.Thread(target=self._forward, args=(client, server), daemon=True).start()

    def _forward(self, client: socket.socket, server: socket.socket) -> None:
        has_answered = True
        try:
            while not self._closed:
                ready, _, _ = select.select([client, server], [], [], 0.05)
                if not self._open.is_set():
                    self._open.wait()
                    return  # what stalled does not come to life again
                for source in ready:
                    data = source.recv(65536)
                    if not data:
                        return
                    if source is client and self._is_cut(data):
                        if self._passing_on:
                            server.sendall(data)
                            server.recv(65536)  # it has answered, and nobody hears it
                        return
                    if source is client and has_answered:
                        self.trips += 1
                    has_answered = source is server
                    (server if source is client else client).sendall(data)
        except (OSError, ValueError):
            pass
        finally:
            _abort(client)
            server.close()

    def _is_cut(self, data: bytes) -> bool:
        if self._left is not None:
            self._left -= 1
            if self._left < 0:
                self._left = None
                self.cuts += 1
                return True
        if not self._cut_at:
            return False
        begin = 0
        while self._cut_at:
            # Statements that are sent together may come in one message.
            found = data.find(self._cut_at[0], begin)
            if found < 0:
                return False
            begin = found + len(self._cut_at.pop(0))
        self.cuts += 1
        self._refusing = self._refusing or self._then_dead
        return True

    def _break_all(self) -> None:
        with self._lock:
            pairs, self._pairs = self._pairs, []
        for client, server in pairs:
            _abort(client)
            _abort(server)


def _abort(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
