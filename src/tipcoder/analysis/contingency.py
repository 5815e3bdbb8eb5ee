"""Comparing shares: chi-square, exact tests by enumeration, Cramér's V and the odds ratio."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from tipcoder.analysis.intervals import normal_quantile, v_interval
from tipcoder.analysis.means import Tested
from tipcoder.results.tests import Effect

if TYPE_CHECKING:
    from tipcoder.arrays import Floats, Ints

MAX_TABLES = 2_000_000
"""More tables than this are not enumerated."""


def count_table(rows: Ints, columns: Ints, n_rows: int, n_columns: int) -> Ints:
    """The table of two known categories, n_rows x n_columns."""
    import numpy as np

    cells = rows * n_columns + columns
    counts = np.bincount(cells, minlength=n_rows * n_columns)
    return counts.reshape(n_rows, n_columns)


def find_expected_counts(table: Ints) -> Floats:
    """Counts expected under independence."""
    import numpy as np

    fitted: Floats = np.outer(table.sum(axis=1), table.sum(axis=0)) / float(table.sum())
    return fitted


def chi_square(table: Ints, yates: bool = False) -> Tested:
    """Pearson's chi-square.

    With `yates`, corrected as R does it: by 0.5, but never beyond the difference itself.
    """
    import numpy as np
    from scipy.special import chdtrc

    fitted = find_expected_counts(table)
    off = np.abs(table - fitted)
    if yates:
        off = off - min(0.5, float(off.min()))
    statistic = float((off**2 / fitted).sum())
    df = (table.shape[0] - 1) * (table.shape[1] - 1)
    return Tested(statistic, (float(df),), float(chdtrc(df, statistic)))


def cramers_v(table: Ints) -> Effect:
    """Cramér's V (1946), from the uncorrected chi-square.

    R's vcd prints it so beside a corrected one.
    """
    n, smaller = int(table.sum()), min(table.shape) - 1
    plain = chi_square(table)
    low, high = v_interval(plain.statistic, int(plain.df[0]), n, smaller)
    return Effect("cramers_v", math.sqrt(plain.statistic / (n * smaller)), low, high)


def odds_ratio(table: Ints) -> Effect:
    """Of a 2 x 2 table, ad / bc, with Woolf's interval (1955).

    An empty cell would leave the ratio and one end open. So 0.5 is then added to all four cells
    (Haldane, 1956), and the name says so.
    """
    import numpy as np

    cells = table.astype(np.float64)
    name = "odds_ratio"
    if (table == 0).any():
        cells = cells + 0.5
        name = "odds_ratio (0.5 added to each cell)"
    (a, b), (c, d) = cells.tolist()
    log = math.log(a * d / (b * c))
    half = normal_quantile() * math.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    return Effect(name, math.exp(log), math.exp(log - half), math.exp(log + half))


def exact_p(table: Ints) -> float | None:
    """Fisher's exact test, and Freeman and Halton's (1951) for 2 x k, two-sided.

    Every table with these margins is enumerated. p is the chance of those that are no likelier than
    the observed one, within R's relative tolerance of 1e-7. None if the table is larger than 2 x k
    or has too many like it; a Monte Carlo p would differ from call to call.
    """
    import numpy as np

    if table.shape[0] != 2:
        table = table.T
    if table.shape[0] != 2:
        return None
    likelihoods = _enumerate_log_likelihoods(table)
    if likelihoods is None:
        return None

    first, sizes = table[0], table.sum(axis=0)
    total, drawn = int(sizes.sum()), int(first.sum())
    observed = float(_count_ways(sizes, first).sum()) - float(_count_ways(total, drawn))
    p = float(np.exp(likelihoods[likelihoods <= observed + 1e-7]).sum())
    # A sum of thousands of chances may miss 1 by its rounding.
    return 1.0 if p > 1 - 1e-9 else p


def _enumerate_log_likelihoods(table: Ints) -> Floats | None:
    """The log likelihood of every 2 x k table with the margins of this one; None for too many."""
    import numpy as np

    columns = sorted(table.sum(axis=0).tolist(), reverse=True)
    first = int(table[0].sum())
    left = sum(columns)

    # Each table so far by the sum of its first row and its log likelihood.
    sums, logs = np.zeros(1), np.zeros(1)
    # The largest column last: what it gets follows from the others.
    for column in columns[:0:-1]:
        left -= column
        if len(sums) * (column + 1) > MAX_TABLES:
            return None
        cells = np.arange(column + 1)
        sums = (sums[:, None] + cells).ravel()
        logs = (logs[:, None] + _count_ways(column, cells)).ravel()

        # What the columns to come can hold decides which tables can still be completed.
        possible = (sums <= first) & (first - sums <= left)
        sums, logs = sums[possible], logs[possible]

    logs = _add_last_column(logs, left, first - sums)
    total = sum(columns)
    logs -= _count_ways(total, first)
    return logs


def _count_ways(size: Any, chosen: Any) -> Any:
    """The logarithm of "size over chosen"; numbers or arrays, an entry each."""
    from scipy.special import gammaln

    return gammaln(size + 1) - gammaln(chosen + 1) - gammaln(size - chosen + 1)


def _add_last_column(logs: Floats, size: int, rest: Floats) -> Floats:
    from scipy.special import gammaln

    # Term by term: another order of adding gives another last digit.
    completed: Floats = logs + gammaln(size + 1) - gammaln(rest + 1) - gammaln(size - rest + 1)
    return completed
