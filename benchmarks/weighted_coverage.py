"""How often intervals hold the truth where likely responses were drawn more often
and weighed down again.
"""

from __future__ import annotations

from typing import Any

from benchmarks.agreement import CODERS, SENSITIVITY, SPECIFICITY, simulated

PILE, PREVALENCE = 4_000, 0.03
FOUND, PRECISION = 0.7, 0.3
"""Of the positives the ranking calls likely so many,
and of what it calls likely so many are positive.
"""
DESIGNS = ((0, 300), (60, 140), (100, 200), (150, 150))
"""Responses drawn among the likely and among the others."""


def coverage(simulations: int = 400) -> None:
    """Print a line a design, with a plain draw of the same kind first."""
    import numpy as np

    from tipcoder.agreement.coefficients import ALPHA, compute_coefficients
    from tipcoder.agreement.replicated_estimates import estimate_agreement
    from tipcoder.agreement.resampling import Draws
    from tipcoder.agreement.sums import build_unit_sums

    random = np.random.default_rng(5)
    truth = float(
        compute_coefficients(
            build_unit_sums(simulated(random, 1, 2_000_000, PREVALENCE)).sum_units()
        )[ALPHA][0]
    )
    print(
        f"a code on {100 * PREVALENCE:g} % of {PILE:,} responses, {simulations} simulations a "
        f"line, alpha {truth:.3f}"
    )
    print("likely others  positives    mean      sd  alpha held  promise: 92-97 %")
    for likely, others in DESIGNS:
        held, values, positives = [], [], []
        for number in range(simulations):
            rated = _drawn(random, likely, others)
            found = estimate_agreement(rated, Draws(500, seed=number)).by_name[ALPHA][0]
            positives.append(float((rated.values == 1).sum()) / CODERS)
            if found.value is not None and found.low is not None and found.high is not None:
                values.append(found.value)
                held.append(found.low <= truth <= found.high)
        share = sum(held) / max(len(held), 1)
        enough = sum(positives) / len(positives) >= 10
        verdict = "" if not enough else "ok" if 0.92 <= share <= 0.97 else "MISSED"
        print(
            f"{likely:>6} {others:>6} {np.mean(positives):>10.1f} {np.mean(values):>7.3f} "
            f"{np.std(values):>7.3f} "
            f"{100 * share:>10.1f}%  {verdict}",
            flush=True,
        )


def _drawn(random: Any, likely: int, others: int) -> Any:
    """A sample of a new pile, with its weights."""
    import numpy as np

    from tipcoder.agreement.ratings import Ratings

    there = random.random(PILE) < PREVALENCE
    false = FOUND * PREVALENCE * (1 - PRECISION) / PRECISION / (1 - PREVALENCE)
    called = random.random(PILE) < np.where(there, FOUND, false)
    said = random.random((PILE, CODERS)) < np.where(there[:, None], SENSITIVITY, 1 - SPECIFICITY)
    if not likely:
        called[:] = False
    strata = [(np.flatnonzero(called), likely), (np.flatnonzero(~called), others)]
    picked = [
        random.choice(stratum, min(size, len(stratum)), replace=False) for stratum, size in strata
    ]
    weights = [
        len(stratum) / len(some)
        for (stratum, _), some in zip(strata, picked, strict=True)
        for _ in some
    ]
    chosen = np.concatenate(picked)
    names = tuple(map(str, range(len(chosen))))
    values = said[chosen].astype(np.int16)[None]
    return Ratings(values, ("code",), names, ("anna", "boris", "vera"), weights=tuple(weights))
