"""What a report speaks of: a code is applied to a response, a category is chosen for a unit of a table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Terms:
    """The words for what was compared. "Applied" is said of codes only."""

    thing: str
    """code, category."""
    did: str
    """applied, chose."""
    done: str
    """applied, chosen."""
    does: str
    """applies, chooses."""
    unit: str
    """response, unit."""
    units: str
    judged: str
    """What a coder does to a unit, in the past: coded, rated."""
    finished: str
    """What has to be done to a unit for it to count: finished, coded, rated."""

    alpha: str = "α"
    """What the coefficient of the verdict is called."""

    def format_count(self, n: int) -> str:
        """`1 response`, `2 responses`."""
        return f"1 {self.unit}" if n == 1 else f"{n} {self.units}"


CODES = Terms("code", "applied", "applied", "applies", "response", "responses", "coded", "finished")
"""The codes of a study."""
CODES_OF_A_TABLE = Terms("code", "applied", "applied", "applies", "unit", "units", "coded", "coded")
"""Codes in a table that came from elsewhere: what its lines are is not known."""
CATEGORIES = Terms("category", "chose", "chosen", "chooses", "unit", "units", "rated", "rated")
"""The values of any other table of ratings."""
