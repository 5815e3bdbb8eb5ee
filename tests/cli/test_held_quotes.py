"""`quotes`, `redact status` and `check` name what is held back by its case."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tipcoder.privacy.key_file import load_keys

if TYPE_CHECKING:
    from conftest import Tipcoder

SURVEY = """\
id,organisation,why,more
3237565901,Brindle House,Ask wombat about the shelter.,We call wombat every week.
3237565902,Quiet Place,They helped us.,They gave advice.
"""
STUDY = """\
title = "A study with a nickname"
languages = ["en"]

[respondent]
id = "id"
name = "organisation"

[[question]]
column = "why"
text = "Why?"

[[question]]
column = "more"
text = "Anything else?"
"""


@pytest.fixture
def folder(make_study: Callable[..., Path]) -> Path:
    return make_study(SURVEY, STUDY)


@pytest.fixture
def place(folder: Path, keys_folder: Path, tipcoder: Tipcoder) -> str:
    """Case and question of the answer that still has a nickname taken out of another one."""
    (file,) = keys_folder.glob("*.keys.json")
    first, second = load_keys(file).source_ids.values()
    lines = ["case,question,coder,code,start,end"]
    lines += [f"{case},{name},anna,pushback,," for case in (first, second) for name in QUESTIONS]
    codings = folder.parent / "codings.csv"
    codings.write_text("\n".join(lines) + "\n", "utf-8")
    for words in (
        ("codings", "import", codings),
        ("redact", "mark", first, "why", "4-10", "--kind", "person"),
        *(("redact", "review", case, name) for case in (first, second) for name in QUESTIONS),
    ):
        done = tipcoder(*words, cwd=folder)
        assert done.status == 0, done.err
    return f"{first} more"


QUESTIONS = ("why", "more")


def test_the_file_is_written_and_what_is_held_back_named(
    tipcoder: Tipcoder, folder: Path, place: str, tmp_path: Path
) -> None:
    done = tipcoder("quotes", "-o", tmp_path / "quotes.csv", cwd=folder)
    assert done.status == 0
    assert "1 quote held back" in done.err
    assert f"  {place}: still has what a person took out of an answer (person)\n" in done.err
    assert "3 quotes of 1 code written" in done.err
    assert "wombat" not in (tmp_path / "quotes.csv").read_text() + done.err
    assert tipcoder("audit", tmp_path / "quotes.csv", cwd=folder).status == 0


def test_strictly_nothing_is_written(
    tipcoder: Tipcoder, folder: Path, place: str, tmp_path: Path
) -> None:
    target = tmp_path / "strict.csv"
    tipcoder("quotes", "--strict", "-o", target, cwd=folder).refused(1, place, "--words")
    assert not target.exists()


def test_where_nothing_may_leave_the_case_is_named_in_the_refusal(
    tipcoder: Tipcoder, folder: Path, place: str, keys_folder: Path
) -> None:
    (file,) = keys_folder.glob("*.keys.json")
    first, second = load_keys(file).source_ids.values()
    for words in ((first, "why"), (second, "why"), (second, "more")):
        assert tipcoder("redact", "review", *words, "--withhold", cwd=folder).status == 0
    refused = tipcoder("quotes", cwd=folder)
    refused.refused(1, "No quote may leave", "3 withheld", place, "tipcoder redact")


def test_status_and_check_name_it_and_the_words_where_they_are_asked_for(
    tipcoder: Tipcoder, folder: Path, place: str
) -> None:
    case = place.partition(" ")[0]
    done = tipcoder("redact", "status", cwd=folder)
    assert f"{place} 0-26: still has what a person took out of an answer (person)" in done.out
    assert "wombat" not in done.out
    assert "(wombat)" in tipcoder("redact", "status", "--words", cwd=folder).out
    (row,) = tipcoder("redact", "status", "--format", "json", cwd=folder).json()
    assert row["naming"] == 1
    (held,) = row["held_back"]
    assert (held["case"], held["question"], held["start"], held["end"]) == (case, "more", 0, 26)
    checked = tipcoder("check", cwd=folder)
    assert checked.status == 0
    assert f"{place} 0-26" in checked.out


def test_what_was_seen_to_leaves(tipcoder: Tipcoder, folder: Path, place: str) -> None:
    assert (
        tipcoder("redact", "mark", *place.split(), "8-14", "--kind", "person", cwd=folder).status
        == 0
    )
    assert tipcoder("redact", "review", *place.split(), cwd=folder).status == 0
    done = tipcoder("quotes", "--format", "json", cwd=folder)
    assert len(done.json()) == 4
    assert "held back" not in done.err
    assert "held back" not in tipcoder("redact", "status", cwd=folder).out
