"""A person takes columns for something else than what was guessed. All surveys are invented."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tipcoder.errors import BadInput
from tipcoder.study import Study
from tipcoder.study.reading import read_study_text
from tipcoder.survey.column_facts import ColumnFacts
from tipcoder.survey.column_names import name_columns
from tipcoder.survey.freezing import check_columns, freeze_answers
from tipcoder.survey.role_changes import ColumnRole, assign_role, find_role
from tipcoder.survey.role_reasons import explain_role
from tipcoder.survey.sniffing import change_plan, plan_survey, write_study_text
from tipcoder.survey.survey_plan import SurveyPlan
from tipcoder.survey.table import SurveyRow, SurveyTable

HEADER = ["key", "visit", "person", "helped", "helped_text", "view", "scale", "tick", "grade"]
ANSWERS = [
    "They trained the police in our town",
    "Nobody came to the villages",
    "A workshop for the same people again",
    "The embassy asked for a law",
    "Money for the shelter, and nothing else",
    "We heard of it on the radio",
]
ROWS = [
    ["k1", "1", "Ana Lopez", "Other", ANSWERS[0], "Good enough for us", "Often", "1", "10"],
    ["k1", "2", "Ana Lopez", "Yes", "", "Good enough for us", "Never", "", "9"],
    ["k2", "1", "Bo Lind", "Other", ANSWERS[1], "Too late for most of them", "Rarely", "1", "2"],
    ["k2", "2", "Bo Lind", "No", "", "Too late for most of them", "Often", "", "10"],
    ["k3", "1", "Cy Roth", "Other", ANSWERS[2], "Nothing has changed at all", "Never", "", "9"],
    ["k4", "1", "Di Moss", "Other", ANSWERS[3], "It was a good beginning", "Don't know", "1", "2"],
]


REFUSABLE = (
    ColumnRole.OUTCOME,
    ColumnRole.FACTOR,
    ColumnRole.CASE,
    ColumnRole.WAVE,
    ColumnRole.WEIGHT,
    ColumnRole.TRANSLATION,
)
"""Roles that not every column can have."""


@pytest.fixture
def plan() -> SurveyPlan:
    rows = tuple(SurveyRow(n + 1, n + 2, tuple(row)) for n, row in enumerate(ROWS))
    table = SurveyTable("visits.csv", "", "utf-8", ",", name_columns(HEADER), rows, ())
    return plan_survey(table)


def column(plan: SurveyPlan, name: str) -> ColumnFacts:
    return next(one for one in plan.facts.columns if one.name == name)


def change(plan: SurveyPlan, **wanted: ColumnRole) -> SurveyPlan:
    """The plan with a role for each column named."""
    for name, role in wanted.items():
        roles = assign_role(plan.looked_at, plan.roles, column(plan, name), role)
        plan = change_plan(plan, roles)
    return plan


def role_of(plan: SurveyPlan, name: str) -> ColumnRole:
    return find_role(plan.roles, column(plan, name))


def study_of(plan: SurveyPlan) -> Study:
    """The study as `init` reads it."""
    study = read_study_text(write_study_text(plan))
    check_columns(plan.table, study, "study.toml")
    return study


def test_what_was_guessed_here(plan: SurveyPlan) -> None:
    study = study_of(plan)
    assert (study.respondent_id, study.case) == ("key", ("visit",))
    assert [question.column for question in study.questions] == ["helped_text", "view"]
    assert study.questions[0].asked_if is not None
    assert study.questions[0].asked_if.equals == ("Other",)
    assert study.questions[1].per == "respondent"


@pytest.mark.parametrize("role", list(ColumnRole))
@pytest.mark.parametrize("name", HEADER)
def test_whatever_a_column_becomes_it_has_that_role_alone_and_the_study_can_be_read(
    plan: SurveyPlan, name: str, role: ColumnRole
) -> None:
    try:
        changed = change(plan, **{name: role})
    except BadInput as refusal:
        assert role in REFUSABLE, refusal
        return
    assert role_of(changed, name) is role
    ids = [one for one in HEADER if role_of(changed, one) is ColumnRole.ID]
    names = [one for one in HEADER if role_of(changed, one) is ColumnRole.NAME]
    assert len(ids) <= 1
    assert len(names) <= 1
    if changed.roles.open:
        study_of(changed)


def test_another_column_of_ids_finds_anew_what_tells_rows_apart(plan: SurveyPlan) -> None:
    changed = change(plan, grade=ColumnRole.ID)
    study = study_of(changed)
    assert study.respondent_id == "grade"
    assert "key" in study.privacy.identity, "what had the IDs is nothing for coders to see"
    assert changed.extent.respondents == 3
    # Those who gave a 2 have two rows, both of a first visit.
    assert study.case == ()
    assert "# 3 rows with an ID that is above already." in write_study_text(changed)
    back = study_of(change(changed, key=ColumnRole.ID))
    assert (back.respondent_id, back.case) == ("key", ("visit",))


def test_without_ids_every_row_is_a_respondent_and_nothing_tells_rows_apart(
    plan: SurveyPlan,
) -> None:
    changed = change(plan, key=ColumnRole.PRIVATE)
    study = study_of(changed)
    assert (study.respondent_id, study.case) == (None, ())
    assert [question.per for question in study.questions] == ["case", "case"]
    assert changed.extent.respondents == len(ROWS)
    assert role_of(changed, "visit") is ColumnRole.KEPT
    with pytest.raises(BadInput, match="Without IDs every row is a respondent"):
        change(changed, visit=ColumnRole.CASE)


def test_the_condition_of_a_question_stays_when_its_column_goes(plan: SurveyPlan) -> None:
    for role in (ColumnRole.IGNORED, ColumnRole.PRIVATE, ColumnRole.ATTRIBUTE):
        question = study_of(change(plan, helped=role)).questions[0]
        assert question.asked_if is not None
        assert question.asked_if.column == "helped"


def test_a_question_that_was_taken_back_is_found_with_its_condition_again(
    plan: SurveyPlan,
) -> None:
    away = change(plan, helped_text=ColumnRole.KEPT)
    assert [question.column for question in study_of(away).questions] == ["view"]
    again = change(away, helped_text=ColumnRole.QUESTION)
    assert write_study_text(again) == write_study_text(plan)


def test_an_outcome_has_the_order_of_its_scale_or_of_appearance_and_numbers_their_own(
    plan: SurveyPlan,
) -> None:
    roles = dict.fromkeys(("scale", "grade", "helped"), ColumnRole.OUTCOME)
    study = study_of(change(plan, **roles))
    assert study.outcomes["scale"].levels == ("Never", "Rarely", "Often")
    assert study.outcomes["helped"].levels == ("Other", "Yes", "No")
    assert study.outcomes["scale"].missing == ("Don't know",)
    assert study.outcomes["grade"].levels == ("2", "9", "10")


def test_a_factor_knows_yes_and_no_or_takes_an_empty_box_for_no(plan: SurveyPlan) -> None:
    study = study_of(change(plan, tick=ColumnRole.FACTOR, helped=ColumnRole.FACTOR))
    assert (study.factors["tick"].true_if, study.factors["tick"].otherwise) == (("1",), False)
    assert study.factors["helped"].true_if == ("Yes",)
    assert study.factors["helped"].false_if == ("No",), "Other stays unknown"


def test_two_columns_of_one_plain_name_are_two_variables(plan: SurveyPlan) -> None:
    header = [*HEADER[:6], "how often", "how/often", "grade"]
    rows = [[*row[:7], row[6], row[8]] for row in ROWS]
    cells = tuple(SurveyRow(n + 1, n + 2, tuple(row)) for n, row in enumerate(rows))
    twins = plan_survey(replace(plan.table, columns=name_columns(header), rows=cells))
    changed = change(twins, **{"how often": ColumnRole.OUTCOME, "how/often": ColumnRole.OUTCOME})
    assert set(study_of(changed).outcomes) == {"how_often", "how_often_2"}


def test_of_a_column_left_out_nothing_is_kept(plan: SurveyPlan) -> None:
    changed = change(plan, scale=ColumnRole.IGNORED, person=ColumnRole.IGNORED)
    study = study_of(changed)
    assert set(study.ignore) == {"scale", "person"}
    cases, report = freeze_answers(plan.table, study)
    assert len(cases) == len(ROWS)
    for case in cases:
        assert not {"scale", "person"} & {*case.attributes, *case.identity}
    assert "2 columns not kept, as `ignore` in study.toml says" in report.notes


def test_what_cannot_be_is_refused_in_a_sentence(plan: SurveyPlan) -> None:
    with pytest.raises(BadInput, match="tick has 1 different value; an outcome has 2 to 12"):
        change(plan, tick=ColumnRole.OUTCOME)
    with pytest.raises(BadInput, match="plainly means yes"):
        change(plan, scale=ColumnRole.FACTOR)
    with pytest.raises(BadInput, match="Without IDs every row is a respondent"):
        change(plan, key=ColumnRole.CASE)


def test_rows_that_are_left_out_stand_in_the_study(plan: SurveyPlan) -> None:
    header = [*HEADER, "Status"]
    rows = [[*row, "Survey Preview" if n == 0 else "IP Address"] for n, row in enumerate(ROWS)]
    cells = tuple(SurveyRow(n + 1, n + 2, tuple(row)) for n, row in enumerate(rows))
    found = plan_survey(replace(plan.table, columns=name_columns(header), rows=cells))
    assert study_of(found).exclude == ()
    (excluded,) = study_of(replace(found, excluded=found.unwanted)).exclude
    assert (excluded.column, excluded.equals) == ("Status", ("Survey Preview",))


# --- translations ---------------------------------------------------------------------------------


SPANISH = [
    "Dieron talleres para los fiscales",
    "Nada cambia en nuestra ciudad",
    "La embajada ayuda a las familias",
    "Nadie pregunta a las casas pequeñas",
    "La policía escucha un poco más",
    "No hay dinero para un refugio",
]


@pytest.fixture
def translated(plan: SurveyPlan) -> SurveyPlan:
    """A survey whose answers in Spanish have a column in English."""
    header = ["key", "why", "why_en", "scale", "note"]
    rows = [
        [f"r{n}", said, english, ROWS[n][6], "" if n else "A word of thanks"]
        for n, (said, english) in enumerate(zip(SPANISH, ANSWERS, strict=True))
    ]
    cells = tuple(SurveyRow(n + 1, n + 2, tuple(row)) for n, row in enumerate(rows))
    return plan_survey(replace(plan.table, columns=name_columns(header), rows=cells))


def questions_of(plan: SurveyPlan) -> list[tuple[str, str | None]]:
    return [(question.column, question.translation) for question in study_of(plan).questions]


def test_a_question_and_its_translation_change_places(translated: SurveyPlan) -> None:
    assert questions_of(translated) == [("why", "why_en")]
    assert role_of(translated, "why_en") is ColumnRole.TRANSLATION
    changed = change(translated, why=ColumnRole.TRANSLATION)
    assert questions_of(changed) == [("why_en", "why")]
    assert questions_of(change(changed, why_en=ColumnRole.TRANSLATION)) == [("why", "why_en")]


def test_a_translation_that_is_a_question_of_its_own_is_one_again_at_a_key(
    translated: SurveyPlan,
) -> None:
    apart = change(translated, why_en=ColumnRole.QUESTION)
    assert questions_of(apart) == [("why", None), ("why_en", None)]
    assert questions_of(change(apart, why_en=ColumnRole.TRANSLATION)) == [("why", "why_en")]


@pytest.mark.parametrize(
    ("role", "follows"),
    [
        (ColumnRole.IGNORED, ColumnRole.IGNORED),
        (ColumnRole.PRIVATE, ColumnRole.PRIVATE),
        (ColumnRole.NAME, ColumnRole.PRIVATE),
        (ColumnRole.KEPT, ColumnRole.KEPT),
    ],
)
def test_a_translation_goes_where_its_question_goes(
    translated: SurveyPlan, role: ColumnRole, follows: ColumnRole
) -> None:
    changed = change(translated, note=ColumnRole.QUESTION, why=role)
    assert role_of(changed, "why") is role
    assert role_of(changed, "why_en") is follows
    assert questions_of(changed) == [("note", None)]
    again = change(changed, why=ColumnRole.QUESTION)
    if role is ColumnRole.KEPT:
        assert questions_of(again) == [("why", "why_en"), ("note", None)]


def test_a_column_of_another_name_translates_the_question_before_it(
    translated: SurveyPlan,
) -> None:
    apart = change(translated, why_en=ColumnRole.QUESTION)
    assert questions_of(change(apart, note=ColumnRole.TRANSLATION)) == [
        ("why", None),
        ("why_en", "note"),
    ]


def test_no_question_has_two_translations(translated: SurveyPlan) -> None:
    with pytest.raises(BadInput, match="No question is left without a translation"):
        change(translated, note=ColumnRole.TRANSLATION)


def test_what_says_who_was_asked_is_no_translation(plan: SurveyPlan) -> None:
    with pytest.raises(BadInput, match="helped says who was asked"):
        change(plan, helped=ColumnRole.TRANSLATION)


def test_the_visit_may_be_a_wave(plan: SurveyPlan) -> None:
    """Then a respondent's rows are one in each wave, and nothing is repeated on all of them."""
    changed = change(plan, visit=ColumnRole.WAVE)
    study = study_of(changed)
    assert (study.wave, study.case) == ("visit", ())
    assert [question.per for question in study.questions] == ["case", "case"]
    assert changed.extent.repeated == 0
    # Another column takes its place; the visit is kept as any closed column.
    swapped = change(changed, scale=ColumnRole.WAVE)
    assert study_of(swapped).wave == "scale"
    assert role_of(swapped, "visit") is ColumnRole.KEPT


