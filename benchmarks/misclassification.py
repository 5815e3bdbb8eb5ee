"""How often intervals hold the true share of a code where coders err, corrected and not.

Each simulation is a new survey, coded by somebody who errs, with a sample that was settled. The
true share and difference are those of the population that respondents are drawn from.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from benchmarks.results import Line, keep

CASES = 3_000
PROMISED = (93.0, 97.0)
"""Per cent of intervals that hold the truth."""


@dataclass(frozen=True)
class Design:
    """A survey: the code in two equal halves, how the first coder errs in each, and the sample."""

    name: str
    shares: tuple[float, float]
    sensitivity: tuple[float, float]
    specificity: tuple[float, float]
    sample: int
    likely: int = 0
    """Of the sample, how many are drawn among the cases that were coded with the code."""
    second: tuple[float, float] | None = None
    """Sensitivity and specificity of a second coder, to whom chance dealt two fifths of what is not
    in the sample; both judged that. None where one coder did all of it."""
    numbers: tuple[float, float] = (6.0, 7.0)
    """Means of a number without the code and with it; its standard deviation is 2."""

    @property
    def errs_alike(self) -> bool:
        """Whether the coder errs alike in both halves, as Rogan and Gladen take it."""
        return len(set(self.sensitivity)) == len(set(self.specificity)) == 1


DESIGNS = (
    Design("common code", (0.35, 0.25), (0.8, 0.8), (0.93, 0.93), 300),
    Design("rarer code", (0.15, 0.08), (0.75, 0.75), (0.95, 0.95), 400),
    Design("rare code, likely drawn more", (0.06, 0.04), (0.7, 0.7), (0.97, 0.97), 400, likely=120),
    Design("errs otherwise in one half", (0.35, 0.25), (0.9, 0.6), (0.97, 0.88), 300),
    Design(
        "two coders divided it", (0.35, 0.25), (0.9, 0.9), (0.98, 0.98), 300, second=(0.6, 0.95)
    ),
    Design(
        "two coders, likely drawn more",
        *((0.08, 0.05), (0.85, 0.85), (0.99, 0.99), 400),
        likely=120,
        second=(0.5, 0.96),
    ),
)


@dataclass
class Tally:
    """How many intervals held the truth, and how wide they were."""

    held: dict[str, list[bool]] = field(default_factory=dict)
    widths: dict[str, list[float]] = field(default_factory=dict)

    def add(self, name: str, low: float, high: float, truth: float) -> None:
        self.held.setdefault(name, []).append(low <= truth <= high)
        self.widths.setdefault(name, []).append(high - low)

    def shares(self) -> Mapping[str, float]:
        return {name: 100 * sum(held) / len(held) for name, held in self.held.items()}


def simulate(design: Design, random: Any) -> Any:
    """One survey: the checked cases, which half each is in, and its number."""
    import numpy as np

    from tipcoder.analysis.misclassification import CheckedCases

    half = (np.arange(CASES) % 2).astype(np.int64)
    truth = random.random(CASES) < np.array(design.shares)[half]
    said_if_there = random.random(CASES) < np.array(design.sensitivity)[half]
    said_if_not = random.random(CASES) >= np.array(design.specificity)[half]
    coded = np.where(truth, said_if_there, said_if_not)
    settled = np.full(CASES, -1, dtype=np.int64)
    weights = np.ones(CASES)
    strata = [(np.flatnonzero(coded), design.likely), (np.flatnonzero(~coded), 0)]
    strata[1] = (strata[1][0], design.sample - design.likely)
    if not design.likely:
        strata = [(np.arange(CASES), design.sample)]
    for places, size in strata:
        chosen = random.choice(places, min(size, len(places)), replace=False)
        settled[chosen] = truth[chosen]
        weights[chosen] = len(places) / len(chosen)
    numbers = random.normal(np.array(design.numbers)[truth.astype(int)], 2.0)
    given = coded.astype(np.int64)
    if design.second:
        given = divide(given, truth, settled >= 0, design.second, random)
    return CheckedCases(given, settled, weights, np.arange(CASES)), half, numbers


def divide(given: Any, truth: Any, in_sample: Any, second: tuple[float, float], random: Any) -> Any:
    """The codes of two coders, (2, N): the sample by both, the rest by the one it fell to."""
    import numpy as np

    draws = random.random(len(truth))
    other = np.where(truth, draws < second[0], draws >= second[1]).astype(np.int64)
    is_second = random.random(len(truth)) < 0.4
    of_first = np.where(in_sample | ~is_second, given, -1)
    return np.stack([of_first, np.where(in_sample | is_second, other, -1)])


def run(design: Design, simulations: int) -> Tally:
    """Every interval of every simulation."""
    import numpy as np
    from scipy.stats import ttest_ind

    from tipcoder.analysis.design_based import compare_means, estimate_mean
    from tipcoder.analysis.difference_intervals import estimate_share, subtract_estimates
    from tipcoder.analysis.misclassification import explain_refusal, measure_accuracy
    from tipcoder.analysis.rogan_gladen import estimate_rogan_gladen

    random = np.random.default_rng(20_261_201)
    tally = Tally()
    share = sum(design.shares) / 2
    difference = design.shares[0] - design.shares[1]
    step = design.numbers[1] - design.numbers[0]
    for _ in range(simulations):
        cases, half, numbers = simulate(design, random)
        if explain_refusal(measure_accuracy(cases)):
            continue
        first, second, every = half == 0, half == 1, half >= 0
        # As it stands in a table that nobody corrects: one judgement of each case.
        coded = cases.by_coder[(cases.by_coder >= 0).argmax(axis=0), np.arange(CASES)] == 1
        naive = estimate_share(int(coded.sum()), CASES)
        apart = subtract_estimates(
            estimate_share(int(coded[first].sum()), int(first.sum())),
            estimate_share(int(coded[second].sum()), int(second.sum())),
        )
        tally.add("share as coded", naive.low, naive.high, share)
        tally.add("difference as coded", apart.low, apart.high, difference)
        welch = ttest_ind(numbers[coded], numbers[~coded], equal_var=False)
        low, high = welch.confidence_interval()
        tally.add("means as coded", low, high, step)

        whole = estimate_mean(cases, every)
        found = whole.find_interval(0, 1)
        tally.add("share, design-based", found.low, found.high, share)
        less = estimate_mean(cases, first).subtract(estimate_mean(cases, second)).find_interval()
        tally.add("difference, design-based", less.low, less.high, difference)
        means = compare_means(cases, numbers)
        if means is not None:
            ends = means.find_interval()
            tally.add("means, design-based", ends.low, ends.high, step)

        by_formula = estimate_rogan_gladen(cases, first, second).difference
        of_all = estimate_rogan_gladen(cases, every).share
        if of_all is not None:
            tally.add("share, Rogan-Gladen", of_all.low, of_all.high, share)
        if by_formula is not None:
            tally.add("difference, Rogan-Gladen", by_formula.low, by_formula.high, difference)
    return tally


def coverage(simulations: int = 1_000) -> None:
    """Print a line for each design and interval."""
    lines = []
    for design in DESIGNS:
        began = time.perf_counter()
        tally = run(design, simulations)
        took = time.perf_counter() - began
        count = len(tally.held["share as coded"])
        print(
            f"\n{design.name}: shares {design.shares}, sensitivity {design.sensitivity}, "
            f"specificity {design.specificity}; {design.sample} of {CASES:,} settled, "
            f"{count} simulations, {took:.0f} s"
        )
        for name, held in tally.shares().items():
            is_promised = "as coded" not in name
            if "Rogan" in name and not design.errs_alike:
                is_promised = False
            verdict = ""
            if is_promised:
                verdict = "ok" if PROMISED[0] <= held <= PROMISED[1] else "MISSED"
                lines.append(
                    Line(f"{design.name}: {name}, held %", held, None, PROMISED[0], f"{count} runs")
                )
            widths = tally.widths[name]
            width = sum(widths) / len(widths)
            print(f"  {name:<28}{held:>7.1f} %  width {width:.3f}  {verdict}", flush=True)
    keep("misclassification", lines)
