"""Which code stands on which digit, where there is no room for a list of codes."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from tipcoder.tui.drawing import as_content_line, fit_to_width

_CELL = 24


class DigitRow(Static):
    """The nine codes with a digit in equal columns."""

    def show_labels(self, labels: Sequence[str]) -> None:
        """Show these codes on 1, 2, 3 …"""
        width = max(self.size.width - 2, _CELL)
        columns = max(width // _CELL, 1)
        cell = width // columns
        lines = [labels[at : at + columns] for at in range(0, len(labels), columns)]
        shown = [
            Content.assemble(
                *(
                    Content.assemble(
                        (f"{number} ", "bold"), as_content_line(fit_to_width(label, cell - 2))
                    )
                    for number, label in enumerate(line, row * columns + 1)
                )
            )
            for row, line in enumerate(lines)
        ]
        self.update(Content("\n").join(shown), layout=False)
