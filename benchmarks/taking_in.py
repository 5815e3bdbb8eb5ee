"""What taking a survey in costs, by format, and how often the plan of a file is right.

Seconds of a survey are those of the processor, the user's and the system's, because a machine that
does other things besides makes every other clock say what it likes.
"""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.large_files import cost_of
from benchmarks.results import Line, keep
from benchmarks.studies import ROOT, tipcoder
from survey_shapes.judging import judge_all
from terminal import Terminal

ROWS, COLUMNS = 100_000, 400
PROMISED_MB = 1000
_HEADER = ("ResponseId", "country", "role", "age", "opinion")
_ROLES = ("Director", "Lawyer", "Volunteer")


def measure() -> None:
    """Print every line, and keep it."""
    lines: list[Line] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        env = {**os.environ, "TIPCODER_KEYS": str(folder / "keys"), "TERM": "xterm-256color"}
        lines += _measure_formats(folder, env)
        lines.append(_measure_plan(folder, env))
    right, judged, _ = judge_all(Path(os.environ.get("TIPCODER_SHARED", ROOT.parent / "shared")))
    share = 100 * right / judged
    lines.append(Line("plans: judgements right of a hundred", share, None, 95, f"{right}/{judged}"))
    keep("taking in", lines)


def _measure_formats(folder: Path, env: dict[str, str]) -> Iterator[Line]:
    writers: tuple[tuple[str, Callable[[Path], None], float], ...] = (
        ("csv", _write_csv, 20),
        ("xlsx", _write_xlsx, 60),
        ("sav", _write_sav, 30),
    )
    for ending, write, promised in writers:
        survey = folder / f"survey.{ending}"
        write(survey)
        command = tipcoder("init", str(folder / ending), "--survey", str(survey), "--yes")
        cost = cost_of(command, env)
        what = f"init of {ROWS:,} rows, {ending}"
        print(f"{what}: {cost.processor:.1f} s, {cost.megabytes:.0f} MB", flush=True)
        yield Line(f"{what}, s", cost.processor, None, promised, less=True)
        yield Line(f"{what}, MB", cost.megabytes, None, PROMISED_MB, less=True)


def _iterate_rows(rows: int) -> Iterator[tuple[str, ...]]:
    """Rows with an answer each, which nobody repeats."""
    with (ROOT / "data" / "demo" / "survey.csv").open(encoding="utf-8", newline="") as file:
        texts = [row["Q3.11"] for row in csv.DictReader(file) if len(row["Q3.11"]) > 20]
    for number in range(rows):
        opinion = f"{texts[number % len(texts)]} {number}"
        country = ("Kenya", "Peru", "Nepal")[number % 3]
        role = _ROLES[number // 3 % 3]
        yield f"R_{number:08d}", country, role, str(18 + number % 60), opinion


def _write_csv(path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_HEADER)
        writer.writerows(_iterate_rows(ROWS))


def _write_xlsx(path: Path) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("Responses")
    sheet.write_row(0, 0, _HEADER)
    for number, row in enumerate(_iterate_rows(ROWS), start=1):
        sheet.write_row(number, 0, row)
        sheet.write_number(number, 3, int(row[3]))
    book.close()


def _write_sav(path: Path) -> None:
    import pandas
    import pyreadstat

    frame = pandas.DataFrame(_iterate_rows(ROWS), columns=list(_HEADER))
    frame["age"] = frame["age"].astype(float)
    frame["role"] = frame["role"].map(_ROLES.index).astype(float)
    labels: dict[str, dict[int | float, str]] = {"role": dict(enumerate(_ROLES))}
    pyreadstat.write_sav(frame, path, variable_value_labels=labels)


def _measure_plan(folder: Path, env: dict[str, str]) -> Line:
    """From the start of the command to the whole screen of a plan with many columns."""
    survey = folder / "wide.csv"
    with survey.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        more = COLUMNS - len(_HEADER)
        writer.writerow([*_HEADER, *(f"Q{number}" for number in range(more))])
        for number, row in enumerate(_iterate_rows(300)):
            writer.writerow([*row, *(str((number + at) % 5) for at in range(more))])
    times = []
    for _ in range(5):
        terminal = Terminal(tipcoder("init", str(survey)), env=env, cwd=str(folder))
        try:
            terminal.wait("Leave  ? Help")
            times.append(_count_processor_seconds(terminal.pid))
        finally:
            terminal.close()
    bare = cost_of(tipcoder("init", "--help"), env).processor
    note = f"of it {bare:.2f} s until the program has begun"
    what = f"the plan of {COLUMNS} columns on screen, s"
    return Line(what, sorted(times)[2], None, 1, note, less=True)


def _count_processor_seconds(pid: int) -> float:
    """What a process has used so far, on Linux (proc(5): utime and stime are fields 14 and 15)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
