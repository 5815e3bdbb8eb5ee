"""How long work tells whoever waits for it how far it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

ProgressCallback = Callable[[int, int], None]
"""Hears how much is done, and of how much. Called often, so it must be quick."""


def ignore_progress(done: int, of: int) -> None:
    """Nobody waits."""


@dataclass(frozen=True)
class ImportProgress:
    """Who waits for each part of taking in a survey."""

    reading: ProgressCallback = ignore_progress
    """Bytes of a long file."""
    freezing: ProgressCallback = ignore_progress
    """Rows."""
    detecting: ProgressCallback = ignore_progress
    """Answers whose language is known."""
    writing: ProgressCallback = ignore_progress
    """Cases."""
