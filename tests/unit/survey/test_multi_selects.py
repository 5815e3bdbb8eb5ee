"""Questions with several options in files of each platform, and what only looks like one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tipcoder.errors import BadInput
from tipcoder.study import Study
from tipcoder.study.reading import read_study_text
from tipcoder.survey.role_changes import ColumnRole, assign_role, find_role
from tipcoder.survey.role_reasons import explain_role
from tipcoder.survey.sniffing import plan_survey, propose_study
from tipcoder.survey.survey_plan import SurveyPlan
from tipcoder.survey.table import read_survey_table

SurveyFile = Callable[..., Path]
ANSWERS = (
    "We lost the main grant in spring",
    "Police training helped more than the report",
    "Nobody from the embassy answered our letters",
    "The ranking pushed parliament to act",
    "Money goes to the capital and never reaches us",
    "They listen but nothing changes afterwards",
    "Our volunteers are tired and leave",
    "The law exists only on paper in villages",
)
"""The open question that every file has."""
FIRST = (True, True, False, False, True, False, True, False)
SECOND = (True, False, True, False, False, True, False, False)
"""Who of the eight ticked the first and the second option."""
RADIO = ("", "", "", "Radio work", "", "Church network", "", "Market visits")


@dataclass(frozen=True)
class Spread:
    """A platform's columns of two options: headers, and what stands in a box that is ticked."""

    platform: str
    headers: tuple[str, ...]
    ticked: tuple[str, str]
    empty: str
    name: str
    label: str
    options: dict[str, str]
    above: tuple[tuple[str, ...], ...] = ()
    other: bool = False
    """Whether a column of people's own words belongs to it."""


def _options(first: str, second: str, *labels: str) -> dict[str, str]:
    return dict(zip((first, second), labels or ("Email", "Phone, fixed"), strict=True))


SPREAD = [
    Spread(
        "Qualtrics, labels",
        ("ResponseId", "Q5_1", "Q5_2", "Q9"),
        ("Email", "Phone, fixed"),
        "",
        "q5",
        "Which channels?",
        _options("Q5_1", "Q5_2"),
        above=(
            (
                "Response ID",
                "Which channels? - Selected Choice - Email",
                "Which channels? - Selected Choice - Phone, fixed",
                "What is hard?",
            ),
            tuple(f'{{"ImportId":"QID{n}"}}' for n in range(4)),
        ),
    ),
    Spread(
        "Qualtrics, numbers, without blanks in the wording",
        ("ResponseId", "Q5_1", "Q5_2", "Q9"),
        ("1", "1"),
        "",
        "q5",
        "Which channels?",
        _options("Q5_1", "Q5_2"),
        above=(
            (
                "Response ID",
                "Which channels?-Email",
                "Which channels?-Phone, fixed",
                "What is hard?",
            ),
            tuple(f'{{"ImportId":"QID{n}"}}' for n in range(4)),
        ),
    ),
    Spread(
        "SurveyMonkey",
        ("Respondent ID", "Which channels?", "", "", "What is hard?"),
        ("Email", "Phone, fixed"),
        "",
        "which_channels",
        "Which channels?",
        _options("Which channels? - Email", "Which channels? - Phone, fixed"),
        above=(
            ("", "Email", "Phone, fixed", "Other (please specify)", "Open-Ended Response"),
        ),
        other=True,
    ),
    Spread(
        "LimeSurvey, codes",
        ("id", "channels[SQ001]", "channels[SQ002]", "channels[other]", "hard"),
        ("Y", "Y"),
        "N",
        "channels",
        "channels",
        _options("channels[SQ001]", "channels[SQ002]", "SQ001", "SQ002"),
        other=True,
    ),
    Spread(
        "LimeSurvey, full text",
        ("Response ID", "Which? [Email]", "Which? [Phone, fixed]", "Which? [Other]", "hard?"),
        ("Yes", "Yes"),
        "No",
        "which",
        "which",
        _options("Which? [Email]", "Which? [Phone, fixed]"),
        other=True,
    ),
    Spread(
        "KoboToolbox",
        ("_uuid", "about/channels/email", "about/channels/phone", "hard"),
        ("1", "1"),
        "0",
        "about_channels",
        "about_channels",
        _options("about/channels/email", "about/channels/phone", "email", "phone"),
    ),
    Spread(
        "REDCap, raw",
        ("record_id", "channels___1", "channels___2", "hard"),
        ("1", "1"),
        "0",
        "channels",
        "channels",
        _options("channels___1", "channels___2", "1", "2"),
    ),
    Spread(
        "REDCap, labels",
        ("Record ID", "Which channels? (choice=Email)", "Which channels? (choice=Phone, fixed)",
         "What is hard?"),
        ("Checked", "Checked"),
        "Unchecked",
        "which_channels",
        "Which channels?",
        _options("Which channels? (choice=Email)", "Which channels? (choice=Phone, fixed)"),
    ),
    Spread(
        "Alchemer",
        ("Response ID", "Email:Which channels?", "Phone, fixed:Which channels?", "What is hard?"),
        ("Email", "Phone, fixed"),
        "",
        "which_channels",
        "Which channels?",
        _options("Email:Which channels?", "Phone, fixed:Which channels?"),
    ),
    Spread(
        "Typeform",
        ("#", "Email", "Phone, fixed", "What is hard?"),
        ("Email", "Phone, fixed"),
        "",
        "email_and_others",
        "email_and_others",
        _options("Email", "Phone, fixed"),
    ),
]  # fmt: skip


