"""Rows of a file, read anew in each pass, so that a million of them need no memory.

A reader of any format gives records (the line or row where each begins, and its cells as text) as
often as it is asked to; everything below the header is made of them here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import overload

from tipcoder.survey.qualtrics import find_further_headers

NumberedRecord = tuple[int, list[str]]
"""Where a record begins in the file, and its cells; no cells for a blank line."""
RecordSource = Callable[[], Iterator[NumberedRecord]]
"""Begins a pass over all records of a file, the header first."""
_LISTED = 8
"""Lines that a note names one by one."""
_HEADERS_WITHIN = 3
"""Rows among which further header rows are looked for."""


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """One record below the header."""

    number: int
    """1 for the first record of data."""
    line: int
    """The line of the file where it begins."""
    cells: tuple[str, ...]
    """One for each column."""
    extra: tuple[str, ...] = ()
    """Cells beyond the last column."""
    short: bool = False
    """Whether missing cells at the end were filled with empty ones."""


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

    header: list[str] | None = None
    further: tuple[tuple[str, ...], ...] = ()
    """Header rows below the first one."""
    further_lines: LineSample = field(default_factory=LineSample)
    rows: int = 0
    """Rows of data, without further headers and repeated ones."""
    blank: LineSample = field(default_factory=LineSample)
    long: LineSample = field(default_factory=LineSample)
    short: LineSample = field(default_factory=LineSample)
    again: LineSample = field(default_factory=LineSample)
    """Where the whole header stands again, because files were joined."""


def scan_records(records: RecordSource) -> RecordScan:
    """Read every record once. Raises what the reader raises for one that is broken."""
    scan = RecordScan()
    stream = records()
    scan.header = _read_header(stream, scan.blank)
    if scan.header is None:
        return scan

    header = tuple(scan.header)
    rows = _iterate_shaped_rows(stream, len(header), scan)
    first = list(islice(rows, _HEADERS_WITHIN))
    scan.further = find_further_headers([row.cells for row in first])
    count = len(scan.further)
    for row in first[:count]:
        scan.further_lines.add_line(row.line)

    for row in chain(first[count:], rows):
        if _is_header(row, header):
            scan.again.add_line(row.line)
        else:
            scan.rows += 1
    return scan


class FileRows(Sequence[SurveyRow]):
    """The rows of data of a file.

    Going through them is a pass over the file; so is asking for one by its place.
    """

    def __init__(self, records: RecordSource, scan: RecordScan) -> None:
        assert scan.header is not None
        self._records = records
        self._header = tuple(scan.header)
        self._further = len(scan.further)
        self._count = scan.rows

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[SurveyRow]:
        stream = self._records()
        # The first pass has reported what this one counts again.
        unused = RecordScan()
        _read_header(stream, unused.blank)
        rows = _iterate_shaped_rows(stream, len(self._header), unused)
        number = 0
        for row in islice(rows, self._further, None):
            if not _is_header(row, self._header):
                number += 1
                yield SurveyRow(number, row.line, row.cells, row.extra, row.short)

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


def _read_header(stream: Iterator[NumberedRecord], blank: LineSample) -> list[str] | None:
    for line, cells in stream:
        if cells:
            return cells
        blank.add_line(line)
    return None


def _iterate_shaped_rows(
    stream: Iterator[NumberedRecord], width: int, scan: RecordScan
) -> Iterator[SurveyRow]:
    """Records with as many cells as the header, blank ones left out.

    Their numbers count further headers too.
    """
    number = 0
    for line, cells in stream:
        found = len(cells)
        if not found and width > 1:
            scan.blank.add_line(line)
            continue
        number += 1
        if found == width:
            yield SurveyRow(number, line, tuple(cells))
        elif found > width:
            scan.long.add_line(line)
            yield SurveyRow(number, line, tuple(cells[:width]), tuple(cells[width:]))
        else:
            # In a file of one column a blank line is a respondent who wrote nothing.
            if width > 1:
                scan.short.add_line(line)
            cells.extend([""] * (width - found))
            yield SurveyRow(number, line, tuple(cells), short=width > 1)


def _is_header(row: SurveyRow, header: tuple[str, ...]) -> bool:
    """Whether a row repeats the whole header; one cell alone may be an answer."""
    return len(header) > 1 and row.cells == header and not row.extra and any(header)
