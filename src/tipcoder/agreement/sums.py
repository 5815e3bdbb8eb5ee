"""What a coefficient needs to know of the ratings, as sums over units.

Every coefficient for nominal categories is a function of a few sums. That makes a bootstrap one
matrix product (replicates x units times units x sums) for all codes at once, and a jackknife one
subtraction. Where units were drawn with unequal chances each counts by its weight, and the sums
estimate those of all (Horvitz & Thompson, 1952).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tipcoder.agreement.patterns import Patterns
from tipcoder.agreement.ratings import Ratings
from tipcoder.arrays import Bools, Floats


@dataclass(frozen=True, eq=False)
class Sums:
    """Sums over joint units, of any leading shape; `K` codes, `m` coders, `q` categories.

    Category 0 is left out: it is what remains.
    """

    n: Floats
    """(..., K): joint units."""
    known: Floats
    """(..., K, m): joint units that the coder rated."""
    differ: Floats
    """(..., K): the share of pairs of coders who differ, summed."""
    apart: Floats
    """(..., K): what is off the diagonal of Krippendorff's coincidence matrix."""
    share: Floats
    """(..., K, q-1): the share of the unit's coders who chose the category, summed."""
    used: Floats
    """(..., K, m, q-1): how often the coder chose the category."""

    @property
    def category_count(self) -> int:
        """How many categories there are, q."""
        return int(self.share.shape[-1]) + 1

    def spread(self, place: NDArray[np.intp]) -> Sums:
        """The same of codes of which some are alike; `place` (codes,) says whose sums they have."""
        return Sums(
            n=np.take(self.n, place, axis=-1),
            known=np.take(self.known, place, axis=-2),
            differ=np.take(self.differ, place, axis=-1),
            apart=np.take(self.apart, place, axis=-1),
            share=np.take(self.share, place, axis=-2),
            used=np.take(self.used, place, axis=-3),
        )


@dataclass(frozen=True, eq=False)
class UnitSums:
    """The same for single units (or respondents), as the columns of one matrix.

    Codes whose columns would be the same have them once: K counts those that differ.
    """

    columns: NDArray[np.floating[Any]]
    """(units or respondents, columns); of single precision where all are whole numbers."""
    group_of: NDArray[np.intp]
    """(K,): codes of one group are known at the same places and share their first columns."""
    place: NDArray[np.intp]
    """(codes,): which of the K each code is."""
    coders: int
    categories: int
    weighted: bool = False
    """Whether units count by weights, so that the columns are not whole numbers."""
    paired: bool = False
    """Whether there are two coders: shares are then halves of counts, and have no columns."""

    def unpack_totals(self, totals: NDArray[np.floating[Any]]) -> Sums:
        """Totals of the columns, (..., columns), by what they mean, of the K codes that differ."""
        m, q, k = self.coders, self.categories, len(self.group_of)
        exact = np.asarray(totals, np.float64)
        groups = int(self.group_of.max(initial=-1)) + 1
        lead = exact.shape[:-1]

        # Each group has a column for its joint units and one for each coder.
        shared_width = groups * (1 + m)
        by_group = exact[..., :shared_width].reshape(*lead, groups, 1 + m)
        shared = by_group[..., self.group_of, :]

        # Each code has the columns that `_build_own_columns` makes, in that order.
        if self.paired:
            own = exact[..., shared_width:].reshape(*lead, k, 1 + (q - 1) * m)
            used = own[..., 1:].reshape(*lead, k, m, q - 1)
            return Sums(
                n=shared[..., 0],
                known=shared[..., 1:],
                differ=own[..., 0] / 2,
                apart=own[..., 0],
                share=(used[..., 0, :] + used[..., 1, :]) / 2,
                used=used,
            )
        own = exact[..., shared_width:].reshape(*lead, k, 2 + (q - 1) * (1 + m))
        return Sums(
            n=shared[..., 0],
            known=shared[..., 1:],
            differ=own[..., 0],
            apart=own[..., 1],
            share=own[..., 2 : 1 + q],
            used=own[..., 1 + q :].reshape(*lead, k, m, q - 1),
        )

    def sum_units(self) -> Sums:
        """The sums over all units, of every code."""
        return self.unpack_totals(self.sum_columns()).spread(self.place)

    def find_joint(self) -> Bools:
        """(units or respondents, K): which of them a figure of the code is made of."""
        return np.asarray(self.columns[:, self.group_of * (1 + self.coders)] > 0)

    def sum_columns(self) -> Floats:
        """(columns,): the totals of the data."""
        return np.asarray(self.columns.sum(axis=0, dtype=np.float64))


