"""Comparing shares: Pearson's chi-square, exact tests by enumeration, Cramér's V and the odds
ratio.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tipcoder.analysis.intervals import normal_quantile, v_interval
from tipcoder.analysis.means import Tested
from tipcoder.results import Effect

if TYPE_CHECKING:
    from tipcoder.analysis.variables import Floats, Ints

MAX_TABLES = 2_000_000
"""More tables than this are not enumerated."""


def count_table(rows: Ints, columns: Ints, n_rows: int, n_columns: int) -> Ints:
    """The table of two known categories."""
    import numpy as np

    return np.bincount(rows * n_columns + columns, minlength=n_rows * n_columns).reshape(
        n_rows, n_columns
    )


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
    """From the uncorrected chi-square, as R's vcd prints it beside a corrected one."""
    n, smaller = int(table.sum()), min(table.shape) - 1
    plain = chi_square(table)
    low, high = v_interval(plain.statistic, int(plain.df[0]), n, smaller)
    return Effect("cramers_v", math.sqrt(plain.statistic / (n * smaller)), low, high)


def odds_ratio(table: Ints) -> Effect:
    """Of a 2 x 2 table, ad / bc, with Woolf's interval (1955).

    An empty cell leaves the ratio and one end open.

    With an empty cell 0.5 is added to all four (Haldane, 1956), and the name says so.
    """
    import numpy as np

    cells = table.astype(np.float64)
    name = "odds_ratio"
    if (table == 0).any():
        cells, name = cells + 0.5, "odds_ratio (0.5 added to each cell)"
    (a, b), (c, d) = cells.tolist()
    log = math.log(a * d / (b * c))
    half = normal_quantile() * math.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    return Effect(name, math.exp(log), math.exp(log - half), math.exp(log + half))


def exact_p(table: Ints) -> float | None:
    """Fisher's exact test, and Freeman and Halton's (1951) for 2 x k: every table with these
    margins is enumerated.

    Two-sided: the tables that are no likelier than the observed one, within R's relative tolerance
    of 1e-7. None if the table is larger than 2 x k or has too many like it; a Monte Carlo p would
    differ from call to call.
    """
    import numpy as np
    from scipy.special import gammaln

    if table.shape[0] != 2:
        table = table.T
    if table.shape[0] != 2:
        return None
    columns = sorted((int(c) for c in table.sum(axis=0)), reverse=True)
    first = int(table[0].sum())
    left = sum(columns)
    sums, logs = np.zeros(1), np.zeros(1)
    # The largest column last: what it gets follows from the others.
    for column in columns[:0:-1]:
        left -= column
        if len(sums) * (column + 1) > MAX_TABLES:
            return None
        a = np.arange(column + 1)
        ways = gammaln(column + 1) - gammaln(a + 1) - gammaln(column - a + 1)
        sums, logs = (sums[:, None] + a).ravel(), (logs[:, None] + ways).ravel()
        possible = (sums <= first) & (first - sums <= left)
        sums, logs = sums[possible], logs[possible]
    rest = first - sums
    logs = logs + gammaln(left + 1) - gammaln(rest + 1) - gammaln(left - rest + 1)
    total = sum(columns)
    logs -= gammaln(total + 1) - gammaln(first + 1) - gammaln(total - first + 1)
    cells, sums_of = table[0], table.sum(axis=0)
    observed = float(
        (gammaln(sums_of + 1) - gammaln(cells + 1) - gammaln(sums_of - cells + 1)).sum()
    )
    observed -= float(gammaln(total + 1) - gammaln(first + 1) - gammaln(total - first + 1))
    p = float(np.exp(logs[logs <= observed + 1e-7]).sum())
    return 1.0 if p > 1 - 1e-9 else p
