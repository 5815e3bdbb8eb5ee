"""A survey file of any format -> columns and rows of text, each cell as it stands in the file.

Nothing is typed, trimmed or turned to missing here: `NA` is a country in some columns, and what it
means is for study.toml to say. Cells beyond the header are kept as `extra`; they are never shifted
into other columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.progress import ProgressCallback, ignore_progress
from tipcoder.survey.column_names import SurveyColumn, name_columns
from tipcoder.survey.encoding import find_unmarked_utf16
from tipcoder.survey.file_kind import FileFormat, describe_other_kind, recognise_format
from tipcoder.survey.formats.delimited import read_delimited
from tipcoder.survey.formats.json_records import read_json_records
from tipcoder.survey.formats.raw_table import RawTable, ReadingChoices
from tipcoder.survey.formats.statistical import read_statistical
from tipcoder.survey.formats.whole_file import read_file_bytes, sample_bytes
from tipcoder.survey.formats.workbook import read_workbook
from tipcoder.survey.letter_repair import find_broken_letters, repair_records
from tipcoder.survey.long_file import LongFile
from tipcoder.survey.long_form import find_long_form, widen_records
from tipcoder.survey.rows import FileRows, scan_records
from tipcoder.survey.rows import SurveyRow as SurveyRow  # part of what a table is
from tipcoder.survey.table_notes import describe_columns, describe_rows
from tipcoder.text import normalise_text

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
    wordings: tuple[str, ...] = ()
    """The question text of each column, where the file has them beside its names."""
    long_form: str = ""
    """The columns of respondent, question and answer, where the file has a line for each answer."""
    labels: tuple[tuple[str, ...], ...] = ()
    """Labels of each column's values in the order of these, where the file has any."""
    platform: str = ""
    """Whose form the header has, such as `Qualtrics`; empty where it has none."""

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
    sheet: str | None = None,
    preferred_sheet: str = "",
    repair_text: bool = False,
    long: bool = False,
    replace_errors: bool = False,
    on_progress: ProgressCallback = ignore_progress,
) -> SurveyTable:
    """Read the whole file once, or raise; its rows are read again as they are needed.

    `preferred_sheet` of a workbook is read where nobody names one and it is there.
    Of a long file `on_progress` hears how many bytes were read. Raises BadInput for a file that is
    no table or cannot be decoded, EnvironmentFault for one that cannot be read.
    """
    source = normalise_text(path.name).text
    data = read_file_bytes(path, source)
    choices = ReadingChoices(encoding, delimiter, sheet, replace_errors, preferred_sheet)
    if isinstance(data, LongFile):
        data.told = on_progress
    raw = _read_raw_table(data, source, choices)
    if repair_text:
        raw = replace(raw, records=repair_records(raw.records))
    if long:
        raw = replace(raw, records=widen_records(raw.records, source))
    scan = scan_records(raw.records)
    if isinstance(data, LongFile):
        data.told = ignore_progress  # later passes have progress of their own
    if scan.head is None:
        raise BadInput(f"{source}: has no header line.", "The first line must name the columns.")

    doubts = () if repair_text else find_broken_letters(raw.records)
    columns = name_columns(scan.head.names[: scan.width])
    notes = chain(raw.notes, doubts, describe_columns(columns), describe_rows(scan))
    return SurveyTable(
        source=source,
        sha256=raw.sha256,
        encoding=raw.encoding,
        delimiter=raw.delimiter,
        columns=columns,
        rows=FileRows(raw.records, scan) if scan.rows else (),
        notes=tuple(notes),
        wordings=(scan.head.wordings or raw.wordings)[: scan.width],
        labels=raw.labels[: scan.width],
        platform=scan.head.platform,
        long_form=_describe_long_form(raw, columns),
    )


def _describe_long_form(raw: RawTable, columns: Sequence[SurveyColumn]) -> str:
    header = [column.name for column in columns]
    form = find_long_form(header, raw.records)
    return form.describe(header) if form else ""


def _read_raw_table(data: bytes | LongFile, source: str, choices: ReadingChoices) -> RawTable:
    """The records of a file of any format, by what stands in it and not by its name."""
    sample = sample_bytes(data)
    kind = recognise_format(sample)
    if choices.sheet is not None and not kind.is_workbook:
        raise BadInput(f"{source}: is no workbook, so it has no sheets.", "Leave --sheet out.")
    if kind.is_workbook:
        return read_workbook(data, source, kind.value, choices)
    if kind.is_statistical:
        return read_statistical(data, source, kind.value, choices)
    if kind is FileFormat.JSON:
        return read_json_records(data, source, choices)
    _refuse_other_kinds(sample, source, choices.encoding)
    return read_delimited(data, source, choices)


def _refuse_other_kinds(sample: bytes, source: str, encoding: str | None) -> None:
    marked = sample.startswith(_WIDE_MARKS)
    known = encoding is not None or marked or find_unmarked_utf16(sample) is not None
    kind = describe_other_kind(sample, look_for_nul=not known)
    if kind:
        raise BadInput(
            f"{source}: looks like {kind}; a table is wanted.",
            "Export it as CSV UTF-8, XLSX, ODS, SPSS, Stata or JSON.",
        )
