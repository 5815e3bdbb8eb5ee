"""Who did what, and taking it back: always one's own act,
and never what somebody else has built on.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Done

Tipcoder = Callable[..., "Done"]
Contents = Callable[[Path], dict[str, bytes]]

HEADER = "case,question,coder,code,start,end\n"


def acts(tipcoder: Tipcoder, study: Path, *more: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = tipcoder("log", "--format", "json", *more, cwd=study).json()
    return found


def codings(tipcoder: Tipcoder, study: Path) -> int:
    return len(tipcoder("codings", "export", "--format", "json", cwd=study).json())


def test_the_log_says_who_did_what_newest_first(tipcoder: Tipcoder, coded: Path) -> None:
    assert [
        (act["act"], act["coder"], act["verb"], act["state"], act["sentence"])
        for act in acts(tipcoder, coded)
    ] == [
        (
            3,
            "lead",
            "import codings",
            "done",
            "Imported codings from codings.csv: 6 lines of anna, boris",
        ),
        (2, "lead", "import", "final", "Imported survey.csv: 9 cases"),
        (1, "lead", "codebook", "final", "Started with codebook.toml"),
    ]
    # Four codings, and five answers that were finished.
    assert acts(tipcoder, coded, "-n", "1")[0]["events"] == 9


def test_times_are_in_utc_to_the_second(tipcoder: Tipcoder, coded: Path) -> None:
    assert all(
        re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", act["at"])
        for act in acts(tipcoder, coded)
    )


def test_the_log_as_a_table_and_as_csv(tipcoder: Tipcoder, coded: Path) -> None:
    done = tipcoder("log", cwd=coded)
    assert (done.status, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0].split() == ["act", "at", "coder", "verb", "state", "events", "sentence"]
    assert lines[2].endswith("Imported codings from codings.csv: 6 lines of anna, boris")
    assert len(lines) == 2 + 3
    rows = tipcoder("log", "--format", "csv", cwd=coded).csv()
    assert [row["act"] for row in rows] == ["3", "2", "1"]


def test_the_log_of_a_few_acts_or_of_one_coder(
    tipcoder: Tipcoder, coded: Path, sources: object
) -> None:
    tipcoder("import", sources.survey, cwd=coded, coder="zoe")  # type: ignore[attr-defined]
    assert [act["act"] for act in acts(tipcoder, coded, "-n", "2")] == [4, 3]
    assert [act["act"] for act in acts(tipcoder, coded, "-n2")] == [4, 3]
    assert [act["act"] for act in acts(tipcoder, coded, "--by", "zoe")] == [4]
    assert acts(tipcoder, coded, "--by", "anna") == [], "her codings were imported by the lead"


def test_a_coder_without_acts_has_an_empty_log_in_every_form(
    tipcoder: Tipcoder, coded: Path
) -> None:
    done = tipcoder("log", "--by", "anna", cwd=coded)
    assert (done.status, done.out, done.err) == (0, "", "Nothing to show.\n")
    assert tipcoder("log", "--by", "anna", "--format", "csv", cwd=coded).out.count("\n") == 1


def test_a_person_sees_the_newest_twenty_and_a_program_all(
    tipcoder: Tipcoder, study: Path, sources: object
) -> None:
    for _ in range(21):
        tipcoder("import", sources.survey, cwd=study)  # type: ignore[attr-defined]
    assert len(tipcoder("log", cwd=study).out.splitlines()) == 2 + 20
    assert len(acts(tipcoder, study)) == 23
    assert len(tipcoder("log", "-n", "22", cwd=study).out.splitlines()) == 2 + 22


def test_no_word_of_an_answer_is_in_the_log(
    tipcoder: Tipcoder, coded: Path, small_survey: str
) -> None:
    answers = set(re.findall(r"\w{5,}", small_survey))
    assert not answers & set(re.findall(r"\w{5,}", tipcoder("log", cwd=coded).out))


def test_undo_and_redo_say_on_stderr_what_they_did(tipcoder: Tipcoder, coded: Path) -> None:
    undone = tipcoder("undo", cwd=coded)
    sentence = "Imported codings from codings.csv: 6 lines of anna, boris"
    assert (undone.status, undone.out, undone.err) == (0, "", f"Undone: {sentence}\n")
    assert codings(tipcoder, coded) == 0
    again = tipcoder("redo", cwd=coded)
    assert (again.status, again.out, again.err) == (0, "", f"Done again: {sentence}\n")
    assert codings(tipcoder, coded) == 6
    assert [act["verb"] for act in acts(tipcoder, coded, "-n", "3")] == [
        "redo",
        "undo",
        "import codings",
    ]
    assert tipcoder("check", cwd=coded).status == 0


@pytest.mark.parametrize("verb", ["undo", "redo"])
def test_where_there_is_nothing_to_take_back_the_status_says_so_and_no_byte_changes(
    tipcoder: Tipcoder, study: Path, verb: str, contents: Contents
) -> None:
    before = contents(study)
    done = tipcoder(verb, cwd=study)
    assert (done.status, done.out, done.err) == (1, "", f"lead has nothing to {verb}.\n")
    done = tipcoder(verb, "--coder", "a newcomer", cwd=study)
    assert (done.status, done.err) == (1, f"a newcomer has nothing to {verb}.\n")
    assert contents(study) == before


def test_undo_is_of_ones_own_acts_alone(tipcoder: Tipcoder, coded: Path) -> None:
    assert tipcoder("undo", cwd=coded, coder="anna").status == 1
    assert codings(tipcoder, coded) == 6


def test_after_something_new_nothing_can_be_done_again(
    tipcoder: Tipcoder, coded: Path, case: Callable[[str], str]
) -> None:
    tipcoder("undo", cwd=coded)
    file = coded.parent / "other.csv"
    file.write_text(HEADER + f"{case('3237565957')},role,anna,money,,\n", "utf-8")
    tipcoder("codings", "import", file, cwd=coded)
    assert tipcoder("redo", cwd=coded).status == 1
    assert codings(tipcoder, coded) == 1


def test_what_somebody_else_has_built_on_stays_and_the_remedy_is_named(
    tipcoder: Tipcoder, coded: Path
) -> None:
    from tipcoder.model.filters import AnswerFilter
    from tipcoder.workbench.coding.session import CodingSession
    from tipcoder.workbench.opening import open_study_folder

    with open_study_folder(coded) as here:
        anna = CodingSession(here, here.register_coder("anna"))
        (answer_id,) = anna.find_answer_ids(AnswerFilter(words="pushed the ministry"))
        anna.remove_coding(
            next(coding.id for coding in anna.read_codings(answer_id) if coding.code == "money")
        )
    tipcoder("undo", cwd=coded).refused(
        2, "changed by someone else since: Imported codings", "`tipcoder log` shows"
    )
    assert codings(tipcoder, coded) == 5
    assert tipcoder("check", cwd=coded).status == 0


def test_undo_takes_no_argument(tipcoder: Tipcoder, coded: Path) -> None:
    tipcoder("undo", "3", cwd=coded).refused(
        2, "does not know what to do with '3'", "tipcoder undo --help"
    )
    assert codings(tipcoder, coded) == 6
