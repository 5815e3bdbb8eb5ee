"""Studies of any size, made of the fictional demo answers."""

from __future__ import annotations

import csv
import itertools
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = ("Q3.11", "Q3.13", "Q3.24.Text", "Q3.30", "Q4.1")

_STUDY = """title = "A study of {n} answers"
languages = ["en", "es", "ru"]
missing = ["", "NA"]
codebook = "tip"
[respondent]
id = "id"
attributes = ["country"]
[privacy]
id_digits = 6
"""
_PUBLIC = 'response_ids = "from-column"'


def tipcoder(*arguments: str) -> list[str]:
    """The command that runs tipcoder in this environment."""
    return [str(ROOT / ".venv" / "bin" / "tipcoder"), *arguments]


def make_study(folder: Path, answers: int, env: dict[str, str], *, public: bool = False) -> float:
    """A study of about so many answers in `folder`; returns the seconds that `tipcoder init` took.

    With `public` the IDs of its survey (`r0`, `r1`, ...) are its response IDs.
    """
    survey = folder.with_suffix(".csv")
    spec = folder.with_suffix(".toml")
    _write_survey(survey, answers)
    about = _STUDY.format(n=answers)
    if public:
        about = about.replace("id_digits = 6", _PUBLIC)
    questions = "".join(f'[[question]]\ncolumn = "{q}"\n' for q in QUESTIONS)
    spec.write_text(about + questions, encoding="utf-8")
    begun = time.perf_counter()
    subprocess.run(
        tipcoder("init", str(folder), "--survey", str(survey), "--study-file", str(spec), "--yes"),
        env=env,
        check=True,
        capture_output=True,
    )
    return time.perf_counter() - begun


def _write_survey(path: Path, answers: int) -> None:
    with (ROOT / "data" / "demo" / "survey.csv").open(encoding="utf-8", newline="") as file:
        demo = list(csv.DictReader(file))
    texts = [row[q] for q in QUESTIONS for row in demo if row[q] not in ("", "NA", "REDACTED")]
    endless = itertools.cycle(texts)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("id", "country", *QUESTIONS))
        for number in range(max(answers // len(QUESTIONS), 1)):
            # The number keeps answers from being one another's duplicates.
            row = [f"{next(endless)} {number}" for _ in QUESTIONS]
            writer.writerow((f"r{number}", demo[number % len(demo)]["work.country"], *row))
