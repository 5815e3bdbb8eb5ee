"""`suggest` as a coder and a program use it."""

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
KEYS = ["case", "question", "code", "score", "strength", "start", "end", "evidence"]
KEYS += ["text", "quote", "offered", "elsewhere"]


def texts(tipcoder: Tipcoder, study: Path) -> dict[tuple[str, str], str]:
    """The answers of the small study, by case and question, out of their own file."""
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.suggestions.study_suggestions import build_study_suggestions

    with open_study_folder(study, read_only=True) as here:
        return {
            (answer.case, answer.question): answer.text
            for answer in build_study_suggestions(here).answers
        }


def test_json_has_every_suggestion_with_evidence_at_its_offsets(
    tipcoder: Tipcoder, study: Path
) -> None:
    done = tipcoder("suggest", "--raw", "--format", "json", cwd=study)
    assert done.status == 0, done.err
    said = texts(tipcoder, study)
    assert done.json()
    for row in done.json():
        assert list(row) == KEYS
        text = said[row["case"], row["question"]]
        assert row["text"] == text
        assert row["quote"] == text[row["start"] : row["end"]]
        assert row["strength"] in ("strong", "fair", "weak")
        assert 0 <= row["start"] < row["end"] <= len(text)
        assert row["evidence"]
        for piece in row["evidence"]:
            assert set(piece) == {"start", "end", "text", "why"}
            assert text[piece["start"] : piece["end"]] == piece["text"]
            assert piece["why"]


def test_without_a_code_it_goes_answer_by_answer_and_with_one_the_likeliest_comes_first(
    tipcoder: Tipcoder, study: Path
) -> None:
    table = tipcoder("suggest", cwd=study)
    assert table.out.splitlines()[0].split() == [
        "case",
        "question",
        "code",
        "strength",
        "offered",
        "evidence",
        "quote",
    ]
    rows = tipcoder("suggest", "--top", "1", "--format", "csv", cwd=study).csv()
    places = [(row["case"], row["question"]) for row in rows]
    assert len(places) == len(set(places))
    ranked = tipcoder(
        "suggest", "--code", "training", "--question", "how", "--format", "json", cwd=study
    ).json()
    assert {(row["code"], row["question"]) for row in ranked} == {("training", "how")}
    assert [row["score"] for row in ranked] == sorted(
        (row["score"] for row in ranked), reverse=True
    )


def test_what_is_offered_is_what_the_workbench_offers(tipcoder: Tipcoder, study: Path) -> None:
    """Of a fresh coder, and of one who has coded and turned down."""
    from tipcoder.workbench.opening import open_study_folder
    from tipcoder.workbench.suggestions.worker_knowledge import WorkerKnowledge

    def look(coder: str) -> set[tuple[str, str, str]]:
        with open_study_folder(study) as here:
            knowledge = WorkerKnowledge(here, here.register_coder(coder))
            knowledge.update_knowledge()
            assert knowledge.offering is not None
            found = set()
            for answer in knowledge.offering.found.answers:
                offers = knowledge.make_offers(answer.id, "asked")
                assert offers is not None
                found |= {(answer.case, answer.question, one.code) for one in offers.offers}
            return found

    def read(*options: str) -> set[tuple[str, str, str]]:
        rows = tipcoder(*options, "suggest", "--format", "json", cwd=study).json()
        return {(row["case"], row["question"], row["code"]) for row in rows if row["offered"]}

    assert read() == look("anna")
    assert len(read()) > 5
    case, question, code = min(read())
    line = f"case,question,coder,code,start,end\n{case},{question},anna,{code},,\n"
    (study / "one.csv").write_text(line, "utf-8")
    assert tipcoder("codings", "import", "one.csv", cwd=study).status == 0
    assert (case, question, code) not in look("anna")
    assert read("--coder", "anna") == look("anna")
    assert read() == look("boris")


def test_the_first_three_and_what_is_offered_unless_somebody_says_how_many(
    tipcoder: Tipcoder, study: Path
) -> None:
    rows = tipcoder("suggest", "--format", "json", cwd=study).json()
    listed: dict[tuple[str, str], list[bool]] = {}
    for row in rows:
        listed.setdefault((row["case"], row["question"]), []).append(row["offered"])
    assert all(all(offered[3:]) for offered in listed.values())
    two = tipcoder("suggest", "--top", "2", "--format", "json", cwd=study).json()
    assert len(two) == sum(min(len(offered), 2) for offered in listed.values())


def test_json_comes_a_suggestion_a_line_and_is_the_same_list(
    tipcoder: Tipcoder, study: Path
) -> None:
    """With the words, which are for the team, they are printed as they are made."""
    raw = tipcoder("suggest", "--raw", "--format", "json", cwd=study)
    lines = raw.out.splitlines()
    assert (lines[0], lines[-1]) == ("[", "]")
    assert [json.loads(line.rstrip(",")) for line in lines[1:-1]] == raw.json()
    without = tipcoder("suggest", "--format", "json", cwd=study).json()
    places = [{name: row[name] for name in without[0]} for row in raw.json()]
    assert places == without
    nothing = tipcoder(
        "suggest",
        "--raw",
        "--format",
        "json",
        "--open",
        "--code",
        "money",
        "--question",
        "role",
        "--top",
        "1",
        cwd=study,
    )
    assert isinstance(nothing.json(), list)


