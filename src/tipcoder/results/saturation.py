"""New codes by answers read, and what is still unseen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SaturationStep:
    """What is known of the codes after so many answers were read."""

    answers: int
    new: tuple[str, ...]
    """Codes that are on this answer and on none before it."""
    codes: int
    """Codes seen so far."""
    expected: float
    """The same averaged over all orders of reading, with its interval."""
    low: float
    high: float
    ratio: float | None = None
    """New information: codes that are new in the run that ends here, as a share of those of the
    base; None in the base, and where no run ends."""


@dataclass(frozen=True)
class Saturation:
    """New codes by answer, and what is still unseen."""

    steps: tuple[SaturationStep, ...]
    base: int
    run: int
    unseen: float
    unseen_low: float
    unseen_high: float
    once: int
    """Codes on one answer."""
    twice: int
    unused: int
    """Codes of the codebook that are on no answer that was read."""
    sentences: tuple[str, ...]
