"""What others code in an open round makes no difference to anything that its coders hear."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from blind_worlds import MORE, WORLDS, code_as, open_round
from plain_lines import CodePlainly
from tipcoder.plain.deeds import DEEDS

CHANGING = (
    *("1", "s1 2", "; money", ".", "0", "x", "z", "d", "-", "u", "U", "r", "!", "m note", "m"),
    *("", "p", "P", "j", "P"),
)
LOOKING = (
    *("s", ",", "a", "i", ";", "h push", "Q push", "Q", "h train", "Q train", "h money", "Q money"),
    *("g", "g 3", "b", "k", "n", "R", "R", "t", "?", "V", "X", "/ flagged", "<", ">", "F"),
    *("/ coder:dora", "f coder:dora code:money", "F", "q"),
)


@pytest.fixture
def base(make_study: Callable[..., Path], small_survey: str, small_study_toml: str) -> Path:
    folder = make_study(small_survey, small_study_toml + MORE)
    open_round(folder)
    return folder


def hear(plainly: CodePlainly, base: Path, world: str) -> list[str]:
    """Everything that carla hears, in a world where others have coded."""
    folder = base.with_name(world)
    shutil.copytree(base, folder)
    code_as(folder, world)
    said = plainly(folder, "carla", *LOOKING[:-1], *CHANGING, *LOOKING)
    return [re.sub(r"\d\d-\d\d \d\d:\d\d", "TIME", text) for text in said]


def test_nothing_that_is_said_tells_what_others_coded(base: Path, plainly: CodePlainly) -> None:
    one, another = (hear(plainly, base, world) for world in WORLDS)
    assert one == another


def test_every_deed_is_tried() -> None:
    tried = {line[:1] for line in (*CHANGING, *LOOKING)}
    first_letters = {deed.letters[0] for deed in DEEDS}
    assert first_letters <= tried


def test_nothing_is_suggested_in_an_open_round(base: Path, plainly: CodePlainly) -> None:
    said = plainly(base, "carla", "p")
    assert "open round" in said[1]
    assert "suggested," not in said[1]


def test_a_lead_hears_what_carla_does_not(base: Path, plainly: CodePlainly) -> None:
    """Else nothing was tried above."""
    folder = base.with_name("led")
    shutil.copytree(base, folder)
    code_as(folder, "one")
    assert "by dora" not in "".join(plainly(folder, "carla", "Q money", "Q push"))
    assert "by dora" in "".join(plainly(folder, "lead", "Q money", "Q push"))
