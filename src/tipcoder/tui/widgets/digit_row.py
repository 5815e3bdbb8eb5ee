"""Which digit applies which code, where there is no room for a list of codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from textual.content import Content
from textual.widgets import Static

from tipcoder.tui.drawing import as_content_line, fit_to_width

PINNED = "▪"
"""The sign behind a digit that keeps its code."""
_CELL = 24
"""Columns that a code takes at least, with its digit, where all have room."""


class DigitLabel(NamedTuple):
    """The code on a digit."""

    label: str
    is_pinned: bool = False


class DigitRow(Static):
    """The codes with a digit in equal columns."""

    def show_labels(self, digits: Mapping[int, DigitLabel]) -> None:
        """Show what is on each digit."""
        width = max(self.size.width - 2, _CELL)
        # Rather a shorter label than a digit that is not shown.
        rows = max(self.size.height, 1)
        columns = max(width // _CELL, -(-len(digits) // rows), 1)
        cell_width = width // columns

        cells = []
        for digit, (label, is_pinned) in digits.items():
            text = as_content_line(fit_to_width(label, cell_width - 2))
            sign = PINNED if is_pinned else " "
            cells.append(Content.assemble((f"{digit}{sign}", "bold"), text))
        lines = []
        for first in range(0, len(cells), columns):
            lines.append(Content.assemble(*cells[first : first + columns]))
        # The row has a fixed size: nothing around it has to be laid out.
        self.update(Content("\n").join(lines), layout=False)
