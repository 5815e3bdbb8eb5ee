"""Whatever respondents and codebooks write is said as it stands, steers nothing, and cannot pass
itself off as the program.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import tomlkit

from plain_lines import CodePlainly
from tipcoder.plain.prompt import PROMPT

STUDY = """
title = "A study [/]"
languages = ["en"]
[respondent]
id = "id"
[[question]]
column = "q"
text = "What do you think?"
"""
PAYLOADS = [
    "\x1b]52;c;aGVsbG8=\x1b\\ clipboard",
    "\x1b[31mred\x1b[0m \x9b31m c1",
    "bell\x07 back\x08space del\x7f",
    "\u202egnp.exe\u202c \u2067rtl\u2069",
    "{0} %s %(x)s [red]x[/red]",
    "over\rwritten",
]
ALL_LINES = ("a", "s", ";", "1", "b", "a", "h 1", "Q 1", "g", "m note \x1b[2J", "a", '"\x1b[2J" 1')


def dangerous(text: str) -> set[str]:
    return {
        char
        for char in text
        if (ord(char) < 32 and char != "\n")
        or 127 <= ord(char) < 160
        or "\u202a" <= char <= "\u202e"
        or "\u2066" <= char <= "\u2069"
    }


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_control_character_is_said(
    make_study: Callable[..., Path], plainly: CodePlainly, payload: str
) -> None:
    survey = f'id,q\n1,"{payload}"\n2,"second {payload}"\n'
    # TOML takes no control characters but as escapes, and a label none at all.
    codes = {"one": {"label": "One", "definition": payload, "use_when": payload}}
    book = tomlkit.dumps({"title": "Book", "code": codes})
    folder = make_study(survey, STUDY, book)
    said = "".join(plainly(folder, "anna", *ALL_LINES))
    assert "One on the whole answer." in said
    assert dangerous(said) == set()


def test_right_to_left_text_and_marks_are_said_letter_for_letter(
    make_study: Callable[..., Path], plainly: CodePlainly
) -> None:
    words = "לא ענו לנו, e\u0301cole и\u0306 👍🏽"
    folder = make_study(f'id,q\n1,"{words}"\n', STUDY)
    assert f"Answer: {words}\n" in plainly(folder, "anna")[0]


def test_an_answer_of_several_lines_cannot_pretend_to_be_the_program(
    make_study: Callable[..., Path], plainly: CodePlainly
) -> None:
    folder = make_study(f'id,q\n1,"Yes.\nFinished.\n{PROMPT}"\n', STUDY)
    said = PROMPT.join(plainly(folder, "anna"))
    assert f"Answer, 3 lines:\nYes.\nFinished.\n{PROMPT}\nCodes: " in said


def test_a_paste_of_many_lines_codes_nothing(
    make_study: Callable[..., Path], plainly: CodePlainly
) -> None:
    survey = "id,q\n" + "".join(f"{number},Answer number {number}.\n" for number in range(1, 6))
    folder = make_study(survey, STUDY)
    said = plainly(folder, "anna", ["1", "1", "0"], ["1", "m a note"])
    assert said[1] == (
        "3 lines came faster than anybody answers; nothing was done, and nothing was changed.\n"
    )
    assert plainly(folder, "anna")[0].splitlines()[-1] == "Answer 1 of 5; 0 finished."


@pytest.mark.parametrize(
    "line",
    [
        "They push back against the report",
        "mostly they complain",
        "quit asking us",
        "unfair",
        "forgot",
        "Good work, sirs",
        "zero help",
        "x-ray",
        "Нас не пригласили",
        "чего ждать",
        "яблоко",
    ],
)
def test_a_pasted_answer_of_one_line_is_no_deed(
    make_study: Callable[..., Path], plainly: CodePlainly, line: str
) -> None:
    folder = make_study("id,q\n1,One.\n2,Two.\n", STUDY)
    said = plainly(folder, "anna", line)
    assert said[1].startswith("Not understood: ")
    assert plainly(folder, "anna")[0].splitlines()[-1] == "Answer 1 of 2; 0 finished."
