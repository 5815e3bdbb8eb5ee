"""What a round is to be, and what came of the draw."""

from __future__ import annotations

from dataclasses import dataclass

from tipcoder.workbench.rounds.drift_sample import DriftSample
from tipcoder.workbench.rounds.forecasts import CodeForecast
from tipcoder.workbench.rounds.round_strata import STRATA


@dataclass(frozen=True)
class RoundPlan:
    """What a round is to be."""

    coders: tuple[str, ...]
    overlap: str = "20%"
    """The shared part: a share like `20%`, or a number of answers."""
    by: tuple[str, ...] = STRATA
    name: str = ""
    questions: tuple[str, ...] = ()
    only_overlap: bool = False
    seed: int | None = None
    oversample: str = ""
    """The part of the overlap, a share or a number, that is drawn among answers likely to carry
    rare codes.
    """
    rare: tuple[str, ...] = ()
    """The codes meant by that; those of which fewer than `ENOUGH` positives are expected where none
    is named.
    """
    drift: str = ""
    """How many answers of an earlier wave are mixed in to be coded again: a share or a number."""
    earlier_wave: str | None = None
    """The wave that they are of; the last but one where none is named."""


@dataclass(frozen=True)
class DrawnRound:
    """A round as it was drawn, or would be."""

    name: str
    seed: int
    pile: int
    shared: int
    each: dict[str, int]
    strata: dict[str, tuple[int, int]]
    """Stratum -> (answers, of these shared)."""
    expected: tuple[CodeForecast, ...]
    likely: int = 0
    """Shared answers that were drawn because they are likely to carry a rare code."""
    again: DriftSample | None = None
    """Answers of an earlier wave that are coded again."""
