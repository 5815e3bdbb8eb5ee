"""How long work tells whoever waits for it how far it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Told = Callable[[int, int], None]
"""Hears how much is done, and of how much. Called often, so it must be quick."""


def nobody(done: int, of: int) -> None:
    """Nobody waits."""


@dataclass(frozen=True)
class Watch:
    """Who waits for each part of taking in a survey."""

    reading: Told = nobody
    """Bytes of a long file."""
    freezing: Told = nobody
    """Rows."""
    hearing: Told = nobody
    """Answers whose language is known."""
    writing: Told = nobody
    """Cases."""
