"""No file is left in the middle of a merge: a page of the docs once was, and was published so."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("src", "tests", "docs", "codebooks", "data", "benchmarks")
ENDINGS = {".py", ".md", ".toml", ".csv", ".yml", ".tcss", ".js", ".txt"}
MARKER = re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE)


def list_texts() -> list[Path]:
    inside = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    found = [path for path in [*ROOT.iterdir(), *inside] if path.suffix in ENDINGS]
    return [path for path in found if path.is_file()]


def test_no_text_has_the_marks_of_two_versions() -> None:
    texts = list_texts()
    assert ROOT / "docs" / "python.md" in texts
    torn = [str(path) for path in texts if MARKER.search(path.read_text("utf-8", "replace"))]
    assert torn == []
