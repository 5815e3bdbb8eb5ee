"""Codings as a file: in all or nothing with every bad line named, out as CSV and JSON,
and back in again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Done

Tipcoder = Callable[..., "Done"]
Case = Callable[[str], str]
Contents = Callable[[Path], dict[str, bytes]]
Bring = Callable[..., "Done"]

HEADER = "case,question,coder,code,start,end\n"
KENYA = (
    "The embassy pushed the ministry hard 👍🏽 and the new law was passed within a year of that."
)


@pytest.fixture
def bring(tipcoder: Tipcoder, study: Path) -> Bring:
    """`bring(csv, "--dry-run")` writes the text to a file beside the study and imports it
    as codings.
    """

    def run(content: str, *more: str) -> Done:
        (study.parent / "lines.csv").write_text(content, "utf-8", newline="")
        return tipcoder("codings", "import", study.parent / "lines.csv", *more, cwd=study)

    return run


def exported(tipcoder: Tipcoder, study: Path, *more: str) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = tipcoder(
        "codings", "export", "--format", "json", *more, cwd=study
    ).json()
    return rows


def test_an_import_says_on_stderr_what_it_did_and_how_to_take_it_back(
    tipcoder: Tipcoder, coded: Path, contents: Contents
) -> None:
    newest = tipcoder("log", "-n", "1", "--format", "json", cwd=coded).json()[0]
    assert newest["sentence"] == "Imported codings from codings.csv: 6 lines of anna, boris"
    assert tipcoder("undo", cwd=coded).status == 0
    done = tipcoder("codings", "import", coded.parent / "codings.csv", cwd=coded)
    assert (done.status, done.out) == (0, "")
    assert done.err == (
        "6 lines of anna, boris: 4 codings added, 0 there already, 5 answers finished. "
        "`tipcoder undo` takes the import back.\n"
    )


def test_what_is_there_already_is_not_counted_as_new(tipcoder: Tipcoder, coded: Path) -> None:
    done = tipcoder("codings", "import", coded.parent / "codings.csv", cwd=coded)
    assert done.err == (
        "6 lines of anna, boris: 0 codings added, 4 there already, 0 answers finished. Nothing "
        "was new.\n"
    )


def test_one_line_is_called_one_line(bring: Bring, case: Case) -> None:
    done = bring(HEADER + f"{case('3237565957')},role,anna,money,,\n")
    assert done.err.startswith(
        "1 line of anna: 1 coding added, 0 there already, 1 answer finished."
    )


def test_a_dry_run_checks_every_line_and_changes_no_byte(
    bring: Bring, study: Path, case: Case, contents: Contents
) -> None:
    before = contents(study)
    good = f"{case('3237565957')},role,anna,money,,\n"
    done = bring(HEADER + good + good.replace("anna", "boris"), "--dry-run")
    assert (done.status, done.out) == (0, "")
    assert done.err == "2 lines of anna, boris can be placed. Dry run: nothing was written.\n"
    assert (
        "line 3: there is no code 'mony'"
        in bring(HEADER + good + good.replace("money", "mony"), "--dry-run").err
    )
    assert contents(study) == before


def test_every_bad_line_is_named_with_a_remedy_and_no_line_is_imported(
    bring: Bring, study: Path, case: Case, contents: Contents
) -> None:
    before = contents(study)
    kenya, two_cases = case("3237565957"), case("3237565956")
    done = bring(
        HEADER
        + f"{kenya},role,anna,money,,\n"
        + f"{kenya},role,anna,presure,,\n"
        + f"{kenya},rôle,anna,money,,\n"
        + f"{two_cases},role,anna,money,,\n"
        + f"{kenya},how,anna,money,,\n"
        + f"{kenya},role,anna,government,,\n"
        + f"{kenya},role,anna,money,80,90\n"
        + f"{kenya},role,anna,money,9,\n"
    )
    assert (done.status, done.out) == (2, "")
    assert done.err.splitlines() == [
        "tipcoder: lines.csv: 7 of 8 lines cannot be placed:",
        "line 3: there is no code 'presure'. Did you mean 'pressure'?",
        "line 4: there is no question 'rôle'. Did you mean 'role'?",
        f"line 5: there is no case '{two_cases}'. Is it {two_cases}.1 or {two_cases}.2?",
        f"line 6: case '{kenya}' has no readable answer to how: it is withheld.",
        "line 7: 'government' only groups other codes.",
        "line 8: 80-90 is not a span of a text of 89 characters.",
        (
            "line 9: start '9' and end '' must both be whole numbers, or both empty. Nothing was "
            "imported. --skip leaves out lines that have no place in the study. --add-codes makes "
            "codes that the codebook lacks."
        ),
    ]
    assert contents(study) == before


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("0,6,pushed", "line 2: the quote is not at 0-6. It is at 12-18."),
        ("12,18,pulled", "line 2: the quote is not at 12-18. It is not in the answer."),
        (",,pulled the ministry", "line 2: the quote is not in the answer."),
        (",,the", "line 2: the quote is in the answer more than once. Give start and end."),
    ],
)
def test_a_quote_that_does_not_fit_is_told_without_repeating_anybodys_words(
    bring: Bring, case: Case, place: str, says: str
) -> None:
    done = bring(
        f"case,question,coder,code,start,end,quote\n{case('3237565957')},role,anna,money,{place}\n"
    )
    assert done.status == 2
    assert says in done.err
    words = set(re.findall(r"\w+", KENYA)) - {"the", "was", "a", "and", "that", "of"}
    assert not words & set(
        re.findall(r"\w+", done.err.replace("there", "").replace("lines.csv", ""))
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (
            "case,question,coder,kode,start,end\n",
            ("lines.csv: has no column 'code'", "Is it 'kode'?"),
        ),
        (
            "a;b\n1;2\n",
            (
                "lines.csv: no column has IDs of this study",
                "the survey's own IDs",
            ),
        ),
        ("", ("lines.csv: is empty", "Export it again")),
    ],
)
def test_a_file_of_something_else_is_refused(
    bring: Bring, content: str, says: tuple[str, ...]
) -> None:
    bring(content).refused(2, *says)


def test_what_was_odd_about_the_file_is_said(bring: Bring, case: Case) -> None:
    line = f"{case('3237565957')},role,anna,money\n"
    done = bring(HEADER + line + HEADER + line.replace("anna", "boris"))
    assert done.status == 0, done.err
    assert "lines.csv: 1 line(s) repeat the header and were skipped: line 3.\n" in done.err
    assert (
        "lines.csv: 2 row(s) have fewer cells than the header, filled with empty ones: line 2, 4.\n"
        in done.err
    )


def test_an_export_is_csv_on_stdout_and_nothing_else(
    tipcoder: Tipcoder, coded: Path, case: Case
) -> None:
    done = tipcoder("codings", "export", cwd=coded)
    assert (done.status, done.err) == (0, "")
    kenya = case("3237565957")
    assert done.out.startswith("case,question,coder,code,start,end,finished,carried,many\n")
    assert sorted(done.out.splitlines()[1:]) == sorted(
        [
            f"{kenya},role,anna,pressure,0,11,yes,,",
            f"{kenya},role,anna,money,12,18,yes,,",
            f"{kenya},role,boris,pressure,,,yes,,",
            f"{case('3237565958')},role,anna,,,,yes,,",
            f"{case('3237565960')},role,boris,@off-topic,,,yes,,",
            f"{case('3237565959')},how,anna,training,,,yes,,",
        ]
    )
    assert tipcoder("codings", "export", "-", cwd=coded).out == done.out


def test_the_coded_words_go_out_only_when_asked_for(
    tipcoder: Tipcoder, coded: Path, case: Case
) -> None:
    assert all("quote" not in row for row in exported(tipcoder, coded))
    assert "embassy" not in tipcoder("codings", "export", "--format", "table", cwd=coded).out
    quotes = {
        (row["coder"], row["code"]): row["quote"]
        for row in exported(tipcoder, coded, "--quotes", "--raw")
    }
    assert quotes["anna", "pressure"] == "The embassy"
    assert quotes["anna", "money"] == "pushed"
    assert quotes["boris", "pressure"] == KENYA
    assert quotes["boris", "@off-topic"] == ""


def test_one_coders_codings_alone(tipcoder: Tipcoder, coded: Path) -> None:
    assert {row["coder"] for row in exported(tipcoder, coded, "--by", "boris")} == {"boris"}


def test_a_study_without_codings_exports_a_header_alone(tipcoder: Tipcoder, study: Path) -> None:
    assert (
        tipcoder("codings", "export", cwd=study).out
        == "case,question,coder,code,start,end,finished,carried,many\n"
    )
    assert tipcoder("codings", "export", "--format", "json", cwd=study).json() == []


@pytest.mark.parametrize("name", ["out.csv", "out.json", "OUT.CSV", "out"])
def test_a_file_gets_what_its_name_promises_and_stdout_nothing(
    tipcoder: Tipcoder, coded: Path, name: str
) -> None:
    (coded / name).write_text("what stood there before", "utf-8")
    done = tipcoder("codings", "export", name, cwd=coded)
    assert (done.status, done.out, done.err) == (0, "", f"6 lines written to {name}.\n")
    content = (coded / name).read_text("utf-8")
    if name == "out.json":
        assert len(json.loads(content)) == 6
    else:
        assert content == tipcoder("codings", "export", cwd=coded).out


def test_what_went_out_comes_in_again(tipcoder: Tipcoder, coded: Path) -> None:
    before = tipcoder("codings", "export", "--quotes", "--raw", cwd=coded).out
    tipcoder("codings", "export", "out.csv", "--quotes", "--raw", cwd=coded)
    assert tipcoder("undo", cwd=coded).status == 0
    assert exported(tipcoder, coded) == []
    assert tipcoder("codings", "import", "RAW-out.csv", cwd=coded).status == 0
    assert tipcoder("codings", "export", "--quotes", "--raw", cwd=coded).out == before


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (("out.xlsx",), 2, ("out.xlsx: codings cannot be written as .xlsx", ".csv or .json")),
        (("study.db",), 2, ("study.db: codings cannot be written as .db",)),
        (("out.csv", "--format", "json"), 2, ("out.csv: would hold JSON", "ends in .json")),
        (("out", "--format", "table"), 2, ("A table is for the screen", "csv or json")),
        (
            ("study.toml/out.csv",),
            3,
            (
                "study.toml/out.csv: cannot be written, because study.toml is not a folder",
                "Name a file",
            ),
        ),
        (("exports",), 3, ("exports: cannot be written (Is a directory)", "Name a file")),
        (("",), 2, ("FILE: the name is empty",)),
        (("--by", "nobody"), 2, ("Nobody called 'nobody'", "Known: lead, anna, boris.")),
    ],
)
def test_an_export_that_cannot_be_is_refused_and_nothing_is_written(
    tipcoder: Tipcoder,
    coded: Path,
    contents: Contents,
    words: tuple[str, ...],
    status: int,
    says: tuple[str, ...],
) -> None:
    before = contents(coded)
    tipcoder("codings", "export", *words, cwd=coded).refused(status, *says)
    assert contents(coded) == before


def test_a_full_disk_is_named_and_leaves_no_half_file(tipcoder: Tipcoder, coded: Path) -> None:
    tipcoder("codings", "export", "/dev/full", cwd=coded).refused(
        3, "/dev/full: cannot be written (No space left", "Free some space there"
    )
