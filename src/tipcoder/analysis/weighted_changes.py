"""How a share or a mean changed between two waves, with the weights of each wave.

Each wave has its weighted mean, a ratio of weighted sums (Hajek, 1971). The error of the difference
is linearised, with respondents as clusters drawn with replacement (Binder, 1983), within strata
where there are some, so that whoever answered in both waves counts for what her two answers have in
common. Without differences between weights the panel has the paired t.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from tipcoder.analysis.intervals import LEVEL, two_sided_p
from tipcoder.analysis.mean_changes import ALL_ANSWERED_ALIKE, ALL_CHANGED_ALIKE
from tipcoder.analysis.means import find_size, is_rounding
from tipcoder.analysis.pairs import DESIGN_T
from tipcoder.analysis.survey_strata import Strata
from tipcoder.analysis.wave_samples import WaveSamples
from tipcoder.quantiles import find_t_quantile
from tipcoder.results.changes import ALL, OTHERS, PANEL, SHARE, ChangeEstimate, WaveFigure

INTERVAL = "Student's t, linearised"
TOO_MANY_STRATA = "Not tested: there are as many strata as respondents."


@dataclass(frozen=True)
class WeightedChanges:
    """The estimates of a measure, a share or a mean."""

    measure: str

    def estimate_panel(self, samples: WaveSamples, waves: tuple[str, str]) -> ChangeEstimate:
        """The change of those who answered in both waves; there must be two at least."""
        return self._estimate(PANEL, samples, waves)

    def estimate_others(self, samples: WaveSamples, waves: tuple[str, str]) -> ChangeEstimate:
        """The change among those who answered in one wave; there must be two at least."""
        return self._estimate(OTHERS, samples, waves)

    def estimate_all(
        self,
        samples: WaveSamples,
        waves: tuple[str, str],
        least: int,  # noqa: ARG002 - the covariance of a few pairs is small, and not estimated apart
    ) -> ChangeEstimate:
        """The change of everybody."""
        return self._estimate(ALL, samples, waves)

    def describe_sample(
        self, sample: str, waves: tuple[str, str], samples: WaveSamples
    ) -> ChangeEstimate:
        """The figures alone, where there is too little to compare."""
        first, second = _choose(sample, samples)
        return ChangeEstimate(
            sample,
            self._describe(waves[0], first, samples.weights_before),
            self._describe(waves[1], second, samples.weights_after),
        )

    def _describe(
        self, wave: str, values: Mapping[str, float], weights: Mapping[str, float]
    ) -> WaveFigure:
        """The weighted mean; n and the count are not weighted."""
        if not values:
            return WaveFigure(wave, 0, None)
        mean = _find_mean(values, weights)
        if self.measure == SHARE:
            return WaveFigure(wave, len(values), mean, int(sum(values.values())))
        return WaveFigure(wave, len(values), mean, sd=_find_deviation(values, weights, mean))

    def _estimate(
        self, sample: str, samples: WaveSamples, waves: tuple[str, str]
    ) -> ChangeEstimate:
        found = self.describe_sample(sample, waves, samples)
        assert found.before.value is not None, "nobody is compared with nobody"
        assert found.after.value is not None, "nobody is compared with nobody"
        difference = found.after.value - found.before.value

        influence = find_change_influence(sample, samples)
        n = len(influence)
        error, df = _find_error(influence, samples)
        alike = ALL_CHANGED_ALIKE if sample == PANEL else ALL_ANSWERED_ALIKE
        # What rounding leaves of a subtraction that should give 0 is no width.
        answers = (*samples.before.values(), *samples.after.values())
        is_flat = is_rounding(error, find_size(answers))
        if is_flat or df < 1:
            notes = (alike if df >= 1 else TOO_MANY_STRATA,)
            return ChangeEstimate(sample, found.before, found.after, difference, notes=notes)

        half = find_t_quantile((1 + LEVEL) / 2, df) * error
        most = 1.0 if self.measure == SHARE else math.inf
        t = difference / error
        return ChangeEstimate(
            sample,
            found.before,
            found.after,
            difference,
            max(difference - half, -most),
            min(difference + half, most),
            INTERVAL,
            error,
            DESIGN_T,
            t,
            df,
            two_sided_p(t, df),
            f"{DESIGN_T}: weighted, with {n} respondents as clusters.",
        )


def _find_error(influence: Mapping[str, float], samples: WaveSamples) -> tuple[float, float]:
    """The standard error of a difference, and the degrees of freedom of the design."""
    n = len(influence)
    if not samples.stratum_sizes:
        squares = math.fsum(each * each for each in influence.values())
        return math.sqrt(n / (n - 1) * squares), n - 1.0
    import numpy as np

    codes = np.array([samples.strata[one] for one in influence], dtype=np.int64)
    strata = Strata(codes, np.array(samples.stratum_sizes, dtype=np.int64))
    places = np.arange(n)
    sums = np.array(list(influence.values()))[:, None]
    error = math.sqrt(float(strata.find_covariance(sums, places)[0, 0]))
    return error, float(n - strata.count_found(places))


def _choose(sample: str, samples: WaveSamples) -> tuple[Mapping[str, float], Mapping[str, float]]:
    """Who of each wave is in a sample."""
    if sample == ALL:
        return samples.before, samples.after
    both = samples.before.keys() & samples.after.keys()
    wants_both = sample == PANEL
    first = {one: value for one, value in samples.before.items() if (one in both) is wants_both}
    second = {one: value for one, value in samples.after.items() if (one in both) is wants_both}
    return first, second


def _find_mean(values: Mapping[str, float], weights: Mapping[str, float]) -> float:
    total = math.fsum(weights[one] for one in values)
    return math.fsum(weights[one] * value for one, value in values.items()) / total


def _find_deviation(
    values: Mapping[str, float], weights: Mapping[str, float], mean: float
) -> float | None:
    """The weighted deviation, with n - 1 as without weights; None of one respondent."""
    n = len(values)
    if n < 2:
        return None
    total = math.fsum(weights[one] for one in values)
    squares = math.fsum(weights[one] * (value - mean) ** 2 for one, value in values.items())
    return math.sqrt(squares / total * n / (n - 1))


def find_change_influence(sample: str, samples: WaveSamples) -> dict[str, float]:
    """How much each respondent of a sample moves the change; all weigh alike where there are no
    weights.
    """
    first, second = _choose(sample, samples)
    before = samples.weights_before or dict.fromkeys(first, 1.0)
    after = samples.weights_after or dict.fromkeys(second, 1.0)
    influence = _find_influence(second, after, 1.0)
    for one, less in _find_influence(first, before, -1.0).items():
        influence[one] = influence.get(one, 0.0) + less
    return influence


def _find_influence(
    values: Mapping[str, float], weights: Mapping[str, float], sign: float
) -> dict[str, float]:
    """How much each respondent moves the mean of a wave."""
    mean = _find_mean(values, weights)
    total = math.fsum(weights[one] for one in values)
    return {one: sign * weights[one] * (value - mean) / total for one, value in values.items()}