def test_a_wave_stays_what_it_is_when_others_get_the_ids(plan: SurveyPlan) -> None:
    changed = change(plan, visit=ColumnRole.WAVE, person=ColumnRole.ID)
    study = study_of(changed)
    assert (study.respondent_id, study.wave, study.case) == ("person", "visit", ())


def test_a_column_that_is_empty_somewhere_is_no_wave(plan: SurveyPlan) -> None:
    with pytest.raises(BadInput, match="tick is empty in some rows"):
        change(plan, tick=ColumnRole.WAVE)


def plan_of(header: list[str], columns: list[list[str]]) -> SurveyPlan:
    rows = []
    for n, cells in enumerate(zip(*columns, strict=True)):
        rows.append(SurveyRow(n + 1, n + 2, (f"k{n}", ANSWERS[n % 6], *cells)))
    names = name_columns(["key", "view", *header])
    return plan_survey(SurveyTable("scores.csv", "", "utf-8", ",", names, tuple(rows), ()))


def test_a_question_that_says_recommend_is_an_outcome_by_itself() -> None:
    scores = ["0", "3", "6", "8", "9", "10", "10", "9", "7", "-99", "5", "2"]
    header = ["How likely are you to recommend us?", "satisfaction", "minutes", "steps"]
    minutes = [str(n * 3) for n in range(12)]
    steps = ["1", "2", "3", "4", "5"] * 2 + ["1", "2"]
    plan = plan_of(header, [scores, scores, minutes, steps])
    (asked,) = study_of(plan).number_outcomes.values()
    assert (asked.column, asked.is_nps, asked.missing) == (header[0], True, ("-99",))
    # Others become outcomes where a person says so: numbers of many values, levels of few.
    roles = dict.fromkeys(header[1:], ColumnRole.OUTCOME)
    study = study_of(change(plan, **roles))
    assert [one.is_nps for one in study.number_outcomes.values()] == [True, False, False]
    assert study.outcomes["steps"].levels == ("1", "2", "3", "4", "5")


