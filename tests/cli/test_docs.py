"""What is written about the program is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from readme import PAGES, README, with_tables


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_tables_of_verbs_and_keys_are_those_of_the_code(page: Path) -> None:
    text = page.read_text("utf-8")
    assert with_tables(text) == text, "run `make readme`"
    assert "<!-- end of " in text


def test_the_first_two_commands_are_make_demo_and_make_test() -> None:
    commands = re.findall(r"^    (\S.*?)(?:\s+#.*)?$", README.read_text("utf-8"), flags=re.MULTILINE)
    assert commands[:2] == ["make demo", "make test"]
