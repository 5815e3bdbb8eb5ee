"""Numbers in a grid, the higher the darker: codes by segment, by question, and codes together.

The number stands in its cell, so that colour says nothing alone. One hue from light to dark is read
alike by people who do not tell red from green, and in greyscale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tipcoder.export.document import Figure, Table, text_table
from tipcoder.export.pictures.svg import INK, SvgCanvas
from tipcoder.text import make_excerpt, measure_cell_width

_CELL, _ROW, _LABEL, _TOP, _MARGIN = 58, 22, 270, 112, 90
"""Pixels of the drawing: width and height of a cell, names, heads, and room for the last head."""
_LABEL_LETTERS, _HEAD_LETTERS = 38, 22
_MOST_BESIDE = 5
"""Columns beside each other in letters."""
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


@dataclass(frozen=True)
class Cell:
    """What stands in a place of a picture, and how."""

    text: str
    """In the drawing."""
    fill: str
    ink: str = INK
    letters: str = ""
    """In the picture of letters, where that is not `text`."""
    value: str | None = None
    """In the table, where that is not `text`."""


@dataclass(frozen=True)
class CellPicture:
    """Cells by row and column; None is left blank."""

    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Cell | None, ...], ...]
    head: str
    """What a row stands for, as the head of its column."""
    patterns: tuple[str, ...] = ()
    """Definitions that cells are filled with, as SVG."""
    short_columns: tuple[str, ...] = ()
    """The names of columns in letters, where they have shorter ones."""
    head_letters: int = 12
    """Letters of the name of a column in the picture of letters."""

    def draw(self) -> str:
        """An SVG of its own size; every name in it is escaped."""
        width = _LABEL + _CELL * len(self.columns) + _MARGIN
        canvas = SvgCanvas(width, _TOP + _ROW * len(self.rows) + 8, self.title)
        canvas.marks += self.patterns
        for place, name in enumerate(self.columns):
            at = (_LABEL + _CELL * (place + 0.5), _TOP - 8)
            canvas.add_text(at, make_excerpt(name, _HEAD_LETTERS), hover=name, turned=True)
        for number, (label, cells) in enumerate(zip(self.rows, self.cells, strict=True)):
            top = _TOP + _ROW * number
            shown = make_excerpt(label, _LABEL_LETTERS)
            canvas.add_text((_LABEL - 8, top + 15), shown, anchor="end", hover=label)
            for place, cell in enumerate(cells):
                if cell is not None:
                    hover = f"{label}, {self.columns[place]}: {cell.text}"
                    _draw_cell(canvas, cell, (_LABEL + _CELL * place, top), hover)
        return canvas.render()

    def write(self) -> str:
        """A line for each row: a shade and the value for each column.

        What is wider than a terminal goes on below, with the names of the rows again.
        """
        blocks = []
        for first in range(0, max(len(self.columns), 1), _MOST_BESIDE):
            blocks.append(self._write_columns(slice(first, first + _MOST_BESIDE)))
        return "\n\n".join(blocks)

    def _write_columns(self, chosen: slice) -> str:
        labels = [make_excerpt(label, _LABEL_LETTERS) for label in self.rows]
        room = max(map(measure_cell_width, labels), default=0)
        names = (self.short_columns or self.columns)[chosen]
        heads = [make_excerpt(name, self.head_letters) for name in names]
        lines = [" " * room + _join_cells(heads, self.head_letters)]
        for label, cells in zip(labels, self.cells, strict=True):
            shown = ["" if cell is None else cell.letters or cell.text for cell in cells[chosen]]
            gap = " " * (room - measure_cell_width(label))
            lines.append(f"{label}{gap}{_join_cells(shown, self.head_letters)}")
        return "\n".join(line.rstrip() for line in lines)

    def tabulate(self) -> Table:
        """The values alone, for documents that hold no drawing."""
        rows = []
        for label, cells in zip(self.rows, self.cells, strict=True):
            rows.append((label, *map(_read_value, cells)))
        return text_table((self.head, *self.columns), rows, range(1, len(self.columns) + 1))

    def build_figure(self, caption: str) -> Figure:
        """The picture in every form."""
        return Figure(self.draw(), caption, self.write(), self.tabulate())


def build_cell_figure(title: str, grid: CellGrid, caption: str, head: str) -> Figure:
    """A grid of numbers in every form. `head` says what a row stands for."""
    cells = []
    for values in grid.values:
        cells.append(tuple(_build_cell(grid, value) for value in values))
    return CellPicture(title, grid.rows, grid.columns, tuple(cells), head).build_figure(caption)


def _build_cell(grid: CellGrid, value: float | None) -> Cell | None:
    if value is None:
        return None
    fill, ink, shade = grid.choose_shade(value)
    text = grid.write(value)
    return Cell(text, fill, ink, f"{shade * 3} {text}".strip())


def _draw_cell(canvas: SvgCanvas, cell: Cell, corner: tuple[float, float], hover: str) -> None:
    left, top = corner
    canvas.add_box((left + 1, top + 1), (_CELL - 2, _ROW - 2), cell.fill, hover)
    middle = (left + _CELL / 2, top + 15)
    canvas.add_text(middle, cell.text, anchor="middle", fill=cell.ink, hover=hover)


def _join_cells(cells: Sequence[str], width: int) -> str:
    parts = []
    for cell in cells:
        parts.append("  " + " " * (width - measure_cell_width(cell)) + cell)
    return "".join(parts)


def _read_value(cell: Cell | None) -> str:
    if cell is None:
        return ""
    return cell.text if cell.value is None else cell.value
