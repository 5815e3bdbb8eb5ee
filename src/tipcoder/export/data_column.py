"""A variable of a table that leaves: its values, and what a reader of them has to know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

NOMINAL, ORDINAL, SCALE = "nominal", "ordinal", "scale"
"""Levels of measurement, as SPSS calls them."""


@dataclass(frozen=True, eq=False)
class DataColumn:
    """One variable: texts, numbers or labelled whole numbers; None is missing."""

    name: str
    label: str
    values: Sequence[Any]
    value_labels: Mapping[int, str] = field(default_factory=dict)
    source: str = ""
    note: str = ""
    measured: str = ""
    """nominal, ordinal or scale; empty where the kind of the values tells."""
    levels: Sequence[str] = ()
    """The texts that a closed question offers, in their order; empty where nobody has said."""
    identifies: bool = False
    """Tells cases apart, so that it stays text whatever it looks like."""

    @property
    def kind(self) -> str:
        """text, number or category."""
        # Labels say that the numbers are names, which nobody may average.
        if self.value_labels:
            return "category"
        return (
            "number"
            if all(isinstance(v, int | float) for v in self.values if v is not None)
            else "text"
        )

    @property
    def measure(self) -> str:
        """nominal, ordinal or scale."""
        if self.measured:
            return self.measured
        return SCALE if self.kind == "number" else NOMINAL


def format_value_labels(column: DataColumn) -> str:
    """What a column's numbers mean, on one line."""
    return "; ".join(f"{value} = {label}" for value, label in column.value_labels.items())


def are_whole(known: Sequence[Any]) -> bool:
    """Whether numbers are all whole ones; none at all are not."""
    # A column without any value is no column of whole numbers: nothing is known of it.
    return bool(known) and all(isinstance(value, int) for value in known)
