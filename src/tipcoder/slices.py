"""Long work in parts of a bounded size, so
that neither memory nor a statement's parameters run out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")


def iterate_chunks(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """The items in order, at most `size` of them together.
    Raises ValueError for a size below one.
    """
    for part in iterate_slices(len(items), size):
        yield items[part]


def iterate_slices(total: int, size: int) -> Iterator[slice]:
    """Slices of at most `size` that cover `total` items in order.
    Raises ValueError for a size below one.
    """
    if size < 1:
        raise ValueError("a part holds at least one item")
    for start in range(0, total, size):
        yield slice(start, min(start + size, total))
