"""`asked_if`: the closed question that leads to another one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from tipcoder.values import Spellings


@dataclass(frozen=True)
class AskCondition:
    """The closed question that gates another one."""

    column: str
    equals: tuple[str, ...]

    @cached_property
    def spellings(self) -> Spellings:
        """The values that lead to the question."""
        return Spellings(self.equals)

    def is_met(self, cell: str | None) -> bool:
        """Whether a cell of the gate's column led to the question."""
        return self.spellings.find_value(cell) is not None
