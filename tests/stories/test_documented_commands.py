"""Whoever follows a page of the documentation gets what it says:
every command and every key on it is tried.
"""

from __future__ import annotations

import io
import re
import shlex
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import pytest

from plain_lines import code_plainly
from readme import ROOT
from terminal import Terminal
from tipcoder.plain.prompt import PROMPT

OpenTerminal = Callable[..., Terminal]

PAGES = [ROOT / "docs" / "tutorial.md", *sorted((ROOT / "docs" / "how-to").glob("*.md"))]
_PIECE = re.compile(
    r'^```(?P<kind>\w+)(?: title="(?P<file>[^"]+)")?\n(?P<body>.*?)^```$'
    r"|^<!-- keys on the screen of: tipcoder (?P<line>.+?) -->\n\n(?P<table>(?:\|[^\n]*\n)+)",
    flags=re.DOTALL | re.MULTILINE,
)
_NAMES_OF_KEYS = {"Enter": "enter", "Esc": "escape", "Space": " ", "^q": "ctrl+q"}


class Step(NamedTuple):
    """One line of a table of keys."""

    screen: str
    key: str
    seen: list[str]


def _pieces(page: Path) -> Iterator[re.Match[str]]:
    yield from _PIECE.finditer(page.read_text("utf-8"))


def _steps(table: str) -> Iterator[Step]:
    for line in table.splitlines()[2:]:
        screen, key, _, seen = (cell.strip() for cell in line.strip("|").split(" | "))
        yield Step(screen, key.strip("`"), re.findall(r"`([^`]+)`", seen))


def _run(words: list[str]) -> tuple[int, str]:
    """One verb in this process; its status, and what it printed."""
    from tipcoder.cli import main

    printed = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with redirect_stdout(printed), redirect_stderr(printed):
        status = main(words)
    printed.seek(0)
    return status, printed.read()


def _try_commands(block: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """Run the commands of a block, and find every other line of it
    in what the command before it printed.
    """
    tried, printed = 0, ""
    for line in block.splitlines():
        if not line.startswith("$ "):
            assert line.strip() in printed, f"{line!r} is not among\n{printed}"
            continue
        words = shlex.split(line[2:])
        if words[0] == "cd":
            monkeypatch.chdir(words[1])
            continue
        assert words[0] == "tipcoder", line
        status, printed = _run(words[1:])
        assert status == 0, f"{line}\n{printed}"
        tried += 1
    return tried


def _try_keys(line: str, table: str, terminal: OpenTerminal) -> None:
    screen = terminal(*shlex.split(line), cwd=Path.cwd(), columns=100, lines=30)
    screen.wait(" finished", 60)
    left = False
    for step in _steps(table):
        screen.press(_NAMES_OF_KEYS.get(step.key, step.key))
        left = step.key == "^q"
        for words in step.seen:
            screen.wait(words, 60)
    assert left, "the last key of a table leaves the program"
    assert screen.leave() == 0


def _try_lines(line: str, spoken: str) -> int:
    """Type what a page types behind each prompt, and hear just what it says."""
    words = shlex.split(line)
    assert words[:3] == ["tipcoder", "code", "--plain"], line
    typed = re.findall(rf"^{PROMPT.rstrip()} ?(.*)$", spoken, flags=re.MULTILINE)
    said = code_plainly(Path.cwd(), words[words.index("--coder") + 1], *typed)
    # A terminal shows what is typed behind the prompt.
    heard = said[0]
    for each, answer in zip(typed, said[1:], strict=False):
        heard += f"{PROMPT}{each}".rstrip() + f"\n{answer}"
    assert heard == spoken
    return len(typed)


@pytest.mark.long
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_and_every_key_of_a_page_does_what_the_page_says(
    page: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    terminal: OpenTerminal,
    request: pytest.FixtureRequest,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TIPCODER_CODER", "lead")
    tried = 0
    for piece in _pieces(page):
        if piece["kind"] == "plain":
            tried += _try_lines(piece["file"], piece["body"])
        elif piece["file"]:
            body = piece["body"]
            if "postgresql://" in body:
                body = _on_the_test_server(body, request)
            Path(piece["file"]).write_text(body, "utf-8")
        elif piece["kind"] == "console":
            tried += _try_commands(piece["body"], monkeypatch)
        elif piece["table"]:
            _try_keys(piece["line"], piece["table"], terminal)
    assert tried >= 3


def _on_the_test_server(body: str, request: pytest.FixtureRequest) -> str:
    """The page's database is nobody's; the test has one of its own, or skips."""
    url = request.getfixturevalue("postgres_url")
    body = re.sub(r"^url = .*$", f'url = "{url.url}"', body, flags=re.MULTILINE)
    return re.sub(r"^schema = .*$", f'schema = "{url.schema}"', body, flags=re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_keys_in_a_table_of_steps_are_those_of_their_screen(page: Path) -> None:
    from tipcoder.tui.commands import COMMANDS, ScreenName

    places = {"answers": ScreenName.GRID, "disagreements": ScreenName.ADJUDICATION}
    for piece in _pieces(page):
        for step in _steps(piece["table"] or ""):
            place = places.get(step.screen) or ScreenName(step.screen)
            keys: set[str] = set()
            for command in COMMANDS:
                if place in command.screens:
                    keys |= set(command.format_keys().split())
            digit = step.key.isdigit() and step.key != "0" and "1-9" in keys
            assert digit or step.key in keys, f"{step.key} on {step.screen}"


def test_a_page_that_promises_too_much_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("r.csv").write_text("unit,anna,boris\n1,a,a\n2,b,b\n3,a,b\n", "utf-8")
    with pytest.raises(AssertionError, match="of another program"):
        _try_commands(
            "$ tipcoder agreement --ratings r.csv\na line of another program\n", monkeypatch
        )
    with pytest.raises(AssertionError):
        _try_commands("$ tipcoder counts\n", monkeypatch)
