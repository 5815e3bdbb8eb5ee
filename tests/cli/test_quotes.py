"""`tipcoder quotes`: from a study in which nobody has read anything to a file that may leave."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Tipcoder

Case = Callable[[str], str]
WHO = "3237565957"


def test_nothing_leaves_until_somebody_has_read_it(tipcoder: Tipcoder, coded: Path) -> None:
    tipcoder("quotes", cwd=coded).refused(
        1, "No quote may leave", "nobody has read", "tipcoder redact"
    )
    tipcoder("quotes", "-o", coded / "q.csv", cwd=coded).refused(1, "No quote may leave")
    assert not list(coded.glob("*.csv"))


def test_a_quote_that_was_read_is_printed_in_every_form(
    tipcoder: Tipcoder, read: Path, case: Case
) -> None:
    wanted = {"code": "pressure", "response": case(WHO), "quote": "The embassy", "note": ""}
    words = ("quotes", "--codings-of", "anna", "--code", "pressure")
    assert tipcoder(*words, "--format", "csv", cwd=read).csv() == [wanted]
    assert tipcoder(*words, "--format", "json", cwd=read).json() == [wanted]
    done = tipcoder(*words, cwd=read)
    assert done.status == 0
    assert "Pressure (pressure)\nAgreement not measured" in done.out
    assert f"\n  {case(WHO)}  The embassy\n" in done.out
    assert "1 quote of 1 code: each read by a person in this wording; the audit passed." in done.err
    assert "anonym" not in done.err.lower()


@pytest.mark.parametrize("ending", ["csv", "xlsx", "docx", "md", "html", "json"])
def test_a_written_file_passes_an_audit_of_its_own(
    tipcoder: Tipcoder, read: Path, ending: str
) -> None:
    file = read / f"quotes.{ending}"
    done = tipcoder("quotes", "-o", file, cwd=read)
    assert (done.status, done.out) == (0, "")
    assert f"written to {file}" in done.err
    again = tipcoder("audit", file, cwd=read)
    assert (again.status, again.out) == (0, ""), again.out


def test_unreviewed_quotes_are_named_so(tipcoder: Tipcoder, coded: Path) -> None:
    done = tipcoder("quotes", "--include-unreviewed", "-o", coded / "q.csv", cwd=coded)
    assert done.status == 0
    assert "not for release" in done.err
    assert not (coded / "q.csv").exists()
    assert "UNREVIEWED" in (coded / "UNREVIEWED-q.csv").read_text("utf-8")
    # No setting may stand for the word on the command line.
    assert tipcoder("quotes", cwd=coded).status == 1


def test_fresh_ids_join_to_nothing_that_has_the_others(
    tipcoder: Tipcoder, read: Path, case: Case
) -> None:
    done = tipcoder("quotes", "--fresh-ids", "--codings-of", "anna", "--format", "csv", cwd=read)
    assert done.status == 0
    assert case(WHO) not in done.out
    assert tipcoder("check", cwd=read).status == 0


def test_cite_prints_a_footnote(tipcoder: Tipcoder, coded: Path, case: Case) -> None:
    done = tipcoder("quotes", "cite", "pressure", cwd=coded)
    assert (done.status, done.out) == (0, f"Response {case(WHO)}\n")
    done = tipcoder("quotes", "cite", "training", "--codings-of", "anna", cwd=coded)
    assert done.out == f"Response {case('3237565959')}\n"
    tipcoder("quotes", "cite", "pushback", cwd=coded).refused(1, "No answer carries the code")
    tipcoder("quotes", "cite", "pushbck", cwd=coded).refused(2, "pushback")


def test_bad_words_are_one_sentence_each(tipcoder: Tipcoder, coded: Path) -> None:
    for words, status, said in (
        (("-o", "q.pdf"), 2, "cannot be written as .pdf"),
        (("-o", "study.toml/q.csv"), 3, "because study.toml is not a folder"),
        (("-o", ""), 2, "empty"),
        (("--code", "presure"), 2, "pressure"),
        (("--codings-of", "ana"), 2, "anna"),
        (("--columns", "contry"), 2, "country"),
        (("--columns", "role"), 2, "open question"),
        (("--columns", "organisation"), 2, "never shown"),
        (("--columns", "a,,b"), 2, "empty"),
        (("--smallest-cell", "2"), 2, "3 or more"),
        (("--readers", "0"), 2, "above 0"),
        (("site", "pressure"), 2, "cite"),
        (("cite",), 2, "CODE"),
    ):
        tipcoder("quotes", *words, cwd=coded).refused(status, said)


def test_a_key_file_that_others_can_read_stops_everything(
    tipcoder: Tipcoder, read: Path, key_file: Path
) -> None:
    key_file.chmod(0o644)
    tipcoder("quotes", cwd=read).refused(3, "chmod 600")


def test_a_study_in_a_git_work_tree_is_warned_of(tipcoder: Tipcoder, coded: Path) -> None:
    assert "git" not in tipcoder("check", cwd=coded).out
    (coded.parent / ".git").mkdir()
    assert "is in a git work tree" in tipcoder("check", cwd=coded).out


def test_a_fault_of_ours_shows_no_words_of_anybody(
    tipcoder: Tipcoder, read: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tipcoder.workbench.quotes import release

    def broken(sheet: object, ending: str) -> bytes:
        raise RuntimeError(f"cannot write {sheet}")

    monkeypatch.setattr(release, "format_quotes", broken)
    done = tipcoder("quotes", "-o", read / "q.csv", cwd=read)
    assert done.status == 70
    for secret in ("embassy", "Blue Lamp", str(read)):
        assert secret not in done.out + done.err


def test_what_left_is_listed_logged_cited_and_forgotten(
    tipcoder: Tipcoder, read: Path, case: Case
) -> None:
    assert "Nothing has left yet." in tipcoder("quotes", "exports", cwd=read).err
    done = tipcoder("quotes", "--fresh-ids", "-o", read / "q.csv", cwd=read, coder="mia")
    assert done.status == 0, done.err
    (line,) = tipcoder("quotes", "exports", "--format", "csv", cwd=read).csv()
    assert (line["coder"], line["what"], line["rows"], line["ids"]) == (
        "mia",
        "quotes (.csv)",
        "1",
        "of its own",
    )
    assert "quotes left as .csv: 1 row of 1 respondent" in tipcoder("log", cwd=read).out
    for of in (read / "q.csv", line["export"]):
        cited = tipcoder("quotes", "cite", "pressure", "--of", of, cwd=read)
        (fresh,) = cited.out.removeprefix("Response ").split()
        assert fresh in (read / "q.csv").read_text("utf-8")
        assert fresh != case(WHO)
    tipcoder("quotes", "cite", "money", "--of", read / "codebook.toml", cwd=read).refused(2)

    undone = tipcoder("undo", cwd=read, coder="mia")
    assert (undone.status, "no undo brings a file back" in undone.err) == (1, True)
    forget = ("quotes", "exports", "--forget", line["export"])
    tipcoder(*forget, cwd=read).refused(2, "reason")
    tipcoder("quotes", "exports", "--reason", "x", cwd=read).refused(2, "--forget")
    assert tipcoder(*forget, "--reason", "never sent", cwd=read).status == 0
    (line,) = tipcoder("quotes", "exports", "--format", "csv", cwd=read).csv()
    assert line["note"] == "forgotten: never sent"
    assert tipcoder("check", cwd=read).status == 0


def test_what_is_printed_into_another_program_has_left(tipcoder: Tipcoder, read: Path) -> None:
    tipcoder("quotes", "--format", "csv", cwd=read)
    (line,) = tipcoder("quotes", "exports", "--format", "json", cwd=read).json()
    assert line["what"] == "quotes (.csv)"
    tipcoder("quotes", "--only-new", cwd=read).refused(1, "1 that left in an earlier export")


def test_a_backup_that_does_not_know_what_left_is_restored_with_a_warning(
    tipcoder: Tipcoder, read: Path
) -> None:
    assert tipcoder("backup", read.parent / "b.db", cwd=read).status == 0
    assert tipcoder("quotes", "-o", read.parent / "q.csv", cwd=read).status == 0
    said = tipcoder("restore", read.parent / "b.db", "--dry-run", cwd=read).err
    assert "1 of them let files out. These files are out all the same" in said
