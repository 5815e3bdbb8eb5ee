"""Numbers in a grid, the higher the darker: codes by segment, by question, and codes together.

The number stands in its cell, so that colour says nothing alone. One hue from light to dark is read
alike by people who do not tell red from green, and in greyscale.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tipcoder.export.document import Figure, Table, text_table
from tipcoder.export.pictures.letters import measure_widest, pad_left, wrap_name
from tipcoder.export.pictures.svg import INK, LETTERS, TURN, SvgCanvas
from tipcoder.export.pictures.text_width import (
    estimate_text_width,
    shorten_to_width,
    wrap_to_width,
)
from tipcoder.text import make_excerpt, measure_cell_width

_NARROWEST, _ROW, _GAP, _MARGIN = 34, 22, 8, 10
"""Pixels of the drawing: a cell's least width and its height, beside a name, and at the edge."""
_BESIDE_TEXT = 14
"""Pixels of a cell beside what stands in it."""
_WIDEST_HEAD = 64
"""Pixels of a head that is not turned."""
_LABEL_ROOM, _HEAD_ROOM, _LEADING = 290.0, 160.0, 13
"""Pixels of a line of the name of a row, of the name of a column, and from line to line."""
_LABEL_LETTERS = 38
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
    column_hovers: tuple[str, ...] = ()
    """What a column stands for in full, where its name does not say it."""

    def draw(self) -> str:
        """An SVG of its own size; every name in it is escaped."""
        names = [wrap_to_width(label, LETTERS, _LABEL_ROOM) for label in self.rows]
        label_width = max(map(_measure_lines, names), default=0.0)
        row_height = _ROW if all(len(lines) == 1 for lines in names) else _ROW + _LEADING - 5
        heads = _ColumnHeads(self.columns, self._measure_cells())
        left = round(_MARGIN + label_width + _GAP)
        size = (
            left + heads.cell * len(self.columns) + max(heads.overhang, _MARGIN),
            heads.height + row_height * len(self.rows) + _MARGIN,
        )
        canvas = SvgCanvas(*size, self.title)
        canvas.marks += self.patterns
        heads.draw(canvas, left, self.column_hovers or self.columns)
        for number, (lines, cells) in enumerate(zip(names, self.cells, strict=True)):
            middle = heads.height + row_height * (number + 0.5)
            label = self.rows[number]
            _draw_label(canvas, lines, (left - _GAP, middle), label)
            for place, cell in enumerate(cells):
                if cell is not None:
                    hover = f"{label}, {self.columns[place]}: {cell.text}"
                    corner = (left + heads.cell * place, middle - row_height / 2)
                    _draw_cell(canvas, cell, corner, (heads.cell, row_height), hover)
        return canvas.render()

    def _measure_cells(self) -> int:
        """Pixels that a cell needs for what stands in it."""
        widest = 0.0
        for row in self.cells:
            widest = max(widest, _measure_lines([cell.text for cell in row if cell is not None]))
        return max(_NARROWEST, math.ceil(widest + _BESIDE_TEXT))

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

    def fit(self, width: int) -> str:
        """The same in `width` columns: names take several lines, and what does not fit beside each
        other goes on below.
        """
        shown: list[list[str]] = []
        for cells in self.cells:
            shown.append(["" if cell is None else cell.letters or cell.text for cell in cells])
        names = self.short_columns or self.columns
        heads = measure_widest([word for name in names for word in name.split()])
        column = max(heads, *(measure_widest(row) for row in shown), 1)
        column = min(column, self.head_letters)
        each = column + 2
        # Names have what all columns leave, and a usual length beside three of them.
        usual = max(min(_LABEL_LETTERS, width - 3 * each), width // 3)
        room = min(measure_widest(self.rows), max(width - each * len(names), usual))
        beside = max((width - room) // each, 1)
        blocks = []
        for first in range(0, max(len(names), 1), beside):
            chosen = slice(first, first + beside)
            lines = _fit_heads(names[chosen], room, column)
            for label, row in zip(self.rows, shown, strict=True):
                name, *others = wrap_name(label, room)
                lines += [pad_left(name, room) + _join_cells(row[chosen], column), *others]
            blocks.append("\n".join(line.rstrip() for line in lines))
        return "\n\n".join(blocks)

    def tabulate(self) -> Table:
        """The values alone, for documents that hold no drawing."""
        rows = []
        for label, cells in zip(self.rows, self.cells, strict=True):
            rows.append((label, *map(_read_value, cells)))
        return text_table((self.head, *self.columns), rows, range(1, len(self.columns) + 1))

    def build_figure(self, caption: str) -> Figure:
        """The picture in every form."""
        drawn, letters = self.draw(), self.write()
        return Figure(drawn, caption, letters, self.tabulate(), write_letters=self.fit)


def build_cell_figure(
    title: str, grid: CellGrid, caption: str, head: str, column_hovers: Sequence[str] = ()
) -> Figure:
    """A grid of numbers in every form. `head` says what a row stands for, `column_hovers` what the
    columns stand for.
    """
    digits = 0
    for values in grid.values:
        digits = max([digits, *(len(grid.write(value)) for value in values)])
    cells = []
    for values in grid.values:
        cells.append(tuple(_build_cell(grid, value, digits) for value in values))
    hovers = tuple(column_hovers)
    picture = CellPicture(title, grid.rows, grid.columns, tuple(cells), head, column_hovers=hovers)
    return picture.build_figure(caption)


def _build_cell(grid: CellGrid, value: float | None, digits: int) -> Cell | None:
    """A cell; in letters its number is `digits` wide, so that shades stand below each other."""
    if value is None:
        return None
    fill, ink, shade = grid.choose_shade(value)
    text = grid.write(value)
    return Cell(text, fill, ink, f"{shade * 3} {text:>{digits}}".strip())


class _ColumnHeads:
    """The names of columns: beside each other where each fits over its cells, else turned."""

    def __init__(self, names: Sequence[str], cell: float) -> None:
        self._names = [shorten_to_width(name, LETTERS, _HEAD_ROOM) for name in names]
        widths = [estimate_text_width(name, LETTERS) for name in self._names]
        widest = max(widths, default=0.0)
        self._is_turned = widest > _WIDEST_HEAD
        self.cell = cell if self._is_turned else max(cell, math.ceil(widest + _GAP))
        """Pixels of the width of a cell, of which `cell` are the least."""
        turn = math.radians(TURN)
        rise = widest * math.sin(turn) + LETTERS if self._is_turned else LETTERS
        self.height = math.ceil(rise + _GAP + _MARGIN)
        """Pixels above the cells."""
        reach = (widths[-1] + LETTERS) * math.cos(turn) if self._is_turned else 0.0
        self.overhang = math.ceil(max(reach - self.cell / 2, 0.0)) + _MARGIN
        """Pixels to the right of the last cell."""

    def draw(self, canvas: SvgCanvas, left: float, hovers: Sequence[str]) -> None:
        """Every name over the middle of its column."""
        for place, (name, hover) in enumerate(zip(self._names, hovers, strict=True)):
            at = (left + self.cell * (place + 0.5), self.height - _GAP)
            anchor = "start" if self._is_turned else "middle"
            canvas.add_text(at, name, anchor=anchor, hover=hover, turned=self._is_turned)


def _measure_lines(lines: Sequence[str]) -> float:
    return max((estimate_text_width(line, LETTERS) for line in lines), default=0.0)


def _draw_label(
    canvas: SvgCanvas, lines: Sequence[str], at: tuple[float, float], hover: str
) -> None:
    """The name of a row before its cells, its lines around the middle of the row."""
    right, middle = at
    foot = middle + 4 - _LEADING * (len(lines) - 1) / 2
    for number, line in enumerate(lines):
        canvas.add_text((right, foot + _LEADING * number), line, anchor="end", hover=hover)


def _draw_cell(
    canvas: SvgCanvas,
    cell: Cell,
    corner: tuple[float, float],
    size: tuple[float, float],
    hover: str,
) -> None:
    (left, top), (width, height) = corner, size
    canvas.add_box((left + 1, top + 1), (width - 2, height - 2), cell.fill, hover)
    middle = (left + width / 2, top + height / 2 + 4)
    canvas.add_text(middle, cell.text, anchor="middle", fill=cell.ink, hover=hover)


def _join_cells(cells: Sequence[str], width: int) -> str:
    parts = []
    for cell in cells:
        parts.append("  " + " " * (width - measure_cell_width(cell)) + cell)
    return "".join(parts)


def _fit_heads(names: Sequence[str], room: int, column: int) -> list[str]:
    """The names of columns in as many lines as they need, all with their last on the last line."""
    wrapped = [wrap_name(name, column) for name in names]
    height = max(map(len, wrapped), default=0)
    lines = []
    for number in range(height):
        parts = []
        for name in wrapped:
            place = number - (height - len(name))
            parts.append(name[place] if place >= 0 else "")
        lines.append(" " * room + _join_cells(parts, column))
    return lines


def _read_value(cell: Cell | None) -> str:
    if cell is None:
        return ""
    return cell.text if cell.value is None else cell.value
