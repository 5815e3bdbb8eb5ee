"""The workbench through a pseudo-terminal:
how long until something is seen, and from a key to the painted frame.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.studies import tipcoder
from terminal import Terminal

PRESSES = 60
READINGS = 3
"""How often the pile is read: it takes so short that one reading is a handful of presses."""
DIGITS = "123456789"


@dataclass
class Seen:
    """What was measured on one study."""

    first_frame: float = 0.0
    first_answer: float = 0.0
    memory: float = 0.0
    """Resident megabytes after the presses."""
    keys: dict[str, list[float]] = field(default_factory=dict)
    """Seconds from key to frame, by what was pressed."""
    written: dict[str, list[int]] = field(default_factory=dict)
    """Bytes sent to the terminal, by what was pressed: what a slow link has to carry."""
    screens: dict[str, float] = field(default_factory=dict)
    """Seconds until another screen stands, the last byte included."""

    later: dict[str, list[float]] = field(default_factory=dict)
    """Seconds from key to what follows from it in the background, by what that is;
    only where it paints something.
    """

    def press(self, terminal: Terminal, what: str, keys: Iterable[str]) -> None:
        """Press keys one by one, and note for each the time to the last byte of what it painted,
        and the bytes.
        """
        for key in keys:
            before, begun = len(terminal.written), time.perf_counter()
            terminal.press(key)
            terminal.settle(0.06)
            if len(terminal.written) > before:
                # A key that paints nothing (the last page) is not a fast one: it is left out.
                self._note(what, terminal.last_output - begun, len(terminal.written) - before)

    def press_and_follow(
        self,
        terminal: Terminal,
        what: str,
        follows: str,
        keys: Iterable[str],
        done: Callable[[str, str], bool],
        quiet: float = 0.06,
    ) -> None:
        """Press keys whose work goes on in the background,
        and note when each was answered and what followed.

        A key is answered when `done` holds of the screens before and after it;
        `quiet` seconds after what followed comes the next.
        """
        for key in keys:
            before, screen, begun = len(terminal.written), terminal.text, time.perf_counter()
            terminal.press(key)
            terminal.wait(lambda now, screen=screen: done(screen, now))  # type: ignore[misc]
            # A frame may come in pieces; the next frame is a sixtieth of a second later
            # at the earliest.
            terminal.settle(0.01)
            answered = terminal.last_output
            self._note(what, answered - begun, len(terminal.written) - before)
            terminal.settle(quiet)
            if terminal.last_output > answered:
                self.later.setdefault(follows, []).append(terminal.last_output - begun)

    def _note(self, what: str, seconds: float, size: int) -> None:
        self.keys.setdefault(what, []).append(seconds)
        self.written.setdefault(what, []).append(size)


def watch(folder: Path, env: dict[str, str]) -> Seen:
    """Open a study's workbench, press keys, leave."""
    seen = Seen()
    terminal = Terminal(tipcoder("code", "--coder", "benchmark"), env=env, cwd=str(folder))
    try:
        seen.first_frame = terminal.wait("Opening") - terminal.started
        seen.first_answer = terminal.wait(" finished, ") - terminal.started
        terminal.settle()
        seen.press(terminal, "next answer", ["down"] * PRESSES)
        seen.press(terminal, "select a sentence", ["s"] * PRESSES)
        seen.press(terminal, "code the sentence", DIGITS)
        terminal.press("escape")
        terminal.settle(0.3)
        seen.press(terminal, "code an answer, next shown", [DIGITS[n % 9] for n in range(PRESSES)])
        seen.press(terminal, "undo", ["u"] * 20)
        seen.press(terminal, "page down", ["pagedown"] * 20)
        seen.screens["grid"] = _opened(terminal, "g", "Answer")
        seen.press(terminal, "grid: next row", ["down"] * PRESSES)
        seen.press(terminal, "grid: page down", ["pagedown"] * 20)
        seen.press(terminal, "grid: code a row, next row", [DIGITS[n % 9] for n in range(PRESSES)])
        seen.screens["fold repeats"] = _opened(terminal, "D", "folded;")
        seen.screens["back to coding"] = _opened(terminal, "g", "Enter Finish")
        seen.screens["codebook"] = _opened(terminal, "b", "mine")
        seen.screens["study"] = _opened(terminal, "t", "Next")
        seen.memory = _memory(terminal.pid)
        terminal.press("ctrl+q")
        terminal.leave()
    finally:
        terminal.close()
    return seen


