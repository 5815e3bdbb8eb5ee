"""The gate: what is a reason to refuse a file, who is a number in it, and what is for the team."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tipcoder.errors import CheckFailed
from tipcoder.export.data_column import DataColumn
from tipcoder.export.leaving import LeavingFile
from tipcoder.privacy.audit import unreleased
from tipcoder.privacy.audit.finding import LeakFinding
from tipcoder.privacy.audit.wording_index import WordingIndex
from tipcoder.workbench.codebook.edits import EditList
from tipcoder.workbench.codebook.file import read_codebook_in_force
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.publishing.chance_findings import is_chance
from tipcoder.workbench.publishing.coder_numbers import hide_coders, number_coders
from tipcoder.workbench.publishing.declaration import LetsOut, WordsOut
from tipcoder.workbench.publishing.merged_columns import guard_texts, sort_by_id
from tipcoder.workbench.publishing.publication import publish_files
from tipcoder.workbench.publishing.released_examples import check_edit
from tipcoder.workbench.statistics.closed_columns import is_closed
from tipcoder.workbench.team_files import hand_to_team

UNREAD = "the embassy pushed the ministry hard 👍🏽 and the new law was passed"
FIGURES = LetsOut(public=frozenset(("survey.us.office",)))
QUOTES = LetsOut(WordsOut.RELEASED, frozenset(("quote",)))


def finding(kind: str, words: str, part: str = "text", sentence: str = "found") -> LeakFinding:
    return LeakFinding(kind, part, sentence, True, ("line 1",), (words,))


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        # What stands in tables of statistics: means with deviations, counts, times, columns.
        ("phone", "14.13 (1.13"),
        ("phone", "10/12/9/11"),
        ("phone", "10000/9998"),
        ("phone", "100000/100000"),
        ("phone", "2031-03-01 00:11"),
        ("url", "survey.us"),
        ("other_org", "Kenya"),
        ("person", "withheld"),
        ("unreleased", "We do not know"),
    ],
)
def test_what_only_looks_like_somebody_refuses_no_table(kind: str, words: str) -> None:
    assert is_chance(finding(kind, words), FIGURES)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        # A French number, one with its country, an address, names.
        ("phone", "01.23.45.67.89"),
        ("phone", "+44 20 7946 0123"),
        ("phone", "02214/98765"),
        ("phone", "221/9876543"),
        # Six digits behind an area code, with its zero and without.
        ("phone", "0221/987654"),
        ("phone", "221/987654"),
        ("url", "brindle.example.org"),
        ("email", "lucy@brindle.example.org"),
        ("other_org", "Brindle Trust"),
        ("person", "Brindle"),
        ("key file", "brindle"),
        ("taken out", "brindle"),
        ("unreleased", "They closed our shelter after the second raid"),
    ],
)
def test_what_names_somebody_refuses_it(kind: str, words: str) -> None:
    assert not is_chance(finding(kind, words), FIGURES)
    whole = finding("other_org", "brindle", sentence="another organisation, name in full")
    assert not is_chance(whole, FIGURES)


def test_in_a_quote_nothing_is_chance() -> None:
    for words in ("14.13 (1.13", "Kenya", "withheld"):
        assert not is_chance(finding("phone", words, "column quote"), QUOTES)
    # Beside the quote the display has its own numbers.
    assert is_chance(finding("phone", "14.13 (1.13", "column test"), QUOTES)


def test_coders_are_numbers_wherever_they_stand_and_nobody_else_is() -> None:
    numbers = number_coders(["anna", "Al", "Anna Maria"])
    assert numbers == {"anna": "coder 1", "Al": "coder 2", "Anna Maria": "coder 3"}
    assert hide_coders("anna, Al", numbers) == "coder 1, coder 2"
    assert hide_coders(["Al"], numbers) == ["coder 2"]
    said = "Anna Maria and anna agree; Al is a word, and annals are books."
    assert hide_coders(said, numbers) == (
        "coder 3 and coder 1 agree; Al is a word, and annals are books."
    )
    assert hide_coders({"anna": 0.5}, numbers) == {"coder 1": 0.5}
    assert number_coders([f"c{n}" for n in range(10)])["c0"] == "coder 01"


def column(*values: object, name: str = "survey.x") -> DataColumn:
    return DataColumn(name, name, list(values), source=name)


def test_a_column_is_closed_by_what_respondents_share() -> None:
    who = ["1", "2", "3", "4", "5", "6"]
    assert is_closed(column("web", "web", "paper", "paper", "web", None), who)
    assert is_closed(column("3", "3", "4", "4", "4", "5"), who)
    assert is_closed(column(None, None, None, None, None, None), who)
    # One answer that only one respondent gave may be their own words.
    assert not is_closed(column("web", "web", "paper", "paper", "web", "by my niece"), who)
    # Numbers that are everybody's own, such as times or IDs of a platform.
    assert not is_closed(column("1901", "1902", "1903", "1904", "1905", "1906"), who)
    # An organisation with several cases says its name at each of them.
    twice = ["1", "1", "2", "2", "3", "3"]
    assert not is_closed(column("Ada", "Ada", "Bea", "Bea", "Cid", "Cid"), twice)


def test_rows_go_by_id_and_formulas_are_harmless() -> None:
    columns = [
        column("1001", "999", "1000", "1000", name="respondent"),
        column("1", "1", "10", "2", name="case_number"),
        column("=1+1", "-5", "@x", "plain", name="survey.x"),
    ]
    in_order = sort_by_id(columns)
    assert [list(one.values) for one in in_order] == [
        ["999", "1000", "1000", "1001"],
        ["1", "2", "10", "1"],
        ["-5", "plain", "@x", "=1+1"],
    ]
    guarded, number = guard_texts(in_order)
    assert list(guarded[2].values) == ["-5", "plain", "'@x", "'=1+1"]
    assert number == 2


def test_a_file_that_names_somebody_is_not_there(small_study: Path, tmp_path: Path) -> None:
    with open_study_folder(small_study) as here:
        for content in ("text\nBlue Lamp said so\n", "text\nwrite to a@b.example.org\n"):
            file = LeavingFile(tmp_path / "new" / "t.csv", content, ".csv")
            with pytest.raises(CheckFailed, match="did not pass the audit"):
                publish_files(here, [file], LetsOut())
        assert not (tmp_path / "new").exists()
        done = publish_files(
            here, [LeavingFile(tmp_path / "t.csv", "code\na\n", ".csv")], LetsOut()
        )
    assert len(done.audits) == 1
    assert (tmp_path / "t.csv").read_text("utf-8") == "code\na\n"


def test_answers_are_gone_through_once_for_all_files_that_leave_together(
    small_study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passes: list[WordingIndex] = []

    class Counted(WordingIndex):
        def __init__(self, *of: Any, **more: Any) -> None:
            passes.append(self)
            super().__init__(*of, **more)

    monkeypatch.setattr(unreleased, "WordingIndex", Counted)
    words = ("one two three four five", "six of seven and of eight", "nine and ten or eleven")
    files = [LeavingFile(tmp_path / f"{n}.csv", f"a\n{text}\n") for n, text in enumerate(words)]
    with open_study_folder(small_study) as here:
        publish_files(here, files, LetsOut())
        assert len(passes) == 1
        # Nothing is let through by it: the last of the files has the words of an answer.
        files.append(LeavingFile(tmp_path / "z.csv", f"a\n{UNREAD}\n"))
        with pytest.raises(CheckFailed, match="words of an answer that nobody has read"):
            publish_files(here, files, LetsOut())
    assert not (tmp_path / "z.csv").exists()


def test_a_coder_is_named_only_where_that_is_declared(small_study: Path, tmp_path: Path) -> None:
    with open_study_folder(small_study) as here:
        here.register_coder("Vera Longname")
        file = LeavingFile(tmp_path / "t.json", json.dumps({"by": "Vera Longname"}), ".json")
        with pytest.raises(CheckFailed, match="names a coder"):
            publish_files(here, [file], LetsOut())
        publish_files(here, [file], LetsOut(coder_names=True))
    assert (tmp_path / "t.json").exists()


def test_a_file_for_the_team_says_so_in_its_name(small_study: Path, tmp_path: Path) -> None:
    with open_study_folder(small_study) as here:
        raw = hand_to_team(here, [LeavingFile(tmp_path / "t.csv", "Blue Lamp\n")], raw=True)
        again = hand_to_team(here, [LeavingFile(tmp_path / "RAW-t.csv", "x\n")], raw=True)
        plain = hand_to_team(here, [LeavingFile(tmp_path / "b.json", "{}\n")], raw=False)
    assert raw == again == [tmp_path / "RAW-t.csv"]
    assert plain == [tmp_path / "b.json"]
    for path in (*raw, *plain):
        assert path.stat().st_mode & 0o777 == 0o600


def test_an_example_that_is_typed_in_must_be_nobodys_words(small_study: Path) -> None:
    with open_study_folder(small_study) as here:
        book = read_codebook_in_force(here)
        theirs = "Then they gave grants, but the officials say the report is unfair."
        with pytest.raises(CheckFailed, match="nobody has released"):
            check_edit(here, EditList("money", "examples", "en", (theirs,)), book)
        check_edit(here, EditList("money", "examples", "en", ("Money for beds",)), book)
        check_edit(here, EditList("money", "cues", "en", (theirs,)), book)
