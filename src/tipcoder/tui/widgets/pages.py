"""Lines of a long list, fetched a page at a time as they come into sight."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, ValuesView
from typing import Generic, TypeVar

_AHEAD = 40
"""Lines fetched beyond the one asked for on either side, so that scrolling asks seldom."""
_KEPT = 2000
"""Lines kept in memory before all are forgotten."""

PageLine = TypeVar("PageLine")


class Pages(Generic[PageLine]):
    """Lines by place in a list of ids.

    Every line but those near the ones in view may be forgotten.
    """

    def __init__(self, fetch: Callable[[Sequence[int]], Mapping[int, PageLine]]) -> None:
        self._fetch = fetch
        self._ids: Sequence[int] = ()
        self._lines: dict[int, PageLine] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def list_ids(self, ids: Sequence[int]) -> None:
        """List these ids; nothing is known of their lines."""
        self._ids = ids
        self._lines.clear()

    def reorder_ids(self, ids: Sequence[int]) -> None:
        """List the same ids in this order; their lines stay as they are."""
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

        around = self._ids[max(place - _AHEAD, 0) : place + _AHEAD]
        missing = [line_id for line_id in around if line_id not in self._lines]
        self._lines.update(self._fetch(missing))
        return self._lines[answer_id], True

    def change_line(self, answer_id: int, change: Callable[[PageLine], PageLine]) -> None:
        """Change a line, if it is in memory, without asking for it again."""
        if answer_id in self._lines:
            self._lines[answer_id] = change(self._lines[answer_id])

    def loaded_lines(self) -> ValuesView[PageLine]:
        """The lines that are in memory."""
        return self._lines.values()

    def forget_lines(self, answer_id: int | None = None) -> None:
        """One line, or every line, has changed: fetch it again when it is drawn."""
        if answer_id is None:
            self._lines.clear()
        else:
            self._lines.pop(answer_id, None)
