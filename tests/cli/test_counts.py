"""How often each code stands: split as asked, the same numbers in every form."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Done

Tipcoder = Callable[..., "Done"]


def counted(done: Done) -> list[tuple[str, ...]]:
    assert done.status == 0, done.err
    return [tuple(row.values()) for row in done.csv()]


def test_a_table_by_question_and_language_in_the_order_of_the_codebook(
    tipcoder: Tipcoder, coded: Path
) -> None:
    done = tipcoder("counts", cwd=coded)
    assert done.status == 0, done.err
    head, line, *body = done.out.splitlines()
    assert head.split() == ["code", "question", "language", "answers", "codings", "net"]
    assert set(line) == {"─", " "}
    assert [row.split() for row in body] == [
        ["government", "role", "en", "0", "0", "2"],  # a folder: what is below it
        ["pressure", "role", "en", "2", "2", "2"],  # one answer, which two coders gave the code
        ["pushback", "0", "0", "0"],
        ["training", "how", "ru", "1", "1", "1"],
        ["money", "role", "en", "1", "1", "1"],
    ]
    assert {len(row) for row in body} == {len(head)}, "numbers are flush right"


@pytest.mark.parametrize(
    ("split", "rows"),
    [
        (
            "none",
            [
                ("government", "0", "0", "2"),
                ("pressure", "2", "2", "2"),
                ("pushback", "0", "0", "0"),
                ("training", "1", "1", "1"),
                ("money", "1", "1", "1"),
            ],
        ),
        (
            "coder",
            [
                ("government", "anna", "0", "0", "1"),
                ("government", "boris", "0", "0", "1"),
                ("pressure", "anna", "1", "1", "1"),
                ("pressure", "boris", "1", "1", "1"),
                ("pushback", "", "0", "0", "0"),
                ("training", "anna", "1", "1", "1"),
                ("money", "anna", "1", "1", "1"),
            ],
        ),
        (
            "language, coder",
            [
                ("government", "en", "anna", "0", "0", "1"),
                ("government", "en", "boris", "0", "0", "1"),
                ("pressure", "en", "anna", "1", "1", "1"),
                ("pressure", "en", "boris", "1", "1", "1"),
                ("pushback", "", "", "0", "0", "0"),
                ("training", "ru", "anna", "1", "1", "1"),
                ("money", "en", "anna", "1", "1", "1"),
            ],
        ),
    ],
)
def test_counts_are_split_as_asked(
    tipcoder: Tipcoder, coded: Path, split: str, rows: list[tuple[str, ...]]
) -> None:
    assert counted(tipcoder("counts", "--by", split, "--format", "csv", cwd=coded)) == rows


def test_numbers_are_numbers_in_json(tipcoder: Tipcoder, coded: Path) -> None:
    first, second, *_ = tipcoder("counts", "--format", "json", cwd=coded).json()
    place = {"question": "role", "language": "en"}
    assert first == {"code": "government", **place, "answers": 0, "codings": 0, "net": 2}
    assert second == {"code": "pressure", **place, "answers": 2, "codings": 2, "net": 2}


def test_two_quotes_of_one_answer_are_one_answer(
    tipcoder: Tipcoder, coded: Path, case: Callable[[str], str]
) -> None:
    file = coded.parent / "more.csv"
    file.write_text(
        f"case,question,coder,code,start,end\n{case('3237565957')},role,anna,pressure,12,18\n",
        "utf-8",
    )
    assert tipcoder("codings", "import", file, cwd=coded).status == 0
    assert counted(tipcoder("counts", "--by", "none", "--format", "csv", cwd=coded))[:2] == [
        ("government", "0", "0", "2"),
        ("pressure", "2", "3", "2"),
    ]


def test_one_coders_codings_alone(tipcoder: Tipcoder, coded: Path) -> None:
    rows = counted(
        tipcoder("counts", "--of", "boris", "--by", "none", "--format", "csv", cwd=coded)
    )
    assert rows == [
        ("government", "0", "0", "1"),
        ("pressure", "1", "1", "1"),
        ("pushback", "0", "0", "0"),
        ("training", "0", "0", "0"),
        ("money", "0", "0", "0"),
    ]


def test_what_was_undone_counts_no_more(tipcoder: Tipcoder, coded: Path) -> None:
    assert tipcoder("undo", cwd=coded).status == 0
    rows = counted(tipcoder("counts", "--by", "none", "--format", "csv", cwd=coded))
    assert {row[1:] for row in rows} == {("0", "0")}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--by", "questions"), ("--by cannot split by 'questions'", "Did you mean 'question'?")),
        (
            ("--by", "question,none"),
            ("--by cannot split by 'none'", "Known: question, language, coder, wave."),
        ),
        (("--by", "segment"), ("`tipcoder stats presence --by segment`.",)),
        (("--by", "question,"), ("--by cannot split by ''",)),
        (
            ("--by", ""),
            ("--by cannot split by ''", "Known: question, language, coder, wave, none."),
        ),
        (("--of", "bris"), ("Nobody called 'bris'", "Did you mean 'boris'?")),
        (("--of", "lead", "anna"), ("does not know what to do with 'anna'",)),
    ],
)
def test_a_wrong_split_or_coder_is_refused(
    tipcoder: Tipcoder, coded: Path, words: tuple[str, ...], says: tuple[str, ...]
) -> None:
    tipcoder("counts", *words, cwd=coded).refused(2, *says)


def test_small_counts_are_told_where_a_program_reads_them(tipcoder: Tipcoder, coded: Path) -> None:
    done = tipcoder("counts", "--format", "csv", cwd=coded)
    assert "counts below 5: few people may be told by them" in done.err
