"""What a language needs is data: the source has Cyrillic letters in two places only."""

from __future__ import annotations

from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "tipcoder"
ABOUT_LETTERS = {"text.py", "tui/keyboard.py"}
"""Modules whose matter letters are: which look alike, and which share a key."""


def is_cyrillic(letter: str) -> bool:
    return "\u0400" <= letter <= "\u052f"


def find_cyrillic_lines(path: Path) -> list[int]:
    """Numbers of the lines of a file that have such a letter."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return [number for number, line in enumerate(lines, start=1) if any(map(is_cyrillic, line))]


def test_no_module_but_those_about_letters_has_a_cyrillic_one() -> None:
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        lines = find_cyrillic_lines(path)
        if lines and name not in ABOUT_LETTERS:
            found[name] = lines
    assert found == {}


def test_the_two_modules_about_letters_are_where_the_test_thinks() -> None:
    for name in ABOUT_LETTERS:
        assert find_cyrillic_lines(SOURCE / name), name
