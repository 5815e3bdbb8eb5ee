"""Open answers with what was settled of them."""

from __future__ import annotations

from typing import NamedTuple

from tipcoder.workbench.adjudication.consensus import SettledAnswer


class CheckedAnswer(NamedTuple):
    """One open answer of a case: what a coder said of it, and what was settled."""

    case: int
    counts: bool
    """Whether what the coder said of it tells anything: it was asked, and she read it."""
    codes: frozenset[str]
    settled: SettledAnswer | None
    """None outside the sample, and where the coders could not judge it."""
    chance: float
