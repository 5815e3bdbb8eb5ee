"""A letter does the same line by line as on the screen, and nothing of the screen is loaded."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tipcoder.plain.deeds import BY_LETTER, DEEDS, Deed
from tipcoder.plain.typed_lines import UNITS, WHOLE
from tipcoder.tui.commands import ScreenName, find_command, list_commands
from tipcoder.tui.keyboard import cyrillic_twin, parse_key_name

OWN = {"b", "q"}
"""Letters without a command of the screen that does the same: back, and leave."""


def names(letters: tuple[str, ...]) -> set[str | None]:
    return {parse_key_name(letter) for letter in letters}


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.written)
def test_a_deed_has_the_letters_of_its_command(deed: Deed) -> None:
    if not deed.command:
        assert set(deed.letters) <= OWN
        return
    assert names(deed.letters) <= set(find_command(deed.command).keys)


def test_letters_that_select_are_those_of_the_screen() -> None:
    keys = {command.id: command.keys for command in list_commands(ScreenName.CODING)}
    assert UNITS.keys() == {"s", "c", "l"}
    assert [keys[f"select.{name}"] for name in ("sentence", "clause", "line", "all")] == [
        ("s",),
        ("c",),
        ("l",),
        (WHOLE,),
    ]


def test_no_letter_of_a_russian_layout_means_two_things() -> None:
    latin = [*BY_LETTER, *UNITS, WHOLE]
    twins = [cyrillic_twin(letter) for letter in latin]
    said = [twin for twin in twins if twin]
    assert len(said) == len(set(said))
    assert set(said).isdisjoint(latin)


def test_neither_textual_nor_statistics_are_loaded() -> None:
    code = (
        "import tipcoder.plain.prompt, tipcoder.plain.line_source, "
        "tipcoder.workbench.coding.session, sys\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "tipcoder" in loaded
    assert loaded.isdisjoint({"textual", "rich", "pandas", "numpy", "sklearn", "spacy"})
