"""Groups of few people: no test that is published tells what one of them answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tipcoder.export.figures import GroupedBars, PlotBar
from tipcoder.results.tests import ComparedGroup, Coverage, StatisticalTest
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.publishing.small_counts import CountScreen
from tipcoder.workbench.publishing.small_groups import screen_coverage, screen_notes, screen_tests
from tipcoder.workbench.reporting.analysis import AnalysisRequest, build_analysis
from tipcoder.workbench.statistics.descriptive_tables import build_tables, list_table_keys
from tipcoder.workbench.study import OpenStudy

STUDY = """\
title = "Staff"
languages = ["en"]

[respondent]
id = "id"

[[question]]
column = "why"

[outcome.valued]
column = "valued"
levels = ["No", "Somewhat", "Yes"]
label = "Feel valued"

[factor.department]
column = "department"
levels = ["Nursing", "Kitchen", "Legal"]
label = "Department"
"""
STAFF = (
    ("Nursing", {"No": 6, "Somewhat": 7, "Yes": 8}),
    ("Kitchen", {"No": 6, "Somewhat": 2, "Yes": 7}),
    ("Legal", {"No": 1}),
)
"""Whoever works in Legal is one person, who does not feel valued."""


def _write_survey() -> str:
    lines = ["id,department,valued,why"]
    for department, answers in STAFF:
        for valued, count in answers.items():
            for _ in range(count):
                lines.append(f"s{len(lines)},{department},{valued},because")
    lines.append(f"s{len(lines)},,,because")
    return "\n".join([*lines, ""])


@pytest.fixture
def staff(make_study: Callable[..., Path]) -> Iterator[OpenStudy]:
    with open_study_folder(make_study(_write_survey(), STUDY, name="staff")) as study:
        yield study


def build_result(*groups: ComparedGroup, **more: object) -> StatisticalTest:
    return StatisticalTest("valued", "department", "chi-square", 37, groups, p=0.2, **more)  # type: ignore[arg-type]


def test_a_group_of_few_goes_and_so_does_a_note_that_counts_it() -> None:
    result = build_result(
        ComparedGroup("Nursing", 21, counts={"No": 6, "Yes": 15}),
        ComparedGroup("Legal", 1, counts={"No": 1, "Yes": 0}),
        notes=("'Legal' has 1: with fewer than 5 cases the p is a rough one.", "Another note."),
    )
    screen = CountScreen(5)
    (screened,) = screen_tests(screen, [result])
    assert [group.name for group in screened.groups] == ["Nursing"]
    assert screened.notes == ("Another note.", "1 count below 5 left out.")
    assert screened.p == 0.2
    assert screen.sentences == ("Left out: 1 count below 5.",)


def test_a_page_without_groups_loses_the_note_alone() -> None:
    told = ("'Legal' has 1: with fewer than 5 cases the p is a rough one.", "Another note.")
    legal = ComparedGroup("Legal", 1, counts={"No": 1, "Yes": 0})
    screen = CountScreen(5)
    (screened,) = screen_notes(screen, [build_result(legal, notes=told)])
    assert screened.notes == ("Another note.",)
    assert not screen.sentences


def test_a_count_that_alone_is_left_out_takes_the_next_larger_one_with_it() -> None:
    """15 − 6 − 7 would tell the 2; without the 6 there are two unknown counts with the sum 8."""
    kitchen = ComparedGroup("Kitchen", 15, counts={"No": 6, "Somewhat": 2, "Yes": 7})
    (screened,) = screen_tests(CountScreen(5), [build_result(kitchen)])
    assert screened.groups[0].counts == {"No": None, "Somewhat": None, "Yes": 7}


def test_of_two_answers_both_go_where_one_is_of_few() -> None:
    group = ComparedGroup("Kitchen", 15, counts={"no": 13, "yes": 2}, shares={"no": (0.9, 0.6, 1)})
    (screened,) = screen_tests(CountScreen(5), [build_result(group)])
    assert screened.groups[0].counts == {"no": None, "yes": None}
    assert not screened.groups[0].shares


def test_nothing_is_left_out_where_nobody_asked_for_it() -> None:
    result = build_result(ComparedGroup("Legal", 1, counts={"No": 1}))
    assert screen_tests(CountScreen(None), [result]) == (result,)


def test_the_coverage_of_a_code_that_few_have_is_not_told() -> None:
    common = Coverage("money", ("why",), 40, 40, 38, 38, 38, 20, 0)
    rare = Coverage("law", ("why",), 40, 40, 38, 38, 38, 2, 0)
    assert screen_coverage(CountScreen(5), (common, rare)) == (common,)
    result = build_result(ComparedGroup("absent", 36, mean=1.0), coverage=rare)
    (screened,) = screen_tests(CountScreen(5), [result])
    assert screened.coverage is None


def test_the_workbook_tells_no_answer_of_the_only_one_in_a_department(staff: OpenStudy) -> None:
    told = build_analysis(staff, AnalysisRequest(smallest_cell=5)).report.records
    assert "Legal" not in str(told)
    assert "Nursing" in str(told)
    assert "Legal" in str(build_analysis(staff, AnalysisRequest()).report.records)


def test_each_closed_question_has_a_table_of_its_levels(staff: OpenStudy) -> None:
    """37 of the 38 are in a department: 21 in Nursing, 15 in the Kitchen, 1 in Legal; of them 6 + 6
    + 1 said No, 7 + 2 Somewhat, 8 + 7 Yes.
    """
    assert list_table_keys(staff) == ["sample", "department", "valued"]
    departments, valued = build_tables(staff, ["department", "valued"])
    lines = [(line.label, line.count, line.base) for line in departments.blocks[0].lines]
    assert lines == [("Nursing", 21, 37), ("Kitchen", 15, 37), ("Legal", 1, 37)]
    assert departments.blocks[0].note == "1 case without an answer that counts."
    assert departments.title == "Department"
    lines = [(line.label, line.count, line.base) for line in valued.blocks[0].lines]
    assert lines == [("No", 13, 37), ("Somewhat", 9, 37), ("Yes", 15, 37)]


def test_what_a_table_of_study_toml_shows_has_no_second_one(
    make_study: Callable[..., Path],
) -> None:
    shown = f"""{STUDY}
[[table]]
key = "staff"
title = "Staff"
[[table.item]]
text = "Department"
column = "department"
"""
    with open_study_folder(make_study(_write_survey(), shown, name="shown")) as study:
        assert list_table_keys(study) == ["sample", "staff", "valued"]


def test_a_bar_of_nobody_in_a_group_of_one_tells_what_that_one_answered() -> None:
    """None of one said yes, so that this one said no; 39 of 40 tell the fortieth."""
    bars = (
        PlotBar("Legal (0/1)", "yes", 0, 0, 0.8, 0, 1),
        PlotBar("Kitchen (39/40)", "yes", 0.975, 0.9, 1, 39, 1),
        PlotBar("Nursing (0/40)", "yes", 0, 0, 0.1, 0, 40),
    )
    screen = CountScreen(5)
    figure = screen.screen_figure(GroupedBars("Valued", bars, ""))
    assert isinstance(figure, GroupedBars)
    assert [bar.label for bar in figure.bars] == ["Nursing (0/40)"]
    assert screen.found == 2
