"""The columns of the answer grid: which there are, and how wide each is.

Columns only ever widen while one list is shown: text that shifts sideways cannot be skimmed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from tipcoder.model.answers import GridLine
from tipcoder.text import measure_cell_width
from tipcoder.workbench.coding.folded import describe_folded_line

TEXT = "length"
"""The column of the answers' text; it orders by their length."""
MARKS_WIDTH = 5
"""Columns of the signs before every row."""
_HEADINGS = {"case": "Case", "question": "Question", "language": "Lang", "same": "×"}
_WIDEST = {"case": 12, "question": 14, "codes": 32}
_WIDEST_ATTRIBUTE = 14
_TEXT_WIDTH = 30
"""Columns that the text gets at least; attributes make room for it, and then the codes."""
_LEAST_CODES = 12
"""Columns that the codes keep where they make room."""


@dataclass(frozen=True)
class GridColumn:
    """One column: what orders by it, and its heading."""

    by: str
    heading: str
    width: int


class GridColumns:
    """The columns of one list of answers, with their widths so far in terminal columns."""

    def __init__(self, attributes: Sequence[str], label: Callable[[str], str]) -> None:
        self._attributes = attributes
        self._label = label
        self._widths: dict[str, int] = {}

    def forget_widths(self) -> None:
        """Another list is shown: its columns begin narrow."""
        self._widths = {}

    def widen_for(self, rows: Iterable[GridLine]) -> None:
        """Make room for the cells of these rows, up to what each column may take."""
        for row in rows:
            for name, cell in self.format_cells(row).items():
                widest = _WIDEST.get(name, _WIDEST_ATTRIBUTE)
                width = self._widths.get(name, 0)
                # Measuring costs: a column that is as wide as it may be is not measured again.
                if width < widest:
                    needed = min(measure_cell_width(cell), widest)
                    self._widths[name] = max(width, needed)

    def format_cells(self, row: GridLine) -> dict[str, str]:
        """Column -> what a row shows there; the text is not among them."""
        line = row.line
        cells = {
            "case": line.case,
            "question": line.question,
            "language": line.language,
            "same": f"×{line.duplicates}" if line.duplicates > 1 else "",
        }
        cells |= dict(zip(self._attributes, row.attributes, strict=True))
        if line.folded is not None and line.is_mixed:
            cells["codes"] = describe_folded_line(line.folded, self._label)
        else:
            cells["codes"] = ", ".join(self._label(code) for code in row.codes)
        return cells

    def fit_columns(self, width: int) -> list[GridColumn]:
        """The columns that fit into `width`, attributes only as far as the text keeps its room."""
        left = [self._build_column(name, heading) for name, heading in _HEADINGS.items()]
        codes = self._build_column("codes", "Codes")
        before = MARKS_WIDTH + sum(column.width + 1 for column in left)
        codes_room = max(width - before - 1 - _TEXT_WIDTH, _LEAST_CODES)
        codes = replace(codes, width=min(codes.width, codes_room))
        used = before + codes.width + 1

        attributes = []
        for name in self._attributes:
            column = self._build_column(name, name)
            if used + column.width + 1 + _TEXT_WIDTH > width:
                break
            attributes.append(column)
            used += column.width + 1

        text = GridColumn(TEXT, "Answer", max(width - used, 0))
        return [*left, *attributes, codes, text]

    def find_column(self, x: int, width: int) -> GridColumn | None:
        """The column at a place of a line of `width`; None before the first one."""
        start = MARKS_WIDTH
        for column in self.fit_columns(width):
            end = start + column.width + 1
            if start <= x < end:
                return column
            start = end
        return None

    def _build_column(self, name: str, heading: str) -> GridColumn:
        widest = _WIDEST.get(name, _WIDEST_ATTRIBUTE)
        heading_width = measure_cell_width(heading) + 1  # with the sign of the order
        needed = max(self._widths.get(name, 0), heading_width)
        return GridColumn(name, heading, min(needed, widest))
