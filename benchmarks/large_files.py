"""Memory and time of whatever takes in a file that may be very large.

`python -m benchmarks large` takes a minute; `python -m benchmarks large 50` is the size that the
promises are about: a million survey rows, two million rows of a workbook, an answer of ten million
letters, a document of 33 MB, and some hundred thousand lines of codings. It takes the better part
of an hour and three gigabytes of disk.
"""

from __future__ import annotations

import csv
import itertools
import os
import random
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.results import Line, keep
from benchmarks.studies import QUESTIONS, ROOT, make_study, tipcoder

SURVEY_ROWS, SHEET_ROWS, LETTERS, DOCUMENT_BYTES, CODED_ANSWERS = (
    20_000,
    40_000,
    200_000,
    660_000,
    2_000,
)
"""For a factor of 1."""
PROMISED_MB, PROMISED_FOR_CODINGS_MB = 1000, 300
CODERS, CODES = ("anna", "boris"), ("embassy_contact", "training", "us_pressure", "awareness")
_SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_DOCUMENT = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


class Cost(NamedTuple):
    """What a command took."""

    seconds: float
    """By the clock."""
    megabytes: float
    processor: float
    """Seconds of the processor, for the command and what it waited for."""


def cost_of(command: list[str], env: dict[str, str], *, allowed: tuple[int, ...] = (0,)) -> Cost:
    """Run a command and measure the largest it ever was. Raises if it fails."""
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=said)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in allowed:
            said.seek(0)
            raise RuntimeError(said.read().decode("utf-8", "replace"))
    processor = usage.ru_utime + usage.ru_stime
    return Cost(time.perf_counter() - begun, usage.ru_maxrss / 1024, processor)


def measure(factor: int = 1) -> None:
    """Print every line, and keep them where the size is the one promised for."""
    lines = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        env = {**os.environ, "TIPCODER_KEYS": str(folder / "keys")}
        for what, cost, promise in _costs(folder, factor, env):
            lines.append(
                Line(
                    f"{what}, MB", cost.megabytes, None, promise, f"{cost.seconds:.0f} s", less=True
                )
            )
            print(f"{what:<60}{cost.megabytes:>8.0f} MB {cost.seconds:>8.1f} s", flush=True)
    keep("large", lines)


def _costs(folder: Path, factor: int, env: dict[str, str]) -> Iterator[tuple[str, Cost, float]]:
    survey = folder / "survey.csv"
    _write_survey(survey, factor * SURVEY_ROWS)
    init = tipcoder("init", str(folder / "many"), "--survey", str(survey), "--yes")
    yield f"init of {factor * SURVEY_ROWS:,} rows", cost_of(init, env), PROMISED_MB
    again = tipcoder("--study", str(folder / "many"), "import", str(survey))
    yield (
        f"import of the same {factor * SURVEY_ROWS:,} rows",
        cost_of(again, env),
        PROMISED_MB,
    )

    _write_long_answer(survey, factor * LETTERS)
    cost_of(tipcoder("init", str(folder / "long"), "--survey", str(survey), "--yes"), env)
    redact = tipcoder("--study", str(folder / "long"), "redact", "list", "--format", "csv")
    yield (
        f"redact list of an answer of {factor * LETTERS:,} letters",
        cost_of(redact, env),
        PROMISED_MB,
    )

    document, workbook = folder / "document.docx", folder / "workbook.xlsx"
    for file, what in (
        (document, f"audit of a document of {factor * DOCUMENT_BYTES:,} letters"),
        (workbook, f"audit of a workbook of {factor * SHEET_ROWS:,} rows"),
    ):
        if file is document:
            _write_document(file, factor * DOCUMENT_BYTES)
        else:
            _write_workbook(file, factor * SHEET_ROWS)
        audit = tipcoder("audit", "--no-study", str(file))
        yield what, cost_of(audit, env, allowed=(0, 1)), PROMISED_MB

    make_study(folder / "coded", factor * CODED_ANSWERS, env, public=True)
    codings = folder / "codings.csv"
    lines = _write_codings(codings, factor * CODED_ANSWERS)
    bring = tipcoder(
        "--study", str(folder / "coded"), "codings", "import", str(codings), "--coder", "lead"
    )
    yield f"codings import of {lines:,} lines", cost_of(bring, env), PROMISED_FOR_CODINGS_MB


def _texts() -> Iterator[str]:
    with (ROOT / "data" / "demo" / "survey.csv").open(encoding="utf-8", newline="") as file:
        demo = list(csv.DictReader(file))
    return itertools.cycle(
        row[q] for q in QUESTIONS for row in demo if row[q] not in ("", "NA", "REDACTED")
    )


def _write_survey(path: Path, rows: int) -> None:
    texts = _texts()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("ResponseId", "country", "opinion"))
        for number in range(rows):
            writer.writerow(
                (f"R_{number:08d}", ("Kenya", "Peru")[number % 2], f"{next(texts)} {number}")
            )


def _write_long_answer(path: Path, letters: int) -> None:
    texts = _texts()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("ResponseId", "opinion"))
        for number in range(10):
            writer.writerow((f"R_{number}", next(texts)))
        long = " ".join(itertools.islice(texts, letters // 100))
        writer.writerow(("R_10", (long * (letters // len(long) + 1))[:letters]))


def _write_document(path: Path, letters: int) -> None:
    sentence = "We work with the embassy and they gave us training for the police in the region. "
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w") as file,
    ):
        file.write(f"<w:document {_DOCUMENT}><w:body>".encode())
        for _ in range(letters // (2 * len(sentence))):
            file.write(f"<w:p><w:r><w:t>{sentence}</w:t></w:r></w:p>".encode())
        file.write(b"<w:p><w:r><w:t>")
        for _ in range(letters // (2 * len(sentence))):
            file.write(sentence.encode())
        file.write(b"</w:t></w:r></w:p></w:body></w:document>")


def _write_workbook(path: Path, rows: int) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        sheet = '<sheets><sheet name="data" sheetId="1" r:id="r1"/></sheets>'
        archive.writestr(
            "xl/workbook.xml", f'<workbook {_SHEET} xmlns:r="{_RELATIONS}">{sheet}</workbook>'
        )
        link = '<Relationship Id="r1" Target="worksheets/data.xml"/>'
        archive.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{link}</Relationships>")
        with archive.open("xl/worksheets/data.xml", "w") as file:
            file.write(f"<worksheet {_SHEET}><sheetData>".encode())
            for row in range(1, rows + 1):
                number = f'<c r="A{row}"><v>{row}</v></c>'
                text = f'<c r="B{row}" t="inlineStr"><is><t>answer {row % 1000}</t></is></c>'
                file.write(f'<row r="{row}">{number}{text}</row>'.encode())
            file.write(b"</sheetData></worksheet>")


def _write_codings(path: Path, answers: int) -> int:
    """About four lines an answer by two coders, in the study that `make_study` makes;
    returns how many.

    Cases are named by the survey's own ID, because that study shows it.
    """
    chance = random.Random(1)
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("case", "question", "coder", "code", "start", "end"))
        for question in QUESTIONS:
            for case in range(max(answers // len(QUESTIONS), 1)):
                for coder in CODERS:
                    for code in chance.sample(CODES, 2):
                        writer.writerow(
                            (f"r{case}", question, coder, code, 0, chance.randint(1, 3))
                        )
                        count += 1
    return count
