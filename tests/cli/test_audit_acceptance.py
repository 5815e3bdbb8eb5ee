"""Accepting what the audit found: once, for these bytes or this wording, with a reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Sources, Tipcoder

THANKS = "We thank Blue Lamp for its rooms.\n\nSee www.brindle.example.org/about too.\n"
WHY = "they asked to be thanked by name"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    file = tmp_path / "paper.md"
    file.write_text(THANKS, "utf-8")
    return file


def ids(tipcoder: Tipcoder, file: Path, study: Path) -> dict[str, str]:
    """The ID of each finding by its kind."""
    rows = tipcoder("audit", file, "--format", "csv", cwd=study).csv()
    return {row["kind"]: row["id"] for row in rows}


def test_what_is_accepted_passes_for_the_same_bytes_and_is_said_with_its_reason(
    tipcoder: Tipcoder, study: Path, paper: Path
) -> None:
    found = ids(tipcoder, paper, study)
    assert set(found) == {"key file", "url"}
    done = tipcoder("audit", paper, "--accept", found["key file"], "--reason", WHY, cwd=study)
    assert done.status == 1
    assert "NOT PASSED: 1 leak. 1 accepted: they asked to be thanked by name." in done.err
    done = tipcoder("audit", paper, "--accept", found["url"], "--reason", "our own page", cwd=study)
    assert done.status == 0
    done = tipcoder("audit", paper, "--format", "csv", cwd=study)
    assert (done.status, [row["verdict"] for row in done.csv()]) == (0, ["accepted", "accepted"])
    assert f"Audit passed. 2 accepted: {WHY}; our own page." in done.err


def test_other_bytes_ask_again(tipcoder: Tipcoder, study: Path, paper: Path) -> None:
    found = ids(tipcoder, paper, study)
    both = [word for each in found.values() for word in ("--accept", each)]
    assert tipcoder("audit", paper, *both, "--reason", WHY, cwd=study).status == 0
    paper.write_text(THANKS + "\nOne more line.\n", "utf-8")
    assert tipcoder("audit", paper, cwd=study).status == 1
    assert set(ids(tipcoder, paper, study).values()).isdisjoint(found.values())
    paper.write_text(THANKS, "utf-8")
    assert tipcoder("audit", paper, cwd=study).status == 0


def test_it_is_an_act_by_whoever_did_it_without_the_words_and_undo_takes_it_back(
    tipcoder: Tipcoder, study: Path, paper: Path
) -> None:
    found = ids(tipcoder, paper, study)["key file"]
    words = ("audit", paper, "--accept", found, "--reason", WHY)
    assert tipcoder(*words, cwd=study, coder="boris").status == 1
    (act, *_) = tipcoder("log", "--format", "csv", cwd=study).csv()
    assert (act["verb"], act["coder"]) == ("audit", "boris")
    assert act["sentence"] == f"Finding {found} (key file, 1 place) of the audit accepted: {WHY}"
    assert b"Blue Lamp" not in (study / "study.db").read_bytes()
    assert tipcoder("check", cwd=study).status == 0
    assert tipcoder("undo", cwd=study, coder="boris").status == 0
    assert "accepted" not in tipcoder("audit", paper, cwd=study).err
    assert tipcoder("redo", cwd=study, coder="boris").status == 0
    assert "1 accepted" in tipcoder("audit", paper, cwd=study).err


def test_accepting_twice_keeps_one_reason(tipcoder: Tipcoder, study: Path, paper: Path) -> None:
    found = ids(tipcoder, paper, study)["url"]
    tipcoder("audit", paper, "--accept", found, "--reason", "our own page", cwd=study)
    before = tipcoder("log", "--format", "csv", cwd=study).csv()
    done = tipcoder("audit", paper, "--accept", found, "--reason", "another", cwd=study)
    assert "1 accepted: our own page." in done.err
    assert tipcoder("log", "--format", "csv", cwd=study).csv() == before


def test_bad_words_are_one_sentence_each_and_keep_nothing(
    tipcoder: Tipcoder, study: Path, paper: Path
) -> None:
    found = ids(tipcoder, paper, study)["key file"]
    for words, said in (
        (("--accept", found), "needs a reason"),
        (("--accept", found, "--reason", " "), "needs a reason"),
        (("--reason", WHY), "--accept ID"),
        (("--accept", "00000000", "--reason", WHY), found),
        (("--accept", found, "--reason", "blue lamp agreed"), "repeats the words"),
        (("--accept", found, "--reason", WHY, "--no-study"), "--no-study"),
    ):
        tipcoder("audit", paper, *words, cwd=study).refused(2, said)
    assert tipcoder("audit", paper, cwd=study).status == 1


def test_ids_of_the_survey_and_words_that_nobody_released_cannot_be_accepted(
    tipcoder: Tipcoder, study: Path, tmp_path: Path
) -> None:
    file = tmp_path / "raw.md"
    file.write_text(
        "Row 3237565957.\n\nThe embassy pushed the ministry hard 👍🏽 and the new law was passed "
        "within a year of that.\n",
        "utf-8",
    )
    done = tipcoder("audit", file, "--format", "csv", cwd=study)
    assert done.status == 1
    assert {(row["kind"], row["likelihood"], row["id"]) for row in done.csv()} == {
        ("source ID", "certain", ""),
        ("unreleased", "certain", ""),
    }


# --- quotes ---------------------------------------------------------------------------------------


SAID = "The embassy pushed the ministry hard 👍🏽 and the new law was passed within a year of that."


@pytest.fixture
def release_words(
    sources: Sources, small_survey: str, tipcoder: Tipcoder, tmp_path: Path, keys_folder: Path
) -> Callable[[str], Path]:
    """A study in which somebody read an answer with these words, and kept what was proposed."""

    def release(words: str) -> Path:
        sources.survey.write_text(small_survey.replace(SAID, words), "utf-8", newline="")
        study = tmp_path / "released"
        assert tipcoder(*sources.init(study)).status == 0
        (keys,) = keys_folder.glob("*.json")
        case = json.loads(keys.read_text("utf-8"))["source_ids"]["3237565957"]
        codings = tmp_path / "codings.csv"
        codings.write_text(
            f"case,question,coder,code,start,end\n{case},role,anna,pressure,,\n", "utf-8"
        )
        assert tipcoder("codings", "import", codings, cwd=study).status == 0
        reject = ("redact", "reject", case, "role", "--reason", "it names nobody")
        assert tipcoder(*reject, cwd=study).status == 0
        assert tipcoder("redact", "review", case, "role", cwd=study).status == 0
        return study

    return release


QUOTES = ("quotes", "--code", "pressure", "--codings-of", "anna")


def test_a_wording_that_only_looks_like_a_leak_is_accepted_once_for_all_files(
    tipcoder: Tipcoder, release_words: Callable[[str], Path]
) -> None:
    study = release_words("They pushed until the law of 020 7946 0958 pages was passed.")
    first, second = study / "q.csv", study / "q.docx"
    refused = tipcoder(*QUOTES, "-o", first, cwd=study)
    refused.refused(1, "looks like a phone number [", "--accept ID --reason WHY")
    own_id = refused.err.partition("[")[2].partition("]")[0]
    assert not first.exists()
    wrong = ("--accept", "00000000", "--reason", "pages")
    tipcoder(*QUOTES, "-o", first, *wrong, cwd=study).refused(1, own_id)
    right = ("--accept", own_id, "--reason", "a count of pages")
    done = tipcoder(*QUOTES, "-o", first, *right, cwd=study)
    assert done.status == 0, done.err
    assert "the audit passed. 1 accepted: a count of pages." in done.err
    # Another file and another form of the same words, and the audit of what was written.
    assert tipcoder(*QUOTES, "-o", second, cwd=study).status == 0
    for file in (first, second):
        done = tipcoder("audit", file, cwd=study)
        assert (done.status, "1 accepted: a count of pages." in done.err) == (0, True), done
    tipcoder(*QUOTES, "-o", second, *wrong, cwd=study).refused(2, "no finding has the ID")
    assert tipcoder("undo", cwd=study).status == 0
    tipcoder(*QUOTES, "-o", second, cwd=study).refused(1, own_id)


def test_a_name_that_the_key_file_has_cannot_be_accepted_in_quotes(
    tipcoder: Tipcoder, release_words: Callable[[str], Path]
) -> None:
    study = release_words("They pushed until the Open Door in our street was closed.")
    done = tipcoder(*QUOTES, cwd=study)
    done.refused(1, "key file")
    assert "key file (organisation) [" not in done.err
