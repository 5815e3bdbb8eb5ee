"""The only writer to stdout and stderr: data on the one, everything else on the other.

Whatever comes from a survey passes through `printable` here; nothing else in the command line
prints. `print_rows` prints every table, and `write_rows` writes every file of rows.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from tipcoder.cli import fitting
from tipcoder.errors import EnvironmentFault, TipcoderError
from tipcoder.text import format_count as format_count
from tipcoder.text import make_excerpt, make_printable, measure_cell_width

FORMATS = ("table", "json", "csv")
_NAME_SHOWN = 30
_CELL = 120
"""A cell of a table is not longer; CSV and JSON have the whole."""
_SHOWN_EVERY = 0.1
"""Seconds between two lines about how far something is."""
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")

Record = Mapping[str, object]


def prepare_streams() -> None:
    """Make both streams take any character: what the terminal's encoding lacks is written as an
    escape.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def is_terminal() -> bool:
    """Whether a person sits at both ends."""
    streams = sys.stdin, sys.stdout
    return all(stream is not None and stream.isatty() for stream in streams)


def say(sentence: str) -> None:
    """Something for a person, on stderr. Where it cannot be written, the exit status must do."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(make_printable(sentence) + "\n")
        sys.stderr.flush()
    except OSError:
        hush(sys.stderr)


def say_all(sentences: Sequence[str]) -> None:
    """Several sentences, each in a line of its own; empty ones are left out."""
    for sentence in sentences:
        if sentence:
            say(sentence)


def say_done(sentence: str, *, undo: bool = True) -> None:
    """What an act did, as a sentence with the way back."""
    way_back = " `tipcoder undo` takes it back." if undo else ""
    say(f"{sentence[:1].upper()}{sentence[1:]}.{way_back}")


def ask_person(question: str) -> str | None:
    """What a person at the terminal answers; None where there is nobody to ask."""
    streams = sys.stdin, sys.stderr
    if any(stream is None or not stream.isatty() for stream in streams):
        return None
    sys.stderr.write(make_printable(question))
    sys.stderr.flush()
    return sys.stdin.readline()


def complain(error: TipcoderError) -> None:
    """An error as one sentence and its remedy."""
    ends = error.message.endswith((".", "?", "!"))
    stop = "." if error.hint and not ends else ""
    say(f"tipcoder: {error.message}{stop} {error.hint}".rstrip())


def print_data(content: str) -> None:
    """Machine-readable output, as it is.

    CSV and JSON keep what the store holds; JSON escapes control characters.
    """
    if sys.stdout is None:
        raise EnvironmentFault("There is no standard output to write to.")
    try:
        sys.stdout.write(content)
        sys.stdout.flush()
    except BrokenPipeError:
        raise  # the reader has seen enough, which is no fault
    except OSError as error:
        hush(sys.stdout)
        raise EnvironmentFault(
            f"The output could not be written to its end ({error.strerror}).",
            "What is there of it is not whole.",
        ) from None


def hush(stream: TextIO | None) -> None:
    """What is still in the stream's buffer must not be complained about when the process ends."""
    if stream is None:
        return
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def print_text(content: str) -> None:
    """Text for reading, on stdout; on a terminal broken between words."""
    shown = make_printable(content)
    width = fitting.terminal_width()
    if width is not None:
        shown = fitting.wrap_lines(shown, width)
    print_data(shown + "\n")


def print_heading(title: str) -> None:
    """A line of text with a rule under it, on stdout."""
    print_text(f"\n{title}\n{draw_rule(len(title))}")


def draw_rule(width: int) -> str:
    """A horizontal line that the output's encoding has."""
    return ("─" if _can_show("─") else "-") * width


def print_json(value: object) -> None:
    """Anything made of plain data, as JSON that is valid in every encoding."""
    from tipcoder.export.tables import format_json

    content = format_json(value)
    if not _can_show(content):
        content = _NOT_ASCII.sub(_escape_for_json, content)
    print_data(content)


def print_csv(records: Sequence[Record], columns: Sequence[str]) -> None:
    """Records as CSV; a terminal is shown them without their control characters."""
    from tipcoder.export.tables import format_csv

    content = format_csv(records, columns)
    if sys.stdout is not None and sys.stdout.isatty():
        content = make_printable(content)
    print_data(content)
    if not _can_show(content):
        say(
            f"tipcoder: the output's encoding ({sys.stdout.encoding}) lacks some characters, and "
            "they were written as escapes. PYTHONIOENCODING=utf-8 or --format json keeps them."
        )


def print_rows(
    records: Sequence[Record],
    columns: Sequence[str],
    form: str,
    *,
    empty: str = "Nothing to show.",
) -> None:
    """Records in the form asked for."""
    if form == "json":
        print_json([_choose_fields(record, columns) for record in records])
    elif form == "csv":
        print_csv(records, columns)
    elif records:
        print_data(format_table(records, columns))
    else:
        say(empty)


def _choose_fields(record: Record, columns: Sequence[str]) -> dict[str, object]:
    return {name: record.get(name) for name in columns}


