"""The test that answers a pair's question: of means for a number, of ranks for an order
in several groups, of shares for categories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipcoder.analysis.mean_tests import compare_means
from tipcoder.analysis.pairs import Pair, TestedPair
from tipcoder.analysis.rank_tests import compare_orders
from tipcoder.analysis.share_tests import compare_shares
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
        if pair.has_nominal_groups:
            numbers, places = measured.values[usable], measured.value_ranks[usable]
            return compare_group_means(numbers, places, codes, labels)
        groups = len(labels)
        return compare_means(measured.values[usable], measured.value_ranks[usable], codes, groups)
    if pair.has_nominal_groups and pair.ordered and len(measured.labels) > 2:
        return compare_orders(pair, codes, measured.codes[usable])
    return compare_shares(pair, codes, measured.codes[usable])