def build_unit_sums(ratings: Ratings) -> UnitSums:
    """Of every unit, or of every respondent where a respondent has several units."""
    m, q = len(ratings.coders), len(ratings.categories)
    # Counts of two coders are whole numbers, so that half of a sum is the sum of halves.
    is_paired = m == 2 and not ratings.weights
    found = ratings.patterns
    different: Sequence[Patterns] = found.distinct
    place = found.place
    if not is_paired:
        # Fractions are rounded by what stands beside them: every code keeps its own columns.
        different = [found.of_code(code) for code in range(len(place))]
        place = np.arange(len(place))

    groups: dict[bytes, int] = {}
    group_of = np.empty(len(different), np.intp)
    shared: list[NDArray[np.floating[Any]]] = []
    own: list[NDArray[np.floating[Any]]] = []
    gather = _ClusterSums(ratings, np.float32 if is_paired else np.float64)
    for code, patterns in enumerate(different):
        # Only units that two coders rated enter a coefficient.
        known = patterns.known & patterns.is_joint[:, None]
        # Most codes are known at the same places, so that a report has few groups.
        places = patterns.spread(known).tobytes()
        if places not in groups:
            groups[places] = len(groups)
            shared += gather.sum_columns(patterns, [patterns.is_joint, *known.T])
        group_of[code] = groups[places]
        columns = _build_own_columns(patterns, known, q)
        # The shares come in second place, and behind it those of the categories.
        chosen = [columns[1], *columns[1 + q :]] if is_paired else columns
        own += gather.sum_columns(patterns, chosen)

    # Column by column as they were made: of a large study they take most of the memory.
    summed = np.empty((gather.size, len(shared) + len(own)), gather.kind)
    for at, column in enumerate((*shared, *own)):
        summed[:, at] = column
    return UnitSums(summed, group_of, place, m, q, bool(ratings.weights), is_paired)


class _ClusterSums:
    """Columns of units summed by respondent, where respondents have several units."""

    def __init__(self, ratings: Ratings, kind: type[np.floating[Any]]) -> None:
        """`kind` is the precision of the sums."""
        self.kind = kind
        # A respondent is drawn again as a whole, with all responses.
        self._numbers = ratings.cluster_numbers if ratings.clusters else None
        self._weights = ratings.unit_weights() if ratings.weights else None
        self.size = len(ratings.units)
        if self._numbers is not None:
            self.size = int(self._numbers.max(initial=-1)) + 1

    def sum_columns(
        self, patterns: Patterns, columns: Iterable[Floats | Bools]
    ) -> list[NDArray[np.floating[Any]]]:
        """(respondents,) each, from (patterns,) each."""
        summed = []
        for column in columns:
            values = patterns.spread(np.asarray(column, self.kind))
            if self._weights is not None:
                values = values * self._weights
            if self._numbers is not None:
                values = np.bincount(self._numbers, values, self.size).astype(self.kind)
            summed.append(values)
        return summed


def _build_own_columns(patterns: Patterns, known: Bools, q: int) -> list[Floats | Bools]:
    """The columns, (patterns,) each, of one code; `known` (patterns, coders) without what is not
    joint.
    """
    raters = known.sum(axis=1).astype(np.float64)
    # What one of them is of all; 1/2 where there are none.
    share = 1 / np.maximum(raters, 2)
    chosen = []
    often = []
    for category in range(1, q):
        by_coder = known & (patterns.rows == category)
        chosen.append(by_coder)
        often.append(by_coder.sum(axis=1).astype(np.float64))

    # Category 0 has no column of its own: it is what the others leave.
    rest = raters - sum(often)
    squares = rest * rest + sum(each * each for each in often)
    # Disagreement rather than agreement: it is exactly 0 where there is none, in any precision.
    apart = (raters * raters - squares) / np.maximum(raters - 1, 1)

    columns: list[Floats | Bools] = [apart * share, apart]
    columns += [each * share for each in often]
    for coder in range(known.shape[1]):
        columns += [by_coder[:, coder] for by_coder in chosen]
    return columns
