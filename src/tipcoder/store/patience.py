"""How long to wait for a database."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Patience:
    """Seconds after which something is given up."""

    connect: int = 5
    silence: float = 4.0
    """Without a byte from the server, after which it is asked whether it lives."""
    act: int = 300
    """For one statement of an act."""
    read: int = 300
    """For one statement that only reads: statistics of a large study take their time."""
    lock: float = 10


AT_A_SCREEN = Patience(act=20)
"""A coder is waiting with both hands on the keys."""
