"""A column of the survey's own IDs is told from counts, ages and line numbers."""

from __future__ import annotations

import pytest

from tipcoder.privacy.audit.contents import ContentRow, ContentSheet
from tipcoder.privacy.audit.knowledge import Knowledge
from tipcoder.privacy.audit.passage_leaks import PassageReader
from tipcoder.privacy.audit.source_columns import are_counting_numbers, find_source_columns

RESPONDENTS = 40
RESPONSE_IDS = [str(7000 + 13 * number) for number in range(1, RESPONDENTS + 1)]
NUMBERED = Knowledge(
    source_ids={str(number): RESPONSE_IDS[number - 1] for number in range(1, RESPONDENTS + 1)},
    source_column="Lfd. Nr.",
    ids={each: each for each in RESPONSE_IDS},
)
"""A survey whose respondents are numbered 1 to 40."""


def find_columns(
    knowledge: Knowledge, head: tuple[str, ...], *rows: tuple[object, ...]
) -> list[str]:
    lines = []
    for number, cells in enumerate(rows, 2):
        lines.append(ContentRow(f"line {number}", tuple(map(str, cells))))
    sheet = ContentSheet(head, lines)
    return [leak.part for leak in find_source_columns(sheet, PassageReader(knowledge), knowledge)]


def test_counts_of_codes_are_no_ids_where_respondents_are_numbered_from_one() -> None:
    rows = [("pay", 1, 31), ("hours", 2, 12), ("team", 3, 9), ("boss", 4, 27), ("food", 5, 3)]
    assert find_columns(NUMBERED, ("code", "number", "answers"), *rows) == []


def test_ages_beside_response_ids_are_no_ids() -> None:
    ages = [18 + (7 * at) % 23 for at in range(RESPONDENTS)]
    rows = list(zip(RESPONSE_IDS, ages, strict=True))
    assert find_columns(NUMBERED, ("case", "age"), *rows) == []


def test_numbers_of_the_respondents_beside_their_response_ids_are_found() -> None:
    rows = [(RESPONSE_IDS[number - 1], number) for number in (4, 9, 17, 23, 30, 38)]
    assert find_columns(NUMBERED, ("case", "row"), *rows) == ["column row"]


def test_a_list_of_everybody_is_found_in_any_order() -> None:
    rows = [((number * 7) % RESPONDENTS + 1, "Yes") for number in range(RESPONDENTS)]
    assert find_columns(NUMBERED, ("row", "agrees"), *rows) == ["column row"]


@pytest.mark.parametrize("head", ["Lfd. Nr.", "lfd_nr"])
def test_a_column_that_is_called_like_that_of_the_survey_is_found(head: str) -> None:
    rows = [(number, "Yes") for number in (4, 4, 9, 17, 23, 30)]
    assert find_columns(NUMBERED, (head, "agrees"), *rows) == [f"column {head}"]


def test_scattered_ids_are_told_by_their_values_alone() -> None:
    scattered = [3 + 1009 * number for number in range(RESPONDENTS)]
    knowledge = Knowledge(
        source_ids=dict(zip(map(str, scattered), RESPONSE_IDS, strict=True)),
        source_column="id",
    )
    rows = [(number, "Yes") for number in scattered[:5]]
    assert find_columns(knowledge, ("row", "agrees"), *rows) == ["column row"]


@pytest.mark.parametrize(
    ("ids", "are_counting"),
    [
        (["1", "2", "3"], True),
        (["501", "502", "601"], False),
        (["501", "502", "503", "510"], True),
        (["R_1", "R_2"], False),
        (["1", "2", "x"], False),
    ],
)
def test_which_ids_other_numbers_hit_by_chance(ids: list[str], are_counting: bool) -> None:
    assert are_counting_numbers(ids) is are_counting
