"""Sentences about everything in a survey file that was not plain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tipcoder.survey.column_names import SurveyColumn, compose_header
from tipcoder.survey.encoding import DecodedText
from tipcoder.survey.heads.head import TableHead
from tipcoder.survey.rows import RecordScan

_LISTED = 8
"""Columns that a note names one by one."""


def describe_encoding(decoded: DecodedText) -> Iterator[str]:
    """What a person should look at because the encoding was not certain."""
    if decoded.how == "given against utf-8":
        yield (
            f"read as {decoded.encoding} as you said, although all of it is valid utf-8: look at "
            "a few answers"
        )
    if decoded.how in ("guess", "utf-16 pattern"):
        yield f"read as {decoded.encoding}, which nothing in the file states: look at a few answers"
    if decoded.replaced:
        yield f"{decoded.replaced} invalid place(s) replaced by \ufffd"


def describe_columns(columns: Sequence[SurveyColumn]) -> Iterator[str]:
    """Columns that have another name than their header."""
    blank = []
    twins = []
    for column in columns:
        plain = compose_header(column.header)
        if not plain:
            blank.append(column.name)
        elif column.name != plain:
            twins.append(repr(column.name))

    if blank:
        yield f"{len(blank)} column(s) without a header: {_join_some(blank)}"
    if twins:
        yield f"{len(twins)} header(s) occur twice and were numbered: {_join_some(twins)}"


def describe_rows(scan: RecordScan) -> Iterator[str]:
    """Rows that were not data, or had more or fewer cells than the header."""
    if scan.head is not None:
        yield from _describe_head(scan.head, scan.width)
    if scan.empty.count:
        yield f"{scan.empty.count} empty row(s) skipped: line {scan.empty}"
    if scan.footers.count:
        yield (
            f"{scan.footers.count} line(s) at the end were skipped, which are no rows of data: "
            f"line {scan.footers}"
        )
    if scan.again.count:
        yield f"{scan.again.count} line(s) repeat the header and were skipped: line {scan.again}"
    if not scan.rows:
        yield "no rows below the header"
    if scan.blank.count:
        yield f"{scan.blank.count} blank line(s) skipped: line {scan.blank}"
    if scan.long.count:
        yield (
            f"{scan.long.count} row(s) have more cells than the header, kept as extra cells: "
            f"line {scan.long}; is a header missing, or a title line above the header?"
        )
    if scan.short.count:
        yield (
            f"{scan.short.count} row(s) have fewer cells than the header, filled with empty ones: "
            f"line {scan.short}"
        )


def _describe_head(head: TableHead, width: int) -> Iterator[str]:
    """Header rows, what stands above them, and columns that are none."""
    if head.further:
        yield (
            f"a {head.platform} export with {len(head.further) + 1} header rows: "
            f"line {', '.join(map(str, head.further))} taken as headers, not answers"
        )
    if head.titles:
        yield (
            f"{len(head.titles)} line(s) above the header were skipped as titles: "
            f"line {', '.join(map(str, head.titles))}"
        )
    if width < len(head.written):
        yield (
            f"{len(head.written) - width} column(s) at the right have neither a header nor a "
            "cell with anything in it, and were left out"
        )


def _join_some(names: Sequence[str]) -> str:
    """The first names; how many more there are."""
    listed = ", ".join(names[:_LISTED])
    left = len(names) - _LISTED
    return f"{listed} and {left} more" if left > 0 else listed
