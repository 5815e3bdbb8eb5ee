"""The change between two waves in every sample that there is, and which of them comes first."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Protocol

from tipcoder.analysis import mean_changes, share_changes
from tipcoder.analysis.intervals import normal_quantile
from tipcoder.analysis.wave_samples import WaveSamples
from tipcoder.analysis.weighted_changes import WeightedChanges
from tipcoder.results.changes import ALL, OTHERS, PANEL, SHARE, ChangeEstimate

MIN_N = 10
"""Fewer respondents in a wave, or fewer in both, are counted and not tested."""
DISAGREEING = (
    "Those who answered in both waves changed otherwise than the others, so no change over all is "
    "given: it would depend on how many of either there are."
)
ASSUMING = (
    "The change over all assumes that it has nothing to do with what is measured who answered in "
    "one wave only."
)


class _Method(Protocol):
    """What estimates a change, of shares or of means."""

    def estimate_panel(self, samples: WaveSamples, waves: tuple[str, str], /) -> ChangeEstimate:
        """Of those who answered in both waves."""

    def estimate_others(self, samples: WaveSamples, waves: tuple[str, str], /) -> ChangeEstimate:
        """Of those who answered in one."""

    def estimate_all(
        self, samples: WaveSamples, waves: tuple[str, str], least: int, /
    ) -> ChangeEstimate:
        """Of everybody."""

    def describe_sample(
        self, sample: str, waves: tuple[str, str], samples: WaveSamples, /
    ) -> ChangeEstimate:
        """The figures alone."""


@dataclass(frozen=True)
class EstimatedChange:
    """Every estimate of a change, and the sample of the one that comes first."""

    estimates: tuple[ChangeEstimate, ...]
    sample: str
    notes: tuple[str, ...] = ()


def estimate_change(
    samples: WaveSamples, waves: tuple[str, str], measure: str, min_n: int = MIN_N
) -> EstimatedChange:
    """The change of a share or a mean (`measure`) between two waves.

    Where some answered in both waves and some in one, both samples are shown, and first the change
    over all, unless the two contradict each other. A sample of fewer than `min_n` is counted and
    not tested. Never raises for what the data are.
    """
    method: _Method = share_changes if measure == SHARE else mean_changes
    if samples.is_weighted:
        method = WeightedChanges(measure)
    # A variance needs two, whatever is asked for.
    least = max(min_n, 2)
    panel = _try_panel(method, samples, waves, least)
    if not samples.is_mixed:
        if samples.pairs:
            return EstimatedChange((panel,), PANEL)
        return EstimatedChange((_try_others(method, samples, waves, least),), OTHERS)

    others = _try_others(method, samples, waves, least)
    if _disagree(panel, others):
        return EstimatedChange((panel, others), PANEL, (DISAGREEING,))
    whole = _try_all(method, samples, waves, least)
    return EstimatedChange((whole, panel, others), ALL, (ASSUMING,) if whole.test else ())


def _try_panel(
    method: _Method, samples: WaveSamples, waves: tuple[str, str], least: int
) -> ChangeEstimate:
    if len(samples.pairs) < least:
        return _refuse(method, PANEL, samples, waves, least)
    return method.estimate_panel(samples, waves)


def _try_others(
    method: _Method, samples: WaveSamples, waves: tuple[str, str], least: int
) -> ChangeEstimate:
    if min(len(samples.only_before), len(samples.only_after)) < least:
        return _refuse(method, OTHERS, samples, waves, least)
    return method.estimate_others(samples, waves)


def _try_all(
    method: _Method, samples: WaveSamples, waves: tuple[str, str], least: int
) -> ChangeEstimate:
    if min(len(samples.before), len(samples.after)) < least:
        return _refuse(method, ALL, samples, waves, least)
    return method.estimate_all(samples, waves, least)


def _refuse(
    method: _Method, sample: str, samples: WaveSamples, waves: tuple[str, str], least: int
) -> ChangeEstimate:
    shown = method.describe_sample(sample, waves, samples)
    sizes = f"{waves[0]} has {shown.before.n} and {waves[1]} has {shown.after.n}"
    if sample == PANEL:
        sizes = f"{shown.before.n} answered in both waves"
    note = f"Not tested: {sizes}, and a comparison needs at least {least} respondents."
    return replace(shown, notes=(note,))


def _disagree(panel: ChangeEstimate, others: ChangeEstimate) -> bool:
    """Whether the two samples differ in their change by more than chance lets expect."""
    if panel.difference is None or others.difference is None:
        return False
    if panel.error is None or others.error is None:
        return False
    spread = math.hypot(panel.error, others.error)
    apart = abs(panel.difference - others.difference)
    return bool(spread) and apart > normal_quantile() * spread
