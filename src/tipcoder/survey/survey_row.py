"""One row of a survey file, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """One record below the header."""

    number: int
    """1 for the first record of data."""
    line: int
    """The line of the file where it begins."""
    cells: tuple[str, ...]
    """One for each column."""
    extra: tuple[str, ...] = ()
    """Cells beyond the last column."""
    short: bool = False
    """Whether missing cells at the end were filled with empty ones."""
