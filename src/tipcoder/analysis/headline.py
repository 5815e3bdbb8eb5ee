"""The test that answers a pair's question: of means for a number, of shares for categories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipcoder.analysis.mean_tests import compare_means
from tipcoder.analysis.pairs import Pair, TestedPair
from tipcoder.analysis.share_tests import compare_shares
from tipcoder.analysis.variables import Numbers

if TYPE_CHECKING:
    from tipcoder.arrays import Ints


def choose_headline(pair: Pair, usable: Ints) -> TestedPair:
    """Test a pair on these cases, of which both values are known and which were not refused."""
    codes = pair.groups.codes[usable]
    measured = pair.measured
    if isinstance(measured, Numbers):
        groups = len(pair.groups.labels)
        return compare_means(measured.values[usable], measured.value_ranks[usable], codes, groups)
    return compare_shares(pair, codes, measured.codes[usable])
