"""Letters in front of pieces of an answer, and where on a row of text they are drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from tipcoder.tui.widgets.answer_layout import TextRow


class TextLabel(NamedTuple):
    """Letters to be drawn at an offset of the text, in code points."""

    offset: int
    letters: str


class PlacedLabel(NamedTuple):
    """Letters that are drawn in the place of the words from `start` to `end`."""

    start: int
    end: int
    letters: str


def build_labels(count: int, letters: str) -> list[str]:
    """So many labels of one letter, or of two where there are more than letters; in order of reach.

    None is the beginning of another one. There are at most as many as pairs of letters.
    """
    size = len(letters)
    prefixes = 0
    while size - prefixes + prefixes * size < count and prefixes < size:
        prefixes += 1
    labels = list(letters[: size - prefixes])
    for first in letters[size - prefixes :]:
        labels += [first + second for second in letters]
    return labels[:count]


def place_labels(
    row: TextRow, text: str, labels: Sequence[TextLabel], page_start: int
) -> Iterator[PlacedLabel]:
    """The labels on a row, in order: on the blank before their words where there is one, else on
    their first letters. `text` is that of the page, which begins at `page_start`; places are those
    of the page.
    """
    free_from = row.start
    for label in labels:
        offset = label.offset - page_start
        if not row.start <= offset < row.end:
            continue
        has_blank = offset > free_from and text[offset - 1].isspace()
        start = offset - 1 if has_blank else max(offset, free_from)
        end = _find_end(row, start, cell_len(label.letters))
        yield PlacedLabel(start, end, label.letters)
        free_from = end


def _find_end(row: TextRow, start: int, cells: int) -> int:
    """Where so many columns from `start` end, at the latest with the row."""
    column = row.column_at(start)
    for offset in row.offsets:
        if offset > start and row.column_at(offset) - column >= cells:
            return offset
    return row.end


def fit_label(label: PlacedLabel, row: TextRow, start: int, end: int) -> str:
    """What is drawn of a label in the columns of the words from `start` to `end`, within its own.

    The caret or the edge of a quote may cut these in two.
    """
    first = row.column_at(start) - row.column_at(label.start)
    cells = _column_behind(row, end) - row.column_at(start)
    return label.letters[first : first + cells].ljust(cells)


def _column_behind(row: TextRow, end: int) -> int:
    return row.columns[-1] if end >= row.end else row.column_at(end)
