"""A question with several options through the numbers: counted by hand in a table of ten rows.

Asked if `use` is Yes. Who chose what:

1 Email; 2 Email, Phone; 3 Phone; 4 None of these; 5 words of their own; 6 asked, nothing;
7, 8 and 10 not asked; 9 Email and None of these, which rule each other out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tipcoder.store.attributes import load_attributes_by_case
from tipcoder.workbench.coding.filters import format_filter, list_filter_terms, parse_filter
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.erasure.erasing import erase_words
from tipcoder.workbench.erasure.plan import EraseRequest, ErasureScope
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.statistics.crosstabs import analyse_study
from tipcoder.workbench.statistics.descriptive_tables import build_tables, list_table_keys
from tipcoder.workbench.statistics.merged_table import build_merged_table
from tipcoder.workbench.statistics.multi_selects import describe_options
from tipcoder.workbench.statistics.tests import StatisticsRequest, run_outcome_tests
from tipcoder.workbench.statistics.unmatched_cells import describe_unmatched_cells
from tipcoder.workbench.study import OpenStudy

if TYPE_CHECKING:
    from conftest import StoreUrl

SURVEY = """\
id,use,c1,c2,c3,c4,grade,why
1,Yes,Email,,,,Low,a long walk
2,Yes,Email,Phone,,,High,a long talk
3,Yes,,Phone,,,Low,a long wait
4,Yes,,,None of these,,High,no time
5,Yes,,,,Radio,Low,no road
6,Yes,,,,,High,no money
7,No,,,,,Low,no car
8,No,,,,,High,no bus
9,Yes,Email,,None of these,,Low,no help
10,,,,,,High,no word
"""
STUDY = """\
title = "Channels"
languages = ["en"]

[respondent]
id = "id"

[privacy]
response_ids = "from-column"

[[question]]
column = "why"

[[question]]
column = "c4"

[outcome.grade]
column = "grade"
levels = ["Low", "High"]

[factor.channel]
label = "Channels"
options = { c1 = "Email", c2 = "Phone", c3 = "None of these" }
specify = "c4"
exclusive = ["None of these"]
asked_if = { column = "use", equals = "Yes" }
"""
LISTED_SURVEY = """\
id,channels,grade,why
1,"Email, phone;Letter",Low,a
2,Letter,High,b
3,Letter;Radio,Low,c
4,,High,d
5,Radio,High,e
"""
LISTED = """\
title = "Channels"
languages = ["en"]

[respondent]
id = "id"

[privacy]
response_ids = "from-column"

[[question]]
column = "why"

