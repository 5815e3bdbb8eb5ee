"""Numbers in a grid, the higher the darker: codes by segment, by question, and codes together.

The number stands in its cell, so that colour says nothing alone. One hue from light to dark is read
alike by people who do not tell red from green, and in greyscale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tipcoder.export.document import Figure, Table, text_table
from tipcoder.export.pictures.svg import SvgCanvas
from tipcoder.text import make_excerpt, measure_cell_width

_CELL, _ROW, _LABEL, _TOP, _MARGIN = 58, 22, 270, 112, 90
"""Pixels of the drawing: width and height of a cell, names, heads, and room for the last head."""
_LABEL_LETTERS, _HEAD_LETTERS, _LETTER_HEAD = 38, 22, 12
_SHADES = (
    ("#f7fbff", "#000000", " "),
    ("#deebf7", "#000000", "░"),
    ("#9ecae1", "#000000", "▒"),
    ("#4292c6", "#000000", "▓"),
    ("#08519c", "#ffffff", "█"),
)
"""The colour of a cell, that of the letters on it, and the shade in letters, from low to high."""


@dataclass(frozen=True)
class CellGrid:
    """Values by row and column; None where nothing is known, which is left blank."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[float | None, ...], ...]
    most: float
    """The value that is darkest."""
    is_share: bool = False
    """Whether values are parts of 1, written as percentages."""

    def write(self, value: float | None) -> str:
        """A value as a reader sees it."""
        if value is None:
            return ""
        return f"{value * 100:.0f}%" if self.is_share else f"{value:g}"

    def choose_shade(self, value: float) -> tuple[str, str, str]:
        """Colour, letters and shade; nothing at all is lighter than whatever there is."""
        if value <= 0 or self.most <= 0:
            return _SHADES[0]
        steps = len(_SHADES) - 1
        return _SHADES[min(int(value / self.most * steps) + 1, steps)]


def build_cell_figure(title: str, grid: CellGrid, caption: str, head: str) -> Figure:
    """The picture in every form. `head` says what a row stands for, as the head of its column."""
    return Figure(_draw(title, grid), caption, _write(grid), _tabulate(grid, head))


def _draw(title: str, grid: CellGrid) -> str:
    width = _LABEL + _CELL * len(grid.columns) + _MARGIN
    canvas = SvgCanvas(width, _TOP + _ROW * len(grid.rows) + 8, title)
    for place, name in enumerate(grid.columns):
        at = (_LABEL + _CELL * (place + 0.5), _TOP - 8)
        canvas.add_text(at, make_excerpt(name, _HEAD_LETTERS), hover=name, turned=True)
    for number, (label, values) in enumerate(zip(grid.rows, grid.values, strict=True)):
        top = _TOP + _ROW * number
        shown = make_excerpt(label, _LABEL_LETTERS)
        canvas.add_text((_LABEL - 8, top + 15), shown, anchor="end", hover=label)
        for place, value in enumerate(values):
            if value is not None:
                hover = f"{label}, {grid.columns[place]}: {grid.write(value)}"
                _draw_cell(canvas, grid, value, (_LABEL + _CELL * place, top), hover)
    return canvas.render()


def _draw_cell(
    canvas: SvgCanvas, grid: CellGrid, value: float, corner: tuple[float, float], hover: str
) -> None:
    fill, ink, _ = grid.choose_shade(value)
    left, top = corner
    canvas.add_box((left + 1, top + 1), (_CELL - 2, _ROW - 2), fill, hover)
    middle = (left + _CELL / 2, top + 15)
    canvas.add_text(middle, grid.write(value), anchor="middle", fill=ink, hover=hover)


def _write(grid: CellGrid) -> str:
    """A line for each row: a shade and the value for each column."""
    labels = [make_excerpt(label, _LABEL_LETTERS) for label in grid.rows]
    room = max(map(measure_cell_width, labels), default=0)
    heads = [make_excerpt(name, _LETTER_HEAD) for name in grid.columns]
    lines = [" " * room + _join_cells(heads)]
    for label, values in zip(labels, grid.values, strict=True):
        cells = [_shade_value(grid, value) for value in values]
        gap = " " * (room - measure_cell_width(label))
        lines.append(f"{label}{gap}{_join_cells(cells)}")
    return "\n".join(line.rstrip() for line in lines)


def _join_cells(cells: Sequence[str]) -> str:
    parts = []
    for cell in cells:
        parts.append("  " + " " * (_LETTER_HEAD - measure_cell_width(cell)) + cell)
    return "".join(parts)


def _shade_value(grid: CellGrid, value: float | None) -> str:
    if value is None:
        return ""
    return f"{grid.choose_shade(value)[2] * 3} {grid.write(value)}".strip()


def _tabulate(grid: CellGrid, head: str) -> Table:
    """The values alone, for documents that hold no drawing."""
    cells = []
    for label, values in zip(grid.rows, grid.values, strict=True):
        cells.append((label, *(grid.write(value) for value in values)))
    return text_table((head, *grid.columns), cells, range(1, len(grid.columns) + 1))
