"""Figures that are kept: benchmarks/RESULTS.md says what was measured,
one section for each part.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

RESULTS = Path(__file__).resolve().parent / "RESULTS.md"


class Line(NamedTuple):
    """A figure beside its promise."""

    what: str
    value: float
    spread: float | None
    """Standard deviation over draws, or the standard error over codes."""
    promise: float | None
    """None where nothing was promised."""
    note: str = ""
    less: bool = False
    """Whether less is better."""

    @property
    def kept(self) -> bool:
        """Whether the promise holds, without rounding."""
        if self.promise is None:
            return True
        return self.value <= self.promise if self.less else self.value >= self.promise


def keep(section: str, lines: Sequence[Line]) -> None:
    """Print figures and put them into their section of RESULTS.md, which must be there."""
    head = ["| | measured | promised | |", "|---|---|---|---|"]
    rows = [
        (
            f"| {line.what} | {_shown(line)} | "
            f"{_promised(line)}{'' if line.kept else ' **missed**'} | {line.note} |"
        )
        for line in lines
    ]
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    table = "\n".join([f"Measured {day}.", "", *head, *rows])
    print(f"\n{section}\n{table}")
    text = RESULTS.read_text("utf-8")
    pattern = rf"(<!-- {section} -->\n).*?(<!-- end of {section} -->)"
    RESULTS.write_text(
        re.sub(pattern, lambda m: f"{m[1]}{table}\n{m[2]}", text, flags=re.DOTALL), "utf-8"
    )


def _promised(line: Line) -> str:
    return "" if line.promise is None else f"{'≤' if line.less else '≥'} {line.promise:g}"


def _shown(line: Line) -> str:
    digits = 3 if line.promise is None or abs(line.promise) < 1 else 1
    return f"{line.value:.{digits}f}" + (
        "" if line.spread is None else f" ± {line.spread:.{digits}f}"
    )
