"""A survey CSV file -> columns and rows of text, each cell exactly as it stands in the file.

Nothing is typed, trimmed or turned to missing here: `NA` is a country in some columns, and what it
means is for study.toml to say. Cells beyond the header are kept as `extra`; they are never shifted
into other columns.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from tipcoder.errors import BadInput, EnvironmentFault, did_you_mean, find_nearest
from tipcoder.progress import ProgressCallback, ignore_progress
from tipcoder.survey.column_names import SurveyColumn, name_columns
from tipcoder.survey.delimiter import choose_delimiter, find_announced_delimiter, parse_delimiter
from tipcoder.survey.encoding import decode_survey, find_unmarked_utf16
from tipcoder.survey.file_kind import describe_other_kind
from tipcoder.survey.long_encoding import decode_long
from tipcoder.survey.long_file import LongFile, open_bytes
from tipcoder.survey.records import SurveyText, iterate_records
from tipcoder.survey.rows import FileRows, NumberedRecord, RecordSource, scan_records
from tipcoder.survey.rows import SurveyRow as SurveyRow  # part of what a table is
from tipcoder.survey.table_notes import describe_columns, describe_encoding, describe_rows
from tipcoder.text import normalise_text

_LOOKED_AT = 1 << 16
"""Bytes at both ends by which a long file is told from other kinds."""
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")
"""Byte order marks of UTF-16 and UTF-32, whose text is full of NUL bytes."""


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

    Of a long file `on_progress` hears how many bytes were read. Raises BadInput for a file that is
    not a text table or cannot be decoded, EnvironmentFault for one that cannot be read.
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

    records, separator = _prepare_records(decoded.text, delimiter, source)
    scan = scan_records(records)
    if isinstance(data, LongFile):
        data.told = ignore_progress  # later passes have progress of their own
    if scan.header is None:
        raise BadInput(f"{source}: has no header line.", "The first line must name the columns.")

    columns = name_columns(scan.header)
    notes = chain(describe_encoding(decoded), describe_columns(columns), describe_rows(scan))
    return SurveyTable(
        source=source,
        sha256=sha256,
        encoding=decoded.encoding,
        delimiter=separator,
        columns=columns,
        rows=FileRows(records, scan) if scan.rows else (),
        notes=tuple(notes),
        further_headers=scan.further,
    )


def _prepare_records(
    text: SurveyText, delimiter: str | None, source: str
) -> tuple[RecordSource, str]:
    """How to begin a pass over the records of a CSV text, and what separates their cells."""
    announced, skip = find_announced_delimiter(text)
    separator = _choose_separator(text, delimiter, announced)
    if skip:
        text = text[skip:] if isinstance(text, str) else text.without_first_line()

    def begin_pass() -> Iterator[NumberedRecord]:
        return iterate_records(text, separator, source=source, lines_before=1 if skip else 0)

    return begin_pass, separator


def _choose_separator(text: SurveyText, given: str | None, announced: str | None) -> str:
    """What the user gave comes first, then what the file announces, then what fits best."""
    if given is not None:
        return parse_delimiter(given)
    return announced or choose_delimiter(text)


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
    """What the user may have meant, of the files in the folder that a survey or codings could be
    in."""
    try:
        found = [file for file in path.parent.glob("*.[ct]s[vt]*") if file.is_file()]
        near = find_nearest(path.name, sorted(file.name for file in found))
    except (OSError, ValueError):
        near = ""
    if not near:
        return "Check the name and the folder."
    return f"Did you mean {str(path.with_name(near))!r}?"


def _refuse_other_kinds(data: bytes | LongFile, source: str, encoding: str | None) -> None:
    if isinstance(data, LongFile):
        # A ZIP archive lists its members at the end; everything else shows at the beginning.
        data = data.read_beginning(_LOOKED_AT) + data.read_ending(_LOOKED_AT)

    marked = data.startswith(_WIDE_MARKS)
    known = encoding is not None or marked or find_unmarked_utf16(data) is not None
    kind = describe_other_kind(data, look_for_nul=not known)
    if kind:
        raise BadInput(
            f"{source}: looks like {kind}; a CSV file is wanted.", "Export it as CSV UTF-8."
        )
