"""How long it takes to release quotes of a study that is coded, redacted and read to its end, and
to have suggestions for all of its answers.

Processor time beside an interpreter that does nothing: a ratio, so that machines can be compared
and a busy one says little else. The second look at the same answers is the usual one.
"""

from __future__ import annotations

import csv
import os
import sys
import tempfile
from pathlib import Path

from benchmarks.results import Line, keep
from benchmarks.starting import measure_processor_seconds
from benchmarks.studies import finish_study, make_study, tipcoder

ANSWERS, MANY, QUOTES, ROWS = 1_800, 10_000, 1_500, 5_000
RUNS = 3
SECOND, FIRST_OF_MANY, RELEASE, AUDIT, SUGGEST = 90, 720, 90, 440, 270
"""Promises, in bare interpreters: 1 s, 8 s, 1 s, 5 s and 3 s of a machine on which that takes
11 ms.
"""


def measure() -> None:
    """Print ratios and keep them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # With compiled files beside the sources, as an installed program has them.
        env = {
            name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
        }
        env |= {"TIPCODER_KEYS": str(folder / "keys")}
        bare = _least([sys.executable, "-c", "pass"], env, 5 * RUNS)
        keep("releasing", list(_measure_lines(folder, env, bare)))


def _measure_lines(folder: Path, env: dict[str, str], bare: float) -> list[Line]:
    lines = [Line("an interpreter that does nothing, ms", 1000 * bare, None, None, "", less=True)]

    def add(what: str, seconds: float, promise: float | None = None, note: str = "") -> None:
        said = f"{seconds:.2f} s of processor time{note}"
        lines.append(Line(f"{what}: times that", seconds / bare, None, promise, said, less=True))

    for answers, promise in ((ANSWERS, None), (MANY, FIRST_OF_MANY)):
        study = folder / f"study{answers}"
        make_study(study, answers, env, named=True)
        look = tipcoder("--study", str(study), "redact", "list", "--format", "csv")
        first = measure_processor_seconds(look, env)
        second = _least(look, env, RUNS)
        add(f"redact list of {answers:,} answers, the first time", first, promise)
        note = f", {second / first:.2f} of the first"
        add("  the second time", second, SECOND if answers == ANSWERS else None, note)

    study = folder / f"study{ANSWERS}"
    suggest = tipcoder("--study", str(study), "suggest", "--format", "json")
    first = measure_processor_seconds(suggest, env)
    add(f"suggest of {ANSWERS:,} answers that nobody has coded, the first time", first, SUGGEST)
    second = _least(suggest, env, RUNS)
    add("  the second time", second, SUGGEST, f", {second / first:.2f} of the first")

    read = finish_study(study, env, stretches=QUOTES)
    file = folder / "quotes.csv"
    release = tipcoder("--study", str(study), "quotes", "-o", str(file))
    add(f"quotes of {read:,} stretches that were read", _least(release, env, RUNS), RELEASE)

    compare = tipcoder("--study", str(study), "agreement", "--format", "json")
    add(f"agreement of two coders on {ANSWERS:,} answers", _least(compare, env, RUNS))

    book = folder / "book.xlsx"
    _write_book(file, book)
    audit = tipcoder("--study", str(study), "audit", str(book))
    add(f"audit of a workbook of {ROWS:,} rows", _least(audit, env, 1), AUDIT)
    return lines


def _least(command: list[str], env: dict[str, str], runs: int) -> float:
    """The least processor time of so many runs."""
    return min(measure_processor_seconds(command, env) for _ in range(runs))


def _write_book(quotes: Path, target: Path) -> None:
    """A workbook of released quotes, over and over with a number, beside numbers."""
    from openpyxl import Workbook

    with quotes.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    book = Workbook(write_only=True)
    sheet = book.create_sheet("quotes")
    sheet.append(("response", "score", "quote"))
    for number in range(ROWS):
        line = lines[number % len(lines)]
        sheet.append((line["response"], number / 7, f"{line['quote']} {number}"))
    book.save(target)


if __name__ == "__main__":
    measure()
