"""Other programs from PyPI read our REFI-QDA projects: the same codings, and the same alpha.

Neither program is installed here as a rule. `pip install qdapy qualitative-coding` beside tipcoder
runs these checks.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Tipcoder

Case = Callable[[str], str]


@pytest.fixture
def project(coded: Path, case: Case, tipcoder: Tipcoder) -> Path:
    """Everything that anna and boris coded, with more that they share."""
    more = coded.parent / "more.csv"
    lines = ["case,question,coder,code,start,end"]
    for coder in ("anna", "boris"):
        lines.append(f"{case('3237565961')},role,{coder},training,0,9")
    lines.append(f"{case('3237565961')},role,anna,money,10,20")
    more.write_text("\n".join(lines) + "\n", "utf-8")
    assert tipcoder("codings", "import", more, cwd=coded).status == 0
    done = tipcoder("export", "qdpx", "--raw", "-o", coded.parent / "all.qdpx", cwd=coded)
    assert done.status == 0, done.err
    return coded.parent / "RAW-all.qdpx"


def list_codings(tipcoder: Tipcoder, coded: Path) -> list[dict[str, str]]:
    """What is coded, without answers that were finished without a code."""
    words = ("codings", "export", "--quotes", "--raw", "--format", "json")
    rows = tipcoder(*words, cwd=coded).json()
    return [row for row in rows if row["code"] and not row["code"].startswith("@")]


def test_qdapy_reads_the_same_codings_and_measures_the_same_alpha(
    tipcoder: Tipcoder, coded: Path, project: Path, tmp_path: Path
) -> None:
    qdpx: Any = pytest.importorskip("qdapy.qdpx")
    agreement: Any = pytest.importorskip("qdapy.agreement")
    fragments = qdpx.read_qdpx(project, warn=False).fragments
    theirs = Counter(
        (str(row.codedBy), str(row.code).rpartition("/")[2], str(row.text))
        for row in fragments.itertuples()
        if row.code
    )
    labels = {"pressure": "Pressure", "money": "Money", "training": "Training"}
    ours = Counter(
        (row["coder"], labels[row["code"]], row["quote"]) for row in list_codings(tipcoder, coded)
    )
    assert theirs == ours
    for code in sorted(set(fragments["code"])):
        units = agreement.units_binary(fragments, code)
        ratings = tmp_path / "units.csv"
        units.replace({"yes": "1", "no": "0"}).to_csv(ratings)
        words = ("agreement", "--ratings", ratings, "--units", "annotationKey", "--format", "json")
        entries = tipcoder(*words, cwd=tmp_path).json()
        found = [entry["coefficients"]["krippendorff_alpha"]["value"] for entry in entries]
        assert found[0] == pytest.approx(agreement.alpha(units), abs=1e-9)


STUDY = """\
title = "Visitors"
languages = ["en"]
[respondent]
id = "id"
[privacy]
response_ids = "from-column"
[[question]]
column = "why"
"""
CODEBOOK = "[code.light]\nlabel = 'Light'\n[code.crowd]\nlabel = 'Crowd'\n"


def test_qualitative_coding_takes_the_project_in(
    tipcoder: Tipcoder, make_study: Callable[..., Path], tmp_path: Path
) -> None:
    """It takes what follows a dot in a name for an ending, so that names have none here."""
    program = shutil.which("qc")
    if program is None:
        pytest.skip("qualitative-coding is not installed")
    study = make_study("id,why\n1001,So much light\n1002,Light and crowds\n", STUDY, CODEBOOK)
    rows = ["1001,why,anna,light,8,13", "1002,why,anna,light,0,5", "1002,why,anna,crowd,10,16"]
    rows.append("1002,why,boris,crowd,10,16")
    codings = tmp_path / "codings.csv"
    codings.write_text("\n".join(["case,question,coder,code,start,end", *rows, ""]), "utf-8")
    assert tipcoder("codings", "import", codings, cwd=study).status == 0
    project = tmp_path / "RAW-all.qdpx"
    assert tipcoder("export", "qdpx", "--raw", "-o", project, cwd=study).status == 0
    folder = tmp_path / "qc"
    folder.mkdir()
    # Version 1.7.8 was released with a stop for its author's debugger in the reader.
    environment = {**os.environ, "PYTHONBREAKPOINT": "0"}
    done = subprocess.run(
        [program, "init", "--import", str(project)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    store = next(folder.glob("*.sqlite3"))
    with sqlite3.connect(store) as db:
        query = "select coder_id, code_id, count(*) from coded_line group by 1, 2"
        theirs = {(coder, code): number for coder, code, number in db.execute(query)}
    # It codes lines, and an answer is one line.
    wanted = {("anna", "Light"): 2, ("anna", "Crowd"): 1, ("boris", "Crowd"): 1}
    assert theirs == wanted
