"""The only writer to stdout and stderr: data on the one, everything else on the other.

Whatever comes from a survey passes through `make_printable` here or in the writer for terminals;
nothing else in the command line prints. `print_report` prints every result in every format.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TextIO

from tipcoder.errors import BadInput, EnvironmentFault, TipcoderError
from tipcoder.text import format_count as format_count
from tipcoder.text import make_excerpt, make_printable, measure_cell_width

if TYPE_CHECKING:
    from tipcoder.export.document import Kind
    from tipcoder.export.report import Report
    from tipcoder.export.writers.terminal import Screen

FOR_PROGRAMS = ("json", "csv")
"""Formats that other programs read: they have everything, and the other formats what one reads."""
_NAME_SHOWN = 30
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


def can_show_screen() -> bool:
    """Whether a person sits at both ends of a terminal that can draw a screen."""
    return is_terminal() and os.environ.get("TERM", "dumb") != "dumb"


def is_shown_to_person() -> bool:
    """Whether what is printed goes to a terminal, and not to a file or another program."""
    return sys.stdout is not None and sys.stdout.isatty()


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


def ask_yes(question: str, nobody: BadInput) -> bool:
    """Whether a person at the terminal says yes. Raises `nobody` where there is none to ask."""
    answer = ask_person(f"{question} [y/N] ")
    if answer is None:
        raise nobody
    return answer.strip().casefold() in ("y", "yes")


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
            "What was written is incomplete.",
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
    from tipcoder.export.text_layout import wrap_lines

    shown = make_printable(content)
    width = measure_terminal()
    if width is not None:
        shown = wrap_lines(shown, width)
    print_data(shown + "\n")


def print_report(report: Report, form: str) -> None:
    """A report in the format asked for; what the format has no place for goes to stderr."""
    if form == "table":
        _print_for_reading(report)
        return
    from tipcoder.export.formats import render_report

    content = render_report(report, form).decode("utf-8")
    if form == "json":
        _print_json(content)
    else:
        _print_marked_up(content)
    say_all(report.list_left_out(form))


def print_json_records(records: Iterable[Record]) -> None:
    """A JSON list with a record on each line, printed while the records are made."""
    from tipcoder.export.tables import format_json_line

    opening = "["
    for record in records:
        _print_json(f"{opening}\n{format_json_line(record)}")
        opening = ","
    print_data("\n]\n" if opening == "," else "[]\n")


def print_records(
    title: str,
    records: Sequence[Record],
    columns: Sequence[str],
    form: str,
    *,
    kinds: Mapping[str, Kind] | None = None,
    empty: str = "Nothing to show.",
) -> None:
    """Records in the format asked for; `title` names the page where the format has one."""
    from tipcoder.export.report import build_records_report

    report = build_records_report(title, records, columns, kinds=kinds, empty=empty)
    print_report(report, form)


def _print_for_reading(report: Report) -> None:
    """A report as aligned text, folded to the terminal if it goes to one."""
    from tipcoder.export.document import Note
    from tipcoder.export.writers.terminal import format_for_terminal

    document = report.document_for("table")
    if report.narrow is None and not report.flat.rows:
        # That there is nothing is said to a person: a program must not take it for a row.
        say_all([block.text for block in document.blocks if isinstance(block, Note)])
    elif document.blocks:
        print_data(format_for_terminal(document, describe_screen()))


def _print_json(content: str) -> None:
    """JSON that is valid in every encoding."""
    if not describe_screen().can_show(content):
        content = _NOT_ASCII.sub(_escape_for_json, content)
    print_data(content)


def _print_marked_up(content: str) -> None:
    """Text of another format; a terminal is shown it without what could steer it."""
    if measure_terminal() is not None:
        content = make_printable(content)
    print_data(content)
    screen = describe_screen()
    if not screen.can_show(content):
        say(
            f"tipcoder: the output's encoding ({screen.encoding}) lacks some characters, and "
            "they were written as escapes. PYTHONIOENCODING=utf-8 or --format json keeps them."
        )


def describe_screen() -> Screen:
    """What stdout can show: so many columns if it is a terminal, and the letters that it has."""
    from tipcoder.export.writers.terminal import Screen

    return Screen(measure_terminal(), getattr(sys.stdout, "encoding", None) or "utf-8")


def measure_terminal() -> int | None:
    """Columns of the terminal that stdout is, or None."""
    if sys.stdout is None or not sys.stdout.isatty():
        return None
    return shutil.get_terminal_size().columns


def _escape_for_json(found: re.Match[str]) -> str:
    """A character as the one or two UTF-16 units that JSON has escapes for."""
    units = found[0].encode("utf-16-be")
    escapes = ""
    for place in range(0, len(units), 2):
        unit = int.from_bytes(units[place : place + 2], "big")
        escapes += f"\\u{unit:04x}"
    return escapes


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
