"""What is written about the program is true."""

from __future__ import annotations

import re

from readme import README, with_tables


def test_the_tables_of_the_readme_are_those_of_the_code() -> None:
    text = README.read_text("utf-8")
    assert with_tables(text) == text, "run `make readme`"


def test_the_first_two_commands_are_make_demo_and_make_test() -> None:
    commands = re.findall(r"^    (\S.*?)(?:\s+#.*)?$", README.read_text("utf-8"), flags=re.MULTILINE)
    assert commands[:2] == ["make demo", "make test"]
