"""Long work beside a person at the keyboard: between its pieces it could rest, so that her key goes first.

Python runs one thread at a time, and one that asks for its turn waits for it again and again: a key takes several
times as long while another thread works. So long work says when it could rest, and whoever runs it says how.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")

_PIECE = 50
"""Texts or words in a row without rest: less than a millisecond."""


def _on_and_on() -> None:
    """The way of work that nobody waits beside."""


_rest: ContextVar[Callable[[], None]] = ContextVar("rest", default=_on_and_on)


def could_rest() -> None:
    """Between two pieces of work: rest if that is asked of this thread."""
    _rest.get()()


def in_pieces(items: Iterable[T]) -> Iterator[T]:
    """The same items, with a rest between some of them and the next."""
    for number, item in enumerate(items):
        if number % _PIECE == 0:
            could_rest()
        yield item


class _BetweenModules:
    """Sees every module that is looked for, and finds none: a large library is hundreds of modules."""

    def find_spec(self, *_: object) -> None:
        could_rest()


@contextmanager
def resting(how: Callable[[], None]) -> Iterator[None]:
    """In this thread, rest in this way wherever work could, loading of libraries included."""
    token = _rest.set(how)
    between = _BetweenModules()
    # Another list, not the same one changed: another thread may be looking a module up in it.
    sys.meta_path = [between, *sys.meta_path]
    try:
        yield
    finally:
        sys.meta_path = [finder for finder in sys.meta_path if finder is not between]
        _rest.reset(token)
