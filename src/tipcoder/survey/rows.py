"""Rows of a file, read anew in each pass, so that a million of them need no memory.

A reader of any format gives records (the line or row where each begins, and its cells as text) as
often as it is asked to; everything below the header is made of them here.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import overload

from tipcoder.survey.footers import MOST_FOOTERS, IdWords, find_footers
from tipcoder.survey.heads.head import LOOKED_AT, TableHead, read_head
from tipcoder.survey.survey_row import SurveyRow as SurveyRow  # part of what rows are

NumberedRecord = tuple[int, list[str]]
"""Where a record begins in the file, and its cells; no cells for a blank line."""
RecordSource = Callable[[], Iterator[NumberedRecord]]
"""Begins a pass over all records of a file, the header first."""
_LISTED = 8
"""Lines that a note names one by one."""


@dataclass
class LineSample:
    """Lines of the file of which something is to be said: how many, and the first of them."""

    count: int = 0
    first: list[int] = field(default_factory=list)

    def add_line(self, line: int) -> None:
        """Count one more."""
        self.count += 1
        if len(self.first) < _LISTED:
            self.first.append(line)

    def __str__(self) -> str:
        listed = ", ".join(map(str, self.first))
        left = self.count - len(self.first)
        return f"{listed} and {left} more" if left else listed


@dataclass
class RecordScan:
    """What one pass over all records found."""

    head: TableHead | None = None
    """None for a file without any record."""
    rows: int = 0
    """Rows of data, without further headers, repeated ones, empty ones and footers."""
    blank: LineSample = field(default_factory=LineSample)
    """Blank lines."""
    empty: LineSample = field(default_factory=LineSample)
    """Rows of empty cells."""
    long: LineSample = field(default_factory=LineSample)
    short: LineSample = field(default_factory=LineSample)
    again: LineSample = field(default_factory=LineSample)
    """Where the whole header stands again, because files were joined."""
    footers: LineSample = field(default_factory=LineSample)
    """Lines at the end that are no data, such as a total."""
    width: int = 0
    """Columns down to the last one that has a header or a cell with anything in it."""


def scan_records(records: RecordSource) -> RecordScan:
    """Read every record once. Raises what the reader raises for one that is broken."""
    scan = RecordScan()
    stream = records()
    first = list(islice(stream, LOOKED_AT))
    scan.head = read_head(first)
    if scan.head is None:
        return scan

    scan.width = _measure_header(scan.head)
    for line, cells in first:
        if line < scan.head.last_line and not cells:
            scan.blank.add_line(line)
    last: deque[SurveyRow] = deque(maxlen=MOST_FOOTERS + 1)
    ids = IdWords()
    for row in _iterate_rows(chain(first, stream), scan.head, scan):
        scan.rows += 1
        if scan.width < len(row.cells):
            scan.width = max(scan.width, _count_to_last_filled(row.cells, scan.width))
        ids.add_row(row.cells)
        last.append(row)
    footers = find_footers(list(last), ids, scan.rows)
    for row in footers:
        scan.footers.add_line(row.line)
    scan.rows -= len(footers)
    return scan


class FileRows(Sequence[SurveyRow]):
    """The rows of data of a file.

    Going through them is a pass over the file; so is asking for one by its place.
    """

    def __init__(self, records: RecordSource, scan: RecordScan) -> None:
        assert scan.head is not None
        self._records = records
        self._head = scan.head
        self._count = scan.rows
        self._width = scan.width

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[SurveyRow]:
        # The first pass has reported what this one counts again.
        unused = RecordScan()
        narrower = self._width < len(self._head.written)
        # To the very end, where a file that has changed meanwhile is noticed. Footers come last.
        for row in _iterate_rows(self._records(), self._head, unused):
            if row.number > self._count:
                continue
            yield replace(row, cells=row.cells[: self._width]) if narrower else row

    @overload
    def __getitem__(self, at: int) -> SurveyRow: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[SurveyRow, ...]: ...

    def __getitem__(self, at: int | slice) -> SurveyRow | tuple[SurveyRow, ...]:
        if isinstance(at, slice):
            start, stop, step = at.indices(self._count)
            if step < 0:
                return tuple(self)[at]
            return tuple(islice(iter(self), start, stop, step))
        place = range(self._count)[at]
        return next(islice(iter(self), place, None))


def _measure_header(head: TableHead) -> int:
    """Columns down to the last one with a name or a wording; one at least."""
    named = _count_to_last_filled(head.names, 0)
    return max(1, named, _count_to_last_filled(head.wordings, 0))


def _count_to_last_filled(cells: Sequence[str], fewest: int) -> int:
    """Cells down to the last one that is not blank, or so many as are counted anyway."""
    for count in range(len(cells), fewest, -1):
        if cells[count - 1].strip():
            return count
    return fewest


def _iterate_rows(
    stream: Iterable[NumberedRecord], head: TableHead, scan: RecordScan
) -> Iterator[SurveyRow]:
    """Rows of data with as many cells as the header, numbered from 1."""
    number = 0
    below = (record for record in stream if record[0] > head.last_line)
    for row in _iterate_shaped_rows(below, len(head.written), scan):
        if _is_header(row, head.written):
            scan.again.add_line(row.line)
            continue
        number += 1
        # Written out, because `replace` takes a multiple of the time, and this is each row.
        yield SurveyRow(number, row.line, row.cells, row.extra, row.short)


def _iterate_shaped_rows(
    stream: Iterable[NumberedRecord], width: int, scan: RecordScan
) -> Iterator[SurveyRow]:
    """Records with as many cells as the header; blank lines and rows of empty cells are left out.

    In a file of one column a blank line is a respondent who wrote nothing.
    """
    for line, cells in stream:
        found = len(cells)
        if width > 1 and not any(map(str.strip, cells)):
            (scan.empty if found else scan.blank).add_line(line)
            continue
        if found == width:
            yield SurveyRow(0, line, tuple(cells))
        elif found > width:
            scan.long.add_line(line)
            yield SurveyRow(0, line, tuple(cells[:width]), tuple(cells[width:]))
        else:
            if width > 1:
                scan.short.add_line(line)
            cells.extend([""] * (width - found))
            yield SurveyRow(0, line, tuple(cells), short=width > 1)


def _is_header(row: SurveyRow, header: tuple[str, ...]) -> bool:
    """Whether a row repeats the whole header; one cell alone may be an answer."""
    return len(header) > 1 and row.cells == header and not row.extra and any(header)
