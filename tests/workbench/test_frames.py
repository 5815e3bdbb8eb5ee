"""The Python door: a study as pandas frames that know present from absent from unknown,
and keep a round blind.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import tipcoder
from blind_worlds import MORE, WORLDS, code_as, open_round
from tipcoder.errors import BadInput, CheckFailed
from tipcoder.model.codings import Outcome
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder

Find = Callable[[CodingSession, str], int]


@pytest.fixture
def folder(make_study: Callable[..., Path], small_survey: str, small_study_toml: str) -> Path:
    made = make_study(small_survey, small_study_toml + MORE)
    (made / "countries.csv").write_text("name,country\nРоссия,RUS\n", "utf-8")
    return made


@pytest.fixture
def coded(folder: Path, find: Find) -> Path:
    with open_study_folder(folder) as here:
        anna = CodingSession(here, here.register_coder("anna"))
        anna.add_coding(find(anna, "pushed the ministry"), "pressure", (0, 11), finish=True)
        anna.add_coding(find(anna, "They gave grants"), "money")
        anna.finish_answers(find(anna, "Чиновники обиделись"), Outcome.OFF_TOPIC)
    return folder


def test_every_answer_has_its_state_and_only_the_readable_have_a_text(coded: Path) -> None:
    answers = tipcoder.open_study(coded).answers()
    assert list(answers.columns) == ["case", "respondent", "question", "state", "language", "text"]
    assert len(answers) == 18  # 9 cases, two questions
    readable = answers[answers["state"] == "answered"]
    assert len(readable) == 12
    assert readable["text"].notna().all()
    assert answers.loc[answers["state"] != "answered", ["text", "language"]].isna().all().all()
    assert {"en", "es", "ru", "?"} == set(readable["language"])
    assert (
        "The embassy pushed the ministry hard 👍🏽 and the new law was passed within a year "
        "of that."
    ) in set(readable["text"])


def test_codings_say_where_and_how_the_answer_was_finished(coded: Path) -> None:
    codings = tipcoder.open_study(coded).codings()
    rows = {row.code if isinstance(row.code, str) else None: row for row in codings.itertuples()}
    assert (rows["pressure"].start, rows["pressure"].end, rows["pressure"].quote) == (
        0,
        11,
        "The embassy",
    )
    assert rows["pressure"].outcome == "coded"
    assert codings["outcome"].isna().sum() == 1, "money stands on an answer that is not finished"
    assert rows[None].outcome == "off_topic"
    assert str(codings["start"].dtype) == "Int64"


def test_presence_has_three_states(coded: Path) -> None:
    presence = tipcoder.open_study(coded).presence()
    assert str(presence["pressure"].dtype) == "boolean"
    assert presence["pressure"].sum() == 1
    assert (presence["pressure"] == False).sum() == 1  # noqa: E712 - the other finished answer, which is off topic
    assert presence["pressure"].isna().sum() == 7
    assert "anna" in presence.attrs["layer"]
    with pytest.raises(BadInput, match="boris"):
        tipcoder.open_study(coded).presence("boris")


def test_the_merged_table_has_types_and_labels(coded: Path) -> None:
    merged = tipcoder.open_study(str(coded)).merged()
    assert len(merged) == 9
    assert list(merged["outcome.active"].cat.categories) == ["No", "Yes"]
    assert merged["outcome.active"].isna().sum() == 1, "Don't know"
    assert list(merged["code.pressure"].cat.categories) == ["absent", "present"]
    assert merged.attrs["labels"]["code.pressure"] == "Code: Government > Pressure"
    assert (merged["country"] == "RUS").sum() == 2


def test_the_matrix_and_the_codebook_have_the_same_three_states(coded: Path) -> None:
    study = tipcoder.open_study(coded)
    matrix = study.matrix()
    assert len(matrix) == 9
    assert list(matrix["code.pressure"].cat.categories) == ["absent", "present"]
    assert matrix["code.pressure"].value_counts().to_dict() == {"present": 1, "absent": 1}
    book = study.codebook().set_index("code")
    counts = book.loc["pressure", ["present", "absent", "unknown"]].to_dict()
    assert counts == {"present": 1, "absent": 1, "unknown": 7}
    by_question = study.matrix(by_question=True)
    assert set(by_question["question"]) == {"role", "how"}


def test_shares_tests_and_agreement_are_those_of_the_verbs(coded: Path, find: Find) -> None:
    study = tipcoder.open_study(coded)
    shares = study.shares().set_index("code")
    assert (shares.loc["pressure", "present"], shares.loc["pressure", "known"]) == (1, 2)
    assert any("anna" in note for note in shares.attrs["notes"])
    tests = study.tests("pressure")
    assert list(tests["outcome"]) == ["active"]
    assert tests["p"].isna().all(), "two cases are too few to test"
    with pytest.raises(BadInput):
        study.shares("shoe size")
    with open_study_folder(coded) as here:
        boris = CodingSession(here, here.register_coder("boris"))
        boris.add_coding(find(boris, "pushed the ministry"), "pressure", finish=True)
        boris.finish_answers(find(boris, "Чиновники обиделись"), Outcome.OFF_TOPIC)
    agreement = study.agreement().set_index("code")
    assert agreement.loc["pressure", "n_joint"] == 2
    # Both said it of one of two answers, and of the same.
    assert agreement.loc["pressure", "krippendorff_alpha"] == 1


def test_quotes_are_shown_when_somebody_has_read_them(coded: Path) -> None:
    with pytest.raises(CheckFailed, match="nobody has read"):
        tipcoder.open_study(coded).quotes()


def test_nothing_is_coded_yet_and_every_frame_is_there(folder: Path) -> None:
    study = tipcoder.open_study(folder)
    assert len(study.codings()) == 0
    assert study.presence().isna().all().all()
    assert "study" in repr(study)


def test_no_study_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        tipcoder.open_study(tmp_path)


def test_in_an_open_round_frames_are_as_blind_as_screens(folder: Path) -> None:
    open_round(folder)
    kept = folder.with_name("kept")
    shutil.copytree(folder, kept)
    seen: dict[str, list[dict[str, str]]] = {"carla": [], "lead": []}
    for world in WORLDS:
        shutil.rmtree(folder)
        shutil.copytree(kept, folder)
        code_as(folder, world)
        for who, found in seen.items():
            study = tipcoder.open_study(folder, coder=who)
            frames = {
                "answers": study.answers(),
                "codings": study.codings(),
                "presence": study.presence(),
                "merged": study.merged(),
                "of dora": study.presence("dora"),
                "matrix": study.matrix(),
                "shares": study.shares(),
                "codebook": study.codebook(),
            }
            found.append(
                {name: frame.to_csv() + str(frame.attrs) for name, frame in frames.items()}
            )
    assert seen["carla"][0] == seen["carla"][1]
    assert {name for name in seen["lead"][0] if seen["lead"][0][name] != seen["lead"][1][name]} == {
        "codings",
        "presence",
        "merged",
        "of dora",
        "matrix",
        "shares",
        "codebook",
    }
