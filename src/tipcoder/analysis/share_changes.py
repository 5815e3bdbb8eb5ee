"""How a share changed between two waves: in the panel, among others, and over all."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from tipcoder.analysis.difference_intervals import (
    Estimated,
    PairedCounts,
    estimate_share,
    find_corrected_phi,
    find_mcnemar_mid_p,
    find_phi,
    subtract_estimates,
)
from tipcoder.analysis.pairs import Pair
from tipcoder.analysis.share_tests import compare_shares
from tipcoder.analysis.variables import Levels
from tipcoder.analysis.wave_samples import WaveSamples
from tipcoder.results.changes import ALL, OTHERS, PANEL, ChangeEstimate, WaveFigure

MCNEMAR = "McNemar mid-p"
OVERLAPPING_Z = "partially overlapping z"
PAIRED_INTERVAL = "Newcombe (1998), paired"
INDEPENDENT_INTERVAL = "Newcombe (1998), independent"
OVERLAPPING_INTERVAL = "Zou and Donner (2008)"
NOTHING_TO_TEST = "Not tested: in both waves it is nobody, or everybody."


def count_pairs(pairs: Sequence[tuple[float, float]]) -> PairedCounts:
    """The four kinds of pairs of 0 and 1."""
    both = sum(1 for before, after in pairs if before and after)
    only_before = sum(1 for before, after in pairs if before and not after)
    only_after = sum(1 for before, after in pairs if after and not before)
    return PairedCounts(both, only_before, only_after, len(pairs) - both - only_before - only_after)


def estimate_panel(samples: WaveSamples, waves: tuple[str, str]) -> ChangeEstimate:
    """The change of those who answered in both waves; there must be at least one."""
    counts = count_pairs(samples.pairs)
    before = [one for one, _ in samples.pairs]
    after = [other for _, other in samples.pairs]
    first, second = _share_of(waves[0], before), _share_of(waves[1], after)
    found = subtract_estimates(
        _estimate(second), _estimate(first), correlation=find_corrected_phi(counts)
    )
    changed = counts.only_before + counts.only_after
    estimate = ChangeEstimate(
        PANEL,
        first,
        second,
        found.value,
        found.low,
        found.high,
        PAIRED_INTERVAL,
        _find_paired_error(counts),
    )
    if not _does_vary(first, second):
        return replace(estimate, notes=(NOTHING_TO_TEST,))
    return replace(
        estimate,
        test=MCNEMAR,
        p=find_mcnemar_mid_p(int(counts.only_before), int(counts.only_after)),
        reason=(
            f"McNemar, mid-p: the same {len(before)} respondents in both waves, "
            f"of whom {changed:.0f} changed."
        ),
    )


def _does_vary(first: WaveFigure, second: WaveFigure) -> bool:
    """Whether it is neither nobody in both waves nor everybody: else there is nothing to test."""
    return 0 < _count(first) + _count(second) < first.n + second.n


def _find_paired_error(counts: PairedCounts) -> float:
    """The standard error of the difference of two paired shares (Wald)."""
    n = counts.n
    difference = counts.only_after - counts.only_before
    spread = counts.only_after + counts.only_before - difference * difference / n
    return math.sqrt(max(0.0, spread)) / n


def estimate_others(samples: WaveSamples, waves: tuple[str, str]) -> ChangeEstimate:
    """The change among those who answered in one wave; there must be some in each."""
    first = _share_of(waves[0], samples.only_before)
    second = _share_of(waves[1], samples.only_after)
    found = subtract_estimates(_estimate(second), _estimate(first))
    estimate = ChangeEstimate(
        OTHERS,
        first,
        second,
        found.value,
        found.low,
        found.high,
        INDEPENDENT_INTERVAL,
        math.hypot(_find_error(first), _find_error(second)),
    )
    return _add_independent_test(estimate, samples)


def _add_independent_test(estimate: ChangeEstimate, samples: WaveSamples) -> ChangeEstimate:
    """With chi-square or Fisher's test, as for any other two groups."""
    import numpy as np

    values = np.array([*samples.only_before, *samples.only_after], dtype=np.int64)
    if len(set(values.tolist())) < 2:
        return replace(estimate, notes=(NOTHING_TO_TEST,))
    sizes = [len(samples.only_before), len(samples.only_after)]
    groups = np.repeat(np.arange(2), sizes)
    pair = Pair(
        "share",
        "wave",
        Levels("wave", (estimate.before.wave, estimate.after.wave), groups),
        Levels("share", ("no", "yes"), values),
    )
    tested = compare_shares(pair, groups, values)
    assert tested.tested is not None, "two groups with two values are always tested"
    is_exact = not tested.tested.df
    return replace(
        estimate,
        test=tested.test,
        statistic=None if is_exact else tested.tested.statistic,
        df=None if is_exact else tested.tested.df[0],
        p=tested.tested.p,
        reason=tested.reason.replace(" V is from the uncorrected chi-square.", ""),
    )


