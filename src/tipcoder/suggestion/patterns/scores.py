"""What patterns say of many answers, code by code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scipy.sparse import csr_array

MOST = 6.0
"""Largest sum: two strong patterns. Five ways to write one thought must not outvote everything."""


@dataclass(frozen=True)
class PatternScores:
    """Sparse tables of float32, texts in rows and `codes` in columns.

    `best` is the weight of the strongest pattern that was found, and says what may be offered.
    `total` is the sum over patterns, `MOST` at most, and orders: in the prototype a plain sum
    ranked as well as anything learned, and two patterns are more than one.
    """

    codes: tuple[str, ...]
    best: csr_array
    total: csr_array


class ScoreRows:
    """Collects weights while texts are read."""

    def __init__(self, codes: Sequence[str]) -> None:
        self._codes = tuple(codes)
        self._columns = {code: column for column, code in enumerate(codes)}
        self._best: dict[tuple[int, int], float] = {}
        self._total: dict[tuple[int, int], float] = {}

    def add_weight(self, text: int, code: str, weight: float) -> None:
        """A pattern of a code was found in a text, which is counted from 0."""
        cell = (text, self._columns[code])
        self._best[cell] = max(self._best.get(cell, 0.0), weight)
        self._total[cell] = min(self._total.get(cell, 0.0) + weight, MOST)

    def build_scores(self, texts: int) -> PatternScores:
        """The tables for this number of texts."""
        shape = (texts, len(self._codes))
        return PatternScores(
            self._codes, _build_table(self._best, shape), _build_table(self._total, shape)
        )


def _build_table(cells: dict[tuple[int, int], float], shape: tuple[int, int]) -> csr_array:
    import numpy as np
    from scipy.sparse import coo_array

    places = np.array(list(cells), dtype=np.int64).reshape(-1, 2)
    values = np.array(list(cells.values()), dtype=np.float32)
    return coo_array((values, (places[:, 0], places[:, 1])), shape=shape).tocsr()