def watch_suggesting(folder: Path, env: dict[str, str]) -> Seen:
    """Open a study's workbench, work while suggestions read the pile, and with what they offer."""
    seen = Seen()
    for _ in range(READINGS - 1):
        terminal = Terminal(tipcoder("code", "--coder", "suggested"), env=env, cwd=str(folder))
        try:
            _read_the_pile(terminal, seen)
            terminal.press("ctrl+q")
            terminal.leave()
        finally:
            terminal.close()
    terminal = Terminal(tipcoder("code", "--coder", "suggested"), env=env, cwd=str(folder))
    try:
        _read_the_pile(terminal, seen)
        terminal.press("P", "home")
        terminal.settle(0.5)
        seen.screens["offers after p"] = _opened(terminal, "p", _offered)
        seen.screens["accept an offer"] = _opened(terminal, "1", "1 ●")
        terminal.press("p")
        terminal.settle(0.5)
        terminal.press("O")
        terminal.wait("Read in which order")
        terminal.press(*"likeliest")
        terminal.settle(0.3)
        terminal.press("enter")
        terminal.settle(0.5)
        terminal.press(*"pushback")
        terminal.settle(0.3)
        seen.screens["likeliest first"] = _opened(terminal, "enter", "What follows is ordered")
        terminal.settle(0.5)
        digits = [DIGITS[n % 2] for n in range(PRESSES)]
        seen.press_and_follow(
            terminal,
            "ranked list: code, next shown",
            "ranked list: what lies ahead is ranked anew",
            digits,
            _coded,
            0.2,
        )
        ahead = "ranked list: what lies ahead is ranked anew"
        seen.press_and_follow(
            terminal, "ranked list: next answer", ahead, ["down"] * PRESSES, _next_shown
        )
        seen.memory = _memory(terminal.pid)
        begun = time.perf_counter()
        terminal.press("ctrl+q")
        terminal.leave()
        seen.screens["leaving"] = time.perf_counter() - begun
    finally:
        terminal.close()
    return seen


def _read_the_pile(terminal: Terminal, seen: Seen) -> None:
    """Go from answer to answer from when suggestions are asked for until there are some."""
    terminal.wait(" finished, ")
    terminal.settle()
    begun = time.perf_counter()
    terminal.press("P")
    terminal.wait("being read")

    def presses() -> Iterator[str]:
        while not _offered(terminal.text):
            yield "down"

    seen.press_and_follow(
        terminal,
        "the pile being read: next answer",
        "the pile is read: offers come",
        presses(),
        _next_shown,
    )
    seen.screens["the pile is read, by somebody who goes on"] = time.perf_counter() - begun


def _next_shown(before: str, now: str) -> bool:
    """Whether the mark in the list stands at another answer."""
    return _marked(before) != _marked(now) != ""


def _marked(screen: str) -> str:
    return next((line for line in screen.splitlines() if line.startswith("▸")), "")


def _coded(before: str, now: str) -> bool:
    """Whether more is finished in the title, and the status line, painted last,
    says another thing.
    """
    was, is_now = before.splitlines(), now.splitlines()
    return was[0] != is_now[0] and was[-2] != is_now[-2]


def _offered(screen: str) -> bool:
    return "settled yet" in screen or " accepted in this study" in screen


def _opened(terminal: Terminal, key: str, until: str | Callable[[str], bool]) -> float:
    """Seconds from a key to the last byte of another screen."""
    begun = time.perf_counter()
    terminal.press(key)
    terminal.wait(until)
    terminal.settle(0.3)
    return terminal.last_output - begun


def _memory(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def percentile(values: Sequence[float], share: float) -> float:
    """A percentile of what was measured."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else float("nan")


def median_of(measure: Callable[[], float], times: int) -> float:
    """The median of several runs, the first of which only warms up."""
    measure()
    return statistics.median(measure() for _ in range(times))
