"""Lays an answer out on lines of a terminal.

Below every quote there is a bar that says which code it carries. Bars rather than coloured text:
overlapping quotes stay readable, and nothing depends on colour. The wrapping is our own, because a
bar, a caret and the mouse all need to know which code point is drawn in which column.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from tipcoder.text import GraphemeBoundaries

MIN_WIDTH = 8
_BAR_ENDS = 4
"""Columns of a bar around the name in it: a corner and a dash on either side."""
_READABLE = 6
"""Columns beside a short bar in which a cut name can be read."""


class SpanMark(NamedTuple):
    """A quote to be drawn: its span in the text, half-open, and what the bar says."""

    start: int
    end: int
    label: str
    colour: str | None = None
    tentative: bool = False
    """Suggested and not applied: its bar is dashed."""


class TextRow(NamedTuple):
    """A line of text: code points `start` to `end`."""

    start: int
    end: int
    offsets: tuple[int, ...]
    """Where each grapheme cluster begins, and `end`."""
    columns: tuple[int, ...]
    """The column of each of these."""

    def column_at(self, offset: int) -> int:
        """The column in which the cluster that holds `offset` begins."""
        return self.columns[max(bisect_right(self.offsets, offset) - 1, 0)]

    def offset_at(self, column: int) -> int:
        """The offset of the cluster that is drawn in a column; beyond the row, its end."""
        return self.offsets[max(bisect_right(self.columns, column) - 1, 0)]


class BarPiece(NamedTuple):
    """One piece of a mark's bar under a row of text."""

    column: int
    text: str
    mark_index: int
    """Which of the marks."""


class BarRow(NamedTuple):
    """A line of bars, from left to right."""

    bars: tuple[BarPiece, ...]


class AnswerLayout:
    """An answer on lines of at most `width` columns.

    `text` must be printable, and offsets are those of `text`, in code points.
    """

    def __init__(self, text: str, width: int, marks: Sequence[SpanMark] = ()) -> None:
        self.text = text
        self.width = max(width, MIN_WIDTH)
        self._text_rows = list(wrap_text(text, self.width))
        self.rows: list[TextRow | BarRow] = []
        self.draw_marks(marks)

    def draw_marks(self, marks: Sequence[SpanMark]) -> None:
        """Put other bars under the same lines of text."""
        self.rows = []
        self._row_of: list[int] = []
        named_in = [_find_row_for_name(self._text_rows, mark) for mark in marks]
        for place, row in enumerate(self._text_rows):
            self._row_of.append(len(self.rows))
            self.rows.append(row)
            # A quote over several lines has its name in one of them.
            is_named_here = [named_row == place for named_row in named_in]
            self.rows.extend(_build_bar_rows(row, marks, is_named_here, self.width))

    def row_at(self, offset: int) -> int:
        """The number of the row that shows the character at `offset`."""
        at = bisect_right(self._text_rows, offset, key=lambda row: row.start) - 1
        return self._row_of[max(at, 0)] if self._row_of else 0

    def offset_at(self, row: int, column: int) -> int:
        """The offset under a place of the screen; a bar counts as the text above it."""
        if not self.rows:
            return 0
        number = min(max(row, 0), len(self.rows) - 1)
        while number > 0 and isinstance(self.rows[number], BarRow):
            number -= 1
        found = self.rows[number]
        return found.offset_at(column) if isinstance(found, TextRow) else 0


def wrap_text(text: str, width: int) -> Iterator[TextRow]:
    """Lines of at most `width` columns.

    They are broken at white space where there is some, and never inside a cluster.
    """
    start = 0
    while start <= len(text):
        line_end = text.find("\n", start)
        end = len(text) if line_end < 0 else line_end
        yield from _wrap_line(text, start, end, width)
        start = end + 1


def _wrap_line(text: str, start: int, end: int, width: int) -> Iterator[TextRow]:
    clusters = GraphemeBoundaries(text[start:end])
    offsets: list[int] = [start]
    columns: list[int] = [0]
    break_at = 0  # how many clusters of the row lie before the last place to break at
    at = start
    while at < end:
        after = start + clusters.next_boundary(at - start)
        cluster = text[at:after]
        # Most clusters are ASCII letters, and measuring costs.
        cells = 1 if cluster.isascii() else cell_len(cluster)
        is_space = cluster.isspace()

        if columns[-1] + cells > width and not is_space:
            cut = break_at or len(offsets) - 1
            yield _build_text_row(offsets[: cut + 1], columns[: cut + 1])
            shift = columns[cut]
            offsets = offsets[cut:]
            columns = [column - shift for column in columns[cut:]]
            break_at = 0

        offsets.append(after)
        # A space that no longer fits hangs in the margin, as on paper.
        columns.append(min(columns[-1] + cells, width))
        # Scripts with wide characters break anywhere.
        if is_space or cells == 2:
            break_at = len(offsets) - 1
        at = after
    yield _build_text_row(offsets, columns)