def estimate_all(samples: WaveSamples, waves: tuple[str, str], least: int) -> ChangeEstimate:
    """The change of everybody, where some answered in both waves and some in one.

    The interval joins Wilson's of each wave, with the correlation of the two shares that the panel
    brings about (Zou & Donner, 2008). The test is z of partially overlapping samples (Derrick et
    al., 2015). With fewer than `least` pairs their correlation is taken for 0.
    """
    from scipy.special import ndtr

    first = _share_of(waves[0], list(samples.before.values()))
    second = _share_of(waves[1], list(samples.after.values()))
    counts = count_pairs(samples.pairs)
    phi = find_phi(counts) if counts.n >= least else 0.0

    overlap = counts.n / (first.n * second.n)
    errors = _find_error(first), _find_error(second)
    covariance = phi * overlap * math.sqrt(first.n * second.n) * errors[0] * errors[1]
    correlation = overlap * math.sqrt(first.n * second.n) * phi
    found = subtract_estimates(_estimate(second), _estimate(first), correlation)

    pooled = (_count(first) + _count(second)) / (first.n + second.n)
    spread = pooled * (1 - pooled) * (1 / first.n + 1 / second.n - 2 * phi * overlap)
    z = found.value / math.sqrt(spread) if spread > 0 else 0.0
    estimate = ChangeEstimate(
        ALL,
        first,
        second,
        found.value,
        found.low,
        found.high,
        OVERLAPPING_INTERVAL,
        math.sqrt(max(0.0, errors[0] ** 2 + errors[1] ** 2 - 2 * covariance)),
    )
    if not _does_vary(first, second):
        return replace(estimate, notes=(NOTHING_TO_TEST,))
    return replace(
        estimate,
        test=OVERLAPPING_Z,
        statistic=z,
        p=float(2 * ndtr(-abs(z))),
        reason=(
            f"z of partially overlapping samples: {counts.n:.0f} respondents answered in both "
            f"waves, {len(samples.only_before)} in {waves[0]} only and {len(samples.only_after)} "
            f"in {waves[1]} only."
        ),
    )


def _share_of(wave: str, values: Sequence[float]) -> WaveFigure:
    count = int(sum(values))
    return WaveFigure(wave, len(values), count / len(values) if values else None, count)


def describe_sample(sample: str, waves: tuple[str, str], samples: WaveSamples) -> ChangeEstimate:
    """The shares alone, where there is too little to compare."""
    before, after = samples.list_values(sample)
    return ChangeEstimate(sample, _share_of(waves[0], before), _share_of(waves[1], after))


def _count(figure: WaveFigure) -> int:
    assert figure.count is not None, "a share has a count"
    return figure.count


def _estimate(figure: WaveFigure) -> Estimated:
    return estimate_share(_count(figure), figure.n)


def _find_error(figure: WaveFigure) -> float:
    share = _count(figure) / figure.n
    return math.sqrt(share * (1 - share) / figure.n)
