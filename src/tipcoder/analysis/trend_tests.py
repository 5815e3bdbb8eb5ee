"""Outcomes in three or more groups with an order: whether they rise or fall along it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipcoder.analysis import contingency, ranks
from tipcoder.analysis.pairs import (
    CHI2,
    COCHRAN_ARMITAGE,
    JONCKHEERE,
    KRUSKAL,
    REFUSED,
    Pair,
    TestedPair,
    make_supporting_test,
)
from tipcoder.analysis.share_tests import compare_counts
from tipcoder.analysis.trends import (
    cochran_armitage,
    find_trend_effect,
    jonckheere_terpstra,
    kendall_tau_b,
)
from tipcoder.analysis.variables import Levels
from tipcoder.results.tests import SupportingTest

if TYPE_CHECKING:
    from tipcoder.arrays import Ints

SAME_LEVEL = "Not tested: every case has the same level, so there is no difference to test."


def compare_ordered_groups(pair: Pair, codes: Ints, columns: Ints) -> TestedPair:
    """Test levels (`columns`) along groups in their order (`codes`), one entry a case, nothing
    unknown: an order of three levels and more by Jonckheere-Terpstra, two by Cochran-Armitage.
    """
    assert isinstance(pair.measured, Levels), "numbers are compared by their means"
    table = contingency.count_table(
        codes, columns, len(pair.groups.labels), len(pair.measured.labels)
    )
    if len(pair.measured.labels) > 2:
        return _compare_order(table, codes, columns)
    tested = cochran_armitage(table.T)
    if tested is None:
        return TestedPair(REFUSED, None, (), (), SAME_LEVEL)
    plain = compare_counts(table, exact_when_small=pair.exact_when_small)
    beside = list(plain.beside)
    if plain.tested is not None:
        is_exact = not plain.tested.df
        first = SupportingTest("beside", plain.test, len(codes), p=plain.tested.p)
        if not is_exact:
            first = make_supporting_test("beside", plain.test, plain.tested, len(codes))
        beside.insert(0, first)
    reason = (
        f"{COCHRAN_ARMITAGE}: two levels in {len(table)} groups with an order, taken as equally "
        "far apart; chi-square would not use the order."
    )
    effects = (find_trend_effect(table.T),)
    return TestedPair(COCHRAN_ARMITAGE, tested, effects, tuple(beside), reason, plain.notes)


def _compare_order(table: Ints, codes: Ints, columns: Ints) -> TestedPair:
    found = jonckheere_terpstra(table)
    if found is None:
        return TestedPair(REFUSED, None, (), (), SAME_LEVEL)
    tested, is_exact = found
    n = len(codes)
    shown = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    beside = []
    by_rank = ranks.kruskal_wallis(columns, _close_gaps(codes), len(shown))
    if by_rank is not None:
        beside.append(make_supporting_test("beside", KRUSKAL, by_rank, n))
    beside.append(make_supporting_test("beside", CHI2, contingency.chi_square(shown), n))
    p = "exact, of all arrangements" if is_exact else "normal, with the variance for ties"
    reason = (
        f"{JONCKHEERE}: an outcome with an order in {len(shown)} groups with an order; the p is "
        f"{p}."
    )
    effect = kendall_tau_b(shown, tested.statistic)
    return TestedPair(JONCKHEERE, tested, (effect,), tuple(beside), reason)


def _close_gaps(codes: Ints) -> Ints:
    """The codes without gaps: a group that no case has takes no number."""
    import numpy as np

    places: Ints = np.unique(codes, return_inverse=True)[1]
    return places


def find_trend(pair: Pair, codes: Ints, columns: Ints) -> list[SupportingTest]:
    """A trend beside a test that does not ask for one: of yes or no along an outcome of three
    levels or more. Empty where the pair is of another kind.
    """
    assert isinstance(pair.measured, Levels), "numbers have other tests"
    groups, categories = len(pair.groups.labels), len(pair.measured.labels)
    is_nominal = pair.has_nominal_groups or not pair.ordered
    if is_nominal or 2 not in (groups, categories) or max(groups, categories) < 3:
        return []
    table = contingency.count_table(codes, columns, groups, categories)
    tested = cochran_armitage(table if groups == 2 else table.T)
    if tested is None:
        return []
    return [make_supporting_test("beside", COCHRAN_ARMITAGE, tested, len(codes))]


def find_number_trend(places: Ints, codes: Ints, groups: int) -> list[SupportingTest]:
    """Jonckheere-Terpstra of numbers along three groups and more with an order; `places` are those
    of the values among the distinct ones.
    """
    if groups < 3:
        return []
    found = jonckheere_terpstra(
        contingency.count_table(codes, places, groups, int(places.max()) + 1)
    )
    if found is None:
        return []
    return [make_supporting_test("beside", JONCKHEERE, found[0], len(codes))]
