"""Lists of small records that take little more room than their words.

A file under audit may have millions of them.
"""

from __future__ import annotations

import marshal
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Self, TypeVar, overload

Record = TypeVar("Record", bound=tuple[Any, ...])


class Packed(Sequence[Record]):
    """Records of plain values, each kept as bytes and made anew when it is looked at.

    As objects a row of five cells takes half a kilobyte; as bytes what stands in it.
    """

    def __init__(
        self, made: Callable[[Iterable[Any]], Record], records: Iterable[Record] = ()
    ) -> None:
        """`made` makes a record of its values: the `_make` of a NamedTuple."""
        self._made = made
        self._bytes = bytearray()
        self._ends = array("q")
        self += records

    def append(self, record: Record) -> None:
        """Add one at the end."""
        self._bytes += marshal.dumps(tuple(record))
        self._ends.append(len(self._bytes))

    def __iadd__(self, records: Iterable[Record]) -> Self:
        for record in records:
            self.append(record)
        return self

    def __len__(self) -> int:
        return len(self._ends)

    def __iter__(self) -> Iterator[Record]:
        return map(self._unpack_record, range(len(self)))

    @overload
    def __getitem__(self, at: int) -> Record: ...

    @overload
    def __getitem__(self, at: slice) -> list[Record]: ...

    def __getitem__(self, at: int | slice) -> Record | list[Record]:
        places = range(len(self))[at]
        if isinstance(places, range):
            return [self._unpack_record(place) for place in places]
        return self._unpack_record(places)

    def _unpack_record(self, place: int) -> Record:
        start = self._ends[place - 1] if place else 0
        return self._made(marshal.loads(memoryview(self._bytes)[start : self._ends[place]]))
