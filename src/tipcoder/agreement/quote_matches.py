"""Which quotes of two coders are the same, and how well they overlap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tipcoder.agreement.unitizing import Segment

CLOSE, HALF = 0.9, 0.5
"""Shares of overlap (intersection over union) that count as a match; the first is MAXQDA's."""


@dataclass
class MatchTally:
    """What is counted while the pairs of coders are gone through."""

    exact: int = 0
    close: int = 0
    half: int = 0
    touching: int = 0
    alone: int = 0
    marked: int = 0
    matched: int = 0
    texts: int = 0
    offsets: list[int] = field(default_factory=list)

    def match_quotes(self, one: Sequence[Segment], other: Sequence[Segment]) -> None:
        """Match the quotes of two coders on one text, the best overlap first, each at most once."""
        self.marked += len(one) + len(other)
        # A quote that was matched is not there for a second one.
        left_one, left_other = set(one), set(other)
        # Sorting is stable: among equal overlaps the first quotes of the text are matched.
        pairs = sorted(_iterate_overlaps(one, other), key=lambda pair: -pair[0])
        for share, a, b in pairs:
            if a in left_one and b in left_other:
                left_one.discard(a)
                left_other.discard(b)
                self._count_match(share, a, b)
        # Whatever overlaps nothing, or only what a better one has taken.
        self.alone += len(left_one) + len(left_other)

    def _count_match(self, share: float, a: Segment, b: Segment) -> None:
        if share == 1:
            self.exact += 1
        elif share >= CLOSE:
            self.close += 1
        elif share >= HALF:
            self.half += 1
        else:
            self.touching += 1
        self.matched += share >= HALF
        self.offsets += [abs(a[0] - b[0]), abs(a[1] - b[1])]


def _iterate_overlaps(
    one: Sequence[Segment], other: Sequence[Segment]
) -> Iterator[tuple[float, Segment, Segment]]:
    """Every two quotes that overlap, with the share of their overlap."""
    for a in one:
        for b in other:
            share = compute_overlap_share(a, b)
            if share > 0:
                yield share, a, b


def compute_overlap_share(a: Segment, b: Segment) -> float:
    """Intersection over union, between 0 and 1."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    if shared <= 0:
        return 0.0
    either = a[1] - a[0] + b[1] - b[0] - shared
    return shared / either
