"""The only writer to stdout and stderr: data on the one, everything else on the other.

Whatever comes from a survey passes through `printable` here; nothing else in the command line prints.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
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
"""Seconds between two looks at how far something is."""


def prepare_streams() -> None:
    """Make both streams take any character: what the terminal's encoding lacks is written as an escape."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def say(sentence: str) -> None:
    """Something for a person, on stderr. Where it cannot be written, the exit status must do."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(make_printable(sentence) + "\n")
        sys.stderr.flush()
    except OSError:
        hush(sys.stderr)


def asked(question: str) -> str | None:
    """What a person at the terminal answers; None where there is nobody to ask."""
    streams = sys.stdin, sys.stderr
    if any(stream is None or not stream.isatty() for stream in streams):
        return None
    sys.stderr.write(make_printable(question))
    sys.stderr.flush()
    return sys.stdin.readline()


def complain(error: TipcoderError) -> None:
    """An error as one sentence and its remedy."""
    stop = "." if error.hint and not error.message.endswith((".", "?", "!")) else ""
    say(f"tipcoder: {error.message}{stop} {error.hint}".rstrip())


def data(content: str) -> None:
    """Machine-readable output, as it is. CSV and JSON keep what the store holds; JSON escapes control characters."""
    if sys.stdout is None:
        raise EnvironmentFault("There is no standard output to write to.")
    try:
        sys.stdout.write(content)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        hush(sys.stdout)
        raise EnvironmentFault(
            f"The output could not be written to its end ({error.strerror}).", "What is there of it is not whole."
        ) from None


def hush(stream: TextIO | None) -> None:
    """What is still in the stream's buffer must not be complained about when the process ends."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())  # type: ignore[union-attr]  # a stream that was closed is None
        os.close(nowhere)


def text(content: str) -> None:
    """Text for reading, on stdout; on a terminal broken between words."""
    shown, width = make_printable(content), fitting.terminal_width()
    data((shown if width is None else fitting.wrapped(shown, width)) + "\n")


def heading(title: str) -> None:
    """A line of text with a rule under it, on stdout."""
    text(f"\n{title}\n{rule(len(title))}")


def rule(width: int) -> str:
    """A horizontal line that the output's encoding has."""
    return ("─" if _can_show("─") else "-") * width


def as_json(value: object) -> None:
    """Anything made of plain data, as JSON that is valid in every encoding."""
    from tipcoder.export.tables import format_json

    content = format_json(value)
    data(content if _can_show(content) else re.sub(r"[^\x00-\x7f]", _json_escape, content))


def as_csv(records: Sequence[Mapping[str, object]], columns: Sequence[str]) -> None:
    """Records as CSV; a terminal is shown them without their control characters."""
    from tipcoder.export.tables import format_csv

    content = format_csv(records, columns)
    if sys.stdout is not None and sys.stdout.isatty():
        content = make_printable(content)
    data(content)
    if not _can_show(content):
        say(
            f"tipcoder: the output's encoding ({sys.stdout.encoding}) lacks some characters, and they were written as "
            "escapes. PYTHONIOENCODING=utf-8 or --format json keeps them."
        )


def rows(
    records: Sequence[Mapping[str, object]], columns: Sequence[str], form: str, *, empty: str = "Nothing to show."
) -> None:
    """Records in the form asked for."""
    if form == "json":
        as_json([{name: record.get(name) for name in columns} for record in records])
    elif form == "csv":
        as_csv(records, columns)
    elif records:
        data(table(records, columns))
    else:
        say(empty)


def table(records: Sequence[Mapping[str, object]], columns: Sequence[str]) -> str:
    """Records as aligned text, numbers to the right; folded to the terminal, if it goes to one."""
    head = [_shown(name) for name in columns]
    cells = [[_shown(record.get(name)) for name in columns] for record in records]
    right = [all(isinstance(record.get(name), int | float) for record in records) for name in columns]
    widths = _widths([head, *cells])
    available = fitting.terminal_width()
    if available is None or fitting.total(widths) <= available:
        return _block(head, cells, right)
    fold = fitting.column_to_fold(
        widths, [" " in "".join(row[i] for row in cells) for i in range(len(columns))], available
    )
    if fold is not None:
        return _block(head, fitting.folded(cells, *fold), right)
    return "\n".join(
        _block([head[i] for i in part], [[line[i] for i in part] for line in cells], [right[i] for i in part])
        for part in fitting.parts(widths, available)
    )


def _block(head: Sequence[str], cells: Sequence[Sequence[str]], right: Sequence[bool]) -> str:
    widths = _widths([head, *cells])
    out = [_line(head, widths, right), _line([rule(width) for width in widths], widths, right)]
    out += [_line(line, widths, right) for line in cells]
    return "\n".join(out) + "\n"


def _widths(lines: Sequence[Sequence[str]]) -> list[int]:
    return [max(measure_cell_width(line[i]) for line in lines) for i in range(len(lines[0]))]


def _shown(value: object) -> str:
    shown = "" if value is None else make_excerpt(str(value), _CELL)
    # Escapes are made here rather than by the stream, because they are wider than what they stand for.
    return (
        shown if _can_show(shown) else shown.encode(sys.stdout.encoding, "backslashreplace").decode(sys.stdout.encoding)
    )


def _can_show(content: str) -> bool:
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        content.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _json_escape(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be")
    return "".join(f"\\u{units[i] << 8 | units[i + 1]:04x}" for i in range(0, len(units), 2))


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
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
    """Show on a terminal what is taking its time, and take it away again; in a pipe say nothing."""
    shown = sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM", "dumb") != "dumb"
    sentence = f"{verb} {make_excerpt(name, _NAME_SHOWN)} …" if name else f"{verb} …"
    line = Working(sentence, shown)
    line.show(sentence)
    try:
        yield line
    finally:
        line.show()
