"""Long work beside a person at the keyboard: it rests between its pieces, so that keys go first.

Python runs one thread at a time, and one that asks for its turn waits for it again and again: a key
takes several times as long while another thread works. So long work says when it could rest, and
whoever runs it says how.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")

_PIECE = 50
"""Texts or words in a row without rest: less than a millisecond."""


def _never_yield() -> None:
    """The pause of work beside which nobody waits: none."""


_rest: ContextVar[Callable[[], None]] = ContextVar("rest", default=_never_yield)


def yield_if_asked() -> None:
    """Between two pieces of work: rest if that is asked of this thread."""
    _rest.get()()


def iterate_yielding(items: Iterable[T]) -> Iterator[T]:
    """The same items, with a rest before each piece of them."""
    for number, item in enumerate(items):
        if number % _PIECE == 0:
            yield_if_asked()
        yield item


@contextmanager
def yielding_by(pause: Callable[[], None]) -> Iterator[None]:
    """In this thread, rest in this way wherever work could."""
    token = _rest.set(pause)
    try:
        yield
    finally:
        _rest.reset(token)
