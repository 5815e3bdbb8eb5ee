"""Shares corrected for the errors of the coder, by Rogan & Gladen (1978).

Intervals are percentiles of a bootstrap over respondents with all that is known of them: with their
codes and, of those in the sample, with the truth. So both samples are drawn again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tipcoder.analysis.difference_intervals import Estimated
from tipcoder.analysis.divided_work import divide_work, pool_codes
from tipcoder.analysis.misclassification import CheckedCases
from tipcoder.analysis.presence import ABSENT, PRESENT

if TYPE_CHECKING:
    from tipcoder.arrays import Bools, Floats, Ints

REPLICATES = 2_000
SEED = 20_260_101
_MOST_UNDEFINED = 0.05
"""The share of resamples without a value from which there is no interval."""
_HIT, _THERE, _RIGHTLY_NOT, _NOT_THERE = 0, 1, 2, 3
"""Columns of the sums: weights of settled cases that have the code and were coded so, that have it,
that have it not and were coded so, that have it not. Behind them two columns for each part: the
cases with the code, and all."""


@dataclass(frozen=True)
class RoganGladen:
    """A corrected share, and its difference from that of the rest where there is a rest."""

    share: Estimated | None
    difference: Estimated | None = None
    is_truncated: bool = False
    """Whether the share came out below 0 or above 1, and is given as 0 or 1."""


def correct_share(apparent: float, sensitivity: float, specificity: float) -> float:
    """(apparent + specificity - 1) / (sensitivity + specificity - 1) (Rogan & Gladen, 1978).

    It may leave the range of a share. ZeroDivisionError where codes are no better than chance.
    """
    return (apparent + specificity - 1) / (sensitivity + specificity - 1)


def estimate_rogan_gladen(
    cases: CheckedCases, part: Bools, rest: Bools | None = None, *, replicates: int = REPLICATES
) -> RoganGladen:
    """The share of a part of the cases, and its difference from the rest.

    One sensitivity and one specificity are used for all cases: the coder is taken to err alike in
    both parts. Both parts and both states of the sample must have cases.
    """
    import numpy as np

    parts = [part] if rest is None else [part, rest]
    sums = _sum_by_respondent(cases, parts)
    value = _compute(sums.sum(axis=0, keepdims=True))
    rows, counts = _count_alike(sums)
    random = np.random.default_rng(SEED)
    total = int(counts.sum())
    drawn = random.multinomial(total, counts / total, size=replicates)
    replicated = _compute(drawn.astype(np.float64) @ rows)

    apart = 2 if rest is not None else 1
    shares = np.clip(value, 0, 1)
    found = _spread(float(shares[0, 0]), np.clip(replicated[:, 0], 0, 1))
    difference = None
    if apart == 2:
        clipped = np.clip(replicated, 0, 1)
        difference = _spread(float(shares[0, 0] - shares[0, 1]), clipped[:, 0] - clipped[:, 1])
    return RoganGladen(found, difference, bool(value[0, 0] != shares[0, 0]))


def _sum_by_respondent(cases: CheckedCases, parts: list[Bools]) -> Floats:
    """(respondents, 4 + 2 for each part) of what the figures are made of."""
    import numpy as np

    counts = divide_work(cases, cases.known).counts
    weights = np.where(cases.checked, cases.sample_weights, 0.0) * counts
    of_case = cases.case_weights * cases.known
    is_there, is_not_there = cases.settled == PRESENT, cases.settled == ABSENT
    columns = [
        (weights * (is_there & (cases.by_coder == PRESENT))).sum(axis=0),
        (weights * is_there).sum(axis=0),
        (weights * (is_not_there & (cases.by_coder == ABSENT))).sum(axis=0),
        (weights * is_not_there).sum(axis=0),
    ]
    with_code = of_case * pool_codes(cases, cases.known, np.ones(len(of_case))).codes
    for part in parts:
        columns += [with_code * part, of_case * part]
    size = int(cases.respondents.max()) + 1
    summed = [np.bincount(cases.respondents, weights=column, minlength=size) for column in columns]
    return np.stack(summed, axis=1)


def _count_alike(sums: Floats) -> tuple[Floats, Ints]:
    """Each distinct row once, and how often it is there.

    Respondents of whom the same is known are drawn together, so that large studies go quickly. What
    `np.unique` does with whole rows takes ten times as long.
    """
    import numpy as np

    ordered = sums[np.lexsort(sums.T)]
    is_first = np.ones(len(ordered), dtype=bool)
    is_first[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    starts = np.flatnonzero(is_first)
    counts = np.diff(np.append(starts, len(ordered)))
    return ordered[starts], counts


def _compute(sums: Floats) -> Floats:
    """(resamples, parts) of corrected shares from (resamples, columns); NaN where undefined."""
    import numpy as np

    with np.errstate(divide="ignore", invalid="ignore"):
        sensitivity = sums[:, _HIT] / sums[:, _THERE]
        specificity = sums[:, _RIGHTLY_NOT] / sums[:, _NOT_THERE]
        youden = sensitivity + specificity - 1
        apparent = sums[:, 4::2] / sums[:, 5::2]
        corrected = (apparent + (specificity - 1)[:, None]) / youden[:, None]
    # At chance or below it the formula turns round, and means nothing.
    return np.where((youden > 0)[:, None] & np.isfinite(corrected), corrected, np.nan)


def _spread(value: float, replicated: Floats) -> Estimated | None:
    import numpy as np

    undefined = np.isnan(replicated)
    if undefined.mean() > _MOST_UNDEFINED:
        return None
    low, high = np.percentile(replicated[~undefined], (2.5, 97.5))
    return Estimated(value, float(low), float(high))
