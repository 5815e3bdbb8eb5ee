"""Means and differences of codes that are corrected by a sample of which the truth is known.

The mean of the codes over all cases, plus the weighted mean of truth less code over the sample:
prediction-powered inference (Angelopoulos, Bates, Fannjiang, Jordan & Zrnic, 2023) with the weights
of design-based supervised learning (Egami, Hinck, Stewart & Wei, 2023). Nothing is assumed of how a
coder errs, only that the sample was drawn by its chances.

A standard error is made of what each case contributes to an estimate, summed by respondent, as the
sample is a part of all cases and no second one. Where cases have survey weights, all means are
ratios of weighted sums (Hajek, 1971), and a case of the sample has both of its weights. Where
several coders divided the cases, `divided_work` says what each case counts.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tipcoder.analysis.difference_intervals import Estimated
from tipcoder.analysis.divided_work import pool_codes
from tipcoder.analysis.misclassification import CheckedCases
from tipcoder.quantiles import find_t_quantile

if TYPE_CHECKING:
    from tipcoder.arrays import Bools, Floats, Ints


@dataclass(frozen=True, eq=False)
class DesignBased:
    """An estimate with what each case contributes to its error, (N,), and its sample."""

    value: float
    contributions: Floats
    respondents: Ints
    sampled: int
    """Respondents in the sample; they give the degrees of freedom."""

    def subtract(self, other: DesignBased) -> DesignBased:
        """This estimate less another one of the same cases."""
        return self._join(self.value - other.value, self.contributions - other.contributions, other)

    def divide(self, other: DesignBased) -> DesignBased:
        """The ratio to another estimate of the same cases, which must not be 0 (delta method)."""
        ratio = self.value / other.value
        contributions = (self.contributions - ratio * other.contributions) / other.value
        return self._join(ratio, contributions, other)

    def _join(self, value: float, contributions: Floats, other: DesignBased) -> DesignBased:
        return DesignBased(value, contributions, self.respondents, min(self.sampled, other.sampled))

    @property
    def standard_error(self) -> float:
        """Of the estimate; cases of one respondent may depend on each other."""
        import numpy as np

        summed = np.bincount(self.respondents, weights=self.contributions)
        return math.sqrt(float(summed @ summed))

    def find_interval(self, lowest: float = -math.inf, highest: float = math.inf) -> Estimated:
        """At 95% by Student's t with one degree less than there are respondents in the sample."""
        reach = find_t_quantile(0.975, self.sampled - 1) * self.standard_error
        low, high = self.value - reach, self.value + reach
        kept = min(max(self.value, lowest), highest)
        return Estimated(kept, max(low, lowest), min(high, highest))


def estimate_mean(
    cases: CheckedCases, part: Bools, multiplied_by: Floats | None = None
) -> DesignBased:
    """The corrected share of a part of the cases; or the mean of code (0, 1) times a number of each
    case.

    The part must have two checked cases or more.
    """
    import numpy as np

    counted, checked = part & cases.known, part & cases.checked
    numbers = np.ones(len(cases.settled)) if multiplied_by is None else multiplied_by
    pooled = pool_codes(cases, part, numbers)
    weights = np.where(checked, cases.sample_weights, 0.0)
    of_case = np.where(counted, cases.case_weights, 0.0)

    n, m = int(counted.sum()), int(checked.sum())
    mean = float(of_case @ pooled.codes) / float(of_case.sum())
    correction = float(weights @ pooled.errors) / float(weights.sum())
    # Both parts as variances of a mean: with n - 1, or with a sample of m - 1.
    of_codes = of_case * (pooled.codes - mean) / float(of_case.sum()) + pooled.of_shares
    of_errors = weights * (pooled.errors - correction) / float(weights.sum())
    contributions = of_codes * math.sqrt(n / (n - 1)) + of_errors * math.sqrt(m / (m - 1))
    sampled = int(np.unique(cases.respondents[checked]).size)
    return DesignBased(mean + correction, contributions, cases.respondents, sampled)


def compare_means(cases: CheckedCases, numbers: Floats) -> DesignBased | None:
    """The mean of a number on cases with a code less that on cases without it; NaN is no number.

    None where the corrected share of the code is not between 0 and 1.
    """
    import numpy as np

    part = ~np.isnan(numbers)
    filled = np.where(part, numbers, 0.0)
    share = estimate_mean(cases, part)
    if not 0 < share.value < 1:
        return None
    product = estimate_mean(cases, part, filled)
    total = _estimate_plain_mean(cases, part, filled)
    one = _estimate_plain_mean(cases, part, np.ones(len(filled)))
    with_code = product.divide(share)
    return with_code.subtract(total.subtract(product).divide(one.subtract(share)))


def _estimate_plain_mean(cases: CheckedCases, part: Bools, numbers: Floats) -> DesignBased:
    """The mean of numbers that are known of all cases, and need no correction."""
    import numpy as np

    counted = part & cases.known
    n = int(counted.sum())
    of_case = np.where(counted, cases.case_weights, 0.0)
    mean = float(of_case @ numbers) / float(of_case.sum())
    contributions = of_case * (numbers - mean) / float(of_case.sum()) * math.sqrt(n / (n - 1))
    sampled = int(np.unique(cases.respondents[part & cases.checked]).size)
    return DesignBased(mean, contributions, cases.respondents, sampled)