def write(survey_file: SurveyFile, rows: Sequence[Sequence[str]]) -> Path:
    lines = []
    for cells in rows:
        doubled = [cell.replace('"', '""') for cell in cells]
        lines.append(",".join(f'"{cell}"' for cell in doubled))
    return survey_file("\n".join(lines) + "\n")


def propose(survey_file: SurveyFile, rows: Sequence[Sequence[str]]) -> Study:
    return read_study_text(propose_study(read_survey_table(write(survey_file, rows))))


def spread_rows(shape: Spread) -> list[tuple[str, ...]]:
    rows = [shape.headers, *shape.above]
    for number, answer in enumerate(ANSWERS):
        first = shape.ticked[0] if FIRST[number] else shape.empty
        second = shape.ticked[1] if SECOND[number] else shape.empty
        own = (RADIO[number],) if shape.other else ()
        rows.append((f"r{number}x{7 * number}", first, second, *own, answer))
    return rows


@pytest.mark.parametrize("shape", SPREAD, ids=[shape.platform for shape in SPREAD])
def test_a_column_for_each_option_is_one_factor(survey_file: SurveyFile, shape: Spread) -> None:
    study = propose(survey_file, spread_rows(shape))
    ((name, spec),) = study.multi_selects.items()
    assert name == shape.name
    assert (spec.label or name) in (shape.label, "Which?")
    assert {option.column: option.label for option in spec.options} == shape.options
    assert (spec.specify is not None) == shape.other


@pytest.mark.parametrize("shape", SPREAD, ids=[shape.platform for shape in SPREAD])
def test_every_box_is_read_as_it_was_ticked(survey_file: SurveyFile, shape: Spread) -> None:
    rows = spread_rows(shape)
    table = read_survey_table(write(survey_file, rows))
    (spec,) = read_study_text(propose_study(table)).multi_selects.values()
    names = [column.name for column in table.columns]
    for number, row in enumerate(table.rows):
        cells = {name: cell for name, cell in zip(names, row.cells, strict=True) if cell}
        said = spec.read_case(cells.get, has_words=False)
        wanted = {
            option.key
            for option, ticked in zip(spec.options, (FIRST, SECOND), strict=True)
            if ticked[number]
        }
        assert said.ticked == wanted


LISTS = [
    ("Google Forms", ",", ", "),
    ("Microsoft Forms", ";", ";"),
    ("Jotform", "\n", "\n"),
]
CHOSEN = (
    ("Email, phone and fax", "Letter"),
    ("Email, phone and fax",),
    ("Letter", "Visit"),
    ("Email, phone and fax", "Letter", "Visit"),
    ("Visit",),
    ("Letter",),
    ("Letter",),
    ("Visit",),
)
"""One of the options has a comma in it."""


