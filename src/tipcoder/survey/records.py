"""Text -> records of cells with the line where each begins, by the strict csv reader."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from tipcoder.errors import BadInput
from tipcoder.survey.long_file import LongText
from tipcoder.text import split_lines as lines_of

if TYPE_CHECKING:
    from _csv import Reader  # csv's reader class has no public name

SurveyText = str | LongText
_LONGEST_CELL = 2**31 - 1


def iterate_lines(text: SurveyText) -> Iterator[str]:
    """Lines with their ends, which may be LF, CRLF or CR."""
    return lines_of(text) if isinstance(text, str) else text.iterate_lines()


def make_raw_reader(text: SurveyText, delimiter: str) -> Iterator[list[str]]:
    """Records as csv gives them: blank lines as empty lists, csv.Error on the first
    that is broken."""
    return _make_reader(text, delimiter)


def iterate_records(
    text: SurveyText, delimiter: str, *, source: str, lines_before: int = 0
) -> Iterator[tuple[int, list[str]]]:
    """Each record with the number of its first line.

    Raises BadInput naming the line where a quote opened.
    """
    reader = _make_reader(text, delimiter)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            read = islice(iterate_lines(text), line - 1, reader.line_num)
            raise _broken_record_error(
                "".join(read), delimiter, line + lines_before, source, str(error)
            ) from None
        yield line + lines_before, cells


def _make_reader(text: SurveyText, delimiter: str) -> Reader:
    csv.field_size_limit(_LONGEST_CELL)  # global to the process, so set whenever a reader is made
    return csv.reader(iterate_lines(text), delimiter=delimiter, strict=True)


def _broken_record_error(
    text: str, delimiter: str, line: int, source: str, reason: str
) -> BadInput:
    """What is wrong with a record, whose text this is as far as it was read and which begins in
    `line`."""
    opened, met = _find_faulty_quote(text, delimiter)
    if opened is None:
        return BadInput(
            f"{source}, line {line}: {reason}; nothing was imported.",
            "Mend the line, or export the survey again as CSV UTF-8.",
        )
    where = line + _count_line_ends(text, opened)
    if met is None:
        return BadInput(
            f"{source}, line {where}: a quotation mark opens here and is never closed; nothing "
            f"was imported.",
            "Close it, or double it if it belongs to the text.",
        )
    closed = line + _count_line_ends(text, met)
    there = "" if closed == where else f" (in line {closed})"
    return BadInput(
        f"{source}, line {where}: text follows the closing quotation mark{there} of a cell that "
        f"opens here; "
        "nothing was imported.",
        'Quotation marks inside a cell must be doubled: "he said ""yes""".',
    )


def _count_line_ends(text: str, end: int) -> int:
    return len(re.findall(r"\r\n?|\n", text[:end]))


def _find_faulty_quote(text: str, delimiter: str) -> tuple[int | None, int | None]:
    """Where the quote at fault opens, and where it was closed with text behind it (None: never)."""
    cell_end = re.compile(f"[{re.escape(delimiter)}\r\n]")
    at = 0
    while at < len(text):
        if text[at] == '"':
            opened, at = at, _find_closing_quote(text, at + 1)
            if at < 0:
                return opened, None
            if at + 1 < len(text) and text[at + 1] not in (delimiter, "\r", "\n"):
                return opened, at
            at += 1
        else:
            found = cell_end.search(text, at)
            if found is None:
                break
            at = found.start()
        at += 1
    return None, None


def _find_closing_quote(text: str, at: int) -> int:
    while True:
        at = text.find('"', at)
        if at < 0 or text[at + 1 : at + 2] != '"':
            return at
        at += 2
