"""Strata of a survey: respondents were drawn from each of them apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tipcoder.arrays import Floats, Ints


@dataclass(frozen=True, eq=False)
class Strata:
    """The stratum of each case, and how many clusters of the whole sample are in each.

    The sizes stay those of the whole sample where some cases are chosen: clusters of a stratum that
    have none of these say that a part of the population is small, and belong to its variance.
    """

    codes: Ints
    """(N,), numbers from 0; all cases of a cluster have the same one."""
    sizes: Ints
    """(strata,): clusters that count."""

    def choose(self, places: Ints) -> Strata:
        """The same of the cases at these places."""
        return Strata(self.codes[places], self.sizes)

    def count_found(self, places: Ints) -> int:
        """How many strata the cases at these places are in."""
        import numpy as np

        return int(np.unique(self.codes[places]).size)

    @property
    def lonely(self) -> int:
        """How many strata have one cluster, which tells nothing of how others in it differ."""
        return int((self.sizes == 1).sum())

    def find_covariance(self, sums: Floats, places: Ints) -> Floats:
        """The covariance of estimates, (k, k), from the sums of clusters' influences, (m, k), each
        with a case of the cluster at `places`.

        In each stratum n / (n - 1) times the squares around its mean, for its n clusters; those
        that have no case here add 0 to the sum (Cochran, 1977, 5A.14). A stratum with one cluster
        is taken around the mean of the whole sample, as by the option "adjust" of Lumley's package
        survey for R: that errs on the wide side.
        """
        import numpy as np

        stratum = self.codes[places]
        n = self.sizes.astype(np.float64)
        columns = [np.bincount(stratum, weights=one, minlength=len(n)) for one in sums.T]
        is_lonely = (n == 1)[:, None]
        mean = np.where(is_lonely, 0.0, np.column_stack(columns) / np.maximum(n, 1)[:, None])
        scale = n / np.maximum(n - 1, 1)
        apart = sums - mean[stratum]
        absent = n - np.bincount(stratum, minlength=len(n))
        found = apart.T @ (scale[stratum][:, None] * apart)
        covariance: Floats = found + mean.T @ ((scale * absent)[:, None] * mean)
        return covariance


def stratify(weights: Floats, clusters: Ints, strata: Ints) -> tuple[Strata, int]:
    """The strata of a whole sample, and how many clusters were in several; an entry a case.

    A cluster is in the stratum of its first case with a weight above 0, and in that of its first
    one where none has.
    """
    import numpy as np

    size = int(clusters.max()) + 1
    of_cluster = np.full(size, -1, dtype=np.int64)
    counted = np.flatnonzero(weights > 0)
    # Written backwards, the first one stays.
    for places in (np.arange(len(clusters)), counted):
        backwards = places[::-1]
        of_cluster[clusters[backwards]] = strata[backwards]
    differs = strata[counted] != of_cluster[clusters[counted]]
    moved = int(np.unique(clusters[counted][differs]).size)
    used = np.unique(clusters[counted])
    sizes = np.bincount(of_cluster[used], minlength=int(strata.max()) + 1)
    return Strata(of_cluster[clusters], sizes), moved
