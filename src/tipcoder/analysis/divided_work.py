"""Codes of several coders who divided the cases among them, with a sample that they share.

What is measured is a case as it was coded by whoever it fell to. On a case of the sample nobody
knows who that would have been, so that each coder who judged it counts by the part of the other
cases that she coded: the expectation over coders. One coder's mean error is taken over the sample
cases that she judged (a ratio mean, Hajek, 1971). Both together are a correction with the coders as
strata, and it has no bias where chance dealt the cases out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tipcoder.analysis.presence import PRESENT

if TYPE_CHECKING:
    from tipcoder.analysis.misclassification import CheckedCases
    from tipcoder.arrays import Bools, Floats

FEWEST_JUDGED = 10
"""Cases of the sample that a coder has to have judged, so that her errors are known."""
MOST_UNMEASURED = 0.05
"""The part of the work up to which coders whose errors are not known are taken to err as the
others."""
UNMEASURED = (
    f"coders who coded more than {MOST_UNMEASURED:.0%} of the cases judged fewer than "
    f"{FEWEST_JUDGED} cases of the sample"
)


@dataclass(frozen=True, eq=False)
class DividedWork:
    """How the coders divided a part of the cases."""

    judged: Bools
    """Who judged which case, (coders, N); nothing outside of the part."""
    outside: Floats
    """The weight of the cases outside the sample, by who coded them, (coders, N)."""
    shares: Floats
    """The part of the work of each coder whose errors are known, adding up to 1; 0 for others."""
    unmeasured: float
    """The part of the work of all others."""
    counts: Floats
    """How much each judgement counts for its case, (coders, N): on a case of the sample by `shares`
    and the inverse of the part of the sample that the coder judged."""


@dataclass(frozen=True, eq=False)
class PooledCodes:
    """Codes, or codes times a number, as they are to be expected of the coders. Each (N,)."""

    codes: Floats
    errors: Floats
    """Truth less code on the sample, 0 elsewhere."""
    of_shares: Floats
    """What each case contributes to an estimate as who coded it was left to chance."""


def divide_work(cases: CheckedCases, part: Bools) -> DividedWork:
    """How much of a part of the cases each coder did, and how her judgements count."""
    import numpy as np

    checked = part & cases.checked
    judged = (cases.by_coder >= 0) & part & cases.known
    readers = np.maximum(judged.sum(axis=0), 1)
    outside = np.where(judged & ~checked, cases.case_weights / readers, 0.0)
    if len(judged) == 1:
        return DividedWork(judged, outside, np.ones(1), 0.0, judged.astype(np.float64))
    weights = np.where(checked, cases.sample_weights, 0.0)
    drawn = (judged & checked) @ weights
    measured = (judged & checked).sum(axis=1) >= FEWEST_JUDGED
    # Where all cases are in the sample, nobody's part of the others decides.
    done = outside.sum(axis=1) if outside.any() else drawn
    shares = np.where(measured, done, 0.0) / (float(done[measured].sum()) or 1.0)
    unmeasured = float(done[~measured].sum()) / (float(done.sum()) or 1.0)

    inverse = np.divide(float(weights.sum()), drawn, out=np.zeros_like(drawn), where=drawn > 0)
    in_sample = (shares * inverse)[:, None] * (judged & checked)
    alone = (judged & ~checked) / readers
    return DividedWork(judged, outside, shares, unmeasured, in_sample + alone)


def explain_division(cases: CheckedCases, part: Bools) -> str:
    """Why codes of several coders cannot be corrected in a part of the cases; empty where they can.

    Of one coder there is nothing to divide.
    """
    if len(cases.by_coder) == 1:
        return ""
    work = divide_work(cases, part)
    return UNMEASURED if work.unmeasured > MOST_UNMEASURED else ""


def pool_codes(cases: CheckedCases, part: Bools, numbers: Floats) -> PooledCodes:
    """The codes of a part of the cases times a number of each case.

    The part must be one that `explain_division` finds nothing against.
    """
    import numpy as np

    counted, checked = part & cases.known, part & cases.checked
    truth = np.where(checked, (cases.settled == PRESENT) * numbers, 0.0)
    if len(cases.by_coder) == 1:
        codes = np.where(counted, (cases.by_coder[0] == PRESENT) * numbers, 0.0)
        errors = np.where(checked, truth - codes, 0.0)
        return PooledCodes(codes, errors, np.zeros(len(codes)))

    work = divide_work(cases, part)
    given = np.where(work.judged, (cases.by_coder == PRESENT) * numbers, 0.0)
    wrong = np.where(work.judged & checked, truth - given, 0.0)
    mean_code = _average_over_sample(cases, work, checked, given)
    mean_error = _average_over_sample(cases, work, checked, wrong)
    # Around each coder's mean, so that whom a case of the sample was not given to changes nothing.
    codes = (work.counts * (given - mean_code[:, None] * checked)).sum(axis=0)
    codes += float(work.shares @ mean_code) * checked
    errors = (work.counts * (wrong - mean_error[:, None]) * checked).sum(axis=0)
    errors += float(work.shares @ mean_error) * checked
    return PooledCodes(codes, errors, _find_share_influence(cases, work, mean_code, mean_error))


def _average_over_sample(
    cases: CheckedCases, work: DividedWork, checked: Bools, values: Floats
) -> Floats:
    """The weighted mean of each coder's values on the sample cases that she judged, (coders,)."""
    import numpy as np

    weights = np.where(work.judged & checked, cases.sample_weights, 0.0)
    total = weights.sum(axis=1)
    summed = (weights * values).sum(axis=1)
    means: Floats = np.divide(summed, total, out=np.zeros_like(total), where=total > 0)
    return means


def _find_share_influence(
    cases: CheckedCases, work: DividedWork, mean_code: Floats, mean_error: Floats
) -> Floats:
    """What each case adds to the error as it changes the coders' parts of the work, (N,).

    An estimate is linear in these parts: each multiplies its coder's mean error, and her mean code
    on the sample by the weight of the sample among all cases.
    """
    import numpy as np

    of_case = work.outside.sum(axis=0)
    total = float(of_case.sum())
    if not total:
        return np.zeros(len(of_case))
    whole = float(cases.case_weights[work.judged.any(axis=0)].sum())
    slopes = mean_error + (1 - total / whole) * mean_code
    slopes = np.where(work.shares > 0, slopes, float(work.shares @ slopes))
    parts = work.outside.sum(axis=1) / total
    influence: Floats = (slopes @ work.outside - float(slopes @ parts) * of_case) / total
    return influence
