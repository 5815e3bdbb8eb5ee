"""An ordered outcome in three or more groups without an order: ranks, and each pair of groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from tipcoder.analysis import contingency, ranks
from tipcoder.analysis.families import adjust_by_holm
from tipcoder.analysis.pairs import (
    CHI2,
    KRUSKAL,
    MANN_WHITNEY,
    MOST_PAIRED_GROUPS,
    REFUSED,
    Pair,
    TestedPair,
    make_supporting_test,
)
from tipcoder.analysis.variables import Levels
from tipcoder.results.tests import SupportingTest
from tipcoder.text import join_words

if TYPE_CHECKING:
    from tipcoder.arrays import Ints

_SMALL_GROUP = 5
"""With fewer cases chi-square is a poor approximation of H (Kruskal & Wallis, 1952)."""


def compare_orders(pair: Pair, codes: Ints, columns: Ints) -> TestedPair:
    """Test an order (`columns`) between groups (`codes`), one entry a case, nothing unknown."""
    import numpy as np

    assert isinstance(pair.measured, Levels), "numbers are compared by their means"
    sizes = np.bincount(codes, minlength=len(pair.groups.labels))
    # A group that no case has takes no number.
    kept = np.flatnonzero(sizes)
    places = np.searchsorted(kept, codes)
    labels = [pair.groups.labels[place] for place in kept.tolist()]

    tested = ranks.kruskal_wallis(columns, places, len(labels))
    if tested is None:
        reason = "Not tested: every case has the same level, so there is no difference to test."
        return TestedPair(REFUSED, None, (), (), reason)

    notes = _warn_of_small_groups(labels, sizes[kept].tolist())
    beside = [_compare_as_categories(places, columns, len(labels), len(pair.measured.labels))]
    if len(labels) <= MOST_PAIRED_GROUPS:
        beside += _compare_each_pair(places, columns, labels)
    elif len(labels) > 2:
        notes.append(f"Pairs of groups are not compared: there are {len(labels)} groups.")
    reason = (
        f"{KRUSKAL}: {len(labels)} groups without an order and an outcome with one, which "
        "chi-square would not use."
    )
    effect = ranks.epsilon_squared(tested, len(codes))
    return TestedPair(KRUSKAL, tested, (effect,), tuple(beside), reason, tuple(notes))


def _compare_as_categories(
    places: Ints, columns: Ints, groups: int, categories: int
) -> SupportingTest:
    """Chi-square, which asks for any difference and not for higher or lower."""
    table = contingency.count_table(places, columns, groups, categories)
    # A level that no case has would be expected nowhere, and chi-square would divide by it.
    table = table[:, table.sum(axis=0) > 0]
    return make_supporting_test("beside", CHI2, contingency.chi_square(table), len(places))


def _compare_each_pair(
    places: Ints, columns: Ints, labels: Sequence[str]
) -> Iterator[SupportingTest]:
    """Mann-Whitney of every two groups, with p-values adjusted by Holm over all pairs."""
    import numpy as np

    if len(labels) < 3:
        return
    names, found, sizes = [], [], []
    for one, other in combinations(range(len(labels)), 2):
        chosen = np.flatnonzero((places == one) | (places == other))
        tested = ranks.mann_whitney(columns[chosen], (places[chosen] == other).astype(np.int64))
        names.append(f"{labels[one]} against {labels[other]}")
        found.append(tested)
        sizes.append(int(chosen.size))

    # Two groups in which every case has one level do not differ.
    adjusted = adjust_by_holm([1.0 if tested is None else tested.p for tested in found])
    for name, tested, n, p in zip(names, found, sizes, adjusted, strict=True):
        statistic = None if tested is None else tested.statistic
        note = f"{name}, adjusted by Holm over {len(names)} pairs"
        yield SupportingTest(f"pair: {name}", MANN_WHITNEY, n, statistic, None, p, note)


def _warn_of_small_groups(labels: Sequence[str], sizes: Sequence[int]) -> list[str]:
    small = []
    for label, size in zip(labels, sizes, strict=True):
        if size < _SMALL_GROUP:
            small.append(f"{label!r} has {size}")
    if not small:
        return []
    return [f"{join_words(small)}: with fewer than {_SMALL_GROUP} cases the p is a rough one."]
