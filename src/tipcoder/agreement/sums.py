"""What a coefficient needs to know of the ratings, as sums over units.

Every coefficient for nominal categories is a function of a few sums. That makes a bootstrap one matrix product
(replicates x units times units x sums) for all codes at once, and a jackknife one subtraction. Where units were drawn
with unequal chances each counts by its weight, and the sums estimate those of all (Horvitz & Thompson, 1952).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tipcoder.agreement.ratings import Ratings

Floats = NDArray[np.float64]


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
    def q(self) -> int:
        """How many categories there are."""
        return int(self.share.shape[-1]) + 1


@dataclass(frozen=True, eq=False)
class UnitSums:
    """The same for single units (or respondents), as the columns of one matrix."""

    columns: Floats
    """(units or respondents, columns)."""
    group_of: NDArray[np.intp]
    """(K,): codes of one group are known at the same places and share their first columns."""
    codes: int
    coders: int
    categories: int
    weighted: bool = False
    """Whether the columns are no whole numbers, because units count by weights."""

    def unpack_totals(self, totals: Floats) -> Sums:
        """Totals of the columns, (..., columns), by what they mean."""
        m, q, k = self.coders, self.categories, self.codes
        groups = int(self.group_of.max(initial=-1)) + 1
        lead = totals.shape[:-1]
        shared = totals[..., : groups * (1 + m)].reshape(*lead, groups, 1 + m)[..., self.group_of, :]
        own = totals[..., groups * (1 + m) :].reshape(*lead, k, 2 + (q - 1) * (1 + m))
        return Sums(
            n=shared[..., 0],
            known=shared[..., 1:],
            differ=own[..., 0],
            apart=own[..., 1],
            share=own[..., 2 : 1 + q],
            used=own[..., 1 + q :].reshape(*lead, k, m, q - 1),
        )

    def sum_units(self) -> Sums:
        """The sums over all units."""
        return self.unpack_totals(self.columns.sum(axis=0))


def build_unit_sums(ratings: Ratings) -> UnitSums:
    """Of every unit, or of every respondent where a respondent has several units."""
    k, n, m = ratings.values.shape
    q = len(ratings.categories)
    # A column is one run of memory while it is made: what is known of a code, coder by coder.
    groups: dict[bytes, int] = {}
    group_of = np.empty(k, np.intp)
    shared: list[Floats] = []
    own: list[Floats] = []
    counts: dict[int, tuple[Floats, Floats]] = {}
    for code in range(k):
        values = np.ascontiguousarray(ratings.values[code].T)  # (m, n)
        known = values >= 0
        known &= known.sum(axis=0) >= 2
        group = groups.setdefault(known.tobytes(), len(groups))
        group_of[code] = group
        if group not in counts:
            raters = known.sum(axis=0).astype(np.float64)
            counts[group] = (raters, 1 / np.maximum(raters, 2))
            shared += [(raters >= 2).astype(np.float64), *known.astype(np.float64)]
        own += _build_own_columns(values, known, *counts[group], q)
    columns = np.stack([*shared, *own], axis=1) if k else np.zeros((n, 0))
    if ratings.weights:
        columns *= ratings.unit_weights()[:, None]
    return UnitSums(_sum_by_cluster(columns, ratings), group_of, k, m, q, bool(ratings.weights))


def _build_own_columns(
    values: NDArray[np.int16], known: NDArray[np.bool_], raters: Floats, part: Floats, q: int
) -> Any:
    chosen = [known & (values == category) for category in range(1, q)]
    often = [each.sum(axis=0).astype(np.float64) for each in chosen]
    rest = raters - sum(often)
    squares = rest * rest + sum(each * each for each in often)
    # Disagreement rather than agreement: it is exactly 0 where there is none, in any precision.
    apart = (raters * raters - squares) / np.maximum(raters - 1, 1)
    coder_by_coder = [each[g].astype(np.float64) for g in range(len(values)) for each in chosen]
    return [apart * part, apart, *(each * part for each in often), *coder_by_coder]


def _sum_by_cluster(columns: Floats, ratings: Ratings) -> Floats:
    if not ratings.clusters:
        return np.ascontiguousarray(columns)
    numbers = ratings.cluster_numbers()
    summed = np.zeros((int(numbers.max(initial=-1)) + 1, columns.shape[1]))
    np.add.at(summed, numbers, columns)
    return summed
