"""Lays an answer out on lines of a terminal, with a bar under every quote that says which code it carries.

Bars rather than coloured text: overlapping quotes stay readable, and nothing depends on colour. Own wrapping,
because a bar, a caret and the mouse all need to know which code point stands in which column.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from tipcoder.text import GraphemeBoundaries

MIN_WIDTH = 8


class SpanMark(NamedTuple):
    """A quote to be drawn: its span in the text, and what the bar says."""

    start: int
    end: int
    label: str
    colour: str | None = None
    tentative: bool = False
    """Suggested, not put on: its bar is dashed."""


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
        """The offset of the cluster that stands in a column; the end of the row beyond it."""
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
    """An answer on lines of at most `width` columns. `text` must be printable, and offsets are those of `text`."""

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
            self.rows.extend(
                _build_bar_rows(row, marks, [at == place for at in named_in], self.width)
            )

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
    """Lines of at most `width` columns, broken at white space where there is some, never inside a cluster."""
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield from _wrap_line(text, start, end, width)
        start = end + 1


def _wrap_line(text: str, start: int, end: int, width: int) -> Iterator[TextRow]:
    clusters = GraphemeBoundaries(text[start:end])
    offsets: list[int] = [start]
    columns: list[int] = [0]
    break_at = 0
    at = start
    while at < end:
        after = start + clusters.next_boundary(at - start)
        cluster = text[at:after]
        cells = 1 if cluster.isascii() else cell_len(cluster)
        if columns[-1] + cells > width and not cluster.isspace():
            cut = break_at or len(offsets) - 1
            yield _build_text_row(offsets[: cut + 1], columns[: cut + 1])
            shift = columns[cut]
            offsets, columns = offsets[cut:], [column - shift for column in columns[cut:]]
            break_at = 0
        offsets.append(after)
        # A space that no longer fits hangs in the margin, as on paper.
        columns.append(min(columns[-1] + cells, width))
        if cluster.isspace() or cells == 2:
            break_at = len(offsets) - 1
        at = after
    yield _build_text_row(offsets, columns)


def _build_text_row(offsets: list[int], columns: list[int]) -> TextRow:
    return TextRow(offsets[0], offsets[-1], tuple(offsets), tuple(columns))


def _find_row_for_name(rows: Sequence[TextRow], mark: SpanMark) -> int:
    """The first row on which the code's name fits into the bar, else the one with the longest bar."""
    first = max(bisect_right(rows, mark.start, key=lambda row: row.start) - 1, 0)
    best, most = first, 0
    for place in range(first, len(rows)):
        row = rows[place]
        if row.start >= mark.end:
            break
        cells = row.column_at(mark.end) if mark.end <= row.end else row.columns[-1]
        cells -= row.column_at(mark.start) if mark.start >= row.start else 0
        if cells >= cell_len(mark.label) + 4:
            return place
        if cells > most:
            best, most = place, cells
    return best


def _build_bar_rows(
    row: TextRow, marks: Sequence[SpanMark], named: Sequence[bool], width: int
) -> Iterator[BarRow]:
    lanes: list[tuple[int, list[BarPiece]]] = []
    for number, mark in enumerate(marks):
        if mark.end <= row.start or mark.start >= max(row.end, row.start + 1):
            continue
        bar = _build_bar_piece(row, mark, number, width, name_it=named[number])
        if mark.tentative:
            bar = bar._replace(text=bar.text.replace("─", "┄"))
        lane = next((i for i, (free, _) in enumerate(lanes) if free <= bar.column), None)
        if lane is None:
            lanes.append((0, []))
            lane = len(lanes) - 1
        lanes[lane][1].append(bar)
        lanes[lane] = (bar.column + cell_len(bar.text) + 1, lanes[lane][1])
    for _, bars in lanes:
        yield BarRow(tuple(bars))


def _build_bar_piece(
    row: TextRow, mark: SpanMark, number: int, width: int, *, name_it: bool
) -> BarPiece:
    begins, ends = mark.start >= row.start, mark.end <= row.end
    # A quote that is only a space in the margin has its bar in the last column.
    left = min(row.column_at(mark.start), width - 1) if begins else 0
    right = max(row.column_at(mark.end) if ends else row.columns[-1], left + 1)
    cells = right - left
    label = mark.label if name_it else ""
    middle = "─" * (cells - 2)
    bare = "╵" if cells == 1 else ("└" if begins else "─") + middle + ("┘" if ends else "─")
    if not label:
        return BarPiece(left, bare, number)
    if cell_len(label) + 4 <= cells:
        return BarPiece(
            left, f"{bare[0]}─{label}{'─' * (cells - 3 - cell_len(label))}{bare[-1]}", number
        )
    # The quote is shorter than the name of its code: the name goes to the right of the bar, or over its middle.
    beside = width - right - 1
    if beside >= cell_len(label) or beside >= max(cells - 2, 6):
        return BarPiece(left, f"{bare} {_cut_label(label, beside)}", number)
    inside = _cut_label(label, max(cells - 2, 1))
    return BarPiece(
        left,
        f"{bare[0]}{inside}{'─' * max(cells - 2 - cell_len(inside), 0)}{bare[-1]}"[:cells],
        number,
    )


def _cut_label(label: str, cells: int) -> str:
    if cell_len(label) <= cells:
        return label
    kept = ""
    for letter in label:
        if cell_len(kept + letter) > max(cells - 1, 0):
            break
        kept += letter
    return kept + "…"