@pytest.mark.parametrize(("platform", "separator", "written"), LISTS)
def test_options_in_one_cell_are_one_factor_and_one_with_a_comma_is_kept_whole(
    survey_file: SurveyFile, platform: str, separator: str, written: str
) -> None:
    rows = [("ID", "Which channels?", "What is hard?")]
    for number, answer in enumerate(ANSWERS):
        rows.append((f"r{number}x{7 * number}", written.join(CHOSEN[number]), answer))
    (spec,) = propose(survey_file, rows).multi_selects.values()
    assert (spec.column, spec.separator) == ("Which channels?", separator)
    assert [option.label for option in spec.options] == ["Email, phone and fax", "Letter", "Visit"]
    for cells in CHOSEN:
        found, others = spec.split_cell(written.join(cells))
        labels = {option.key: option.label for option in spec.options}
        assert ([labels[key] for key in found], others) == (list(cells), [])


def test_codes_with_blanks_between_are_options(survey_file: SurveyFile) -> None:
    codes = ("sms email", "sms", "email", "sms email letter", "letter", "sms", "email", "sms")
    rows = [("_uuid", "channels", "hard")]
    rows += [(f"u{n}x{7 * n}", codes[n], answer) for n, answer in enumerate(ANSWERS)]
    (spec,) = propose(survey_file, rows).multi_selects.values()
    assert (spec.separator, [option.label for option in spec.options]) == (
        " ",
        ["sms", "email", "letter"],
    )


def test_words_that_stand_in_one_cell_count_as_other(survey_file: SurveyFile) -> None:
    chosen = (
        "Email;Letter",
        "Email;Radio",
        "Letter",
        "Email",
        "Letter",
        "Email",
        "Email",
        "Letter",
    )
    rows = [("ID", "channels", "hard")]
    rows += [(f"u{n}x{7 * n}", chosen[n], answer) for n, answer in enumerate(ANSWERS)]
    (spec,) = propose(survey_file, rows).multi_selects.values()
    assert [option.label for option in spec.all_options] == ["Email", "Letter", "Other"]


def test_what_is_missing_in_every_column_is_no_option(survey_file: SurveyFile) -> None:
    chosen = ("Email;NA", "Email;Letter", "Letter", "Email", "Letter;NA", "Email", "Email", "NA")
    rows = [("ID", "channels", "a", "b", "c", "hard")]
    rows += [
        (f"u{n}x{7 * n}", chosen[n], "NA", "NA", "NA", answer) for n, answer in enumerate(ANSWERS)
    ]
    study = propose(survey_file, rows)
    assert "NA" in study.missing
    (spec,) = study.multi_selects.values()
    assert [option.label for option in spec.options] == ["Email", "Letter"]


NO_MULTI_SELECTS = {
    "a place and its country": ["Lima, Peru", "Cusco, Peru", "Lyon, France", "Paris, France"] * 2,
    "a scale with a comma": ["Yes, fully", "Yes, partly", "No", "Yes, fully"] * 2,
    "a scale in small letters": ["yes, fully", "yes, partly", "no", "yes, fully"] * 2,
    "an income with a comma": ["$0 - $24,999", "$25,000 - $49,999", "$150,000+", "none"] * 2,
    "a decimal comma": ["1,5", "2,5", "1,5", "3,5"] * 2,
    "words with blanks": ["full time", "part time", "full time", "none"] * 2,
    "a date": ["Mar 1, 2024", "Mar 2, 2024", "Mar 3, 2024", "Mar 4, 2024"] * 2,
}


@pytest.mark.parametrize("what", NO_MULTI_SELECTS)
def test_cells_with_commas_and_blanks_that_list_nothing_are_left_alone(
    survey_file: SurveyFile, what: str
) -> None:
    rows = [("ID", "thing", "hard")]
    cells = NO_MULTI_SELECTS[what]
    rows += [(f"u{n}x{7 * n}", cells[n], answer) for n, answer in enumerate(ANSWERS)]
    assert not propose(survey_file, rows).multi_selects


def test_an_option_that_says_none_rules_out_the_others(survey_file: SurveyFile) -> None:
    rows = [("ID", "Q5 [Email]", "Q5 [None of these]", "hard")]
    for number, answer in enumerate(ANSWERS):
        ticked = ("Yes" if FIRST[number] else "No", "No" if FIRST[number] else "Yes")
        rows.append((f"u{number}x{7 * number}", *ticked, answer))
    (spec,) = propose(survey_file, rows).multi_selects.values()
    assert spec.exclusive == ("none_of_these",)


