"""Which of two codes the cases have: both, one alone, or neither; of many pairs at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tipcoder.analysis.presence import ABSENT, PRESENT

if TYPE_CHECKING:
    from tipcoder.arrays import Ints


class PairCount(NamedTuple):
    """Cases of which both codes are known."""

    both: int
    one_alone: int
    """With the first code and without the second."""
    other_alone: int
    neither: int

    @property
    def either(self) -> int:
        """Cases with one code or both."""
        return self.both + self.one_alone + self.other_alone


@dataclass(frozen=True, eq=False)
class PairCounts:
    """Counts of every pair of codes, by their places; each array is codes x codes."""

    both: Ints
    alone: Ints
    """Cases with the code of the row and without that of the column."""
    neither: Ints

    def find(self, one: int, other: int) -> PairCount:
        """The counts of a pair."""
        alone = int(self.alone[one, other]), int(self.alone[other, one])
        return PairCount(int(self.both[one, other]), *alone, int(self.neither[one, other]))


def count_pairs(states: Sequence[Sequence[int]]) -> PairCounts:
    """Cases by two codes at a time, for all pairs of these codes: a row of states for each code, of
    the same cases. A case of which one code is unknown is in no count of its pairs.
    """
    import numpy as np

    found = np.array(states, dtype=np.int8).reshape(len(states), -1)
    # Floats, because products of whole numbers take many times as long; counts stay exact.
    present = (found == PRESENT).astype(np.float64)
    absent = (found == ABSENT).astype(np.float64)
    both, alone, neither = present @ present.T, present @ absent.T, absent @ absent.T
    return PairCounts(both.astype(np.int64), alone.astype(np.int64), neither.astype(np.int64))