@pytest.mark.parametrize(
    "header",
    ["NPS", "Würden Sie uns weiterempfehlen?", "¿Nos recomendaría?", "Порекомендуете нас?"],
)
def test_recommending_is_known_in_several_languages(header: str) -> None:
    plan = plan_of([header], [["0", "9", "10", "8", "7", "6", "5", "4"]])
    assert [one.is_nps for one in study_of(plan).number_outcomes.values()] == [True]


def test_marks_up_to_five_and_words_are_no_promoter_scores() -> None:
    plan = plan_of(
        ["recommend_stars", "recommend"], [["1", "5", "4"] * 3, ["Yes", "No", "Maybe"] * 3]
    )
    assert not study_of(plan).number_outcomes


def test_one_answer_of_several_is_a_factor_with_levels(plan: SurveyPlan) -> None:
    """Three answers that come again, and one that says nothing; none of them means yes."""
    header = [*HEADER, "ward"]
    wards = ("North", "South", "North", "Lake", "South", "Lake", "North", "Don't know")
    rows = [[*row, ward] for row, ward in zip([*ROWS, *ROWS[:2]], wards, strict=True)]
    cells = tuple(SurveyRow(n + 1, n + 2, tuple(row)) for n, row in enumerate(rows))
    found = plan_survey(replace(plan.table, columns=name_columns(header), rows=cells))
    changed = change(found, ward=ColumnRole.FACTOR)
    spec = study_of(changed).categories["ward"]
    assert (spec.levels, spec.missing) == (("North", "South", "Lake"), ("Don't know",))
    explained = explain_role(changed, column(changed, "ward"))
    assert explained == "one answer of 3: North, South, Lake"


