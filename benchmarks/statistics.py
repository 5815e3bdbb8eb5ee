"""How long statistics take: many codes on many cases, and presence, agreement and figures of a
study that two coders have finished.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

from benchmarks.large_files import cost_of
from benchmarks.results import Line, keep
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


def measure() -> None:
    """Print figures beside what was promised, and keep them."""
    seconds = many_codes()
    many = f"{CODES} codes x 7 tests on {CASES:,} cases, s"
    lines = [Line(many, seconds, None, PROMISED, "", less=True)]
    for answers, promises in CODED:
        lines += _measure_verbs(answers, promises)
    keep("statistics", lines)


def _measure_verbs(answers: int, promises: dict[str, float]) -> list[Line]:
    """Processor time and memory of verbs on a study of so many coded answers."""
    lines: list[Line] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "study"
        env = {**os.environ, "TIPCODER_KEYS": str(Path(name) / "keys")}
        # With compiled files beside the sources, as an installed program has them.
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        make_study(folder, answers, env)
        finish_study(folder, env, stretches=0)
        for verb, promised in promises.items():
            lines += _measure_verb(folder, env, f"{verb} of {answers:,} coded answers", promised)
    return lines


def _measure_verb(folder: Path, env: dict[str, str], what: str, promised: float) -> list[Line]:
    """Least time of several runs, because the first one looks for names in what leaves, and keeps
    what it finds; the largest memory of all.
    """
    verb = what.partition(" of ")[0]
    is_drawn = "figures" in verb
    printed = ["-o", str(folder / "exports" / "bench")] if is_drawn else ["--format", "json"]
    command = tipcoder("--study", str(folder), *verb.split(), *printed)
    costs = [cost_of(command, env) for _ in range(_RUNS)]
    seconds = [cost.processor for cost in costs]
    note = f"{seconds[0]:.1f} s the first time"
    memory = max(cost.megabytes for cost in costs)
    # No memory was promised where drawing is what takes it.
    most = None if is_drawn else _MOST_MEGABYTES
    return [
        Line(f"{what}, s", min(seconds), None, promised, note, less=True),
        Line("  the same, MB", round(memory), None, most, "", less=True),
    ]


if __name__ == "__main__":
    measure()