def _build_text_row(offsets: list[int], columns: list[int]) -> TextRow:
    return TextRow(offsets[0], offsets[-1], tuple(offsets), tuple(columns))


def _find_row_for_name(rows: Sequence[TextRow], mark: SpanMark) -> int:
    """The first row on which the code's name fits into the bar, else that with the longest bar."""
    first = max(bisect_right(rows, mark.start, key=lambda row: row.start) - 1, 0)
    longest_at, longest = first, 0
    for place in range(first, len(rows)):
        row = rows[place]
        if row.start >= mark.end:
            break
        end = row.column_at(mark.end) if mark.end <= row.end else row.columns[-1]
        start = row.column_at(mark.start) if mark.start >= row.start else 0
        cells = end - start
        if cells >= cell_len(mark.label) + _BAR_ENDS:
            return place
        if cells > longest:
            longest_at, longest = place, cells
    return longest_at


def _build_bar_rows(
    row: TextRow, marks: Sequence[SpanMark], named: Sequence[bool], width: int
) -> Iterator[BarRow]:
    """The bars of all marks under a row, on as few lines as there is room for."""
    lanes: list[list[BarPiece]] = []
    free_from: list[int] = []  # the first free column of each lane
    for number, mark in enumerate(marks):
        is_beside = mark.end <= row.start or mark.start >= max(row.end, row.start + 1)
        if is_beside:
            continue
        bar = _build_bar_piece(row, mark, number, width, is_named=named[number])
        if mark.tentative:
            bar = bar._replace(text=bar.text.replace("─", "┄"))

        lane = _find_free_lane(free_from, bar.column)
        if lane == len(lanes):
            lanes.append([])
            free_from.append(0)
        lanes[lane].append(bar)
        free_from[lane] = bar.column + cell_len(bar.text) + 1

    for bars in lanes:
        yield BarRow(tuple(bars))


def _find_free_lane(free_from: Sequence[int], column: int) -> int:
    """The first lane in which a column is free, else the number of a new one."""
    for lane, free in enumerate(free_from):
        if free <= column:
            return lane
    return len(free_from)


def _build_bar_piece(
    row: TextRow, mark: SpanMark, number: int, width: int, *, is_named: bool
) -> BarPiece:
    """The bar of a mark under a row, with the code's name where the row is the one for it."""
    begins = mark.start >= row.start
    ends = mark.end <= row.end
    # A quote that is only a space in the margin has its bar in the last column.
    left = min(row.column_at(mark.start), width - 1) if begins else 0
    right = max(row.column_at(mark.end) if ends else row.columns[-1], left + 1)
    bare = _draw_bare_bar(right - left, begins, ends)
    text = _write_name(bare, mark.label, width - right - 1) if is_named and mark.label else bare
    return BarPiece(left, text, number)


def _draw_bare_bar(cells: int, begins: bool, ends: bool) -> str:
    """A bar of so many columns; corners say where the quote begins and ends."""
    if cells == 1:
        return "╵"
    first = "└" if begins else "─"
    last = "┘" if ends else "─"
    return first + "─" * (cells - 2) + last


def _write_name(bar: str, label: str, beside: int) -> str:
    """The bar with a name in it, or to its right where `beside` columns are free."""
    cells = len(bar)
    label_cells = cell_len(label)
    if label_cells + _BAR_ENDS <= cells:
        line = "─" * (cells - 3 - label_cells)
        return f"{bar[0]}─{label}{line}{bar[-1]}"

    # The quote is shorter than the name of its code: the name goes where more of it can be read.
    middle = cells - 2
    if beside >= label_cells or beside >= max(middle, _READABLE):
        return f"{bar} {_cut_label(label, beside)}"
    inside = _cut_label(label, max(middle, 1))
    line = "─" * max(middle - cell_len(inside), 0)
    return f"{bar[0]}{inside}{line}{bar[-1]}"[:cells]


def _cut_label(label: str, cells: int) -> str:
    """As much of the label as fits, with an ellipsis where it goes on."""
    if cell_len(label) <= cells:
        return label
    kept = ""
    for letter in label:
        if cell_len(kept + letter) > max(cells - 1, 0):
            break
        kept += letter
    return kept + "…"
