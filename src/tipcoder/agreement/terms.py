"""What a report speaks of.

A code is applied to a response; a category is chosen for a unit of a table.
"""

from __future__ import annotations

from dataclasses import dataclass

from tipcoder.text import format_count


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

    @property
    def are_codes(self) -> bool:
        """Whether codes were compared, and not categories."""
        return self.thing == "code"

    @property
    def preposition(self) -> str:
        """The preposition before the unit: a code is applied to it, a category is chosen for it."""
        # One applies a code to a response, and chooses a category for a unit.
        return "to" if self.are_codes else "for"

    @property
    def read(self) -> str:
        """What makes a coder's work count: answers are read, and units are rated."""
        return "read" if self.are_codes else self.judged

    def format_count(self, n: int) -> str:
        """`1 response`, `2 responses`."""
        return format_count(n, self.unit, self.units)


CODES = Terms(
    thing="code",
    did="applied",
    done="applied",
    does="applies",
    unit="response",
    units="responses",
    judged="coded",
    finished="finished",
)
"""The codes of a study."""
CODES_OF_A_TABLE = Terms(
    thing="code",
    did="applied",
    done="applied",
    does="applies",
    unit="unit",
    units="units",
    judged="coded",
    finished="coded",
)
"""Codes in a table that came from elsewhere: what its lines are is not known."""
CATEGORIES = Terms(
    thing="category",
    did="chose",
    done="chosen",
    does="chooses",
    unit="unit",
    units="units",
    judged="rated",
    finished="rated",
)
"""The values of any other table of ratings."""
