"""`tipcoder redact`: proposals as a table, decisions, reviews, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.redaction.redactions import Redactions
from translated_world import (
    ORIGINALS,
    STUDY,
    TRANSLATIONS,
    find_answer,
    find_case,
    write_survey,
)

if TYPE_CHECKING:
    from conftest import Done

Tipcoder = Callable[..., "Done"]
COLUMNS = "case,question,start,end,kind,severity,reasons,replacement"


@pytest.fixture
def study(naming_study: Callable[..., Path]) -> Path:
    """A study whose answers name people."""
    return naming_study()


def listed(tipcoder: Tipcoder, study: Path, *more: str) -> list[dict[str, str]]:
    """The proposals, with their words."""
    return tipcoder("redact", "list", "--words", "--raw", "--format", "csv", *more, cwd=study).csv()


def place_of(tipcoder: Tipcoder, study: Path, words: str) -> tuple[str, str, str]:
    """Case, question and span of the first proposal about these words."""
    row = next(row for row in listed(tipcoder, study, "--all") if row["words"] == words)
    return row["case"], row["question"], f"{row['start']}-{row['end']}"


def test_proposals_have_the_promised_columns_and_never_the_words_unless_asked(
    tipcoder: Tipcoder, study: Path
) -> None:
    done = tipcoder("redact", "list", "--format", "csv", cwd=study)
    assert done.status == 0
    assert done.out.splitlines()[0] == COLUMNS
    for name in ("HALIN", "Camino", "Chisinau", "Moldova"):
        assert name not in done.out + done.err
    kinds = {(row["words"], row["kind"], row["severity"]) for row in listed(tipcoder, study)}
    assert {
        ("HALIN", "own_org", "high"),
        ("HALIN", "other_org", "high"),
        ("Chisinau", "place", "medium"),
    } <= kinds
    assert set(tipcoder("redact", "list", "--format", "json", cwd=study).json()[0]) == set(
        COLUMNS.split(",")
    )
    assert (
        "What no rule sees is left to whoever reads the quotes."
        in tipcoder("redact", "list", cwd=study).err
    )


def test_proposals_can_be_narrowed_down(tipcoder: Tipcoder, study: Path) -> None:
    assert {row["severity"] for row in listed(tipcoder, study, "--severity", "high")} == {"high"}
    assert {row["kind"] for row in listed(tipcoder, study, "--kind", "place")} == {"place"}
    assert {row["question"] for row in listed(tipcoder, study, "--question", "more")} == {"more"}
    assert listed(tipcoder, study, "--quoted") == [], "nothing is coded yet"


def test_whoever_does_not_want_to_be_named_is_told_of_on_the_way(
    tipcoder: Tipcoder, study: Path
) -> None:
    assert (
        "does not want to be named" in tipcoder("redact", "list", "--format", "csv", cwd=study).err
    )
    assert "does not want to be named" in tipcoder("redact", "status", cwd=study).err


def test_decide_read_and_see_what_is_left(tipcoder: Tipcoder, study: Path) -> None:
    case, question, span = place_of(tipcoder, study, "Chisinau")
    lines = f"case,question,coder,code,start,end\n{case},{question},anna,pressure,,\n"
    (study / "codings.csv").write_text(lines, "utf-8")
    assert tipcoder("codings", "import", study / "codings.csv", cwd=study).status == 0
    tipcoder("redact", "review", case, question, cwd=study).refused(
        2, "2 proposals are open", "redact list"
    )
    assert tipcoder("redact", "accept", case, question, span, "--generalise", cwd=study).status == 0
    assert tipcoder("redact", "accept", case, question, cwd=study).status == 0
    read = tipcoder("redact", "review", case, question, cwd=study)
    assert read.out == "[organisation] told the ministry in [region] about it.\n"
    status = tipcoder("redact", "status", "--format", "json", cwd=study).json()[0]
    assert (status["stretches"], status["read"], status["unread"], status["waiting"]) == (
        1,
        1,
        0,
        0,
    )
    assert "1 read by a person" in tipcoder("redact", "status", cwd=study).out
    assert tipcoder("redact", "reopen", case, question, span, cwd=study).status == 0
    status = tipcoder("redact", "status", "--format", "json", cwd=study).json()[0]
    assert (status["read"], status["stale"], status["waiting"]) == (0, 1, 1)
    assert tipcoder("undo", cwd=study).status == 0
    assert tipcoder("redact", "status", "--format", "json", cwd=study).json()[0]["read"] == 1


def test_a_grave_proposal_needs_a_reason_to_stay(tipcoder: Tipcoder, study: Path) -> None:
    place = place_of(tipcoder, study, "HALIN")
    tipcoder("redact", "reject", *place, cwd=study).refused(2, "needs a reason")
    assert (
        tipcoder("redact", "reject", *place, "--reason", "they asked for it", cwd=study).status == 0
    )


def test_rules_and_aliases_are_made_listed_and_taken_back(tipcoder: Tipcoder, study: Path) -> None:
    assert tipcoder("redact", "rule", "Brindlewick", "--kind", "other_org", cwd=study).status == 0
    rules = tipcoder("redact", "rule", "--format", "csv", cwd=study).csv()
    assert [(row["string"], row["decision"], row["kind"]) for row in rules] == [
        ("brindlewick", "replace", "other_org")
    ]
    assert tipcoder("redact", "rule", "BRINDLEWICK", "--remove", cwd=study).status == 0
    assert tipcoder("redact", "rule", "--format", "csv", cwd=study).csv() == []
    assert not [row for row in listed(tipcoder, study) if row["words"] == "brindlewick"]
    added = tipcoder("redact", "alias", "Brindlewick", cwd=study)
    assert "Every quote has to be read again" in added.err
    assert len([row for row in listed(tipcoder, study) if row["words"] == "brindlewick"]) == 2
    assert tipcoder("redact", "alias", "--format", "csv", cwd=study).csv() == [
        {"response": "", "name": "Brindlewick"}
    ]
    assert tipcoder("redact", "alias", "Brindlewick", "--remove", cwd=study).status == 0
    assert "rindlewick" not in tipcoder("log", "--format", "csv", cwd=study).out


def test_a_person_who_is_named_by_hand_is_found_in_any_order_and_form(
    tipcoder: Tipcoder, study: Path
) -> None:
    before = {(row["kind"], row["words"]) for row in listed(tipcoder, study)}
    assert ("person", "brindlewick") not in before
    added = tipcoder("redact", "alias", "--person", "Oda Brindlewick", cwd=study)
    assert "The name of a person of a third party was added" in added.err
    found = [row for row in listed(tipcoder, study) if row["words"] == "brindlewick"]
    assert [(row["kind"], row["replacement"]) for row in found] == [("person", "[person]")] * 2
    assert tipcoder("redact", "alias", "--format", "csv", cwd=study).csv() == []
    assert "1 name of people" in tipcoder("redact", "alias", cwd=study).err
    assert tipcoder("redact", "alias", "--person", "--format", "csv", cwd=study).csv() == [
        {"response": "", "name": "Oda Brindlewick"}
    ]
    assert tipcoder("redact", "alias", "Oda Brindlewick", "--remove", cwd=study).status == 0
    assert {(row["kind"], row["words"]) for row in listed(tipcoder, study)} == before
    assert "rindlewick" not in tipcoder("log", "--format", "csv", cwd=study).out


HINTING_SURVEY = """\
id,organisation,how
1,Quiet Place,Our home for deaf sailors was closed twice. It rains.
2,Brindle House,They came in the evening.
"""
HINTING_STUDY = """\
title = "Who writes"
languages = ["en"]
[respondent]
id = "id"
name = "organisation"
[[question]]
column = "how"
text = "How?"
"""


def test_what_is_weak_is_listed_unless_it_is_left_out_and_holds_nothing_back(
    tipcoder: Tipcoder, make_study: Callable[..., Path]
) -> None:
    study = make_study(HINTING_SURVEY, HINTING_STUDY)
    rows = tipcoder("redact", "list", "--raw", "--format", "csv", cwd=study).csv()
    weak = [row for row in rows if row["severity"] == "weak"]
    assert [row["words"] for row in weak] == ["Our home for deaf sailors was closed twice"]
    assert (
        weak
        == tipcoder(
            "redact", "list", "--severity", "weak", "--raw", "--format", "csv", cwd=study
        ).csv()
    )
    firm = tipcoder("redact", "list", "--firm", "--raw", "--format", "csv", cwd=study).csv()
    assert firm == [row for row in rows if row["severity"] != "weak"]
    said = tipcoder("redact", "list", cwd=study).err
    assert "1 of them weak: nobody has to decide about those" in said
    place = (weak[0]["case"], weak[0]["question"])
    tipcoder("redact", "accept", *place, cwd=study).refused(2, "nothing is proposed there")
    assert tipcoder("redact", "review", *place, cwd=study).status == 0
    assert tipcoder("redact", "list", "--firm", cwd=study).status == 0


def test_the_keep_list_is_changed_in_study_toml_with_its_comments_and_asks_for_every_reading_again(
    tipcoder: Tipcoder, study: Path
) -> None:
    file = study / "study.toml"
    file.write_text(
        file.read_text("utf-8") + '\n# what it is about\n[privacy]\nkeep = ["IOM"]  # and others\n',
        "utf-8",
    )
    case, question, _ = place_of(tipcoder, study, "Chisinau")
    tipcoder("redact", "accept", case, question, cwd=study)
    lines = f"case,question,coder,code,start,end\n{case},{question},anna,pressure,,\n"
    (study / "codings.csv").write_text(lines, "utf-8")
    tipcoder("codings", "import", study / "codings.csv", cwd=study)
    assert tipcoder("redact", "review", case, question, cwd=study).status == 0
    done = tipcoder("redact", "keep", "Camino  Real", cwd=study)
    assert "Every quote has to be read again" in done.err
    assert tipcoder("redact", "status", "--format", "json", cwd=study).json()[0]["stale"] == 1
    assert (
        '# what it is about\n[privacy]\nkeep = ["IOM", "Camino Real"]  # and others\n'
        in file.read_text("utf-8")
    )
    assert [
        row["name"] for row in tipcoder("redact", "keep", "--format", "csv", cwd=study).csv()
    ] == [
        "IOM",
        "Camino Real",
    ]
    assert tipcoder("redact", "keep", "Camino Real", "--remove", cwd=study).status == 0
    assert tipcoder("redact", "status", "--format", "json", cwd=study).json()[0]["read"] == 1
    tipcoder("redact", "keep", "IOM", cwd=study).refused(2, "already")
    tipcoder("redact", "keep", "OIM", "--remove", cwd=study).refused(2, "not on the keep-list")
    tipcoder("redact", "keep", "...", cwd=study).refused(2, "letter")


def test_a_span_can_be_marked_and_a_translation_put_in(tipcoder: Tipcoder, study: Path) -> None:
    case, question, _ = place_of(tipcoder, study, "Camino Sereno")
    tipcoder("redact", "mark", case, question, "--kind", "translation", cwd=study).refused(
        2, "--replacement"
    )
    words = ("--kind", "translation", "--replacement", "They asked for help at home.")
    assert tipcoder("redact", "mark", case, question, *words, cwd=study).status == 0
    assert (
        tipcoder("redact", "review", case, question, cwd=study).out
        == "They asked for help at home.\n"
    )


def test_bad_input_gets_a_sentence_with_a_remedy(tipcoder: Tipcoder, study: Path) -> None:
    case, question, _ = place_of(tipcoder, study, "Chisinau")
    tipcoder("redact", "list", "--kind", "plce", cwd=study).refused(2, "no kind 'plce'", "place")
    tipcoder("redact", "list", "--severity", "hgh", cwd=study).refused(2, "cannot be 'hgh'", "high")
    tipcoder("redact", "accept", "9", question, cwd=study).refused(2, "no readable answer")
    tipcoder("redact", "accept", case, question, "5", cwd=study).refused(
        2, "'5' is not a span", "12-30"
    )
    tipcoder("redact", "mark", case, question, "5-5", cwd=study).refused(2, "5-5 is not a span")
    tipcoder("redact", "mark", case, question, "0-9999", cwd=study).refused(
        2, "0-9999 is not a span"
    )
    tipcoder("redact", "accept", case, question, "0-1", cwd=study).refused(
        2, "nothing is proposed there"
    )
    tipcoder("redact", "rule", "...", cwd=study).refused(2, "no word")
    tipcoder("redact", "rule", "nobody", "--remove", cwd=study).refused(2, "Nothing is decided")
    tipcoder("redact", "alias", "Nobody", "--of", "1", cwd=study).refused(2, "no respondent '1'")
    tipcoder("redact", "alias", "Nobody", "--remove", cwd=study).refused(2, "not an alias")
    tipcoder("redact", cwd=study).refused(3, "needs a terminal", "redact list")


def test_a_key_file_that_others_can_read_is_refused(
    tipcoder: Tipcoder, study: Path, keys_folder: Path
) -> None:
    (file,) = keys_folder.glob("*.json")
    file.chmod(0o644)
    done = tipcoder("redact", "list", "--format", "csv", cwd=study)
    assert (done.status, done.out) == (3, "")
    assert "chmod 600" in done.err


def test_an_open_round_hides_where_others_found_quotes(tipcoder: Tipcoder, study: Path) -> None:
    case, question, _ = place_of(tipcoder, study, "Chisinau")
    lines = f"case,question,coder,code,start,end\n{case},{question},anna,pressure,,\n"
    (study / "codings.csv").write_text(lines, "utf-8")
    tipcoder("codings", "import", study / "codings.csv", cwd=study)
    tipcoder("assign", "--coders", "carla,dora", "--overlap", "100%", cwd=study)
    assert tipcoder("redact", "status", "--format", "json", cwd=study).json()[0]["stretches"] == 1
    assert (
        tipcoder("redact", "status", "--format", "json", cwd=study, coder="carla").json()[0][
            "stretches"
        ]
        == 0
    )
    assert (
        tipcoder("redact", "list", "--quoted", "--format", "csv", cwd=study, coder="carla").csv()
        == []
    )


def test_without_other_words_a_translation_is_the_surveys_own(
    tipcoder: Tipcoder, make_study: Callable[..., Path]
) -> None:
    folder = make_study(write_survey(), STUDY)
    with open_study_folder(folder, read_only=True) as study:
        cases = [find_case(study, words) for words in ("ministra", "judges")]
    mark = ("redact", "mark", cases[0], "role", "--kind", "translation")
    assert tipcoder(*mark, cwd=folder).status == 0
    with open_study_folder(folder, read_only=True) as study:
        answer = find_answer(study, "ministra")
        released = Redactions(study).build_released(answer, 0, len(ORIGINALS["401"]))
    assert (released.wording, released.translated) == (TRANSLATIONS["401"], True)
    none = ("redact", "mark", cases[1], "role", "--kind", "translation")
    tipcoder(*none, cwd=folder).refused(2, "--replacement")
