"""The two shipped templates say of every column what the questionnaire asked in it."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from tipcoder.study import Study, read_study
from tipcoder.study_variables import TableItem
from tipcoder.workbench.shipped import template_path

TEMPLATES = ("demo", "tip-ngo-survey")
DEMO_SURVEY = Path(__file__).resolve().parents[2] / "data" / "demo" / "survey.csv"

FIXED_LABELS = {
    "Q2.3_1": "Children",
    "Q2.3_2": "Adults",
    "Q3.5_3": "Embassies or foreign governments",
    "Q3.9_6": "Training officials",
    "Q3.9_7": "Action plan",
    "Q3.9_9": "United States not involved",
    "Q3.9_10": "Don't know",
    "Q3.21_1": "The government there",
    "Q3.21_3": "Other NGOs",
    "Q3.3": "How much the organisation knows about trafficking policy there",
    "Q3.4": "How often it works directly with the government there",
    "Q3.25": "Its influence on policy there",
}
"""Read off the questionnaire by hand: what was wrong once, and what is easily exchanged."""


def _template(name: str) -> Study:
    return read_study(template_path(name))


def _items(study: Study) -> list[TableItem]:
    return [item for table in study.tables for item in table.items]


def _labels(study: Study) -> dict[str, str]:
    """Column -> what a table calls it."""
    labels: dict[str, str] = {}
    for item in _items(study):
        labels.update(item.options)
        if item.column is not None:
            labels.setdefault(item.column, item.text)
    return labels


def _words(text: str) -> frozenset[str]:
    found = re.findall(r"[a-z']+|\d+", text.casefold())
    return frozenset(word.removesuffix("s") for word in found if word != "several")


def _likeness(one: str, other: str) -> float:
    """Shared words as a share of all words of the two (Jaccard, 1901)."""
    left, right = _words(one), _words(other)
    return len(left & right) / len(left | right)


def _most_like(text: str, choices: dict[str, str]) -> str:
    """The key of the choice that shares most words with the text; a tie is no answer."""
    ranked = sorted(choices, key=lambda key: -_likeness(text, choices[key]))
    best, next_best = (_likeness(text, choices[key]) for key in ranked[:2])
    assert best > next_best, (
        f"{text!r} is as near to {choices[ranked[0]]!r} as to {choices[ranked[1]]!r}"
    )
    return ranked[0]


@pytest.mark.parametrize("name", TEMPLATES)
def test_labels_that_are_easily_exchanged_stand_by_their_columns(name: str) -> None:
    study = _template(name)
    labels = _labels(study)
    assert {column: labels[column] for column in FIXED_LABELS} == FIXED_LABELS
    gates = {question.column: question.asked_if for question in study.questions}
    restricted = gates["Q3.30"]
    assert restricted is not None
    assert restricted.equals == ("A little restricted", "Somewhat restricted", "Very restricted")
    assert study.outcomes["importance"].levels == (
        "Not an important actor",
        "Somewhat important actor",
        "Most important actor",
    )


@pytest.fixture(scope="session")
def questionnaire(shared: Path) -> dict[str, dict[str, str]]:
    """Column -> what it asked, its options in order, and its gate."""
    path = shared / "replication" / "questionnaire.csv"
    with path.open(encoding="utf-8", newline="") as file:
        asks, options, gate = (
            "asks (in our words)",
            "options in order of the columns _1.. or of the scale",
            "asked if",
        )
        return {
            row["column"]: {"asks": row[asks], "options": row[options], "gate": row[gate]}
            for row in csv.DictReader(file)
        }


@pytest.fixture(scope="session")
def activities(shared: Path) -> list[str]:
    """The options of Q3.9 in the order of its columns,
    which only the README beside the questionnaire has.
    """
    readme = (shared / "replication" / "README.md").read_text("utf-8")
    found = re.search(r"Q3\.9_1\.\.10: (.*) \(the last two", " ".join(readme.split()))
    assert found is not None
    return found.group(1).split(", ")


def _options_of(
    question: str, questionnaire: dict[str, dict[str, str]], activities: list[str]
) -> dict[str, str]:
    """Place, counted from 1, -> option."""
    found = activities if question == "Q3.9" else questionnaire[question]["options"].split("; ")
    return {str(place): option for place, option in enumerate(found, start=1)}


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_option_of_a_check_all_question_has_its_own_label(
    name: str, questionnaire: dict[str, dict[str, str]], activities: list[str]
) -> None:
    seen = 0
    for item in _items(_template(name)):
        for column, label in item.options.items():
            question, _, place = column.rpartition("_")
            options = _options_of(question, questionnaire, activities)
            assert _most_like(label, options) == place, column
            seen += 1
    assert seen == 37


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_title_of_a_table_says_what_its_column_asked(
    name: str, questionnaire: dict[str, dict[str, str]]
) -> None:
    asked = {column: row["asks"] for column, row in questionnaire.items()}
    for item in _items(_template(name)):
        column = item.column or next(iter(item.options)).rpartition("_")[0]
        if column in asked:
            assert _most_like(item.text, asked) == column, item.text


@pytest.mark.parametrize("name", TEMPLATES)
def test_gates_and_levels_are_those_of_the_questionnaire(
    name: str, questionnaire: dict[str, dict[str, str]]
) -> None:
    study = _template(name)
    gates = {question.column: question.asked_if for question in study.questions}
    mentioned = gates["Q3.24.Text"]
    assert mentioned is not None
    assert f"{mentioned.column} {mentioned.equals[0]}" == questionnaire["Q3.24.Text"]["gate"]
    for place, column in enumerate(f"Q3.{n}" for n in range(10, 18)):
        gate = gates[column]
        assert gate is not None
        assert (gate.column, gate.equals) == (f"Q3.9_{place + 1}", ("1",))
    restricted = gates["Q3.30"]
    assert restricted is not None
    scale = _options_of("Q3.29", questionnaire, [])
    assert [scale[_most_like(value, scale)] for value in restricted.equals] == [
        "A little",
        "Somewhat",
        "Very",
    ]
    importance = _options_of("Q3.19", questionnaire, [])
    levels = study.outcomes["importance"].levels
    assert [_most_like(level, importance) for level in levels] == ["3", "2", "1"]


def test_the_demo_answers_with_the_options_of_the_questionnaire(
    questionnaire: dict[str, dict[str, str]],
) -> None:
    with DEMO_SURVEY.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for column in (
        "Q3.3",
        "Q3.4",
        "Q3.8",
        "Q3.19",
        "Q3.20",
        "Q3.22",
        "Q3.23",
        "Q3.25",
        "Q3.26",
        "Q3.29",
    ):
        options = set(questionnaire[column]["options"].split("; "))
        for value in {row[column] for row in rows} - {"NA"}:
            near = max(options, key=lambda option: _likeness(value, option))
            assert _likeness(value, near) >= 0.5 or value == "Not restricted", (column, value)


def test_three_hundred_and_thirty_five_organisations_work_for_children(shared: Path) -> None:
    """The article's table: 335 of those who ticked at least one kind of victim, 70.08 %."""
    with (shared / "replication" / "responses.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["clean.id"]: row for row in reversed(list(csv.DictReader(file)))}
    victims = next(item for item in _items(_template("tip-ngo-survey")) if "Q2.3_1" in item.options)
    children = next(column for column, label in victims.options.items() if label == "Children")
    ticked = [row for row in rows.values() if any(row[column] == "1" for column in victims.options)]
    count = sum(1 for row in ticked if row[children] == "1")
    assert count == 335
    assert round(100 * count / len(ticked), 2) == 70.08
