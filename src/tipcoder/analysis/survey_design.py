"""Weighted means and shares with linearised standard errors, of a sample drawn in clusters.

All cases of a respondent are one ultimate cluster, drawn with replacement from her stratum, or from
one where none is named: what the weights do not know, such as the size of the population, is not
made up.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tipcoder.analysis.difference_intervals import Estimated, estimate_share
from tipcoder.analysis.intervals import LEVEL
from tipcoder.analysis.means import is_rounding
from tipcoder.analysis.survey_strata import Strata
from tipcoder.quantiles import find_t_quantile

if TYPE_CHECKING:
    from tipcoder.arrays import Floats, Ints


@dataclass(frozen=True, eq=False)
class SurveyDesign:
    """The weight of each case, and the respondent that it belongs to.

    Both have one entry a case; a case whose weight is 0 or not a number stands for nobody.
    """

    weights: Floats
    clusters: Ints
    strata: Strata | None = None
    """None where the sample was drawn from one stratum."""

    @cached_property
    def places(self) -> Ints:
        """The cases that count: those with a weight above 0."""
        import numpy as np

        # Nothing is above a weight that is not a number.
        return np.flatnonzero(self.weights > 0)

    def choose(self, places: Ints | Sequence[int]) -> SurveyDesign:
        """The same of the cases at these places."""
        import numpy as np

        chosen = np.asarray(places, dtype=np.int64)
        strata = self.strata.choose(chosen) if self.strata else None
        return SurveyDesign(self.weights[chosen], self.clusters[chosen], strata)

    def keep_weighted(self, places: Ints) -> Ints:
        """Those of these places whose case counts."""
        kept: Ints = places[self.weights[places] > 0]
        return kept

    @cached_property
    def found(self) -> int:
        """How many clusters count."""
        import numpy as np

        # Counting costs a tenth of sorting.
        return int(np.count_nonzero(np.bincount(self.clusters[self.places])))

    @property
    def df(self) -> int:
        """Degrees of freedom of the design: clusters less strata."""
        if self.strata is None:
            return self.found - 1
        return self.found - self.strata.count_found(self.places)

    @property
    def effective_n(self) -> float:
        """Kish's effective number of cases, the squared sum of weights by the sum of their squares
        (Kish, 1965); 0 where no case counts.
        """
        weights = self.weights[self.places]
        squares = float(weights @ weights)
        return float(weights.sum()) ** 2 / squares if squares else 0.0

    def find_covariance(self, influence: Floats) -> Floats:
        """The covariance of estimates, (k, k), from the influence of every case on each, (n, k).

        Linearised (Taylor), of clusters drawn with replacement (Woodruff, 1971; Binder, 1983): sums
        of a cluster's influences, which add up to 0 over all clusters, with m / (m - 1) for m of
        them; with strata `Strata.find_covariance` of them. NaN with fewer than two clusters.
        """
        import numpy as np

        columns = [np.bincount(self.clusters, weights=column) for column in influence.T]
        sums: Floats = np.column_stack(columns).astype(np.float64)
        if self.strata is not None and self.found > 1:
            clusters = self.clusters[self.places]
            counted, first = np.unique(clusters, return_index=True)
            return self.strata.find_covariance(sums[counted], self.places[first])
        scale = self.found / (self.found - 1) if self.found > 1 else math.nan
        covariance: Floats = scale * (sums.T @ sums)
        return covariance


@dataclass(frozen=True, eq=False)
class GroupMeans:
    """Weighted means of groups of cases: an entry for each group."""

    mean: Floats
    """NaN for a group in which no case counts."""
    covariance: Floats
    """(groups, groups); groups go together where respondents have cases in several."""
    df: tuple[int, ...]
    """Clusters of each group, less one."""

    @property
    def error(self) -> Floats:
        """Standard errors."""
        import numpy as np

        errors: Floats = np.sqrt(np.diag(self.covariance))
        return errors

    def find_interval(self, group: int, level: float = LEVEL) -> tuple[float, float] | None:
        """The interval of a mean by Student's t; None where nothing varies."""
        mean, error, df = float(self.mean[group]), float(self.error[group]), self.df[group]
        # Equal numbers that have a mean of another last digit do not vary.
        if not error > 0 or is_rounding(error, abs(mean)) or df < 1:
            return None
        half = find_t_quantile((1 + level) / 2, df) * error
        return mean - half, mean + half


def estimate_group_means(
    values: Floats, codes: Ints, groups: int, design: SurveyDesign
) -> GroupMeans:
    """Weighted means by group as ratios of weighted sums (Hajek, 1971); nothing may be unknown."""
    import numpy as np

    weights = np.where(design.weights > 0, design.weights, 0.0)
    total = np.bincount(codes, weights=weights, minlength=groups)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.bincount(codes, weights=weights * values, minlength=groups) / total
    influence = np.zeros((len(values), groups))
    inside = weights > 0
    influence[inside, codes[inside]] = (
        weights[inside] * (values - mean[codes])[inside] / total[codes][inside]
    )
    df = []
    for group in range(groups):
        df.append(design.choose(np.flatnonzero(codes == group)).df)
    return GroupMeans(mean, design.find_covariance(influence), tuple(df))


def estimate_weighted_share(
    share: float, error: float, df: int, effective_n: float, level: float = LEVEL
) -> Estimated:
    """A weighted share with Wilson's interval on the effective number of the design.

    That number is p (1 - p) over the linearised variance, made smaller as t with the degrees of
    freedom of the design is wider than t of so many cases (Korn & Graubard, 1998); Wilson's
    interval on it keeps its level well (Dean & Pagano, 2015). A share of 0 or 1 has no such
    variance, and Kish's effective number takes its place.
    """
    varies = 0 < share < 1 and error > 0 and df >= 1
    if not varies:
        return estimate_share(share * effective_n, effective_n, level)
    n = share * (1 - share) / error**2
    tail = (1 + level) / 2
    if n > 2:
        n *= (find_t_quantile(tail, n - 1) / find_t_quantile(tail, df)) ** 2
    found = estimate_share(share * n, n, level)
    # The division again would differ in the last digit.
    return Estimated(share, found.low, found.high)
