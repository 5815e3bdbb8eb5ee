"""A survey CSV file -> columns and rows of text, each cell exactly as it stands in the file.

Nothing is typed, trimmed or turned to missing here: `NA` is a country in some columns, and what it
means is for study.toml to say. Cells beyond the header are kept as `extra`; they are never shifted
into other columns.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tipcoder.errors import BadInput, EnvironmentFault, did_you_mean, find_nearest
from tipcoder.progress import ProgressCallback, ignore_progress
from tipcoder.survey.delimiter import choose_delimiter, find_announced_delimiter, parse_delimiter
from tipcoder.survey.encoding import DecodedText, decode_survey, find_unmarked_utf16
from tipcoder.survey.file_kind import describe_other_kind
from tipcoder.survey.long_encoding import decode_long
from tipcoder.survey.long_file import LongFile, open_bytes
from tipcoder.survey.records import SurveyText, iterate_records
from tipcoder.survey.rows import FileRows, NumberedRecord, RecordScan, RecordSource, scan_records
from tipcoder.survey.rows import SurveyRow as SurveyRow  # part of what a table is
from tipcoder.text import normalise_text

_LISTED = 8
_LOOKED_AT = 1 << 16
"""Bytes at both ends by which a long file is told from other kinds."""


@dataclass(frozen=True)
class SurveyColumn:
    """One column. `header` is as in the file; `name` is unique, storable and composed, and is what
    study.toml uses."""

    position: int
    header: str
    name: str


@dataclass(frozen=True)
class SurveyTable:
    """A survey file as read; `notes` are sentences about everything that was not plain."""

    source: str
    sha256: str
    encoding: str
    delimiter: str
    columns: tuple[SurveyColumn, ...]
    rows: Sequence[SurveyRow]
    """Read anew in each pass: go through them once where once will do."""
    notes: tuple[str, ...]
    further_headers: tuple[tuple[str, ...], ...] = ()
    """Header rows below the first one (Qualtrics writes three); they are not among `rows`."""

    def find_position(self, name: str) -> int:
        """The position of the column called `name`. Raises BadInput naming the nearest."""
        for column in self.columns:
            if column.name == name:
                return column.position
        raise BadInput(
            f"{self.source}: there is no column {name!r}.",
            did_you_mean(name, [c.name for c in self.columns]),
        )


def read_survey_table(
    path: Path,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    replace_errors: bool = False,
    on_progress: ProgressCallback = ignore_progress,
) -> SurveyTable:
    """Read the whole file once, or raise; its rows are read again as they are needed.

    Of a long file `told` hears how many bytes were read.
    """
    source = normalise_text(path.name).text
    data = _read_bytes(path, source)
    _refuse_other_kinds(data, source, encoding)
    if isinstance(data, LongFile):
        data.told = on_progress
        decoded = decode_long(data, encoding=encoding, replace_errors=replace_errors)
        sha256 = data.hash_bytes()
    else:
        decoded = decode_survey(
            data, source=source, encoding=encoding, replace_errors=replace_errors
        )
        sha256 = hashlib.sha256(data).hexdigest()
    records_of, separator = _prepare_records(decoded.text, delimiter, source)
    seen = scan_records(records_of)
    if isinstance(data, LongFile):
        data.told = ignore_progress
    if seen.header is None:
        raise BadInput(f"{source}: has no header line.", "The first line must name the columns.")
    columns = name_columns(seen.header)
    return SurveyTable(
        source=source,
        sha256=sha256,
        encoding=decoded.encoding,
        delimiter=separator,
        columns=columns,
        rows=FileRows(records_of, seen) if seen.rows else (),
        notes=(*_describe_encoding(decoded), *_describe_columns(columns), *_describe_rows(seen)),
        further_headers=seen.further,
    )


def _prepare_records(
    text: SurveyText, delimiter: str | None, source: str
) -> tuple[RecordSource, str]:
    """How to begin a pass over the records of a CSV text, and what separates their cells."""
    named, skip = find_announced_delimiter(text)
    separator = (
        parse_delimiter(delimiter) if delimiter is not None else named or choose_delimiter(text)
    )
    if skip:
        text = text[skip:] if isinstance(text, str) else text.without_first_line()

    def begin_pass() -> Iterator[NumberedRecord]:
        return iterate_records(text, separator, source=source, lines_before=1 if skip else 0)

    return begin_pass, separator


def name_columns(headers: Iterable[str]) -> tuple[SurveyColumn, ...]:
    """Columns with unique names: a repeated header or case twin becomes `q (2)`, a blank one
    `column 7`."""
    headers = list(headers)
    wanted = [
        _compose_name(normalise_text(header).text) if header.strip() else "" for header in headers
    ]
    in_file = {_name_key(name) for name in wanted}
    taken: set[str] = set()
    numbers: dict[str, int] = {}
    columns = []
    for position, (header, want) in enumerate(zip(headers, wanted, strict=True)):
        name = plain = want or f"column {position + 1}"
        # A made-up name must not take one that stands in the file further right.
        while _name_key(name) in taken or (name != want and _name_key(name) in in_file):
            number = numbers[_name_key(plain)] = numbers.get(_name_key(plain), 1) + 1
            name = f"{plain} ({number})"
        taken.add(_name_key(name))
        columns.append(SurveyColumn(position, header, name))
    return tuple(columns)


def _compose_name(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _name_key(name: str) -> str:
    return _compose_name(name.casefold())


def _read_bytes(path: Path, source: str) -> bytes | LongFile:
    try:
        if path.is_dir():
            raise BadInput(f"{path}: is a folder, not a CSV file.", "Name the CSV file in it.")
        if path.is_char_device():
            raise BadInput(
                f"{path}: is a device, not a CSV file.", "Name the CSV file, or pipe it in."
            )
        data = open_bytes(path, source)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise BadInput(f"{path}: there is no such file.", _find_nearest_file(path)) from None
    except OSError as error:
        raise EnvironmentFault(
            f"{path}: cannot be read ({error.strerror}).", "Check its permissions."
        ) from None
    if not data:
        raise BadInput(f"{path.name}: is empty.", "Export it again, as CSV UTF-8.")
    return data


def _find_nearest_file(path: Path) -> str:
    """What the user may have meant; only files of that folder that a survey or codings could be in."""
    try:
        near = find_nearest(
            path.name,
            sorted(file.name for file in path.parent.glob("*.[ct]s[vt]*") if file.is_file()),
        )
    except (OSError, ValueError):
        near = ""
    return (
        f"Did you mean {str(path.with_name(near))!r}?" if near else "Check the name and the folder."
    )


def _refuse_other_kinds(data: bytes | LongFile, source: str, encoding: str | None) -> None:
    if isinstance(data, LongFile):
        # A ZIP archive lists its members at the end; everything else shows at the beginning.
        data = data.read_beginning(_LOOKED_AT) + data.read_ending(_LOOKED_AT)
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff"))
    settled = encoding is not None or marked or find_unmarked_utf16(data) is not None
    kind = describe_other_kind(data, look_for_nul=not settled)
    if kind:
        raise BadInput(
            f"{source}: looks like {kind}; a CSV file is wanted.", "Export it as CSV UTF-8."
        )


def _describe_encoding(decoded: DecodedText) -> list[str]:
    notes = []
    if decoded.how == "given against utf-8":
        notes.append(
            f"read as {decoded.encoding} as you said, although all of it is valid utf-8: look at "
            f"a few answers"
        )
    if decoded.how in ("detectors agree", "utf-16 pattern"):
        notes.append(
            f"read as {decoded.encoding}, which nothing in the file states: look at a few answers"
        )
    if decoded.replaced:
        notes.append(f"{decoded.replaced} invalid place(s) replaced by \ufffd")
    return notes


def _describe_columns(columns: tuple[SurveyColumn, ...]) -> list[str]:
    blank = [c.name for c in columns if not c.header.strip()]
    twins = [
        c.name
        for c in columns
        if c.header.strip() and c.name != _compose_name(normalise_text(c.header).text)
    ]
    notes = []
    if blank:
        notes.append(f"{len(blank)} column(s) without a header: {_join_some(blank)}")
    if twins:
        notes.append(
            f"{len(twins)} header(s) stand twice and were "
            f"numbered: {_join_some([repr(name) for name in twins])}"
        )
    return notes


def _describe_rows(scan: RecordScan) -> list[str]:
    notes = []
    if scan.further:
        notes.append(
            f"a Qualtrics export with {len(scan.further) + 1} header rows: "
            f"line {scan.further_lines} taken as headers, "
            "not answers"
        )
    if scan.again.count:
        notes.append(
            f"{scan.again.count} line(s) repeat the header and were skipped: line {scan.again}"
        )
    if not scan.rows:
        notes.append("no rows below the header")
    if scan.blank.count:
        notes.append(f"{scan.blank.count} blank line(s) skipped: line {scan.blank}")
    if scan.long.count:
        notes.append(
            f"{scan.long.count} row(s) have more cells than the header, kept as extra cells: "
            f"line {scan.long}; "
            "is a header missing, or a title line above the header?"
        )
    if scan.short.count:
        notes.append(
            f"{scan.short.count} row(s) have fewer cells than the header, filled with empty ones: "
            f"line {scan.short}"
        )
    return notes


def _join_some(items: Iterable[object]) -> str:
    shown = [str(item) for item in items]
    more = f" and {len(shown) - _LISTED} more" if len(shown) > _LISTED else ""
    return ", ".join(shown[:_LISTED]) + more
