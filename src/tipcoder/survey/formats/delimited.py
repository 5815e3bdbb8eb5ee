"""CSV and TSV: text in any encoding -> records of cells, each exactly as it stands in the file."""

from __future__ import annotations

from collections.abc import Iterator

from tipcoder.survey.delimiter import choose_delimiter, find_announced_delimiter, parse_delimiter
from tipcoder.survey.encoding import DecodedText, decode_survey
from tipcoder.survey.formats.raw_table import RawTable, ReadingChoices
from tipcoder.survey.formats.whole_file import hash_file
from tipcoder.survey.long_encoding import decode_long
from tipcoder.survey.long_file import LongFile
from tipcoder.survey.records import SurveyText, iterate_records
from tipcoder.survey.rows import NumberedRecord, RecordSource
from tipcoder.survey.table_notes import describe_encoding


def read_delimited(data: bytes | LongFile, source: str, choices: ReadingChoices) -> RawTable:
    """Read a text table. Raises BadInput where it cannot be decoded."""
    decoded = _decode(data, source, choices)
    records, separator = _prepare_records(decoded.text, choices.delimiter, source)
    return RawTable(
        records,
        hash_file(data),
        decoded.encoding,
        separator,
        tuple(describe_encoding(decoded)),
    )


def _decode(data: bytes | LongFile, source: str, choices: ReadingChoices) -> DecodedText:
    if isinstance(data, LongFile):
        return decode_long(data, encoding=choices.encoding, replace_errors=choices.replace_errors)
    return decode_survey(
        data, source=source, encoding=choices.encoding, replace_errors=choices.replace_errors
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
