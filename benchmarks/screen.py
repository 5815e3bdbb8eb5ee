"""The workbench through a pseudo-terminal: how long until something is seen, and from a key to the painted frame."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.studies import tipcoder
from terminal import Terminal

PRESSES = 60


@dataclass
class Seen:
    """What was measured on one study."""

    first_frame: float = 0.0
    first_answer: float = 0.0
    memory: float = 0.0
    """Resident megabytes after the presses."""
    keys: dict[str, list[float]] = field(default_factory=dict)
    """Seconds from key to frame, by what was pressed."""


def watch(folder: Path, env: dict[str, str]) -> Seen:
    """Open a study's workbench, press keys, leave."""
    seen = Seen()
    terminal = Terminal(tipcoder("code", "--coder", "benchmark"), env=env, cwd=str(folder))
    try:
        seen.first_frame = terminal.wait("Opening") - terminal.started
        seen.first_answer = terminal.wait(" finished, ") - terminal.started
        terminal.settle()
        seen.keys["next answer"] = [_key(terminal, "down") for _ in range(PRESSES)]
        seen.keys["select a sentence"] = [_key(terminal, "s") for _ in range(PRESSES)]
        seen.keys["code the sentence"] = [_key(terminal, str(n % 9 + 1)) for n in range(9)]
        terminal.press("escape")
        terminal.settle(0.3)
        seen.keys["code an answer, next shown"] = [_key(terminal, str(n % 9 + 1)) for n in range(PRESSES)]
        seen.keys["undo"] = [_key(terminal, "u") for _ in range(20)]
        seen.keys["page down"] = [_key(terminal, "pagedown") for _ in range(20)]
        seen.memory = _memory(terminal.pid)
        terminal.press("ctrl+q")
        terminal.leave()
    finally:
        terminal.close()
    return seen


def _key(terminal: Terminal, key: str) -> float:
    """Seconds from a key to the last byte of what it painted."""
    begun = time.perf_counter()
    terminal.press(key)
    terminal.settle(0.06)
    # A key that paints nothing (the last page) is not a fast one: it is left out by the caller's percentiles.
    return max(terminal.last_output - begun, 0.0)


def _memory(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def percentile(values: list[float], share: float) -> float:
    """A percentile of what was measured, painted keys only."""
    painted = sorted(value for value in values if value > 0)
    return painted[min(int(len(painted) * share), len(painted) - 1)] if painted else float("nan")


def median_of(measure: Callable[[], float], times: int) -> float:
    """The median of several runs, the first of which only warms up."""
    measure()
    return statistics.median(measure() for _ in range(times))
