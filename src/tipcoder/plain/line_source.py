"""Lines from standard input, without those that nobody can have typed in answer to what was said.

A line acts on the answer that was read out before it. Text that is pasted, or typed ahead, comes
as lines that arrive together: before the next answer has been printed. None of these is acted on,
nor the line that they came with.
"""

from __future__ import annotations

import codecs
import os
import select
import sys
from time import monotonic
from typing import NamedTuple, Protocol

_TOGETHER = 0.05
"""Seconds after a line in which another one of the same text may come; nobody types one so fast."""
_AFTERWARDS = 0.1
"""Seconds without anything more after which a text that was sent has ended."""
_AT_ONCE = 65536


_FASTEST = 0.1
"""Seconds after the prompt before which no line can be somebody's answer to what was read out."""


class Arrival(NamedTuple):
    """A line, and what came together with it."""

    lines: list[str]
    is_early: bool = False
    """Whether it came faster than anybody answers."""

    @property
    def is_from_hands(self) -> bool:
        """Whether it is one line, which somebody typed after the prompt."""
        return len(self.lines) == 1 and not self.is_early


class LineSource(Protocol):
    """Where typed lines come from."""

    def read_lines(self) -> Arrival | None:
        """Wait for a line, from the prompt on; None where no more come."""

    def drop_early_lines(self) -> int:
        """Forget what arrived before now, and return how many lines that were."""


class StandardInput:
    """Lines of the process's standard input. A program that opens it reads it alone."""

    def __init__(self) -> None:
        self._descriptor = sys.stdin.fileno()
        encoding = sys.stdin.encoding or "utf-8"
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._waiting = ""
        """What has arrived and was not handed out yet."""
        self._ended = False

    def read_lines(self) -> Arrival | None:
        """A line, and what came together with it; a last one without its end counts."""
        asked = monotonic()
        while "\n" not in self._waiting and not self._ended:
            self._receive()
        if not self._waiting and self._ended:
            return None
        is_early = monotonic() - asked < _FASTEST
        if self._receive_more(_TOGETHER) or self._waiting.count("\n") > 1:
            self._receive_rest()
        return Arrival(self._take_lines(), is_early)

    def drop_early_lines(self) -> int:
        """Forget what has arrived by now; where it is a text, all of it."""
        if self._receive_more(0):
            self._receive_rest()
        return len(self._take_lines())

    def _receive_rest(self) -> None:
        while self._receive_more(_AFTERWARDS):
            pass

    def _receive_more(self, seconds: float) -> bool:
        """Take in what comes within some time; False where nothing does."""
        if self._ended or not select.select([self._descriptor], [], [], seconds)[0]:
            return False
        self._receive()
        return not self._ended

    def _receive(self) -> None:
        sent = os.read(self._descriptor, _AT_ONCE)
        self._ended = not sent
        self._waiting += self._decoder.decode(sent, final=self._ended)

    def _take_lines(self) -> list[str]:
        """Every line that has arrived; a last one that has no end yet as well."""
        lines = self._waiting.split("\n")
        self._waiting = ""
        # Behind the end of the last line nothing stands.
        return lines[:-1] if not lines[-1] else lines