def write_rows(file: Path, records: Sequence[Record], columns: Sequence[str], form: str) -> None:
    """Records into a file, in the form asked for."""
    from tipcoder.export.tables import format_csv, format_json, write_requested_file

    if form == "json":
        write_requested_file(file, format_json(records))
    elif form == "csv":
        write_requested_file(file, format_csv(records, columns))
    else:
        write_requested_file(file, format_table(records, columns))


def format_table(records: Sequence[Record], columns: Sequence[str]) -> str:
    """Records as aligned text, numbers to the right; folded to the terminal, if it goes to one."""
    head = [_format_cell(name) for name in columns]
    cells = [_format_cells(record, columns) for record in records]
    right = [_is_number_column(records, name) for name in columns]
    widths = _measure_columns([head, *cells])
    available = fitting.terminal_width()
    if available is None or fitting.add_widths(widths) <= available:
        return _format_block(head, cells, right)

    # First the widest column of words is folded; a table too wide for that is cut into parts.
    has_words = [_has_words(cells, place) for place in range(len(columns))]
    fold = fitting.find_fold(widths, has_words, available)
    if fold is not None:
        return _format_block(head, fitting.fold_column(cells, *fold), right)
    parts = fitting.split_columns(widths, available)
    return "\n".join(_format_part(head, cells, right, places) for places in parts)


def _format_part(
    head: Sequence[str],
    cells: Sequence[Sequence[str]],
    right: Sequence[bool],
    places: Sequence[int],
) -> str:
    """Some columns of a table."""
    rows = [_pick_cells(row, places) for row in cells]
    to_right = [right[place] for place in places]
    return _format_block(_pick_cells(head, places), rows, to_right)


def _format_cells(record: Record, columns: Sequence[str]) -> list[str]:
    return [_format_cell(record.get(name)) for name in columns]


def _is_number_column(records: Sequence[Record], name: str) -> bool:
    return all(isinstance(record.get(name), int | float) for record in records)


def _has_words(cells: Sequence[Sequence[str]], place: int) -> bool:
    return any(" " in row[place] for row in cells)


def _pick_cells(cells: Sequence[str], places: Sequence[int]) -> list[str]:
    return [cells[place] for place in places]


def _format_block(
    head: Sequence[str], cells: Sequence[Sequence[str]], right: Sequence[bool]
) -> str:
    widths = _measure_columns([head, *cells])
    rules = [draw_rule(width) for width in widths]
    lines = [_format_line(line, widths, right) for line in (head, rules, *cells)]
    return "\n".join(lines) + "\n"


def _measure_columns(lines: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(measure_cell_width, column)) for column in zip(*lines, strict=True)]


def _format_cell(value: object) -> str:
    shown = "" if value is None else make_excerpt(str(value), _CELL)
    if _can_show(shown):
        return shown
    # Escapes are made here rather than by the stream: they are wider than what they stand for.
    encoding = sys.stdout.encoding
    return shown.encode(encoding, "backslashreplace").decode(encoding)


def _can_show(content: str) -> bool:
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        content.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _escape_for_json(found: re.Match[str]) -> str:
    """A character as the one or two UTF-16 units that JSON has escapes for."""
    units = found[0].encode("utf-16-be")
    escapes = ""
    for place in range(0, len(units), 2):
        unit = int.from_bytes(units[place : place + 2], "big")
        escapes += f"\\u{unit:04x}"
    return escapes


def _format_line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = []
    for cell, width, to_right in zip(cells, widths, right, strict=True):
        space = " " * (width - measure_cell_width(cell))
        padded.append(space + cell if to_right else cell + space)
    return "  ".join(padded).rstrip()


class Working:
    """A line on a terminal about what is taking its time."""

    def __init__(self, sentence: str, shown: bool) -> None:
        self._sentence, self._shown = sentence, shown
        self._width = 0
        self._again = 0.0

    def told(self, done: int, of: int, what: str = "lines") -> None:
        """So many are done, of how many; shown some times a second."""
        now = time.monotonic()
        if self._shown and now >= self._again:
            self._again = now + _SHOWN_EVERY
            self.show(f"{self._sentence} {done:,} of {of:,} {what}")

    def counter(self, what: str) -> Callable[[int, int], None]:
        """`told` for one kind of things."""
        return lambda done, of: self.told(done, of, what)

    def show(self, sentence: str = "") -> None:
        """Write over what stands there; nothing takes it away."""
        if self._shown:
            width = measure_cell_width(sentence)
            sys.stderr.write(sentence + " " * (self._width - width) + "\r")
            sys.stderr.flush()
            self._width = width


@contextmanager
def working(verb: str, name: str = "") -> Iterator[Working]:
    """Show on a terminal what is taking its time, and remove it again; in a pipe say nothing."""
    is_seen = sys.stderr is not None and sys.stderr.isatty()
    shown = is_seen and os.environ.get("TERM", "dumb") != "dumb"
    sentence = f"{verb} {make_excerpt(name, _NAME_SHOWN)} …" if name else f"{verb} …"
    line = Working(sentence, shown)
    line.show(sentence)
    try:
        yield line
    finally:
        line.show()
