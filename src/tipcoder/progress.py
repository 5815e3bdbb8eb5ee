"""How long work tells whoever waits for it how far it is."""

from __future__ import annotations

from collections.abc import Callable

Told = Callable[[int, int], None]
"""Hears how much is done, and of how much. Called often, so it must be quick."""


def nobody(done: int, of: int) -> None:
    """Nobody waits."""
