"""`adjudicate list|settle|reopen|rules`, and the consensus layer wherever a layer is chosen."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tipcoder.model.filters import AnswerFilter
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder

if TYPE_CHECKING:
    from conftest import Done

Tipcoder = Callable[..., "Done"]

SURVEY = "id,view,role\n" + "".join(
    f"{n},{'Low' if n % 2 else 'High'},{words}\n"
    for n, words in enumerate(
        (
            "They pressed the ministry.",
            "They paid.",
            "They trained police, and paid.",
            "Nothing came of it.",
        ),
        start=1,
    )
)
STUDY = """\
title = "Four answers"
languages = ["en"]
[respondent]
id = "id"
[[question]]
column = "role"
[outcome.view]
column = "view"
levels = ["Low", "High"]
[privacy]
response_ids = "from-column"
"""
PUT = {
    "anna": {"pressed": "pressure", "They paid": "money", "trained": "training"},
    "boris": {
        "pressed": "pressure",
        "They paid": "money",
        "trained": "money",
        "Nothing": "pushback",
    },
}


@pytest.fixture
def differing(make_study: Callable[..., Path]) -> Path:
    """Anna and Boris differ on case 3 (training or money) and on case 4 (pushback or nothing)."""
    folder = make_study(SURVEY, STUDY)
    with open_study_folder(folder) as here:
        for name, codes in PUT.items():
            coder = CodingSession(here, here.register_coder(name))
            for at in coder.find_answer_ids(AnswerFilter()):
                code = next(
                    (c for words, c in codes.items() if words in coder.read_answer(at).text), None
                )
                if code is None:
                    coder.finish_answers(at)
                else:
                    coder.add_coding(at, code, finish=True)
    return folder


def test_disagreements_are_listed_with_who_says_what(tipcoder: Tipcoder, differing: Path) -> None:
    done = tipcoder("adjudicate", "list", "--format", "csv", cwd=differing)
    assert done.status == 0
    assert "3 disagreements, 3 not resolved, among anna, boris." in done.err
    rows = {row["code"]: row for row in done.csv()}
    assert {
        code: (row["case"], row["kind"], row["with"], row["without"]) for code, row in rows.items()
    } == {
        "training": ("3", "swap", "anna", "boris"),
        "money": ("3", "swap", "boris", "anna"),
        "pushback": ("4", "omission", "boris", "anna"),
    }
    assert "words" not in rows["money"]
    quoted = tipcoder(
        "adjudicate", "list", "--raw", "--code", "pushback", "--format", "csv", cwd=differing
    ).csv()
    assert [row["words"] for row in quoted] == ["Nothing came of it."]
    plain = tipcoder(
        "adjudicate", "list", "--pair", "anna,boris", "--question", "role", cwd=differing
    )
    assert plain.out.splitlines()[0].split() == [
        "case",
        "question",
        "language",
        "code",
        "kind",
        "with",
        "without",
        "instead",
    ]


def test_a_decision_is_made_listed_undone_and_reopened(tipcoder: Tipcoder, differing: Path) -> None:
    settle = ("adjudicate", "settle", "4", "role", "pushback")
    done = tipcoder(
        *settle, "--side", "anna", "--reason", "definition gap", "--note", "silence", cwd=differing
    )
    assert (done.status, done.out) == (0, "")
    assert done.err == (
        "Resolved Pushback on 4 role: as anna has it, it is not there (definition gap). "
        "`tipcoder undo` takes it back.\n"
    )
    (row,) = tipcoder("adjudicate", "list", "--settled", "--format", "json", cwd=differing).json()
    assert (row["decision"], row["reason"], row["note"], row["decided_by"]) == (
        "as anna has it, it is not there",
        "definition gap",
        "silence",
        "lead",
    )
    assert (
        len(tipcoder("adjudicate", "list", "--open", "--format", "json", cwd=differing).json()) == 2
    )
    assert tipcoder("adjudicate", "reopen", "4", "role", "pushback", cwd=differing).status == 0
    assert (
        tipcoder("adjudicate", "list", "--settled", "--format", "json", cwd=differing).json() == []
    )
    tipcoder("undo", cwd=differing)
    assert (
        len(tipcoder("adjudicate", "list", "--settled", "--format", "json", cwd=differing).json())
        == 1
    )
    log = tipcoder("log", "--format", "csv", cwd=differing).csv()
    assert "settle" in {line["verb"] for line in log}


def test_the_consensus_is_accepted_wherever_a_layer_is_chosen(
    tipcoder: Tipcoder, differing: Path
) -> None:
    tipcoder("adjudicate", "settle", "3", "role", "training", "--span", "5:12", cwd=differing)
    tipcoder("adjudicate", "settle", "3", "role", "money", "--side", "both", cwd=differing)
    layer = (
        "Layer: consensus of 4 answers that two coders or more finished; where they differed on a "
        "code, "
    )
    layer += "2 decisions were made and 1 is open and counts as unknown."
    stats = tipcoder("stats", "--code", "money", "--codings-of", "consensus", cwd=differing)
    assert layer in stats.out
    presence = tipcoder(
        "stats",
        "presence",
        "--by",
        "case",
        "--codings-of",
        "consensus",
        "--format",
        "csv",
        cwd=differing,
    )
    by_case = {row["case"]: row for row in presence.csv()}
    assert [by_case[case]["money"] for case in "1234"] == ["0", "1", "1", "0"]
    assert [by_case[case]["pushback"] for case in "1234"] == ["0", "0", "0", ""]
    merged = tipcoder("merge", "-o", "out.csv", "--codings-of", "consensus", cwd=differing)
    assert layer in merged.err
    counts = tipcoder(
        "counts", "--of", "consensus", "--by", "none", "--format", "csv", cwd=differing
    ).csv()
    assert {row["code"]: row["answers"] for row in counts} == {
        "government": "0",
        "pressure": "1",
        "pushback": "0",
        "training": "1",
        "money": "2",
    }
    exported = tipcoder("codings", "export", "--by", "consensus", cwd=differing).csv()
    assert [
        (row["case"], row["code"], row["start"], row["end"], row["finished"]) for row in exported
    ] == [
        ("1", "pressure", "", "", "yes"),
        ("2", "money", "", "", "yes"),
        ("3", "money", "", "", "yes"),
        ("3", "training", "5", "12", "yes"),
    ]


def test_decisions_go_out_to_a_spreadsheet_and_come_back(
    tipcoder: Tipcoder, differing: Path, tmp_path: Path
) -> None:
    file = tmp_path / "decisions.csv"
    listed = tipcoder("adjudicate", "list", "--format", "csv", cwd=differing).csv()
    sides = {"training": ("anna", "missed"), "money": ("neither", "slip"), "pushback": ("", "")}

    def write(sides: dict[str, tuple[str, str]]) -> None:
        with file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, list(listed[0]))
            writer.writeheader()
            for row in listed:
                side, reason = sides[row["code"]]
                writer.writerow({**row, "side": side, "reason": reason})

    write(sides)
    dry = tipcoder("adjudicate", "import", file, "--dry-run", cwd=differing)
    assert dry.err == (
        "2 decisions of 3 lines, 0 decided so already, 1 line without a side. Dry run: nothing was "
        "kept.\n"
    )
    assert (
        tipcoder("adjudicate", "list", "--settled", "--format", "json", cwd=differing).json() == []
    )
    done = tipcoder("adjudicate", "import", file, cwd=differing)
    assert done.err.endswith("1 line without a side. `tipcoder undo` takes them back.\n")
    rows = tipcoder("adjudicate", "list", "--settled", "--format", "json", cwd=differing).json()
    assert {row["code"]: (row["side"], row["reason"]) for row in rows} == {
        "training": ("anna", "missed"),
        "money": ("neither", "slip"),
    }
    again = tipcoder("adjudicate", "import", file, cwd=differing)
    assert again.err == "0 decisions of 3 lines, 2 decided so already, 1 line without a side.\n"
    write({**sides, "money": ("ana", ""), "pushback": ("edited", "")})
    tipcoder("adjudicate", "import", file, cwd=differing).refused(
        2,
        "line 2: a file cannot say which words",
        "line 4: Nobody called 'ana' has finished answers here.",
    )
    tipcoder("undo", cwd=differing)
    assert (
        tipcoder("adjudicate", "list", "--settled", "--format", "json", cwd=differing).json() == []
    )
    file.write_text("case,question,code\n3,role,money\n", "utf-8")
    tipcoder("adjudicate", "import", file, cwd=differing).refused(2, "has no column 'side'")


def test_reasons_become_drafts_and_nothing_is_written(tipcoder: Tipcoder, differing: Path) -> None:
    before = (differing / "codebook.toml").read_bytes()
    assert "Nothing is resolved yet." in tipcoder("adjudicate", "rules", cwd=differing).err
    tipcoder(
        "adjudicate",
        "settle",
        "3",
        "role",
        "training",
        "--side",
        "anna",
        "--reason",
        "slip",
        cwd=differing,
    )
    tipcoder(
        "adjudicate",
        "settle",
        "4",
        "role",
        "pushback",
        "--side",
        "neither",
        "--reason",
        "definition gap",
        "--note",
        "where nobody acts.",
        cwd=differing,
    )
    tipcoder(
        "adjudicate",
        "settle",
        "3",
        "role",
        "money",
        "--side",
        "boris",
        "--reason",
        "definition gap",
        cwd=differing,
    )
    told = tipcoder("adjudicate", "rules", cwd=differing)
    assert told.out.splitlines() == [
        "1 of 1 resolved on training: slip.",
        "1 of 1 resolved on money: definition gap.",
        "  use_when (en): Also as on 3 role, rather than Training.",
        "1 of 1 resolved on pushback: definition gap.",
        "  avoid_when (en): Not where nobody acts.",
    ]
    assert told.err == "Decided as the coder had judged: anna 2 of 3, boris 1 of 3.\n"
    assert (differing / "codebook.toml").read_bytes() == before


def test_the_methods_paragraph_says_how_disagreements_were_resolved_and_no_figure_moves(
    tipcoder: Tipcoder, differing: Path, tmp_path: Path
) -> None:
    def methods() -> tuple[str, str]:
        tipcoder("agreement", "--coder-names", "-o", tmp_path / "report", cwd=differing)
        methods, codes = (
            tmp_path / "report" / name for name in ("methods.txt", "agreement_codes.csv")
        )
        return methods.read_text("utf-8"), codes.read_text("utf-8")

    text, before = methods()
    assert "[How disagreements were resolved.]" in text
    tipcoder(
        "adjudicate",
        "settle",
        "4",
        "role",
        "pushback",
        "--side",
        "anna",
        "--reason",
        "slip",
        cwd=differing,
    )
    tipcoder("adjudicate", "settle", "3", "role", "money", "--side", "neither", cwd=differing)
    text, after = methods()
    assert "[How disagreements were resolved.]" not in text
    assert (
        "Disagreements were resolved response by response and code by code: lead made 2 decisions "
        "(reasons given: slip "
        "1). The coders' own codings were kept, and no figure here was computed from decisions."
    ) in text
    assert after == before


def test_the_report_on_agreement_lists_the_disagreements_behind_it(
    tipcoder: Tipcoder, differing: Path, tmp_path: Path
) -> None:
    tipcoder("adjudicate", "settle", "4", "role", "pushback", "--side", "anna", cwd=differing)
    done = tipcoder("agreement", "--coder-names", "-o", tmp_path / "report", cwd=differing)
    assert "`tipcoder adjudicate` opens the disagreements" in done.err
    with (tmp_path / "report" / "disagreements.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    assert {code: (row["with"], row["without"], row["side"]) for code, row in rows.items()} == {
        "pushback": ("boris", "anna", "anna"),
        "training": ("anna", "boris", ""),
        "money": ("boris", "anna", ""),
    }
    tipcoder("agreement", "--code", "money", "-o", tmp_path / "report", cwd=differing)
    assert (tmp_path / "report" / "disagreements.csv").read_text("utf-8").count("\n") == 2


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("settle", "4", "role", "pushback"), "A decision is a side or words."),
        (
            ("settle", "4", "role", "pushback", "--side", "both", "--span", "1:2"),
            "A decision is a side or words.",
        ),
        (("settle", "4", "role", "pushback", "--side", "ana"), "Did you mean 'anna'"),
        (("settle", "4", "role", "pushback", "--span", "x"), "--span cannot read 'x'"),
        (
            ("settle", "4", "role", "pushback", "--side", "both", "--reason", "mood"),
            "There is no reason 'mood'",
        ),
        (("settle", "4", "role", "pushbak", "--side", "both"), "Did you mean 'pushback'"),
        (("settle", "1", "role", "money", "--side", "both"), "coders do not differ on money there"),
        (("reopen", "4", "role", "pushback"), "is not resolved"),
        (("list", "--pair", "anna"), "--pair cannot read 'anna'"),
        (("list", "--code", "x"), "no code 'x'"),
        (("list", "--question", "rule"), "Did you mean 'role'"),
        (("list", "--round", "R1"), "There is no round 'R1'"),
    ],
)
def test_what_cannot_be_is_refused_with_a_remedy(
    tipcoder: Tipcoder, differing: Path, words: tuple[str, ...], says: str
) -> None:
    tipcoder("adjudicate", *words, cwd=differing).refused(2, says)


def test_a_coder_in_an_open_round_gets_no_disagreement_out_of_it(
    tipcoder: Tipcoder, differing: Path
) -> None:
    tipcoder("adjudicate", "settle", "4", "role", "pushback", "--side", "both", cwd=differing)
    tipcoder("assign", "--coders", "carla,dora", "--overlap", "100%", cwd=differing)
    for verb in (
        ("adjudicate", "list"),
        ("adjudicate", "list", "--quotes", "--words"),
        ("adjudicate", "rules"),
    ):
        for who in ("carla", "lead"):
            seen = tipcoder(*verb, "--format", "csv", cwd=differing, coder=who)
            assert seen.csv() == [], "of an open round nothing is told, not even to the lead"
    for layer in (
        ("codings", "export", "--by", "consensus"),
        ("counts", "--of", "consensus"),
        ("stats", "--code", "pushback", "--codings-of", "consensus"),
        ("stats", "presence", "--codings-of", "consensus"),
        ("merge", "-o", "out.csv", "--codings-of", "consensus"),
    ):
        tipcoder(*layer, cwd=differing, coder="carla").refused(
            2, "no answer was finished by two coders"
        )
    log = tipcoder("log", "--format", "csv", cwd=differing, coder="carla").csv()
    assert {line["sentence"] for line in log if line["verb"] == "settle"} == {
        "not shown while your round is open"
    }
