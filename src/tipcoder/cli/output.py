"""The only writer to stdout and stderr: data on the one, everything else on the other.

Whatever comes from a survey passes through `printable` here; nothing else in the command line prints.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from tipcoder.errors import TipcoderError
from tipcoder.text import cell_width, printable, printable_line

FORMATS = ("table", "json", "csv")


def prepare_streams() -> None:
    """Make both streams take any character: what the terminal's encoding lacks is written as an escape."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def say(sentence: str) -> None:
    """Something for a person, on stderr."""
    sys.stderr.write(printable(sentence) + "\n")
    sys.stderr.flush()


def complain(error: TipcoderError) -> None:
    """An error as one sentence and its remedy."""
    say(f"tipcoder: {error}")


def data(content: str) -> None:
    """Machine-readable output, as it is. CSV and JSON keep what the store holds; JSON escapes control characters."""
    sys.stdout.write(content)
    sys.stdout.flush()


def text(content: str) -> None:
    """Text for reading, on stdout."""
    data(printable(content) + "\n")


def rows(
    records: Sequence[Mapping[str, object]], columns: Sequence[str], form: str, *, empty: str = "Nothing to show."
) -> None:
    """Records in the form asked for. CSV to a terminal is shown without its control characters."""
    from tipcoder.export.tables import rows_as_csv, rows_as_json

    if form == "json":
        data(rows_as_json([{name: record.get(name) for name in columns} for record in records]))
    elif form == "csv":
        content = rows_as_csv(records, columns)
        data(printable(content) if sys.stdout.isatty() else content)
    elif records:
        data(table(records, columns))
    else:
        say(empty)


def table(records: Sequence[Mapping[str, object]], columns: Sequence[str]) -> str:
    """Records as aligned text; numbers to the right."""
    cells = [[printable_line(_shown(record.get(name))) for name in columns] for record in records]
    widths = [max(cell_width(line[i]) for line in [list(columns), *cells]) for i in range(len(columns))]
    right = [all(isinstance(record.get(name), int | float) for record in records) for name in columns]
    out = [_line(list(columns), widths, right), _line(["─" * width for width in widths], widths, right)]
    out += [_line(line, widths, right) for line in cells]
    return "\n".join(out) + "\n"


def _shown(value: object) -> str:
    return "" if value is None else str(value)


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = []
    for cell, width, to_right in zip(cells, widths, right, strict=True):
        space = " " * (width - cell_width(cell))
        padded.append(space + cell if to_right else cell + space)
    return "  ".join(padded).rstrip()


@contextmanager
def working(sentence: str) -> Iterator[None]:
    """Show on a terminal what is taking its time, and take it away again; in a pipe say nothing."""
    shown = sys.stderr.isatty() and os.environ.get("TERM", "dumb") != "dumb"
    if shown:
        sys.stderr.write(printable_line(sentence) + " …\r")
        sys.stderr.flush()
    try:
        yield
    finally:
        if shown:
            sys.stderr.write(" " * (len(sentence) + 2) + "\r")
            sys.stderr.flush()
