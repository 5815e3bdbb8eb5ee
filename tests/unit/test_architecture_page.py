"""The pages about the architecture name only what is there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from readme import ROOT

PAGE = ROOT / "docs" / "ARCHITECTURE.md"
SUBJECTS = ROOT / "docs" / "architecture-subjects.md"
PACKAGE = ROOT / "src" / "tipcoder"


def _list_names() -> set[str]:
    """What both pages name between backticks."""
    return _in_code(PAGE.read_text("utf-8")) | _in_code(SUBJECTS.read_text("utf-8"))


def _in_code(text: str) -> set[str]:
    """What stands between backticks on one line; drawings stand in blocks of their own."""
    without_blocks = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    return set(re.findall(r"`([^`\n]+)`", without_blocks))


def _is_there(path: str) -> bool:
    """Files are named from the project or from the package."""
    return (ROOT / path).exists() or (PACKAGE / path).exists()


def test_every_file_that_the_pages_name_is_there() -> None:
    named = {word for word in _list_names() if re.fullmatch(r"[\w./-]+(\.py|\.toml|/)", word)}
    files = {word for word in named if word not in ("study.toml", "codebook.toml", "concepts.toml")}
    assert len(files) > 60
    assert {word for word in files if not _is_there(word)} == set()


def test_every_package_that_the_pages_name_is_there() -> None:
    named = {word for word in _list_names() if word.startswith("tipcoder.")}
    assert len(named) > 10
    missing = {
        word
        for word in named
        if not _module(word).exists() and not _module(word).with_suffix(".py").exists()
    }
    assert missing == set()


def _module(dotted: str) -> Path:
    return ROOT / "src" / Path(*dotted.split("."))


def _drawing(heading: str) -> set[str]:
    """The words of the drawing below a heading."""
    part = PAGE.read_text("utf-8").partition(f"## {heading}\n")[2]
    block = re.search(r"^```text\n(.*?)^```", part, flags=re.DOTALL | re.MULTILINE)
    assert block is not None
    return set(re.findall(r"\w+", block[1]))


def test_the_drawings_have_every_package_of_the_contracts() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    drawings = {
        "tipcoder": _drawing("The layers"),
        "tipcoder.workbench": _drawing("Rooms of the workbench"),
    }
    for contract in contracts:
        for container in contract.get("containers", ()):
            members = set(re.findall(r"\w+", " ".join(contract["layers"])))
            assert members <= drawings[container]