def test_a_header_without_an_option_is_of_no_question(survey_file: SurveyFile) -> None:
    rows = [("ID", "a/b/  ", "a/b/c", "hard")]
    for number, answer in enumerate(ANSWERS):
        row = (f"u{number}x{7 * number}", str(int(FIRST[number])), str(int(SECOND[number])))
        rows.append((*row, answer))
    assert not propose(survey_file, rows).multi_selects


def test_a_grid_of_a_scale_is_no_question_with_several_options(survey_file: SurveyFile) -> None:
    scale = ("Agree", "Disagree", "Agree", "Unsure", "Agree", "Unsure", "Agree", "Disagree")
    rows = [("ID", "Q5_1", "Q5_2", "Q5_3", "hard")]
    for number, answer in enumerate(ANSWERS):
        one, other = scale[number], scale[number - 1]
        rows.append((f"u{number}x{7 * number}", one, other, one, answer))
    assert not propose(survey_file, rows).multi_selects


# --- on the plan's screen -------------------------------------------------------------------------


@pytest.fixture
def plan(survey_file: SurveyFile) -> SurveyPlan:
    rows = [("ID", "Q5_1", "Q5_2", "Q5_3", "hard")]
    for number, answer in enumerate(ANSWERS):
        first, second = str(int(FIRST[number])), str(int(SECOND[number]))
        rows.append((f"u{number}x{7 * number}", first, second, "0", answer))
    return plan_survey(read_survey_table(write(survey_file, rows)))


def test_a_column_says_which_option_of_which_question_it_is(plan: SurveyPlan) -> None:
    columns = {column.name: column for column in plan.facts.columns}
    assert find_role(plan.roles, columns["Q5_2"]) is ColumnRole.FACTOR
    assert explain_role(plan, columns["Q5_2"]) == "option 2 of 3 of Q5: 2"


def test_a_column_can_leave_its_question_and_come_back(plan: SurveyPlan) -> None:
    columns = {column.name: column for column in plan.facts.columns}
    third = columns["Q5_3"]
    without = assign_role(plan.looked_at, plan.roles, third, ColumnRole.KEPT)
    assert [len(one.columns) for one in without.multi_selects] == [2]
    # Of one option nothing is left to choose among.
    alone = assign_role(plan.looked_at, without, columns["Q5_2"], ColumnRole.IGNORED)
    assert alone.multi_selects == ()
    back = assign_role(plan.looked_at, without, third, ColumnRole.FACTOR)
    assert [one.options for one in back.multi_selects] == [("1", "2", "3")]
    assert third not in back.factors


def test_a_column_of_a_scale_is_still_no_factor(plan: SurveyPlan) -> None:
    columns = {column.name: column for column in plan.facts.columns}
    with pytest.raises(BadInput, match="no value that plainly means yes"):
        assign_role(plan.looked_at, plan.roles, columns["hard"], ColumnRole.FACTOR)


def test_words_beside_a_box_are_no_option_even_where_all_wrote_the_same(
    survey_file: SurveyFile,
) -> None:
    rows = [("ResponseId", "Q5_1", "Q5_2", "Q5_4", "Q5_4_TEXT", "Q6")]
    for number, answer in enumerate(ANSWERS):
        boxes = ("GP" if FIRST[number] else "", "Nurse" if SECOND[number] else "")
        own = ("Other", "physio") if number in (2, 5) else ("", "")
        rows.append((f"R_{number}x{7 * number}", *boxes, *own, answer))
    (spec,) = propose(survey_file, rows).multi_selects.values()
    assert [option.column for option in spec.options] == ["Q5_1", "Q5_2", "Q5_4"]


def test_a_semicolon_in_sentences_that_several_wrote_stands_between_no_options(
    survey_file: SurveyFile,
) -> None:
    """Options come again beside others; pieces of a sentence only where the sentence does."""
    cells = (
        "",
        "Nothing",
        "More benches; longer hours",
        "Cheaper tickets",
        "Longer hours; a bigger cafe",
        "Free lockers; cheaper coffee",
    )
    rows = [("id", "comment", "better")]
    rows += [(f"v{n:02}", f"{ANSWERS[n % 8]} {n}", cells[n % 6]) for n in range(48)]
    assert not propose(survey_file, rows).multi_selects
