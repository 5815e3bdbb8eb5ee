"""How long tests take: the founding study's sixteen from a cold start,
and many codes on many cases.
"""

from __future__ import annotations

import time

CASES, CODES = 100_000, 30
PROMISED = 5.0
"""Seconds for all codes by two outcomes and five indicators, every sensitivity included."""


def many_codes() -> float:
    """Seconds for 30 codes x 7 tests on 100,000 cases of about 60,000 respondents
    in 190 countries.
    """
    import numpy as np

    from tipcoder.analysis.families import adjust_family
    from tipcoder.analysis.pairs import Pair
    from tipcoder.analysis.testing import run_test
    from tipcoder.analysis.variables import Cases, Levels, Numbers

    draw = np.random.default_rng(1)
    country = draw.integers(0, 190, CASES)
    cases = Cases(np.unique(draw.integers(0, 85_000, CASES), return_inverse=True)[1], country)
    indicators = [Numbers(f"indicator{n}", draw.normal(size=190)[country]) for n in range(5)]
    outcomes = [
        Levels("importance", ("not", "somewhat", "most"), draw.integers(-1, 3, CASES)),
        Levels("positivity", ("mixed", "positive"), draw.integers(-1, 2, CASES)),
    ]
    codes = [
        Levels(
            f"code{n}",
            ("absent", "present"),
            draw.choice([-1, 0, 1], CASES, p=[0.5, 0.495 - n / 200, 0.005 + n / 200]),
        )
        for n in range(CODES)
    ]
    begun = time.perf_counter()
    results = []
    for code in codes:
        pairs = [
            Pair(outcome.name, code.name, code, outcome, ordered=True, unknown_is=0)
            for outcome in outcomes
        ]
        pairs += [
            Pair(number.name, code.name, code.swap_labels(), number, unknown_is=1)
            for number in indicators
        ]
        results += [run_test(pair, cases) for pair in pairs]
    adjust_family(results, "holm")
    return time.perf_counter() - begun


def speed() -> None:
    """Print it."""
    seconds = many_codes()
    verdict = "ok" if seconds <= PROMISED else "MISSED"
    print(
        (
            f"{CODES} codes x 7 tests on {CASES:,} cases{seconds:>15.1f} s   promised "
            f"{PROMISED:g} s: {verdict}"
        ),
        flush=True,
    )


if __name__ == "__main__":
    speed()
