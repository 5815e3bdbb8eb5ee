"""How a program counts positions in a text, found from the selections that it wrote.

The standard asks for code points (REFI-QDA 1.5, section 10.2). Programs count UTF-16 units or
bytes, a CRLF as one or two, a byte order mark or not. People mark words: with the right way of
counting nearly every selection begins and ends at the edge of a word, with a wrong one about half
do. Nothing else in a file tells the way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, product

from tipcoder.interchange.refi_model import RefiSource
from tipcoder.text import format_count

_MOST_TRIED = 20_000
"""Selections that are tried; more would not change what they tell."""
_CLOSE = 5.0
"""Percentage points: two ways that are nearer than this cannot be told apart."""


class Width(StrEnum):
    """What a letter counts."""

    CODE_POINT = "code points"
    UTF_16 = "UTF-16 units"
    BYTE = "bytes"


@dataclass(frozen=True)
class Counting:
    """One way of counting."""

    width: Width = Width.CODE_POINT
    line_end: int = 1
    """What a line end counts."""
    counts_mark: bool = False
    """Whether a byte order mark before the text is counted."""

    def describe(self) -> str:
        """In words."""
        line_end = ", a line end as two" if self.line_end == 2 else ""
        mark = ", with the byte order mark" if self.counts_mark else ""
        return f"{self.width}{line_end}{mark}"


STANDARD = Counting()
COUNTINGS = tuple(
    Counting(width, line_end, counts_mark)
    for counts_mark, line_end, width in product((False, True), (1, 2), Width)
)
"""Every way, the standard's first: of ways that tell the same it is the one named."""


@dataclass(frozen=True)
class CountingFound:
    """The way that fits best, and how sure that is."""

    counting: Counting
    share: float = 100.0
    """Per cent of the ends of selections that stand at the edge of a word."""
    tried: int = 0
    """Selections that were looked at."""
    rival: Counting | None = None
    """The way that is the hardest to tell from it, of those that give other quotes; None where
    every way gives the same."""
    differing: int = 0
    """Selections of which the two give other quotes."""
    own_share: float = 100.0
    """Per cent of the ends of these that fit."""
    rival_share: float = 0.0
    """The same of the rival."""

    @property
    def is_sure(self) -> bool:
        """Whether no other way fits about as well and gives other quotes."""
        return self.rival is None or self.own_share - self.rival_share >= _CLOSE

    def describe(self) -> str:
        """A sentence for whoever imports, without its full stop."""
        if self.rival is None:
            return "positions are clear: every way of counting gives the same quotes"
        return (
            f"positions are counted in {self.counting.describe()}: {self.share:.0f} % of "
            f"{2 * self.tried} ends of quotes stand at the edge of a word; of the "
            f"{format_count(self.differing, 'quote')} that would be others in "
            f"{self.rival.describe()}, {self.own_share:.0f} % against {self.rival_share:.0f} %"
        )


def get_base_text(source: RefiSource) -> str:
    """A source's text with LF as its line end; positions are turned into code points of it."""
    return (source.text or "").replace("\r\n", "\n").replace("\r", "\n")


class PlaceFinder:
    """Turns positions of one text into code points of its base text."""

    def __init__(self, text: str, counting: Counting, has_mark: bool) -> None:
        self._length = len(text)
        self._before = _measure_mark(counting.width) if counting.counts_mark and has_mark else 0
        self._starts: dict[int, int] | None = None
        if counting.width is Width.CODE_POINT and (counting.line_end == 1 or "\n" not in text):
            return
        sizes = (_measure_letter(letter, counting) for letter in text)
        self._starts = {at: number for number, at in enumerate(accumulate(sizes, initial=0))}

    def find_place(self, position: int) -> int | None:
        """The code point that stands there; None for a place beyond the text or inside of a
        letter.
        """
        at = position - self._before
        if self._starts is not None:
            return self._starts.get(at)
        return at if 0 <= at <= self._length else None


def _measure_mark(width: Width) -> int:
    return 3 if width is Width.BYTE else 1


def _measure_letter(letter: str, counting: Counting) -> int:
    if letter == "\n":
        return counting.line_end
    if counting.width is Width.UTF_16:
        return 2 if letter > "\uffff" else 1
    if counting.width is Width.BYTE:
        return len(letter.encode("utf-8", "surrogatepass"))
    return 1


def find_counting(sources: Iterable[RefiSource]) -> CountingFound:
    """The way in which the writer of these sources counted."""
    told: list[RefiSource] = []
    tried = 0
    for source in sources:
        # Where all ways agree, a text tells nothing.
        if source.text and source.selections and _can_tell(source):
            told.append(source)
            tried += len(source.selections)
            if tried >= _MOST_TRIED:
                break
    if not told:
        return CountingFound(STANDARD)

    trials = [_try_counting(counting, told) for counting in COUNTINGS]
    # The first of equals stays first: the standard's way, where it fits as well.
    best = max(trials, key=lambda one: sum(one.points))
    share = _compute_share(best.points)
    comparisons = [_Comparison(best, other) for other in trials if other.spans != best.spans]
    if not comparisons:
        return CountingFound(best.counting, share, tried)
    nearest = min(comparisons, key=lambda one: one.own_share - one.other_share)
    return CountingFound(
        best.counting,
        share,
        tried,
        nearest.other.counting,
        nearest.count,
        nearest.own_share,
        nearest.other_share,
    )


class _Comparison:
    """Two ways beside each other, on the selections that they take for others."""

    def __init__(self, best: _Trial, other: _Trial) -> None:
        self.other = other
        differing = []
        for number, span in enumerate(best.spans):
            if span != other.spans[number]:
                differing.append(number)
        self.count = len(differing)
        self.own_share = _compute_share([best.points[number] for number in differing])
        self.other_share = _compute_share([other.points[number] for number in differing])


def _compute_share(points: Sequence[int]) -> float:
    """Points of selections in per cent of the two that each can have."""
    return max(0.0, 100 * sum(points) / (2 * len(points)))


def _can_tell(source: RefiSource) -> bool:
    text = source.text or ""
    return source.has_mark or "\n" in text or "\r" in text or not text.isascii()


@dataclass(frozen=True)
class _Trial:
    """How one way of counting fits each selection."""

    counting: Counting
    points: Sequence[int]
    spans: Sequence[tuple[int | None, int | None]]


def _try_counting(counting: Counting, sources: Sequence[RefiSource]) -> _Trial:
    points = []
    spans = []
    for source in sources:
        text = get_base_text(source)
        finder = PlaceFinder(text, counting, source.has_mark)
        for selection in source.selections:
            start = finder.find_place(selection.start)
            end = finder.find_place(selection.end)
            points.append(_judge_end(text, start) + _judge_end(text, end))
            spans.append((start, end))
    return _Trial(counting, points, spans)


def _judge_end(text: str, place: int | None) -> int:
    """1 at the edge of a word, 0 inside of one, and -1 where nothing can end."""
    if place is None:
        return -1
    if place in (0, len(text)):
        return 1
    return 0 if text[place - 1].isalnum() and text[place].isalnum() else 1
