"""How long a verb takes to start, beside an interpreter that does nothing: a ratio, so that
machines can be compared.

The runs of all commands alternate, so that a busy moment of the machine falls on each of them
alike. What is timed is processor time, the least of several runs, which hangs less on what else
runs than the clock on the wall does.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.results import Line, keep
from benchmarks.studies import make_study, tipcoder

ANSWERS = 200
"""A small study: what is measured is the start, not the work."""
RUNS = 15
VERBS = (("--help",), ("log", "-n", "1"), ("undo",), ("counts",), ("rounds",))
"""The verbs that do least, and the list of all."""


def measure() -> None:
    """Print ratios and keep them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # With compiled files beside the sources, as an installed program has them.
        env = {
            name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
        }
        env |= {"TIPCODER_KEYS": str(folder / "keys")}
        make_study(folder / "study", ANSWERS, env)
        commands = {"": [sys.executable, "-c", "pass"]}
        commands |= {
            " ".join(verb): tipcoder("--study", str(folder / "study"), *verb) for verb in VERBS
        }
        least = _least_seconds(commands, env)
    bare = least.pop("")
    lines = [
        Line(
            "an interpreter that does nothing, ms",
            1000 * bare,
            None,
            None,
            f"{RUNS} runs",
            less=True,
        )
    ]
    for verb, seconds in least.items():
        ratio = seconds / bare
        lines.append(
            Line(
                f"tipcoder {verb}: times that",
                ratio,
                None,
                None,
                f"{1000 * seconds:.0f} ms",
                less=True,
            )
        )
    keep("start", lines)


def _least_seconds(commands: dict[str, list[str]], env: dict[str, str]) -> dict[str, float]:
    """The least processor time of each command over all runs."""
    least = dict.fromkeys(commands, float("inf"))
    for _ in range(RUNS + 1):  # the first one compiles what is not compiled yet
        for name, command in commands.items():
            least[name] = min(least[name], measure_processor_seconds(command, env))
    return least


def measure_processor_seconds(command: list[str], env: dict[str, str]) -> float:
    """User and system time of a command and of what it started."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=env, check=False, capture_output=True, stdin=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    user = after.ru_utime - before.ru_utime
    system = after.ru_stime - before.ru_stime
    return user + system
