"""Descriptive tables: how many of how many, and means with what they rest on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TableLine:
    """One value of a descriptive table: how many of how many."""

    label: str
    count: int
    base: int
    """The denominator: rows that answered, or ticked at least one option."""
    weighted: float | None = None
    """The weighted share, where there are weights; `count` and `base` never are weighted."""
    low: float | None = None
    high: float | None = None
    """The interval of the weighted share."""
    effective_n: float | None = None
    """Kish's effective number of the rows in `base`, where there are weights."""

    @property
    def share(self) -> float | None:
        """Weighted where there are weights; None where nobody answered."""
        if self.effective_n is not None:
            return self.weighted
        return self.count / self.base if self.base else None


@dataclass(frozen=True)
class MeanLine:
    """A mean with what it rests on."""

    label: str
    answers: int
    rows: int
    """Rows of the group, answered or not."""
    mean: float | None = None
    median: float | None = None
    sd: float | None = None
    low: float | None = None
    high: float | None = None
    effective_n: float | None = None
    """Kish's effective number of answers, where mean, median, deviation and interval are weighted;
    answers and rows never are."""


@dataclass(frozen=True)
class TableBlock:
    """One question of a descriptive table."""

    text: str
    unit: str
    """What is counted: cases or respondents."""
    lines: tuple[TableLine, ...] = ()
    means: tuple[MeanLine, ...] = ()
    note: str = ""
    label: str = ""
    """What people call it, where `text` is the name of an outcome."""

    @property
    def heading(self) -> str:
        """The question as readers of a table know it."""
        return self.label or self.text


@dataclass(frozen=True)
class DescriptiveTable:
    """A descriptive table."""

    key: str
    title: str
    blocks: tuple[TableBlock, ...]


def label_with_key(key: str, label: str) -> str:
    """`Average tier (avg_tier)`; the key alone where there is no other name."""
    has_other_name = bool(label) and label != key
    return f"{label} ({key})" if has_other_name else key