[factor.channel]
column = "channels"
separator = ";"
levels = ["Email, phone", "Letter", "Fax"]
"""


@pytest.fixture
def asked(make_study: Callable[..., Path]) -> Iterator[OpenStudy]:
    with open_study_folder(make_study(SURVEY, STUDY, name="asked")) as study:
        yield study


@pytest.fixture
def listed(make_study: Callable[..., Path]) -> Iterator[OpenStudy]:
    with open_study_folder(make_study(LISTED_SURVEY, LISTED)) as study:
        yield study


def read_columns(study: OpenStudy) -> dict[str, list[object]]:
    return {column.name: list(column.values) for column in build_merged_table(study).columns}


def test_merge_has_a_column_for_each_option_and_all_of_them_in_one(asked: OpenStudy) -> None:
    columns = read_columns(asked)
    unknown = None
    assert columns["factor.channel:email"] == [1, 1, 0, 0, 0, 0, unknown, unknown, 1, unknown]
    assert columns["factor.channel:phone"] == [0, 1, 1, 0, 0, 0, unknown, unknown, 0, unknown]
    assert columns["factor.channel:other"] == [0, 0, 0, 0, 1, 0, unknown, unknown, 0, unknown]
    assert columns["factor.channel"] == [
        *("Email", "Email; Phone", "Phone", "None of these", "Other"),
        *(None, None, None, "Email; None of these", None),
    ]


def test_options_are_counted_among_those_who_were_asked(asked: OpenStudy) -> None:
    assert list_table_keys(asked) == ["sample", "channel", "grade"]
    (table,) = build_tables(asked, ["channel"])
    (block,) = table.blocks
    assert [(line.label, line.count, line.base) for line in block.lines] == [
        ("Email", 3, 7),
        ("Phone", 2, 7),
        ("None of these", 2, 7),
        ("Other", 1, 7),
    ]
    # 8 of 7 is 114%.
    assert block.note == (
        "7 cases asked; 1 of them chose nothing; 3 not asked. "
        "Several could be chosen, so the shares add up to 114%."
    )


def test_each_option_is_tested_against_outcomes_with_those_who_were_asked(
    asked: OpenStudy,
) -> None:
    found = run_outcome_tests(asked, StatisticsRequest())
    assert [(result.variable, result.n) for result in found.results] == [
        ("channel:email", 7),
        ("channel:phone", 7),
        ("channel:none_of_these", 7),
        ("channel:other", 7),
    ]
    assert found.results[0].variable_label == "Channels: Email"
    assert "3 not asked" in " ".join(found.results[0].notes)


def test_a_crosstab_of_an_option_shows_its_cases(asked: OpenStudy) -> None:
    analysis = analyse_study(asked.folder)
    low, high = analysis.build_crosstab("grade", "channel:email").bands
    # Low: 1, 3, 5, 7, 9, of which 7 was not asked; 1 and 9 chose e-mail.
    assert (low.rows, low.answers, low.value) == (5, 4, 0.5)
    # High: 2, 4, 6, 8, 10, of which 8 and 10 were not asked; 2 chose e-mail.
    assert (high.rows, high.answers, high.value) == (5, 3, 1 / 3)


def test_check_names_who_contradicts_and_what_nobody_chose(
    asked: OpenStudy, listed: OpenStudy
) -> None:
    assert describe_options(asked) == [
        "factor channel: 1 case chose None of these and another option beside it"
    ]
    assert describe_options(listed) == [
        "factor channel: nobody chose 'Fax'",
        "factor channel: 1 case has nothing in it, and whether they were asked cannot be told "
        "(`asked_if` or `else = false` says it)",
    ]
    # In two of the four cells that hold something.
    assert describe_unmatched_cells(listed) == [
        "factor channel: 'Radio' (2 cells) in channels matches no value of levels (`other` makes "
        "such words an option), and counts as no option."
    ]


def test_a_list_in_a_cell_gives_the_same_columns(listed: OpenStudy) -> None:
    columns = read_columns(listed)
    assert columns["factor.channel:email_phone"] == [1, 0, 0, None, 0]
    assert columns["factor.channel:letter"] == [1, 1, 1, None, 0]
    assert columns["factor.channel:fax"] == [0, 0, 0, None, 0]
    assert columns["factor.channel"] == ["Email, phone; Letter", "Letter", "Letter", None, None]


def test_whoever_is_erased_leaves_no_words_of_their_own_beside_the_options(
    listed: OpenStudy,
) -> None:
    scope = ErasureScope(response_id="3")
    erase_words(listed, listed.find_coder("lead"), EraseRequest(scope, "asked for it"))
    with listed.store.read() as db:
        cells = [one.get("channels") for one in load_attributes_by_case(db).values()]
    # "Letter;Radio" of the third case; that something else was written stays told.
    assert cells == ["Email, phone;Letter", "Letter", "Letter;[erased]", None, "Radio"]


@pytest.mark.parametrize(
    ("words", "cases"),
    [
        ("channel:email", ["1", "2", "9"]),
        ("channel:email,phone", ["1", "2", "3", "9"]),
        ("channel:email channel:phone", ["2"]),
        ("-channel:email", ["3", "4", "5", "6"]),
        ("channel:other", ["5"]),
    ],
)
def test_a_filter_chooses_answers_by_option(
    make_study: Callable[..., Path],
    store_url: StoreUrl,
    words: str,
    cases: list[str],
) -> None:
    folder = make_study(SURVEY, STUDY, where=store_url)
    with open_study_folder(folder) as study:
        session = CodingSession(study, study.find_coder("anna"))
        factors = session.multi_selects
        wanted = parse_filter(
            f"q:why {words}", session.questions, ["en"], session.codebook, [], factors
        )
        assert format_filter(wanted) == f"q:why {words}"
        labels = [session.read_answer(one).case for one in session.find_answer_ids(wanted)]
        assert ("channel:phone", "chose Phone; with a minus, did not choose it") in (
            list_filter_terms(session)
        )
    assert labels == cases
