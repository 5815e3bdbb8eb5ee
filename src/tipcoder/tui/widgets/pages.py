"""Lines of a long list, fetched a page at a time as they come into sight."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, ValuesView
from typing import Generic, TypeVar

_AHEAD = 40
"""Lines fetched beyond the one asked for, so that scrolling asks seldom."""
_KEPT = 2000

PageLine = TypeVar("PageLine")


class Pages(Generic[PageLine]):
    """Lines by place in a list of ids. Everything but the lines near those in sight may be forgotten."""

    def __init__(self, fetch: Callable[[Sequence[int]], Mapping[int, PageLine]]) -> None:
        self._fetch = fetch
        self._ids: Sequence[int] = ()
        self._lines: dict[int, PageLine] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def list_ids(self, ids: Sequence[int]) -> None:
        """These ids are listed now."""
        self._ids = ids
        self._lines.clear()

    def reorder_ids(self, ids: Sequence[int]) -> None:
        """The same ids are listed in this order now; their lines are what they were."""
        self._ids = ids

    def slice_ids(self, start: int, end: int) -> Sequence[int]:
        """The ids at some places."""
        return self._ids[start:end]

    def id_at(self, place: int) -> int:
        """The id at a place."""
        return self._ids[place]

    def fetch_line(self, place: int) -> tuple[PageLine, bool]:
        """The line at a place, and whether others came with it just now."""
        answer_id = self._ids[place]
        if answer_id in self._lines:
            return self._lines[answer_id], False
        if len(self._lines) > _KEPT:
            self._lines.clear()
        wanted = self._ids[max(place - _AHEAD, 0) : place + _AHEAD]
        self._lines.update(self._fetch([i for i in wanted if i not in self._lines]))
        return self._lines[answer_id], True

    def loaded_lines(self) -> ValuesView[PageLine]:
        """The lines at hand."""
        return self._lines.values()

    def forget_lines(self, answer_id: int | None = None) -> None:
        """One line, or every line, is no longer what it was."""
        if answer_id is None:
            self._lines.clear()
        else:
            self._lines.pop(answer_id, None)
