"""How long statistics take: many codes on many cases, and presence, agreement and figures of a
study that two coders have finished.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

from benchmarks.large_files import cost_of
from benchmarks.studies import finish_study, make_study, tipcoder

CASES, CODES = 100_000, 30
PROMISED = 3.0
"""Seconds for all codes by two outcomes and five indicators, every sensitivity included."""
CODED = (
    (10_000, {"stats presence": 1.0, "agreement": 1.5, "stats figures": 3.0}),
    (100_000, {"stats presence": 4.0, "agreement": 6.0, "stats figures": 3.0}),
)
"""Answers of a coded study, and seconds of processor time by verb of an installed program, whose
modules are compiled.
"""
_MOST_MEGABYTES = 300
"""Of verbs that print figures of a coded study."""
_RUNS = 2


def many_codes() -> float:
    """Seconds of processor time for 30 codes x 7 tests on 100,000 cases of about 60,000 respondents
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
    begun = time.process_time()
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
    return time.process_time() - begun


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
    coded()


def coded() -> None:
    """Print processor time and memory of verbs on coded studies.

    Least of several runs: the first one looks for names in what is printed, and keeps what it
    finds.
    """
    for answers, promises in CODED:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "study"
            env = {**os.environ, "TIPCODER_KEYS": str(Path(name) / "keys")}
            # With compiled files beside the sources, as an installed program has them.
            env.pop("PYTHONDONTWRITEBYTECODE", None)
            make_study(folder, answers, env)
            finish_study(folder, env, stretches=0)
            for verb, promised in promises.items():
                _measure_verb(folder, env, f"{verb} of {answers:,} coded answers", verb, promised)


def _measure_verb(folder: Path, env: dict[str, str], what: str, verb: str, promised: float) -> None:
    printed = (
        ["-o", str(folder / "exports" / "bench")] if "figures" in verb else ["--format", "json"]
    )
    command = tipcoder("--study", str(folder), *verb.split(), *printed)
    costs = [cost_of(command, env) for _ in range(_RUNS)]
    seconds = min(cost.processor for cost in costs)
    memory = max(cost.megabytes for cost in costs)
    verdict = "ok" if seconds <= promised else "MISSED"
    note = ""
    if "figures" not in verb:
        kept = "ok" if memory <= _MOST_MEGABYTES else "MISSED"
        note = f", promised {_MOST_MEGABYTES} MB: {kept}"
    print(
        f"{what:<45}{seconds:>8.1f} s   promised {promised:g} s: {verdict}   {memory:.0f} MB{note}",
        flush=True,
    )


if __name__ == "__main__":
    speed()
