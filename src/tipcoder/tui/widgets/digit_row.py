"""Which digit applies which code, where there is no room for a list of codes."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from tipcoder.tui.drawing import as_content_line, fit_to_width

_CELL = 24
"""Columns that a code takes at least, with its digit."""


class DigitRow(Static):
    """The nine codes with a digit in equal columns."""

    def show_labels(self, labels: Sequence[str]) -> None:
        """Show these codes on 1, 2, 3 …"""
        width = max(self.size.width - 2, _CELL)
        columns = max(width // _CELL, 1)
        cell_width = width // columns

        lines = []
        for first in range(0, len(labels), columns):
            cells = []
            for number, label in enumerate(labels[first : first + columns], first + 1):
                text = as_content_line(fit_to_width(label, cell_width - 2))
                cells.append(Content.assemble((f"{number} ", "bold"), text))
            lines.append(Content.assemble(*cells))
        # The row has a fixed size: nothing around it has to be laid out.
        self.update(Content("\n").join(lines), layout=False)
