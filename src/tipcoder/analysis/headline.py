"""The test that answers a pair's question: of means for a number, of ranks for an order
in several groups, of shares for categories."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tipcoder.analysis.mean_tests import compare_means
from tipcoder.analysis.pairs import Pair, TestedPair
from tipcoder.analysis.rank_tests import compare_orders
from tipcoder.analysis.share_tests import compare_shares
from tipcoder.analysis.trend_tests import (
    compare_ordered_groups,
    find_number_trend,
    find_trend,
)
from tipcoder.analysis.variables import Numbers
from tipcoder.analysis.welch_tests import compare_group_means

if TYPE_CHECKING:
    from tipcoder.arrays import Ints


def choose_headline(pair: Pair, usable: Ints) -> TestedPair:
    """Test a pair on these cases, of which both values are known and which were not refused."""
    codes = pair.groups.codes[usable]
    measured = pair.measured
    if isinstance(measured, Numbers):
        labels = pair.groups.labels
        if pair.groups_are_of_variable:
            numbers, places = measured.values[usable], measured.value_ranks[usable]
            found = compare_group_means(numbers, places, codes, labels)
            return _add_trend(found, pair, places, codes)
        groups, places = len(labels), measured.value_ranks[usable]
        return _add_trend(
            compare_means(measured.values[usable], places, codes, groups), pair, places, codes
        )
    if pair.has_ordered_groups:
        return compare_ordered_groups(pair, codes, measured.codes[usable])
    if pair.has_nominal_groups and pair.ordered and len(measured.labels) > 2:
        return compare_orders(pair, codes, measured.codes[usable])
    columns = measured.codes[usable]
    found = compare_shares(pair, codes, columns)
    return replace(found, beside=(*found.beside, *find_trend(pair, codes, columns)))


def _add_trend(found: TestedPair, pair: Pair, places: Ints, codes: Ints) -> TestedPair:
    """A trend of numbers beside their test, where the groups have an order."""
    has_order = pair.has_ordered_groups or (pair.ordered and not pair.has_nominal_groups)
    if not has_order or found.tested is None:
        return found
    trend = find_number_trend(places, codes, len(pair.groups.labels))
    return replace(found, beside=(*found.beside, *trend))
