"""What takes its time says how far it is: on a terminal, in one line that is gone afterwards;
in a pipe nothing.
"""

from __future__ import annotations

import io
import sys

import pytest

from tipcoder.cli import output
from tipcoder.text import measure_cell_width


class Terminal(io.StringIO):
    """A stream that somebody looks at."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, to be moved by hand."""
    times = [100.0]
    monkeypatch.setattr(output.time, "monotonic", lambda: times[0])
    monkeypatch.setenv("TERM", "xterm")
    return times


def test_a_line_says_how_many_are_done_some_times_a_second(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with output.working("Importing", "codings.csv") as line:
        tell = line.counter("lines written")
        for done in range(1, 2_001):
            clock[0] += 0.001
            tell(done, 2_000)
    shown = terminal.getvalue().split("\r")
    assert shown[0] == "Importing codings.csv …"
    assert "Importing codings.csv … 1,001 of 2,000 lines written" in [one.rstrip() for one in shown]
    assert 18 <= len(shown) <= 24, "not a line for each of two thousand"
    assert shown[-2].strip() == shown[-1] == ""
    assert len(shown[-2]) >= measure_cell_width(shown[-3].rstrip()), (
        "the last line is wiped to its end"
    )


def test_a_shorter_line_leaves_nothing_of_the_longer_one_before(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with output.working("Reading", "s.csv") as line:
        line.told(1_000_000, 2_000_000, "answers' languages")
        clock[0] += 1
        line.told(1, 9, "rows")
    longer, shorter = (one for one in terminal.getvalue().split("\r") if " of " in one)
    assert len(shorter) == len(longer)


def test_in_a_pipe_nothing_is_said(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = io.StringIO()
    monkeypatch.setattr(sys, "stderr", pipe)
    with output.working("Importing", "codings.csv") as line:
        line.told(1, 2)
    assert pipe.getvalue() == ""
