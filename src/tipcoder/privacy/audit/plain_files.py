"""CSV, text and Markdown as an audit reads them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence

from tipcoder.errors import BadInput
from tipcoder.privacy.audit.contents import (
    ContentRow,
    Contents,
    Passage,
    Trace,
    build_headed_sheet,
)
from tipcoder.text import split_lines

_LONGEST_CELL = 1 << 27
"""Characters of a cell of CSV: Python's own limit is shorter than some answers."""
_ESCAPED = re.compile(r"\\([\\`*_|<>\[\]#~{}()+.!&=-])")
_RULE = re.compile(r"\|?\s*:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)*\|?\s*")
"""What parts the head of a table of Markdown from its rows."""
_PIPE = re.compile(r"(?<!\\)\|")
_MOSTLY = 0.7
_BROKEN_WORD = re.compile(r"(?<=\w)[-\u00ad\u2010]\s*\n\s*(?=\w)|\u00ad")
"""A hyphen at the end of a line, and one that is only shown there."""
_TAG = re.compile(r"<[A-Za-z][^<>]*>")
_MARKS = re.compile(r"</?[A-Za-z][^<>]*>|\*+|~~|`+|(?<!\w)_+|_+(?!\w)")
"""Marks of Markdown and HTML that may stand inside a word and are not seen."""
_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def decode_text(data: bytes, contents: Contents) -> str:
    """The text of a file. What is not UTF-8 is read letter by letter, and said."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    wide = _guess_wide(data[:4000])
    if wide:
        return data.decode(wide, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        contents.traces.append(
            Trace(
                "encoding",
                "the whole file",
                "is not UTF-8, so names in other alphabets may have been missed",
            )
        )
        return data.decode("cp1252", "replace")


def _guess_wide(start: bytes) -> str:
    """UTF-16 without its mark, where every other byte of the text is empty; else nothing."""
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = start[first::2]
        if len(half) > 4 and half.count(0) > _MOSTLY * len(half):
            return encoding if start[1 - first :: 2].count(0) == 0 else ""
    return ""


def read_csv(data: bytes) -> Contents:
    """A table of text; the first row names the columns.

    Its cells are parted by what its first line has most of.
    """
    contents = Contents()
    text = decode_text(data, contents)
    first = text.partition("\n")[0]
    return _read_table(text, max(",;\t|", key=first.count), contents)


def read_tsv(data: bytes) -> Contents:
    """A table whose cells are parted by tabulators."""
    contents = Contents()
    return _read_table(decode_text(data, contents), "\t", contents)


def _read_table(text: str, delimiter: str, contents: Contents) -> Contents:
    csv.field_size_limit(_LONGEST_CELL)
    contents.sheets.append(build_headed_sheet(_iterate_csv_rows(text, delimiter)))
    return contents


def _iterate_csv_rows(text: str, delimiter: str) -> Iterator[ContentRow]:
    reader = csv.reader(split_lines(text), delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            if cells:
                yield ContentRow(f"line {line}", tuple(cells))
            line = reader.line_num + 1
    except csv.Error:
        raise BadInput(f"Line {line} is not CSV.", "Write the file again.") from None


def read_text(data: bytes) -> Contents:
    """Running text, a passage a paragraph: names may break over its lines."""
    contents = Contents()
    contents.passages += iterate_paragraphs(decode_text(data, contents))
    return contents


def iterate_paragraphs(text: str) -> Iterator[Passage]:
    together: list[str] = []
    # The empty line at the end ends the last paragraph.
    for number, line in enumerate([*text.splitlines(), ""], 1):
        if line.strip():
            together.append(line)
        elif together:
            first = number - len(together)
            place = f"line {first}" if len(together) == 1 else f"lines {first}-{number - 1}"
            paragraph = "\n".join(together)
            yield Passage(place, paragraph, part="text")
            # A word that is broken at the end of a line stands in no list of names.
            mended = mend_hyphens(paragraph)
            if mended != paragraph:
                yield Passage(place, mended, part="text")
            together = []


def mend_hyphens(text: str) -> str:
    """The text without the breaks of words at the ends of lines."""
    return _BROKEN_WORD.sub("", text)


def read_markdown(data: bytes) -> Contents:
    """Pipe tables as tables, all else as text, with escapes removed."""
    contents = Contents()
    lines = decode_text(data, contents).splitlines()
    at = 0
    while at < len(lines):
        if not _begins_pipe_table(lines, at):
            at += 1
            continue

        rows = []
        start = at
        while at < len(lines) and "|" in lines[at]:
            if at != start + 1:  # the rule below the head
                rows.append(ContentRow(f"line {at + 1}", _split_pipe_cells(lines[at])))
            lines[at] = ""  # so that it is not read as running text again
            at += 1
        contents.sheets.append(build_headed_sheet(rows))

    plain = "\n".join(_ESCAPED.sub(r"\1", line) for line in lines)
    for passage in iterate_paragraphs(plain):
        contents.passages.append(passage._replace(text=_MARKS.sub("", passage.text)))
        tags = "\n".join(_TAG.findall(passage.text))
        if tags:
            contents.passages.append(Passage(passage.place, tags, True, "tags"))
    return contents


def _begins_pipe_table(lines: Sequence[str], at: int) -> bool:
    """Whether a line is the head of a table: it has a bar, and a rule stands below it."""
    if at + 1 >= len(lines) or "|" not in lines[at]:
        return False
    rule = lines[at + 1]
    return "-" in rule and _RULE.fullmatch(rule) is not None


def _split_pipe_cells(line: str) -> tuple[str, ...]:
    line = line.strip().removeprefix("|")
    if line.endswith("|") and not line.endswith("\\|"):
        line = line[:-1]
    return tuple(_ESCAPED.sub(r"\1", cell).strip() for cell in _PIPE.split(line))
