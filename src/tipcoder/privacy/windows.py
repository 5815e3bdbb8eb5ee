"""A long text looked through some pages at a time, so that memory and time hang on its length alone.

Detectors make several objects of every letter and word, and know nothing of what lies pages away. So a text is cut
into stretches, each is read together with what stands around it, and what is found there counts for the stretch that it
reaches into. Whatever lies across a cut is seen whole from both sides, and seen twice it is one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from tipcoder.privacy.hits import Hit

STRETCH = 20_000
"""Letters of a stretch: some pages. Survey answers are shorter, and read as they are."""
AROUND = 2_000
"""Letters before and behind a stretch that are read with it: longer than a sentence and than any name."""
_FURTHEST = 1 << 17
"""Letters to which `AROUND` may grow, for a link or a list of names without end."""
_GROWS = 4
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
        last = (
            len(text)
            if len(text) - first <= STRETCH + around
            else _find_gap(text, first + STRETCH, first)
        )
        yield _build_window(text, first, last, around)
        first = last


def _build_window(text: str, first: int, last: int, around: int) -> Window:
    start = _find_gap(text, first - around) if first > around else 0
    end = _find_gap(text, last + around) if last + around < len(text) else len(text)
    return Window(start, max(end, last), first, last)


def _find_gap(text: str, at: int, above: int = 0) -> int:
    """The nearest place before `at` where no word is cut; `at` itself where there is none near it."""
    for place in range(at, max(at - _LONGEST_WORD, above), -1):
        if text[place - 1].isspace():
            return place
    return at


def find_surroundings(text: str, first: int, last: int) -> Window:
    """A span with what stands around it."""
    return _build_window(text, first, last, AROUND)


def find_in_windows(text: str, find: Callable[[str], Iterable[Hit]]) -> list[Hit]:
    """Everything that `find` finds in a text, in coordinates of the text; a long one is looked through in windows.

    What lies across two stretches comes twice: whoever merges overlapping hits has it once.
    """
    out: dict[Hit, None] = {}
    for window in iterate_windows(text):
        out.update(dict.fromkeys(_find_in_window(text, window, find)))
    return list(out)


def _find_in_window(text: str, window: Window, find: Callable[[str], Iterable[Hit]]) -> list[Hit]:
    around = AROUND
    while True:
        hits = [_shift_hit(hit, window.start) for hit in find(text[window.start : window.end])]
        hits = [hit for hit in hits if window.reaches_in(hit.start, hit.end)]
        cut = any(
            (hit.start == window.start and window.start > 0)
            or (hit.end == window.end and window.end < len(text))
            for hit in hits
        )
        if not cut or around >= _FURTHEST:
            return hits
        # Something goes on beyond what was read: read further, as far as anything that people write goes.
        around *= _GROWS
        window = _build_window(text, window.first, window.last, around)


def _shift_hit(hit: Hit, by: int) -> Hit:
    return replace(hit, start=hit.start + by, end=hit.end + by) if by else hit
