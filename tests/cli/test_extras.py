"""A machine without the extras: everything that people do all day works, and what does not says what to install."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

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
PACKAGES = {
    "pyarrow": "parquet",
    "matplotlib": "figures",
    "pyreadstat": "stata",
    "xlsxwriter": "xlsx",
    "docx": "docx",
    "psycopg": "postgres",
    "model2vec": "models",
}
"""Modules of extras, and the extra that brings each."""


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
def test_daily_work_needs_no_extra(bare_machine: None, folder: Path, tipcoder: Any, verb: tuple[str, ...]) -> None:
    done = tipcoder(*verb, cwd=folder)
    # Some verbs have nothing to give out of so small a study; none may ask for a package, or end with a fault of ours.
    assert done.status in (0, 1, 2), done
    assert "pip install" not in done.err + done.out


def calls_for_extras() -> Iterator[tuple[str, str]]:
    """(module, extra) of every call in the code whose arguments are written out."""
    for path in sorted((ROOT / "src").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                named = [argument.value for argument in node.args[:2] if isinstance(argument, ast.Constant)]
                if node.func.id in ("require_extra", "check_extra") and len(named) == 2:
                    yield named[0], named[1]


def test_the_extras_that_are_named_bring_the_package_that_is_missing() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    whole = re.fullmatch(r"tipcoder\[(.+)\]", extras["all"][0])
    assert whole is not None
    assert set(whole[1].split(",")) == set(extras) - {"all", "dev"} == set(PACKAGES.values())
    found = set(calls_for_extras())
    assert found, "the test reads the calls"
    for module, extra in found:
        assert PACKAGES[module.partition(".")[0]] == extra
    # Nobody gets an extra's package unasked.
    core = {re.split(r"[\[><=~]", line)[0].casefold() for line in project["dependencies"]}
    assert core.isdisjoint({"pyarrow", "matplotlib", "pyreadstat", "xlsxwriter", "python-docx", "psycopg", "model2vec"})
