"""No widget ever gets a plain string: Textual would look for markup in it,
and a `[/]` in an answer would end the program.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import tipcoder.tui

SOURCES = sorted(Path(tipcoder.tui.__file__).parent.rglob("*.py"))
WIDGETS = {"Static", "Label", "Option", "Button", "Markdown", "Checkbox"}
MAKERS = {"drawing.py"}
"""Where strings become content that is safe to show."""


def name_of(call: ast.Call) -> str:
    """The last name of what is called."""
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def is_text(node: ast.expr) -> bool:
    """Whether an expression is a string for sure."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str)
    if isinstance(node, ast.JoinedStr):
        return True
    if isinstance(node, ast.BinOp):
        return is_text(node.left) or is_text(node.right)
    if isinstance(node, ast.IfExp):
        return is_text(node.body) or is_text(node.orelse)
    return isinstance(node, ast.Call) and name_of(node) in {
        "str",
        "printable",
        "printable_line",
        "excerpt",
        "fitted",
    }


def faults(source: str, name: str = "screen.py") -> Iterator[str]:
    """What is wrong with a module, by line."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        called, first = name_of(node), node.args[0] if node.args else None
        if called in WIDGETS | {"update", "put"} and first is not None:
            shown = node.args[1] if called == "put" and len(node.args) > 1 else first
            if (called != "put" or len(node.args) > 1) and is_text(shown):
                yield f"{node.lineno}: {called} gets a plain string"
        if called == "Content" and name not in MAKERS and not isinstance(first, ast.Constant):
            yield f"{node.lineno}: Content is made of something else than words of ours"
        if called in {"from_markup", "notify", "from_text"}:
            yield f"{node.lineno}: {called} reads markup"
        if any(
            k.arg == "markup" and not (isinstance(k.value, ast.Constant) and k.value.value is False)
            for k in node.keywords
        ):
            yield f"{node.lineno}: markup is on"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_every_text_goes_through_drawing(path: Path) -> None:
    assert list(faults(path.read_text("utf-8"), path.name)) == []


@pytest.mark.parametrize(
    "line",
    [
        'Static("[b]")',
        'yield Static(f"{answer.text}")',
        "self.query_one('#x', Static).update(str(fault))",
        "Option(label + ' x')",
        "Content(answer.text)",
        'Content(f"{label}")',
        "self.put('#title', printable(text))",
        "OptionList(markup=True)",
        "self.notify(sentence)",
        "Content.from_markup('[b]')",
    ],
)
def test_the_check_sees_what_it_is_for(line: str) -> None:
    source = line.removeprefix("yield ")
    assert len(list(faults(source))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "Static(shown(x))",
        "Static(id='a')",
        "Content('ours')",
        "d.update(other)",
        "self.put('#a', parts(x))",
    ],
)
def test_the_check_lets_good_lines_pass(line: str) -> None:
    assert list(faults(line)) == []
