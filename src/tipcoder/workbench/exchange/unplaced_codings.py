"""Codings of another program that have no place here, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tipcoder.text import format_count

_LISTED = 10


@dataclass
class UnplacedCodings:
    """Codings that cannot be placed, and why."""

    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(self.reasons.values())

    def add_reason(self, why: str, number: int = 1) -> None:
        """Count codings under a reason; none are no reason."""
        if number:
            self.reasons[why] += number

    def list_reasons(self) -> list[str]:
        """The commonest reasons, each with its number."""
        lines = [f"{why} ({number})" for why, number in self.reasons.most_common(_LISTED)]
        more = len(self.reasons) - len(lines)
        return [*lines, f"and {more} more reasons"] if more > 0 else lines

    def list_notes(self, *, skipped: bool) -> Iterator[str]:
        """What is said where the others come in, or in a dry run."""
        if self.count:
            what = "left out" if skipped else "cannot be placed, and --skip leaves them out"
            yield f"{format_count(self.count, 'coding')} {what}: " + "; ".join(self.list_reasons())
