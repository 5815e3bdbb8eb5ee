"""Agreement: how long it takes on a large study, how much memory,
and how often its intervals hold the truth.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from tipcoder.agreement.ratings import Ratings

CODERS, RESPONSES, CODES, REPLICATES = 3, 10_000, 30, 2_000
SENSITIVITY, SPECIFICITY = 0.85, 0.98
CELLS = (
    (30, 0.2),
    (50, 0.05),
    (100, 0.05),
    (100, 0.2),
    (100, 0.5),
    (200, 0.05),
    (200, 0.2),
    (500, 0.05),
    (500, 0.2),
)
"""Responses and prevalence; the intervals are promised
where a coder applies a code ten times or more.
"""


def simulated(
    random: Any, codes: int, responses: int, prevalence: Any, missing: tuple[float, ...] = ()
) -> Ratings:
    """Ratings of three coders who find codes with one sensitivity and one specificity;
    some finish less.
    """
    import numpy as np

    from tipcoder.agreement.ratings import Ratings

    there = random.random((codes, responses, 1)) < np.reshape(prevalence, (-1, 1, 1))
    said = random.random((codes, responses, CODERS)) < np.where(there, SENSITIVITY, 1 - SPECIFICITY)
    values = said.astype(np.int16)
    if missing:
        values[:, random.random((responses, CODERS)) < np.array(missing)] = -1
    names = tuple(str(n) for n in range(max(codes, responses)))
    return Ratings(values, names[:codes], names[:responses], ("anna", "boris", "vera"))


ROOT = Path(__file__).parents[1]
RIVALS_VARIABLE = "TIPCODER_RIVALS"
"""The interpreter of an environment with the libraries of rivals.txt,
if it is not in .venv-rivals.
"""


def speed() -> None:
    """In a process of its own, so that its memory is nobody else's;
    then other libraries on the same ratings.
    """
    subprocess.run([sys.executable, "-m", "benchmarks", "agreement-once"], check=True, cwd=ROOT)
    _rivals()


def _rivals() -> None:
    import numpy as np

    from tipcoder.agreement.coefficients import ALPHA, compute_coefficients
    from tipcoder.agreement.sums import build_unit_sums

    python = Path(os.environ.get(RIVALS_VARIABLE, ROOT / ".venv-rivals" / "bin" / "python"))
    if not python.exists():
        print("  other libraries: not timed; see benchmarks/rivals.txt")
        return
    rated = _large()
    alpha = compute_coefficients(build_unit_sums(rated).sum_units())[ALPHA][-1]
    print(
        f"  other libraries, one coefficient of one code (ours: alpha {alpha:.4f}), and reckoned "
        "for all"
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ratings.npy"
        np.save(file, rated.values)
        subprocess.run(
            [python, Path(__file__).with_name("rivals.py"), file, str(REPLICATES)], check=True
        )


def _large() -> Ratings:
    """The ratings of the promise: codes from rare to common, two coders who finished less
    than all.
    """
    import numpy as np

    return simulated(
        np.random.default_rng(3), CODES, RESPONSES, np.linspace(0.005, 0.2, CODES), (0.0, 0.4, 0.2)
    )


def once() -> None:
    """Six coefficients and P+ and P- of every code, pooled and mean alpha:
    bootstrap and jackknife.
    """
    import resource

    from tipcoder.agreement.assessment import ReportRequest, assess_agreement
    from tipcoder.agreement.replicated_estimates import estimate_agreement
    from tipcoder.agreement.resampling import Draws

    rated = _large()
    what = f"{CODERS} coders x {RESPONSES:,} responses x {CODES} codes, {REPLICATES:,} replicates"
    begun, worked = time.perf_counter(), time.process_time()
    estimate_agreement(rated, Draws(REPLICATES))
    took, worked = time.perf_counter() - begun, time.process_time() - worked
    _line(f"agreement: {what}", took, "s", 1)
    _line("  of it, processors at work (the rest: others on this machine)", worked, "s")
    _line("  memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB", 500)
    begun = time.perf_counter()
    assess_agreement(rated, ReportRequest("benchmark", Draws(REPLICATES)))
    _line("  the whole report, with label sets", time.perf_counter() - begun, "s")
    _line("  memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB")


def _line(what: str, value: float, unit: str, promise: float | None = None) -> None:
    verdict = (
        ""
        if promise is None
        else f"   promised {promise:g} {unit}: {'ok' if value <= promise else 'MISSED'}"
    )
    print(f"{what:<80}{value:>8.2f} {unit}{verdict}", flush=True)


class Held(NamedTuple):
    """How often the truth lay in an interval, of how many that were given."""

    share: float
    given: int


def coverage(simulations: int = 1_000) -> None:
    """Print how often the 95 % intervals hold the true value, by number of responses
    and prevalence.
    """
    import numpy as np

    random = np.random.default_rng(11)
    print(
        f"{CODERS} coders, sensitivity {SENSITIVITY}, specificity {SPECIFICITY}, {simulations} "
        "simulations a line"
    )
    print(
        "    n prevalence positives    alpha jackknife     AC1   agree  promise: 92-97 % for alpha"
    )
    for responses, prevalence in CELLS:
        applied = prevalence * SENSITIVITY + (1 - prevalence) * (1 - SPECIFICITY)
        held = _held(random, simulations, responses, prevalence)
        promised = responses >= 100 and responses * applied >= 10
        verdict = "" if not promised else "ok" if 0.92 <= held["alpha"].share <= 0.97 else "MISSED"
        shares = "".join(
            f"{100 * held[name].share:>8.1f}%" for name in ("alpha", "jackknife", "AC1", "agree")
        )
        print(
            f"{responses:>5} {prevalence:>10} {responses * applied:>9.1f} {shares}  {verdict}",
            flush=True,
        )


def _held(random: Any, simulations: int, responses: int, prevalence: float) -> dict[str, Held]:
    import numpy as np

    from tipcoder.agreement.coefficients import AC1, ALPHA, PERCENT, compute_coefficients
    from tipcoder.agreement.replicated_estimates import estimate_agreement
    from tipcoder.agreement.resampling import Draws
    from tipcoder.agreement.sums import build_unit_sums

    many = simulated(random, 1, 2_000_000, prevalence)
    truth = {
        name: float(value[0])
        for name, value in compute_coefficients(build_unit_sums(many).sum_units()).items()
    }
    inside: dict[str, list[bool]] = {"alpha": [], "jackknife": [], "AC1": [], "agree": []}
    at_a_time = 50  # each simulated study is a code of its own, so that they share their resamples
    for number in range(0, simulations, at_a_time):
        rated = simulated(random, at_a_time, responses, np.full(at_a_time, prevalence))
        found = estimate_agreement(rated, Draws(1_000, seed=number)).by_name
        for key, name in (("alpha", ALPHA), ("AC1", AC1), ("agree", PERCENT)):
            inside[key] += _list_held([(e.low, e.high) for e in found[name]], truth[name])
        ends = [(e.jackknife_low, e.jackknife_high) for e in found[ALPHA]]
        inside["jackknife"] += _list_held(ends, truth[ALPHA])
    return {name: Held(sum(each) / max(len(each), 1), len(each)) for name, each in inside.items()}


def _list_held(ends: Iterable[tuple[float | None, float | None]], truth: float) -> list[bool]:
    """Of each interval that there is, whether it holds the truth."""
    held = []
    for low, high in ends:
        if low is not None and high is not None:
            held.append(low <= truth <= high)
    return held
