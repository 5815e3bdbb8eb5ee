"""How a mean changed between two waves: in the panel, among others, and over all."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from tipcoder.analysis.intervals import LEVEL, two_sided_p
from tipcoder.analysis.means import find_size, is_rounding
from tipcoder.analysis.wave_samples import WaveSamples
from tipcoder.quantiles import find_t_quantile
from tipcoder.results.changes import ALL, OTHERS, PANEL, ChangeEstimate, WaveFigure

PAIRED_T, WELCH_T, OVERLAPPING_T = "paired t", "Welch t", "partially overlapping t"
INTERVAL = "Student's t"
ALL_CHANGED_ALIKE = "Not tested: every change is the same, so its width cannot be estimated."
ALL_ANSWERED_ALIKE = (
    "Not tested: in each wave every answer is the same, so the width of the change cannot be "
    "estimated."
)


class _Tested(NamedTuple):
    """What a t test of a difference rests on."""

    test: str
    error: float
    df: float
    reason: str


def estimate_panel(samples: WaveSamples, waves: tuple[str, str]) -> ChangeEstimate:
    """The mean change of those who answered in both waves; there must be two at least."""
    before = [one for one, _ in samples.pairs]
    after = [other for _, other in samples.pairs]
    changes = [other - one for one, other in samples.pairs]
    # Subtracting rounds in the last digit of the answers, however small the changes are.
    is_same = is_rounding(max(changes) - min(changes), find_size((*before, *after)))
    error = 0.0 if is_same else math.sqrt(_variance(changes) / len(changes))
    reason = f"Paired t: the same {len(changes)} respondents in both waves."
    tested = _Tested(PAIRED_T, error, len(changes) - 1.0, reason)
    return _report(PANEL, _describe(waves[0], before), _describe(waves[1], after), tested)


def estimate_others(samples: WaveSamples, waves: tuple[str, str]) -> ChangeEstimate:
    """The change among those who answered in one wave; there must be two at least in each."""
    first = _describe(waves[0], samples.only_before)
    second = _describe(waves[1], samples.only_after)
    error, df = _find_welch(samples.only_before, samples.only_after)
    reason = "Welch t: other respondents in either wave, variances not assumed equal."
    return _report(OTHERS, first, second, _Tested(WELCH_T, error, df, reason))


def estimate_all(samples: WaveSamples, waves: tuple[str, str], least: int) -> ChangeEstimate:
    """The change of everybody, where some answered in both waves and some in one.

    t of partially overlapping samples, variances not assumed equal (Derrick, Russ, Toher & White,
    2017). With fewer than `least` pairs their correlation is taken for 0.
    """
    before, after = list(samples.before.values()), list(samples.after.values())
    first, second = _describe(waves[0], before), _describe(waves[1], after)
    pairs = len(samples.pairs)
    r = _correlate(samples.pairs) if pairs >= least else 0.0
    shared = r * math.sqrt(_variance(before) * _variance(after)) * pairs
    welch_error, welch_df = _find_welch(before, after)
    squared = welch_error**2 - 2 * shared / (len(before) * len(after))

    alone = len(before) + len(after) - 2 * pairs
    # Between the degrees of freedom of the paired t and those of Welch's.
    df = (pairs - 1) + (welch_df - pairs + 1) / (alone + 2 * pairs) * alone
    reason = (
        f"t of partially overlapping samples: {pairs} respondents answered in both waves, "
        f"{len(samples.only_before)} in {waves[0]} only and {len(samples.only_after)} in "
        f"{waves[1]} only."
    )
    tested = _Tested(OVERLAPPING_T, math.sqrt(max(0.0, squared)), df, reason)
    return _report(ALL, first, second, tested)


def _report(sample: str, first: WaveFigure, second: WaveFigure, tested: _Tested) -> ChangeEstimate:
    assert first.value is not None, "nobody is compared with nobody"
    assert second.value is not None, "nobody is compared with nobody"
    difference = second.value - first.value
    # Where nothing varies there is no width to estimate, and no test.
    if not tested.error:
        note = ALL_CHANGED_ALIKE if sample == PANEL else ALL_ANSWERED_ALIKE
        return ChangeEstimate(sample, first, second, difference, notes=(note,))
    half = find_t_quantile((1 + LEVEL) / 2, tested.df) * tested.error
    t = difference / tested.error
    return ChangeEstimate(
        sample,
        first,
        second,
        difference,
        difference - half,
        difference + half,
        INTERVAL,
        tested.error,
        tested.test,
        t,
        tested.df,
        two_sided_p(t, tested.df),
        tested.reason,
    )


def describe_sample(sample: str, waves: tuple[str, str], samples: WaveSamples) -> ChangeEstimate:
    """The means alone, where there is too little to compare."""
    before, after = samples.list_values(sample)
    return ChangeEstimate(sample, _describe(waves[0], before), _describe(waves[1], after))


def _describe(wave: str, values: Sequence[float]) -> WaveFigure:
    if not values:
        return WaveFigure(wave, 0, None)
    sd = math.sqrt(_variance(values)) if len(values) > 1 else None
    return WaveFigure(wave, len(values), math.fsum(values) / len(values), sd=sd)


def _variance(values: Sequence[float]) -> float:
    """The sample variance of two values at least."""
    # The sum of equal values divided again may differ from them in the last digit.
    if is_rounding(max(values) - min(values), find_size(values)):
        return 0.0
    mean = math.fsum(values) / len(values)
    return math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1)


def _find_welch(before: Sequence[float], after: Sequence[float]) -> tuple[float, float]:
    """The standard error of the difference, and Satterthwaite's degrees of freedom (1946)."""
    a, b = _variance(before) / len(before), _variance(after) / len(after)
    if not a + b:
        return 0.0, len(before) + len(after) - 2.0
    df = (a + b) ** 2 / (a**2 / (len(before) - 1) + b**2 / (len(after) - 1))
    return math.sqrt(a + b), df


def _correlate(pairs: Sequence[tuple[float, float]]) -> float:
    """Pearson's correlation; 0 where one side does not vary."""
    before = [one for one, _ in pairs]
    after = [other for _, other in pairs]
    spread = math.sqrt(_variance(before) * _variance(after))
    if not spread:
        return 0.0
    means = math.fsum(before) / len(pairs), math.fsum(after) / len(pairs)
    joint = math.fsum((one - means[0]) * (other - means[1]) for one, other in pairs)
    return joint / (len(pairs) - 1) / spread