def test_finds_elsewhere_are_a_second_part(
    tipcoder: Tipcoder,
    make_study: Callable[..., Path],
    small_survey: str,
    small_study_toml: str,
    small_codebook_toml: str,
) -> None:
    book = small_codebook_toml.replace(
        'label = "Money"\n', 'label = "Money"\nquestions = ["how"]\n'
    )
    folder = make_study(small_survey, small_study_toml, book)
    rows = tipcoder("suggest", "--code", "money", "--format", "json", cwd=folder).json()
    parts = [row["elsewhere"] for row in rows]
    assert parts == sorted(parts)
    assert True in parts and False in parts
    assert [row["elsewhere"] for row in rows] == [row["question"] != "how" for row in rows]
    assert not any(row["offered"] for row in rows if row["elsewhere"])
    table = tipcoder("suggest", "--code", "money", cwd=folder).out
    inside, elsewhere = table.split(
        "Elsewhere: answers to questions that the code is not meant for"
    )
    assert " how " in inside
    assert " how " not in elsewhere


def test_a_file_is_written_in_the_format_of_its_name(tipcoder: Tipcoder, study: Path) -> None:
    done = tipcoder("suggest", "-o", "found.json", cwd=study)
    assert (done.status, done.out) == (0, "")
    rows = json.loads((study / "found.json").read_text("utf-8"))
    assert done.err == f"{len(rows)} suggestions written to found.json.\n"
    assert rows == tipcoder("suggest", "--format", "json", cwd=study).json()
    tipcoder("suggest", "-o", "found.txt", cwd=study).refused(2, "found.txt", "--format")


def test_an_answer_that_somebody_finished_can_be_left_out(tipcoder: Tipcoder, coded: Path) -> None:
    everything = tipcoder("suggest", "--top", "1", "--format", "json", cwd=coded).json()
    still_open = tipcoder("suggest", "--open", "--top", "1", "--format", "json", cwd=coded).json()
    assert 0 < len(still_open) < len(everything)


def test_answers_in_an_open_round_are_left_out_and_counted(tipcoder: Tipcoder, study: Path) -> None:
    tipcoder("assign", "--coders", "anna,boris", "--overlap", "100%", cwd=study)
    done = tipcoder("suggest", "--format", "json", cwd=study)
    assert (done.json(), done.err) == ([], "12 answers in an open round left out.\n")


@pytest.mark.parametrize(
    ("option", "word", "near"),
    [("--code", "mony", "money"), ("--question", "rol", "role"), ("--top", "0", "above 0")],
)
def test_a_wrong_word_is_named_with_a_remedy(
    tipcoder: Tipcoder, study: Path, option: str, word: str, near: str
) -> None:
    tipcoder("suggest", option, word, cwd=study).refused(2, word, near)


def test_control_characters_of_an_answer_do_not_reach_the_terminal(
    tipcoder: Tipcoder, small_survey: str, make_study: Callable[..., Path], small_study_toml: str
) -> None:
    survey = small_survey.replace("They gave grants", "They gave \x1b[2J grants \u202e now")
    folder = make_study(survey, small_study_toml)
    done = tipcoder("suggest", "--code", "money", cwd=folder)
    assert "grants" in done.out
    assert not {"\x1b", "\u202e"} & set(done.out)
    assert not {"\x1b", "\u202e"} & set(
        tipcoder("suggest", "--code", "money", "--format", "json", cwd=folder).out
    )


