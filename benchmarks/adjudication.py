"""How long it takes to see where three coders differ on a large study,
and to settle one disagreement.
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from unittest.mock import patch

Result = TypeVar("Result")
CODERS, ANSWERS, CODES = ("anna", "boris", "vera"), 10_000, 30
PREVALENCE, SENSITIVITY, FALSE = 0.05, 0.85, 0.005
PROMISED_OPEN, PROMISED_KEY = 2.0, 0.1
"""Seconds."""
_STUDY = """title = "Three coders"
languages = ["en"]
[respondent]
id = "id"
[[question]]
column = "role"
[privacy]
response_ids = "from-column"
"""


def measure() -> None:
    """Print it."""
    from tipcoder.workbench.adjudication.adjudication import Adjudication
    from tipcoder.workbench.adjudication.consensus import require_study_consensus
    from tipcoder.workbench.opening import open_study_folder

    with (
        tempfile.TemporaryDirectory() as name,
        patch.dict(os.environ, {"TIPCODER_KEYS": f"{name}/keys"}),
        open_study_folder(_coded(Path(name))) as here,
    ):
        lead = here.register_coder("lead")
        desk, seconds = _timed(lambda: Adjudication(here, lead))
        what = f"{len(CODERS)} coders x {ANSWERS:,} answers"
        _line(f"where they differ: {what}", seconds, PROMISED_OPEN)
        one = desk.list_disagreements()[0]
        _line(
            f"  one of {len(desk.all):,} is settled",
            _timed(lambda: desk.settle_disagreement(one, "neither"))[1],
            PROMISED_KEY,
        )
        _line("  the consensus", _timed(lambda: require_study_consensus(here))[1], PROMISED_OPEN)


def _coded(folder: Path) -> Path:
    """A study in which everybody has finished everything."""
    from tipcoder.workbench.exchange.codings_import import import_codings
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.survey.creating import StudyPlan, create_study

    draw = random.Random(1)
    survey, book, lines = folder / "survey.csv", folder / "codebook.toml", folder / "codings.csv"
    codes = [f"code_{n:02}" for n in range(CODES)]
    survey.write_text(
        "id,role\n" + "".join(f"{n},answer number {n}\n" for n in range(1, ANSWERS + 1)), "utf-8"
    )
    book.write_text(
        'title = "Codes"\n' + "".join(f'[code.{code}]\nlabel = "{code}"\n' for code in codes),
        "utf-8",
    )
    rows = ["case,question,coder,code,start,end"]
    for number in range(1, ANSWERS + 1):
        there = {code for code in codes if draw.random() < PREVALENCE}
        for coder in CODERS:
            found = [
                code for code in codes if draw.random() < (SENSITIVITY if code in there else FALSE)
            ]
            rows += [f"{number},role,{coder},{code},," for code in found or [""]]
    lines.write_text("\n".join(rows) + "\n", "utf-8")
    study = folder / "study"
    create_study(StudyPlan(folder=study, survey=survey, codebook=book), _STUDY, "lead")
    with open_study_folder(study) as here:
        import_codings(here, here.register_coder("lead"), lines)
    return study


def _timed(do: Callable[[], Result]) -> tuple[Result, float]:
    begun = time.perf_counter()
    done = do()
    return done, time.perf_counter() - begun


def _line(what: str, seconds: float, promised: float) -> None:
    verdict = "ok" if seconds <= promised else "MISSED"
    print(f"{what:<44}{seconds:>9.2f} s   promised {promised:g} s: {verdict}", flush=True)
