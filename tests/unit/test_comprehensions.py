"""A comprehension inside another one is read twice before it is understood: a loop is not."""

from __future__ import annotations

import ast
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "tipcoder"
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def find_nested_lines(code: str) -> list[int]:
    """Lines on which a comprehension stands inside another one."""
    lines = []
    for outer in ast.walk(ast.parse(code)):
        if isinstance(outer, COMPREHENSIONS):
            inner = [node for node in ast.walk(outer) if isinstance(node, COMPREHENSIONS)]
            lines += [node.lineno for node in inner if node is not outer]
    return sorted(lines)


def test_no_comprehension_stands_inside_another() -> None:
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        lines = find_nested_lines(path.read_text(encoding="utf-8"))
        if lines:
            found[path.relative_to(SOURCE).as_posix()] = lines
    assert found == {}


def test_one_inside_another_is_seen() -> None:
    assert find_nested_lines("x = 1\ny = [[cell for cell in row] for row in rows]") == [2]