def test_evaluate_replays_finished_work_beside_dice_and_a_plain_classifier(
    tipcoder: Tipcoder, study: Path
) -> None:
    codings = study.parent / "all.csv"
    said = texts(tipcoder, study)
    words = {
        "training": ("курс", "curso", "workshop", "обуч"),
        "pressure": ("pushed", "давил", "presiona"),
    }
    lines = []
    for (case, question), text in said.items():
        codes = [code for code, some in words.items() if any(word in text for word in some)]
        lines += [f"{case},{question},anna,{code},," for code in codes or [""]]
    codings.write_text("case,question,coder,code,start,end\n" + "\n".join(lines) + "\n", "utf-8")
    assert tipcoder("codings", "import", codings, cwd=study).status == 0
    done = tipcoder(
        "suggest", "evaluate", "--labels", "0,4", "--draws", "3", "--format", "json", cwd=study
    )
    assert done.status == 0, done.err
    found = done.json()
    # Two of the twelve say the same, but they are two respondents.
    assert (found["answers"], found["respondents"], found["draws"], found["seed"]) == (12, 7, 3, 1)
    assert {line["method"] for line in found["learning"]} == {
        "tipcoder",
        "tipcoder without labels",
        "tf-idf and logistic regression",
        "random",
    }
    assert {line["labels"] for line in found["learning"]} == {0, 4}
    for line in (*found["learning"], *found["reading"]):
        for value in line.values():
            if isinstance(value, dict):
                assert set(value) == {"mean", "low", "high"}
    codes = {line["code"]: line for line in found["codes"] if line["method"] == "tipcoder"}
    assert set(codes) == {"training", "pressure"}
    assert len(codes["pressure"]["time_to_discovery"]) == codes["pressure"]["carriers"] == 3
    assert found["offers"]["carried"] == sum(line["carriers"] for line in codes.values())
    assert 0 < found["offers"]["right"] <= found["offers"]["offered"]
    assert [line["strength"] for line in found["strengths"]] == [
        "strong",
        "fair",
        "fair",
        "fair",
        "weak",
        "twin",
    ]
    assert {line["settled"] for line in found["strengths"]} == {0}
    table = tipcoder(
        "suggest", "evaluate", "--labels", "4", "--draws", "2", "--code", "training", cwd=study
    )
    assert "12 finished answers of 7 respondents" in table.out
    assert "pressure" not in table.out
    rows = tipcoder(
        "suggest", "evaluate", "--labels", "4", "--draws", "2", "--format", "csv", cwd=study
    ).csv()
    assert {row["part"] for row in rows} == {"learning", "reading", "code", "offers", "strength"}


def test_evaluate_says_when_there_is_too_little(tipcoder: Tipcoder, coded: Path) -> None:
    tipcoder("suggest", "evaluate", cwd=coded).refused(2, "Only 4 different answers", "Finish 10")
    tipcoder("suggest", "evaluate", "--labels", "ten", cwd=coded).refused(2, "ten")
    tipcoder("suggest", "evaluate", "--question", "rol", cwd=coded).refused(2, "rol", "role")


def test_concepts_are_counted_explained_and_checked(tipcoder: Tipcoder, study: Path) -> None:
    rows = {
        row["concept"]: row
        for row in tipcoder("suggest", "concepts", "--format", "csv", cwd=study).csv()
    }
    assert rows["police"]["answers"] == "2"
    assert rows["police"]["words"] == "policia, полиции"
    assert rows["police"]["own"] == "no"
    why = tipcoder(
        "suggest", "concepts", "--why", "la policía", "--format", "json", cwd=study
    ).json()
    assert {"words": "policia", "concept": "police", "language": "es", "entry": "policia"} in why
    assert (
        tipcoder("suggest", "concepts", "--why", "qwertz", cwd=study).err
        == "No concept has these words.\n"
    )
    clean = tipcoder("suggest", "concepts", "--check", cwd=study)
    assert (clean.status, clean.out, clean.err) == (0, "", "74 concepts, 0 findings.\n")


def test_a_studys_own_concepts_are_checked_too(tipcoder: Tipcoder, study: Path) -> None:
    own = study / "concepts.toml"
    own.write_text(
        '[concept.weather]\nen = ["rain", "rainy", "ab"]\n\n[concept.police]\nen = []\n', "utf-8"
    )
    checked = tipcoder("suggest", "concepts", "--check", "--format", "json", cwd=study)
    assert checked.status == 1
    assert [row["finding"] for row in checked.json()] == [
        "weather, en: “ab” is too short to begin a longer word, so only the whole word counts.",
        "weather, en: “rain” already covers “rainy”.",
    ]
    rows = {
        row["concept"]: row
        for row in tipcoder("suggest", "concepts", "--format", "csv", cwd=study).csv()
    }
    assert rows["weather"]["own"] == "yes"
    assert "police" not in rows
    own.write_text('[concept.weather]\nen = "rain"\nlanguage = "x"\n', "utf-8")
    tipcoder("suggest", "concepts", cwd=study).refused(
        2, "concepts.toml", "concept.weather", "language"
    )
    tipcoder("suggest", cwd=study).refused(2, "concepts.toml", "concept.weather")
    own.write_text("[concept.weather\n", "utf-8")
    tipcoder("suggest", cwd=study).refused(2, "concepts.toml", "TOML")


def test_what_is_still_to_be_found_has_an_interval_and_waits_until_enough_is_read(
    tipcoder: Tipcoder, study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    codings = study.parent / "some.csv"
    said = list(texts(tipcoder, study).items())
    lines = [
        f"{case},{question},anna,{'training' if 'courses' in text else ''},,"
        for (case, question), text in said
    ]
    codings.write_text(
        "case,question,coder,code,start,end\n" + "\n".join(lines[:8]) + "\n", "utf-8"
    )
    tipcoder("codings", "import", codings, cwd=study)
    assert tipcoder("suggest", "--code", "training", cwd=study).err == ""
    monkeypatch.setattr("tipcoder.suggestion.remaining.FEWEST", 5)
    told = tipcoder("suggest", "--code", "training", cwd=study).err
    assert re.fullmatch(
        r"training: \d found in 8 read; among 4 unread, \d are still to be expected \[\d, \d\]\.\n",
        told,
    ), told
