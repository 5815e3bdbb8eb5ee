"""How often the interval of a change less the drift holds what is left, and how wide it is.

Answers of the earlier wave that were coded again are in the change and in the drift. Each
simulation is a new survey with two waves and other coders in the later one. Beside the width stands
what it would be if the two were taken for independent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.results import Line, keep

if TYPE_CHECKING:
    from tipcoder.arrays import Bools

PROMISED = (93.0, 98.0)
"""Per cent of intervals that hold the change of what people said."""


@dataclass(frozen=True)
class Waves:
    """Two waves of one survey, and how coders changed between them."""

    name: str
    shares: tuple[float, float]
    """Of the code in what people said."""
    then: tuple[float, float]
    """Sensitivity and specificity of the coding of the earlier wave."""
    now: tuple[float, float]
    answers: int
    again: int
    """Answers of the earlier wave that were coded again."""


WAVES = (
    Waves("300 answers a wave, 100 again", (0.3, 0.36), (0.9, 0.97), (0.8, 0.93), 300, 100),
    Waves("1,000 answers a wave, 100 again", (0.3, 0.36), (0.9, 0.97), (0.8, 0.93), 1000, 100),
    Waves("300 answers a wave, all again", (0.3, 0.36), (0.9, 0.97), (0.8, 0.93), 300, 300),
    Waves("rare code, 500 a wave, 150 again", (0.1, 0.1), (0.95, 0.98), (0.7, 0.98), 500, 150),
)


def run(waves: Waves, simulations: int) -> tuple[float, float, float]:
    """How many intervals held the change in per cent, their mean width, and that of intervals which
    take change and drift for independent.
    """
    import numpy as np

    from tipcoder.analysis.difference_intervals import estimate_share, subtract_estimates
    from tipcoder.analysis.drift_shares import (
        JudgedAgain,
        compare_judged_again,
        find_drift_correlation,
        subtract_drift,
    )

    random = np.random.default_rng(20_261_201)

    def code(truth: Bools, rates: tuple[float, float]) -> Bools:
        draws = random.random(waves.answers)
        return np.where(truth, draws < rates[0], draws >= rates[1])

    held, widths, apart = 0, [], []
    names = list(map(str, range(waves.answers)))
    real = waves.shares[1] - waves.shares[0]
    # Of later answers the later coders see what they would have seen of earlier ones.
    rates = waves.now
    expected = real * (rates[0] + rates[1] - 1)
    for _ in range(simulations):
        earlier, later = (random.random(waves.answers) < share for share in waves.shares)
        before, after = code(earlier, waves.then), code(later, waves.now)
        again = code(earlier, waves.now)
        change = subtract_estimates(
            estimate_share(int(np.sum(after)), waves.answers),
            estimate_share(int(np.sum(before)), waves.answers),
        )
        pairs = []
        for one, other in zip(np.asarray(before)[: waves.again], np.asarray(again), strict=False):
            pairs.append(JudgedAgain(bool(one), bool(other), 1.0))
        drift = compare_judged_again(pairs).difference
        influence = (np.mean(before) - np.asarray(before)) / waves.answers
        moved = dict(zip(names, influence.tolist(), strict=True))
        error = float(np.sqrt((np.var(before) + np.var(after)) / waves.answers))
        shared = find_drift_correlation(pairs, names[: waves.again], moved, error)
        rest = subtract_drift(change, drift, shared)
        held += rest.low <= expected <= rest.high
        widths.append(rest.high - rest.low)
        plain = subtract_drift(change, drift)
        apart.append(plain.high - plain.low)
    return 100 * held / simulations, float(np.mean(widths)), float(np.mean(apart))


def coverage(simulations: int = 2_000) -> None:
    """Print a line for each kind of waves."""
    lines = []
    for waves in WAVES:
        held, width, apart = run(waves, simulations)
        note = f"width {width:.3f}, taken for independent {apart:.3f}"
        print(f"{waves.name}: held {held:.1f} %, {note}", flush=True)
        lines.append(Line(f"{waves.name}: held %", held, None, PROMISED[0], note))
    keep("drift", lines)
