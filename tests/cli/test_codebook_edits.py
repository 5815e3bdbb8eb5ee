"""`codebook` from a script: what changes it, what it was, and what became of the codings."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Done

Tipcoder = Callable[..., "Done"]
Case = Callable[[str], str]


def codings(tipcoder: Tipcoder, study: Path) -> set[tuple[str, str, str]]:
    """(coder, code, start) of every coding."""
    rows = tipcoder("codings", "export", cwd=study).csv()
    return {
        (row["coder"], row["code"], row["start"])
        for row in rows
        if row["code"].isalpha() or "_" in row["code"]
    }


BEFORE = {
    ("anna", "pressure", "0"),
    ("anna", "money", "12"),
    ("anna", "training", ""),
    ("boris", "pressure", ""),
}


def labels(study: Path) -> dict[str, str]:
    """Key and first label of every code in codebook.toml."""
    document = tomllib.loads((study / "codebook.toml").read_text("utf-8"))
    return {key: str(code.get("label")) for key, code in document["code"].items()}


def did(done: Done, sentence: str) -> None:
    assert (done.status, done.out, done.err) == (
        0,
        "",
        f"{sentence} `tipcoder undo` takes it back.\n",
    )


def test_a_rename_is_written_to_the_file_and_undo_takes_it_out_again(
    tipcoder: Tipcoder, coded: Path
) -> None:
    file = (coded / "codebook.toml").read_bytes()
    did(tipcoder("codebook", "rename", "money", "Funding", cwd=coded), "Renamed Money to Funding.")
    assert labels(coded)["money"] == "Funding"
    assert tipcoder("undo", cwd=coded).err == "Undone: renamed Money to Funding\n"
    assert (coded / "codebook.toml").read_bytes() == file
    done = tipcoder("codebook", "rename", "money", "Dinero", "--language", "es", cwd=coded)
    did(done, "Renamed Money in es to Dinero.")
    assert tipcoder("codebook", "rename", "money", "Money", cwd=coded).err == "Nothing changed.\n"


def test_a_code_moves_under_another_and_to_the_top(tipcoder: Tipcoder, coded: Path) -> None:
    done = tipcoder(
        "codebook", "move", "money", "--under", "government", "--before", "pressure", cwd=coded
    )
    did(done, "Moved Money under Government before Pressure.")
    shown = tipcoder("codebook", "show", "--format", "csv", cwd=coded).csv()
    assert [row["code"] for row in shown] == [
        "government",
        "money",
        "pressure",
        "pushback",
        "training",
    ]
    did(tipcoder("codebook", "move", "money", "--top", cwd=coded), "Moved Money to the top.")
    tipcoder("codebook", "move", "money", cwd=coded).refused(2, "--under", "--top")


def test_a_merge_can_be_tried_made_and_taken_back(tipcoder: Tipcoder, coded: Path) -> None:
    tried = tipcoder("codebook", "merge", "pressure", "money", "--dry-run", cwd=coded)
    assert (tried.status, tried.out) == (0, "")
    assert tried.err == (
        "Merging Pressure into Money moves 2 codings of 2 coders on 1 answer, 1 of them finished. "
        "Dry run: nothing was written.\n"
    )
    assert codings(tipcoder, coded) == BEFORE

    done = tipcoder("codebook", "merge", "pressure", "money", cwd=coded)
    did(done, "Merged Pressure into Money, 2 codings of 2 coders moved.")
    assert codings(tipcoder, coded) == {
        ("anna", "money", "0"), ("anna", "money", "12"), ("anna", "training", ""),
        ("boris", "money", ""),
    }  # fmt: skip
    assert "pressure" not in labels(coded)
    assert tipcoder("undo", cwd=coded, coder="anna").status == 1, "it is the lead's"
    tipcoder("undo", cwd=coded)
    assert codings(tipcoder, coded) == BEFORE
    assert tipcoder("check", cwd=coded).status == 0


def test_a_split_takes_cases_or_the_lines_of_an_export(
    tipcoder: Tipcoder, coded: Path, case: Case
) -> None:
    file = coded.parent / "chosen.csv"
    file.write_text(f"case\n{case('3237565957')}\n", "utf-8")
    words = ("codebook", "split", "pressure", "Threats", "--codings", file)
    assert "moves 2 codings of 2 coders" in tipcoder(*words, "--dry-run", cwd=coded).err
    did(
        tipcoder(*words, "--below", cwd=coded),
        "Split Threats from Pressure, 2 codings of 2 coders moved.",
    )
    shown = tipcoder("codebook", "show", "threats", "--format", "json", cwd=coded).json()
    assert shown[0]["parent"] == "pressure"
    tipcoder("undo", cwd=coded)

    exported = tipcoder("codings", "export", "--by", "anna", cwd=coded).out.splitlines()
    file.write_text(
        "\n".join([exported[0], *(line for line in exported if ",pressure," in line)]) + "\n",
        "utf-8",
    )
    did(tipcoder(*words, cwd=coded), "Split Threats from Pressure, 1 coding of 1 coder moved.")
    assert codings(tipcoder, coded) == BEFORE - {("anna", "pressure", "0")} | {
        ("anna", "threats", "0")
    }


def test_a_split_file_with_a_line_that_fits_nothing_is_refused(
    tipcoder: Tipcoder, coded: Path, case: Case
) -> None:
    file = coded.parent / "chosen.csv"
    file.write_text(f"case\n{case('3237565957')}\n{case('3237565958')}\n", "utf-8")
    words = ("codebook", "split", "pressure", "Threats", "--codings", file)
    tipcoder(*words, cwd=coded).refused(
        2, "chosen.csv", "line 3", case("3237565958"), "no coding of pressure"
    )
    file.write_text("respondent\n1\n", "utf-8")
    tipcoder(*words, cwd=coded).refused(2, "no column 'case'")
    tipcoder("codebook", "split", "presure", "T", "--codings", file, cwd=coded).refused(
        2, "Did you mean 'pressure'?"
    )


def test_a_retired_code_is_listed_with_what_is_left_of_it_and_can_come_back(
    tipcoder: Tipcoder, coded: Path
) -> None:
    assert tipcoder("codebook", "retired", cwd=coded).err == "No code is retired.\n"
    done = tipcoder("codebook", "retire", "pressure", cwd=coded)
    did(done, "Retired Pressure, 2 codings of 2 coders stay.")
    assert tipcoder("codebook", "retired", "--format", "csv", cwd=coded).csv() == [
        {
            "code": "pressure",
            "label": "Pressure",
            "last_in": "1",
            "codings": "2",
            "answers": "1",
            "coders": "2",
        }
    ]
    assert codings(tipcoder, coded) == BEFORE, "its codings are still exported"
    did(tipcoder("codebook", "restore", "pressure", cwd=coded), "Brought back Pressure.")
    assert "pressure" in labels(coded)


def test_an_imported_codebook_says_what_it_changes_first(
    tipcoder: Tipcoder, coded: Path, contents: Callable
) -> None:
    file = coded.parent / "new.toml"
    text = (coded / "codebook.toml").read_text("utf-8")
    start = text.index("[code.training]")
    file.write_text("# by Ada\n" + text[:start] + '[code.money]\nlabel = "Funding"\n', "utf-8")
    before = contents(coded)
    tried = tipcoder("codebook", "import", file, "--dry-run", "--format", "csv", cwd=coded)
    assert [(row["code"], row["what"], row["after"]) for row in tried.csv()] == [
        ("money", "label", "Funding"),
        ("money", "definition", ""),
        ("money", "use_when", ""),
        ("training", "retired", ""),
    ]
    assert tried.err == (
        "Replacing the codebook by new.toml: 0 added, 1 changed, 1 retired; leaves 1 coding of 1 "
        "coder on 1 answer, "
        "1 of them finished; 1 coding will be listed as stale. Dry run: nothing was written.\n"
    )
    assert contents(coded) == before
    assert tipcoder("codebook", "import", file, cwd=coded).status == 0
    assert (coded / "codebook.toml").read_text("utf-8") == file.read_text("utf-8")
    assert "training" not in {
        row["code"] for row in tipcoder("codebook", "show", "--format", "csv", cwd=coded).csv()
    }
    tipcoder("codebook", "import", coded.parent / "none.toml", cwd=coded).refused(
        2, "none.toml", "no such file"
    )


def test_diff_compares_revisions_and_files(tipcoder: Tipcoder, coded: Path) -> None:
    tipcoder("codebook", "diff", cwd=coded).refused(2, "only one revision")
    tipcoder("codebook", "rename", "money", "Funding", cwd=coded)
    tipcoder("codebook", "retire", "training", cwd=coded)
    last = {
        "code": "training",
        "what": "retired",
        "language": "",
        "before": "Training",
        "after": "",
    }
    first = {
        "code": "money",
        "what": "label",
        "language": "en",
        "before": "Money",
        "after": "Funding",
    }
    assert tipcoder("codebook", "diff", "--format", "csv", cwd=coded).csv() == [last]
    assert tipcoder("codebook", "diff", "1", "--format", "json", cwd=coded).json() == [first, last]
    assert tipcoder("codebook", "diff", "1", "2", "--format", "json", cwd=coded).json() == [first]
    assert tipcoder("codebook", "diff", "codebook.toml", cwd=coded).err == "They do not differ.\n"
    tipcoder("codebook", "diff", "7", cwd=coded).refused(2, "no revision 7", "from 1 to 3")

    tipcoder("undo", cwd=coded)
    listed = tipcoder("codebook", "diff", "--revisions", "--format", "json", cwd=coded).json()
    assert [(r["revision"], r["coder"], r["of"], r["standing"], r["sentence"]) for r in listed][
        1:
    ] == [
        (2, "lead", 1, "yes", "renamed Money to Funding"),
        (3, "lead", 2, "no", "retired Training, 1 coding of 1 coder stay"),
    ]


def test_codings_under_an_older_definition_are_listed_and_confirmed(
    tipcoder: Tipcoder, coded: Path
) -> None:
    file = coded / "codebook.toml"
    file.write_text(
        file.read_text("utf-8").replace("Grants and other funding.", "Grants only."), "utf-8"
    )
    done = tipcoder("codebook", "rename", "money", "Funding", cwd=coded)
    did(done, "Renamed Money to Funding; codebook.toml, edited by hand, was imported.")
    (stale,) = tipcoder("codebook", "stale", "--format", "csv", cwd=coded).csv()
    assert (stale["code"], stale["coder"], stale["made_under"], stale["changed_in"]) == (
        "money",
        "anna",
        "1",
        "2",
    )
    assert "quote" not in stale, "quotes may name people"
    assert tipcoder("codebook", "stale", "--of", "boris", cwd=coded).err == "No coding is stale.\n"
    assert tipcoder("codebook", "stale", "--confirm", cwd=coded).err == (
        "Confirmed 1 coding under revision 3. `tipcoder undo` takes it back.\n"
    )
    assert tipcoder("codebook", "stale", cwd=coded).err == "No coding is stale.\n"


def test_a_codebook_is_exported_in_four_forms(tipcoder: Tipcoder, study: Path) -> None:
    toml = tomllib.loads(tipcoder("codebook", "export", cwd=study).out)
    assert toml["code"]["pressure"]["label"] == {"en": "Pressure", "ru": "Давление"}
    document = tipcoder("codebook", "export", "--format", "json", cwd=study).json()
    assert document == json.loads(json.dumps(toml))
    rows = tipcoder("codebook", "export", "--format", "csv", cwd=study).csv()
    assert (rows[1]["code"], rows[1]["parent"], rows[1]["label.ru"]) == (
        "pressure",
        "government",
        "Давление",
    )
    markdown = tipcoder(
        "codebook", "export", "--format", "markdown", "--language", "ru", cwd=study
    ).out
    assert "| pressure | – Давление | Somebody makes a government act. | An embassy or" in markdown

    file = study.parent / "out.toml"
    assert (
        tipcoder("codebook", "export", "-o", file, cwd=study).err == f"5 codes written to {file}.\n"
    )
    assert tipcoder("codebook", "diff", file, cwd=study).err == "They do not differ.\n"
    tipcoder("codebook", "export", "-o", "x.odt", cwd=study).refused(2, "x.odt", ".toml")
    tipcoder("codebook", "export", "-o", "x.csv", "--format", "json", cwd=study).refused(
        2, "x.csv", ".json"
    )


def test_what_would_break_a_markdown_table_is_escaped(tipcoder: Tipcoder, study: Path) -> None:
    tipcoder("codebook", "rename", "money", "a | b <i>", cwd=study)
    assert (
        "a \\| b \\<i\\>" in tipcoder("codebook", "export", "--format", "markdown", cwd=study).out
    )


@pytest.mark.parametrize(
    "words",
    [
        ("rename", "mony", "Cash"),
        ("move", "mony", "--top"),
        ("move", "money", "--under", "goverment"),
        ("merge", "mony", "pressure"),
        ("merge", "money", "presure"),
        ("retire", "mony"),
        ("restore", "mony"),
    ],
    ids=" ".join,
)
def test_a_misspelt_key_gets_the_nearest_good_one_and_nothing_changes(
    tipcoder: Tipcoder, study: Path, words: tuple[str, ...], contents: Callable
) -> None:
    before = (study / "codebook.toml").read_bytes()
    tipcoder("codebook", *words, cwd=study, coder="newcomer").refused(2, "Did you mean '")
    assert (study / "codebook.toml").read_bytes() == before
    assert "newcomer" not in tipcoder("log", cwd=study).out
