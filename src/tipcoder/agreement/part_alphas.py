"""Whether alpha is the same in every part of a study, whatever the number of coders.

The test is that of Fleiss, Levin & Paik (2003), Statistical Methods for Rates and Proportions,
section 18.1: chi-square of coefficients about their mean, each with the weight that its variance
gives it. Variances are Gwet's (2014), by linearisation. A respondent may have answers in several
parts, as where parts are questions: influences are summed by respondent, and covariances of parts
enter as in the multilevel delta method of Vanbelle (2017).

Alphas are compared as log(1 - alpha), the logarithm of observed by expected disagreement. On the
plain scale a high alpha in a small part passes for surer than it is, and equal agreement for
different too often: in up to 8 % of studies instead of 5.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tipcoder.agreement.gwet import count_categories, linearise_alpha
from tipcoder.agreement.patterns import Patterns
from tipcoder.agreement.results import HomogeneityTest, PartAgreement, PartComparison
from tipcoder.agreement.verdicts import JUDGED_FROM
from tipcoder.arrays import Floats
from tipcoder.quantiles import find_chi_square_tail


@dataclass(frozen=True, eq=False)
class Parts:
    """How a study is divided."""

    division: str
    """What the parts are of, like language."""
    names: Sequence[str]
    of_unit: NDArray[np.intp]
    """(units,): the number of the part of each unit."""
    respondents: NDArray[np.intp]
    """(units,): the number of the respondent of each unit."""


class _PartAlpha(NamedTuple):
    agreement: PartAgreement
    moved: Floats
    """(respondents,): how far the answers of each move log(1 - alpha) off its value."""


def compare_alphas(patterns: Patterns, parts: Parts) -> PartComparison | None:
    """One code, not yet named, in all parts where it can be judged; None in fewer than two.

    A part in which nobody ever differed has no standard error, and is not compared.
    """
    found = []
    for number, name in enumerate(parts.names):
        one = _measure_part(patterns, parts, number, name)
        if one is not None:
            found.append(one)
    if len(found) < 2:
        return None
    values = np.log([1 - one.agreement.alpha for one in found])
    moved = np.stack([one.moved for one in found])
    statistic = compute_homogeneity(values, moved @ moved.T)
    df = len(found) - 1
    return PartComparison(
        code="",
        division=parts.division,
        parts=tuple(one.agreement for one in found),
        statistic=statistic,
        df=df,
        p=find_chi_square_tail(statistic, df),
        test=HomogeneityTest.ALPHAS,
    )


def compute_homogeneity(values: Floats, covariance: Floats) -> float:
    """Chi-square of `values` (parts,) about their mean, which is weighted by `covariance` (parts,
    parts). Of independent parts it is the sum of (value - mean)^2 / variance.
    """
    precision = np.linalg.pinv(covariance, hermitian=True)
    mean = precision.sum(axis=0) @ values / precision.sum()
    apart = values - mean
    return float(apart @ precision @ apart)


def _measure_part(patterns: Patterns, parts: Parts, number: int, name: str) -> _PartAlpha | None:
    """None where too few have the code, or do not have it, or nobody differed, or all answers are
    of one respondent.
    """
    inside = (parts.of_unit == number) & patterns.spread(patterns.is_joint)
    here = Patterns(patterns.rows, patterns.number[inside])
    here = here.select_patterns(here.times > 0)
    counts = count_categories(here.rows, 2)
    # Each value as often as a coder gave it, in the mean of those who read the answer.
    often = here.times @ (counts / here.raters[:, None])
    has_split = counts.all(axis=1).any()
    respondents = parts.respondents[inside]
    clusters = int(parts.respondents.max()) + 1
    # As many as have an answer in this part.
    n = np.count_nonzero(np.bincount(respondents, minlength=clusters))
    if often.min() < JUDGED_FROM or not has_split or n < 2:
        return None

    alpha = linearise_alpha(here, counts)
    each = here.spread(alpha.influence - alpha.uncorrected) / len(here.number)
    # The slope of log(1 - alpha) is -1 / (1 - alpha).
    each = -each / (1 - alpha.value)
    moved = np.bincount(respondents, each, clusters)
    agreement = PartAgreement(name, len(here.number), alpha.value)
    return _PartAlpha(agreement, moved * np.sqrt(n / (n - 1)))
