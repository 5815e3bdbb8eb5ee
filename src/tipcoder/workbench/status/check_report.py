"""What a check of a study has found, for a lead."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class CheckReport:
    """Faults make the check fail; warnings are for a lead to weigh.

    Each is a sentence without a full stop, which names the place first.
    """

    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    totals: dict[str, int] = field(default_factory=dict)
    """What the store holds, by name."""
    remedy: str = ""
    """What to do about faults of the store."""
