"""A long text looked through some pages at a time: time grows with its length and no faster.

Detectors make several objects of every letter and word, and know nothing of what lies pages away.
So a text is cut into stretches. Each is read together with what stands around it, and what is found
there counts for the stretch that it reaches into. What lies across a cut is seen whole from both
sides, and merging makes one hit of the two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from tipcoder.privacy.hits import Hit

STRETCH = 20_000
"""Letters of a stretch: some pages. Survey answers are shorter, and read as they are."""
AROUND = 2_000
"""Letters before and behind a stretch that are read with it: longer than a sentence and than any
name."""
_FURTHEST = 1 << 17
"""Letters to which `AROUND` may grow, for a link or a list of names without end."""
_GROWTH = 4
"""Times as far that is read where something goes on beyond a window."""
_LONGEST_WORD = 1_000
"""Letters without a space after which a cut goes through a word."""


class Window(NamedTuple):
    """What is read, `start` to `end`, and the stretch in it that what is found must reach into."""

    start: int
    end: int
    first: int
    last: int

    def reaches_in(self, start: int, end: int) -> bool:
        """Whether something found there counts for this window's stretch."""
        return start < self.last and end > self.first


def iterate_windows(text: str, around: int = AROUND) -> Iterator[Window]:
    """Windows whose stretches make up the whole text; a short text is one."""
    first = 0
    while first < len(text):
        last = len(text)
        if last - first > STRETCH + around:
            last = _find_gap(text, first + STRETCH, first)
        yield _build_window(text, first, last, around)
        first = last


def _build_window(text: str, first: int, last: int, around: int) -> Window:
    start = _find_gap(text, first - around) if first > around else 0
    end = _find_gap(text, last + around) if last + around < len(text) else len(text)
    return Window(start, max(end, last), first, last)


def _find_gap(text: str, at: int, above: int = 0) -> int:
    """The nearest place before `at` where no word is cut; `at` itself where there is
    none near it."""
    for place in range(at, max(at - _LONGEST_WORD, above), -1):
        if text[place - 1].isspace():
            return place
    return at


def find_surroundings(text: str, first: int, last: int) -> Window:
    """A span with what stands around it."""
    return _build_window(text, first, last, AROUND)


def find_in_windows(text: str, find: Callable[[str], Iterable[Hit]]) -> list[Hit]:
    """Everything that `find` finds in a text, in coordinates of the text.

    What lies across two stretches comes twice if the two windows see it differently. Merging
    overlapping hits makes one of them.
    """
    out: dict[Hit, None] = {}
    for window in iterate_windows(text):
        for hit in _find_in_window(text, window, find):
            out[hit] = None
    return list(out)


def _find_in_window(text: str, window: Window, find: Callable[[str], Iterable[Hit]]) -> list[Hit]:
    around = AROUND
    while True:
        hits = []
        for found in find(text[window.start : window.end]):
            hit = _shift_hit(found, window.start)
            if window.reaches_in(hit.start, hit.end):
                hits.append(hit)

        cut = any(_is_cut(hit, window, text) for hit in hits)
        if not cut or around >= _FURTHEST:
            return hits
        # Something goes on beyond what was read: read further, as far as anything that people
        # write goes.
        around *= _GROWTH
        window = _build_window(text, window.first, window.last, around)


def _is_cut(hit: Hit, window: Window, text: str) -> bool:
    """Whether a hit ends where its window ends, so that it may go on outside."""
    before = hit.start == window.start and window.start > 0
    behind = hit.end == window.end and window.end < len(text)
    return before or behind


def _shift_hit(hit: Hit, by: int) -> Hit:
    return replace(hit, start=hit.start + by, end=hit.end + by) if by else hit