@pytest.mark.parametrize("stray", ["k.A.", "about 40"])
def test_numbers_with_decimals_and_a_stray_cell_are_numbers(plan: SurveyPlan, stray: str) -> None:
    """Of a tenth of cells that are no numbers nothing is lost: they are left out, and named."""
    numbers = [f"{at},5" for at in range(20, 29)] + [stray]
    rows = [[*ROWS[at % 6], number] for at, number in enumerate(numbers)]
    cells = tuple(SurveyRow(n + 1, n + 2, tuple(row)) for n, row in enumerate(rows))
    found = plan_survey(replace(plan.table, columns=name_columns([*HEADER, "age"]), rows=cells))
    changed = change(found, age=ColumnRole.OUTCOME)
    assert "age" in study_of(changed).number_outcomes
    # Two cells of ten are more than a tenth.
    cells = (*cells[:8], replace(cells[8], cells=cells[9].cells), cells[9])
    found = plan_survey(replace(found.table, rows=cells))
    assert "age" not in study_of(change(found, age=ColumnRole.OUTCOME)).number_outcomes


@pytest.mark.parametrize(
    ("header", "cells", "points"),
    [
        ("Overall satisfaction", ["1", "2", "3", "5"], "12345"),
        ("I agree that staff was kind", ["2", "-99", "6", "7"], "1234567"),
        ("Rate the shop", ["0", "1", "4"], "01234"),
        ("Wie zufrieden sind Sie?", ["1", "3", "5"], "12345"),
        ("¿Está de acuerdo?", ["1", "3", "5"], "12345"),
        ("Concorda com os preços?", ["1", "3", "5"], "12345"),
        ("Êtes-vous d'accord ?", ["1", "3", "7"], "1234567"),
        ("Soddisfazione", ["1", "3", "5"], "12345"),
        ("Насколько вы удовлетворены?", ["1", "3", "5"], "12345"),
        ("Оцініть магазин", ["1", "3", "5"], "12345"),
        ("Hoe tevreden bent u?", ["1", "3", "5"], "12345"),
        ("Zadowolenie", ["1", "3", "5"], "12345"),
        ("Memnuniyet", ["1", "3", "5"], "12345"),
    ],
)
def test_bare_numbers_of_a_rating_are_a_scale_whose_points_count(
    header: str, cells: list[str], points: str
) -> None:
    """Points that nobody chose are on the scale too."""
    study = study_of(plan_of([header], [cells * 3]))
    (outcome,) = study.outcomes.values()
    assert outcome.column == header
    assert outcome.levels == tuple(points)
    assert outcome.scores == {point: int(point) for point in points}
    assert outcome.missing == (("-99",) if "-99" in cells else ())


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("children", ["1", "3", "5"]),
        ("How often do you meet them", ["1", "3", "5"]),
        ("satisfaction", ["1", "3", "9"]),
        ("satisfaction", ["1", "0", "5"]),
        # Two answers may be a yes and a no; of a scale to 5 nobody says that 3 is its end.
        ("satisfaction", ["1", "5"]),
        ("satisfaction", ["1", "2", "3"]),
        ("satisfaction", ["good", "bad", "3"]),
    ],
)
def test_other_numbers_are_no_scale_by_themselves(header: str, cells: list[str]) -> None:
    assert not study_of(plan_of([header], [cells * 4])).outcomes


def test_a_person_says_which_column_is_the_weight(plan: SurveyPlan) -> None:
    """One column is the weight, and what was it before is kept beside the answers."""
    changed = change(plan, scale=ColumnRole.KEPT, grade=ColumnRole.WEIGHT)
    assert role_of(changed, "grade") is ColumnRole.WEIGHT
    assert read_study_text(write_study_text(changed)).weight == "grade"
    assert "weighted by it" in explain_role(changed, column(changed, "grade"))

    again = change(changed, visit=ColumnRole.WEIGHT)
    assert role_of(again, "grade") is ColumnRole.KEPT
    assert read_study_text(write_study_text(again)).weight == "visit"
    with pytest.raises(BadInput, match="scale is no weight"):
        change(plan, scale=ColumnRole.WEIGHT)
