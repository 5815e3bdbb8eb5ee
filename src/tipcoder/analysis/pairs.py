"""What a test compares, what it is called, and what came of it before it is reported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tipcoder.analysis.means import Tested
from tipcoder.analysis.variables import Levels, Numbers
from tipcoder.results.tests import Effect, SupportingTest

if TYPE_CHECKING:
    from tipcoder.arrays import Ints

ANOVA, WELCH_ANOVA, WELCH_T = "one-way ANOVA", "Welch ANOVA", "Welch t"
CHI2, YATES = "Pearson chi-square", "Pearson chi-square (Yates)"
FISHER, FREEMAN_HALTON = "Fisher exact", "Freeman-Halton exact"
MANN_WHITNEY, KRUSKAL = "Mann-Whitney", "Kruskal-Wallis"
GAMES_HOWELL, TUKEY = "Games-Howell", "Tukey HSD"
JONCKHEERE, COCHRAN_ARMITAGE = "Jonckheere-Terpstra", "Cochran-Armitage"
PEARSON, SPEARMAN = "Pearson correlation", "Spearman correlation"
REFUSED = "none"
WALD = "Wald F, cluster-robust"
CR2 = "t, cluster-robust CR2"
RAO_SCOTT = "Rao-Scott F"
DESIGN_T, DESIGN_F = "design-based t", "design-based Wald F"
DESIGN_TREND = "design-based trend t"
WEIGHTED_CORRELATION = "weighted correlation"

MOST_PAIRED_GROUPS = 6
"""Of more groups there are too many pairs to read."""
EXACT_TESTS = (FISHER, FREEMAN_HALTON)
"""They have a p, but neither a statistic nor degrees of freedom."""


@dataclass(frozen=True, eq=False)
class Pair:
    """One question: does what was measured differ between the groups?"""

    outcome: str
    variable: str
    groups: Levels
    """Where there are two, differences are the first minus the second."""
    measured: Levels | Numbers
    ordered: bool = False
    """Whether the categories of `measured` (or of three groups and more) have an order that ranks
    may use."""
    has_nominal_groups: bool = False
    """Whether the groups are three or more without an order, so that only `measured` is ranked."""
    has_ordered_groups: bool = False
    """Whether the groups are three or more in an order along which `measured` may rise or fall."""
    unknown_is: int | None = None
    """The group that unknown cases would fall into, for the sensitivity that counts them as
    absent."""
    exact_when_small: bool = True
    """Whether small cells make the exact test the headline.

    Else it is reported beside chi-square, with a warning.
    """
    min_n: int = 2
    """The smallest group that is tested."""
    notes: tuple[str, ...] = ()

    @property
    def groups_are_of_variable(self) -> bool:
        """Whether the groups are the three or more of a variable, and an outcome is measured."""
        return self.has_nominal_groups or self.has_ordered_groups


@dataclass(frozen=True)
class TestedPair:
    """The headline test of a pair, and what is reported with it."""

    test: str
    tested: Tested | None
    """None where there is no test; then `reason` says why."""
    effects: tuple[Effect, ...]
    """The one that belongs to the test first."""
    beside: tuple[SupportingTest, ...]
    reason: str
    notes: tuple[str, ...] = ()


def find_known_places(pair: Pair) -> Ints:
    """The cases of which both values are known, as places in ascending order."""
    import numpy as np

    # Places cost a quarter of what a mask costs each time it is applied.
    return np.flatnonzero(pair.groups.known & pair.measured.known)


def make_supporting_test(kind: str, test: str, tested: Tested, n: int) -> SupportingTest:
    """A finished test as it is reported beside another one; `n` is its number of cases."""
    # A rank test of two groups has no degrees of freedom, which is None and not an empty list.
    df = tested.df or None
    return SupportingTest(kind, test, n, tested.statistic, df, tested.p)
