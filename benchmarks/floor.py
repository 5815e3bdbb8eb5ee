"""Keys of the workbench beside those of the floor, in one run on one machine: ratios, which hold on
any machine.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.results import Line, keep
from benchmarks.screen import DIGITS, PRESSES, Seen, percentile
from benchmarks.studies import ROOT, make_study, tipcoder
from terminal import Terminal

SIZES = (1_000, 10_000)
"""At 100,000 answers the plain list of the floor takes ten seconds to open."""
_PROMISED = 1.2
_TURNS = 2
"""How often each is measured, the one after the other: a machine has moods."""
_CODE, _NEXT, _UNDO = "code an answer, next shown", "next answer", "undo"


def measure(folder: Path, env: dict[str, str]) -> None:
    """Print the ratios and keep them."""
    lines: list[Line] = []
    for size in SIZES:
        study = folder / f"floor{size}"
        make_study(study, size, env)
        ours, floor = Seen(), Seen()
        for turn in range(_TURNS):
            coder = tipcoder("code", "--coder", f"floor{turn}")
            _press(
                ours,
                Terminal(coder, env=env, cwd=str(study)),
                lambda screen: " finished, " in screen,
            )
            store = folder / f"floor{size}-{turn}.db"
            survey = str(study.with_suffix(".csv"))
            module = [sys.executable, "-m", "benchmarks.floor_app", survey, str(store)]
            _press(floor, Terminal(module, env=env, cwd=str(ROOT)), _is_drawn)
        lines += _compare(size, ours, floor)
    keep("floor", lines)


def _is_open(screen: str) -> bool:
    """Whether the workbench shows its first answer."""
    return " finished, " in screen


def _is_drawn(screen: str) -> bool:
    """Whether the list of the floor is there: it has nothing else to tell by."""
    return len(screen.strip()) > 200


def _press(seen: Seen, terminal: Terminal, is_ready: Callable[[str], bool]) -> None:
    try:
        terminal.wait(is_ready)
        terminal.settle(0.5)
        seen.press(terminal, _NEXT, ["down"] * PRESSES)
        seen.press(terminal, _CODE, [DIGITS[n % 9] for n in range(PRESSES)])
        seen.press(terminal, _UNDO, ["u"] * 20)
        terminal.press("ctrl+q")
        terminal.leave()
    finally:
        terminal.close()


def _compare(size: int, ours: Seen, floor: Seen) -> Iterator[Line]:
    for what in (_NEXT, _CODE, _UNDO):
        here = 1000 * percentile(ours.keys[what], 0.95)
        least = 1000 * percentile(floor.keys[what], 0.95)
        note = f"p95 {here:.0f} ms, the floor {least:.0f} ms"
        name = f"{size:,} answers: {what}, times the floor"
        yield Line(name, here / least, None, _PROMISED, note, less=True)
