"""Rows to cases: the kinds of "no answer" stay apart, and nobody is taken for somebody else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tipcoder.errors import BadInput
from tipcoder.model.answers import AnswerState
from tipcoder.study import AskCondition, PrivacySpec, QuestionSpec, Study
from tipcoder.study_variables import OutcomeSpec
from tipcoder.survey.freeze_report import FreezeReport
from tipcoder.survey.freezing import check_columns, freeze_answers
from tipcoder.survey.frozen_case import FrozenCase
from tipcoder.survey.table import SurveyTable, read_survey_table

SurveyFile = Callable[..., Path]
GATED = QuestionSpec("why", "Why?", AskCondition("met", ("Yes", "Да")), withheld=("WITHHELD",))


def _study(*questions: QuestionSpec, **changes: object) -> Study:
    values: dict[str, object] = {
        "title": "T",
        "languages": ("en",),
        "missing": ("",),
        "respondent_id": "id",
        "respondent_name": None,
        "case": (),
        "attributes": (),
        "questions": questions or (QuestionSpec("q", "q"),),
        **changes,
    }
    return Study(**values)  # type: ignore[arg-type]


@pytest.fixture
def table(survey_file: SurveyFile) -> Callable[[str], SurveyTable]:
    return lambda text: read_survey_table(survey_file(text), delimiter=",")


TableOf = Callable[[str], SurveyTable]


def _answers(cases: list[FrozenCase]) -> list[tuple[str, str]]:
    return [(answer.state.value, answer.text) for case in cases for answer in case.answers]


def _ids(cases: list[FrozenCase]) -> list[tuple[str, str]]:
    return [(case.source_id, case.number) for case in cases]


# --- kinds of "no answer" ---


def test_not_asked_blank_withheld_and_answered_are_four_things(table: TableOf) -> None:
    rows = "id,met,why\n1,Yes,They came\n2,Yes,\n3,No,\n4,Да,WITHHELD\n5,,\n"
    cases, report = freeze_answers(table(rows), _study(GATED))
    assert _answers(cases) == [
        ("answered", "They came"),
        ("blank", ""),
        ("not_asked", ""),
        ("withheld", ""),
        ("not_asked", ""),
    ]
    assert report.states == {
        AnswerState.ANSWERED: 1,
        AnswerState.BLANK: 1,
        AnswerState.NOT_ASKED: 2,
        AnswerState.WITHHELD: 1,
    }


def test_an_answer_whose_gate_says_it_was_not_asked_is_kept_and_reported(table: TableOf) -> None:
    cases, report = freeze_answers(
        table("id,met,why\n1,No,They came anyway\n2,No,\n"), _study(GATED)
    )
    assert _answers(cases) == [("answered", "They came anyway"), ("not_asked", "")]
    assert [note for note in report.notes if note.startswith("why: 1 answer(s) although its gate")]


def test_a_gate_that_names_people_is_not_repeated_in_the_report(table: TableOf) -> None:
    private = PrivacySpec(identity=("met",))
    _, report = freeze_answers(
        table("id,met,why\n1,Ada Lovelace,They came\n"), _study(GATED, privacy=private)
    )
    assert report.notes == [
        "why: 1 answer(s) although its gate says it was not asked; kept as answered"
    ]


def test_the_gate_opens_for_every_spelling_of_its_value_and_for_no_other(table: TableOf) -> None:
    cases, report = freeze_answers(
        table("id,met,why\n1,yes,\n2,YES\u00a0,\n3,Yes,\n4,Yess,Twice\n5,да,\n6,,\n"), _study(GATED)
    )
    states = [state for state, _ in _answers(cases)]
    assert states == ["blank", "blank", "blank", "answered", "blank", "not_asked"]
    assert [note for note in report.notes if "it was not asked ('Yess' 1)" in note]


def test_a_closed_cell_is_missing_in_any_spelling_and_a_word_of_an_answer_is_not(
    table: TableOf,
) -> None:
    rows = "id,q,size\n1,na,na\n2, NA ,NA\u00a0\n3,-99.0,-99\n4,No aplica,0099\n"
    cases, report = freeze_answers(table(rows), _study(missing=("", "NA", "-99", "99")))
    assert _answers(cases) == [
        ("answered", "na"),
        ("blank", ""),
        ("blank", ""),
        ("answered", "No aplica"),
    ]
    assert [case.attributes for case in cases] == [{}, {}, {}, {"size": "0099"}]
    assert (
        "q: 1 answer(s) read 'na', which is nearly in `missing`; kept as answered" in report.notes
    )


def test_a_value_that_the_study_spells_is_no_missing_one(table: TableOf) -> None:
    outcome = {"size": OutcomeSpec("size", ("na", "some"))}
    cases, _ = freeze_answers(
        table("id,q,size\n1,x,na\n2,x,NA\n3,x,Na\n"), _study(missing=("", "NA"), outcomes=outcome)
    )
    assert [case.attributes for case in cases] == [{"size": "na"}, {}, {}]


def test_a_text_is_withheld_in_any_spelling_of_the_sign_and_what_is_nearly_one_is_said(
    table: TableOf,
) -> None:
    rows = (
        "id,met,why\n1,Yes,Withheld\n2,Yes, WITHHELD\u00a0\n3,Yes,They withheld it\n"
        "4,Yes,[WITHHELD]\n"
    )
    cases, report = freeze_answers(table(rows), _study(GATED))
    assert [state for state, _ in _answers(cases)] == [
        "withheld",
        "withheld",
        "answered",
        "answered",
    ]
    assert report.notes == [
        "why: 1 answer(s) read '[WITHHELD]', which is nearly in `withheld`; kept as answered"
    ]


@pytest.mark.parametrize("cell", ["   ", "\u00a0", '"\n \t"'])
def test_white_space_alone_is_blank(table: TableOf, cell: str) -> None:
    cases, _ = freeze_answers(table(f"id,q\n1,{cell}\n"), _study())
    assert _answers(cases) == [("blank", "")]


@pytest.mark.parametrize("word", ["NA", "N/A", "none", "null", "NaN", "-", "-99", "0"])
def test_no_word_is_missing_unless_the_study_says_so(table: TableOf, word: str) -> None:
    kept, _ = freeze_answers(table(f"id,q,country\n1,{word},{word}\n"), _study())
    assert _answers(kept) == [("answered", word)]
    assert kept[0].attributes == {"country": word}
    missing, _ = freeze_answers(
        table(f"id,q,country\n1,{word},{word}\n"), _study(missing=("", word))
    )
    assert _answers(missing) == [("blank", "")]
    assert missing[0].attributes == {}


def test_an_answer_is_frozen_with_its_spaces_and_accents(table: TableOf) -> None:
    cases, _ = freeze_answers(table('id,q\n1,"  pequen\u0303o \r\n fin "\n'), _study())
    assert _answers(cases) == [("answered", "  pequen\u0303o \n fin ")]


def test_a_nul_stays_visible_and_is_reported(table: TableOf) -> None:
    cases, report = freeze_answers(table("id,q\n1,before\0after and more\n"), _study())
    assert _answers(cases) == [("answered", "before␀after and more")]
    assert [note for note in report.notes if "1 NUL character(s)" in note]


# --- who is who ---


def test_ids_are_compared_as_text_so_007_and_7_are_two_people(table: TableOf) -> None:
    cases, report = freeze_answers(table("id,q\n007,a\n7,b\n7.0,c\n"), _study())
    assert _ids(cases) == [("007", "1"), ("7", "1"), ("7.0", "1")]
    assert report.refused == []


def test_spaces_around_an_id_and_decomposed_letters_do_not_make_another_person(
    table: TableOf,
) -> None:
    cases, report = freeze_answers(table("id,q\nécole,a\n e\u0301cole ,b\n"), _study())
    assert _ids(cases) == [("école", "1")]
    assert len(report.refused) == 1


@pytest.mark.parametrize("cell", ["", "  ", "NA"])
def test_a_row_without_an_id_is_refused_by_its_line(table: TableOf, cell: str) -> None:
    cases, report = freeze_answers(
        table(f'id,q\n1,"two\nlines"\n{cell},b\n3,c\n'), _study(missing=("", "NA"))
    )
    assert [source for source, _ in _ids(cases)] == ["1", "3"]
    assert report.refused == ["line 4: has no respondent ID"]


def test_a_row_without_a_case_number_is_refused_where_cases_are_numbered(table: TableOf) -> None:
    cases, report = freeze_answers(table("id,loop,q\n1,1,a\n1,,b\n1,2,c\n"), _study(case=("loop",)))
    assert _ids(cases) == [("1", "1"), ("1", "2")]
    assert report.refused == ["line 3: has no case number"]


REPEATED = "id,q\n1,first\n2,other\n1,second\n"


def test_a_repeated_respondent_is_refused_unless_told_otherwise(table: TableOf) -> None:
    cases, report = freeze_answers(table(REPEATED), _study())
    assert [text for _, text in _answers(cases)] == ["first", "other"]
    assert report.refused == ["line 4: the same respondent and case as line 2, which counts"]


def test_the_last_row_of_a_respondent_may_count_and_stands_where_it_stood(table: TableOf) -> None:
    cases, report = freeze_answers(table(REPEATED), _study(), duplicates="last")
    assert [text for _, text in _answers(cases)] == ["other", "second"]
    assert report.refused == ["line 2: the same respondent and case as line 4, which counts"]


def test_every_row_of_a_respondent_may_become_a_case_of_its_own(table: TableOf) -> None:
    cases, report = freeze_answers(table(REPEATED), _study(), duplicates="number")
    assert _ids(cases) == [("1", "1"), ("2", "1"), ("1", "2")]
    assert report.refused == []


@pytest.mark.parametrize("duplicates", ["refuse", "last", "number"])
def test_answers_are_counted_for_the_cases_that_count_and_no_others(
    table: TableOf, duplicates: str
) -> None:
    rows = "id,met,why\n1,No,first\n2,Yes,\n1,No,second\n,Yes,nobody\n"
    cases, report = freeze_answers(table(rows), _study(GATED), duplicates=duplicates)
    assert sum(report.states.values()) == len(cases)
    unasked = 2 if duplicates == "number" else 1
    assert [
        note
        for note in report.notes
        if note.startswith(f"why: {unasked} answer(s) although its gate")
    ]


# --- where cells go ---


def test_names_go_to_the_key_file_and_nothing_that_identifies_goes_anywhere_else(
    table: TableOf,
) -> None:
    study = _study(respondent_name="name", privacy=PrivacySpec(identity=("email",)))
    (case,), _ = freeze_answers(
        table("id,name,email,country,q\n77,Casa Luz,a@b.example,PE,text\n"), study
    )
    assert case.identity == {"id": "77", "name": "Casa Luz", "email": "a@b.example"}
    assert case.attributes == {"country": "PE"}
    assert [answer.text for answer in case.answers] == ["text"]


def test_a_public_id_is_not_kept_as_a_secret(table: TableOf) -> None:
    study = _study(respondent_name="name", privacy=PrivacySpec(response_ids="from-column"))
    (case,), _ = freeze_answers(table("id,name,q\n1254,Casa Luz,text\n"), study)
    assert case.identity == {"name": "Casa Luz"}


def test_cells_beyond_the_header_are_kept_and_kept_private(table: TableOf) -> None:
    cases, _ = freeze_answers(table("id,q\n1,a,anna@b.example,,x\n2,b\n"), _study())
    assert cases[0].identity == {"id": "1", "_extra_1": "anna@b.example", "_extra_3": "x"}
    assert cases[0].attributes == {}
    assert cases[1].identity == {"id": "2"}


def test_the_record_and_the_line_of_each_case_are_kept(table: TableOf) -> None:
    cases, _ = freeze_answers(table('id,q\n1,"two\nlines"\n\n2,b\n'), _study())
    assert [(case.row, case.line) for case in cases] == [(1, 2), (2, 5)]


def test_an_answer_asked_once_that_differs_between_two_cases_is_reported(table: TableOf) -> None:
    once = QuestionSpec("q", "q", per="respondent")
    rows = "id,loop,q\n1,1,same\n1,2,same\n1,3,\n2,1,this\n2,2,that\n"
    _, report = freeze_answers(table(rows), _study(once, case=("loop",)))
    assert report.notes == ["line 6: q differs from the respondent's other case"]


def test_the_report_repeats_no_identity_and_no_answer(table: TableOf) -> None:
    study = _study(GATED, respondent_name="name")
    rows = (
        "id,name,met,why\nS-1,Casa Luz,No,secret words\nS-1,Casa Luz,No,secret words\n"
        ",Casa Luz,No,secret words\n"
    )
    _, report = freeze_answers(table(rows), study)
    said = repr(report)
    assert report.refused
    assert report.notes
    assert not [word for word in ("S-1", "Casa Luz", "secret") if word in said]


# --- translations ---

TRANSLATED = QuestionSpec("why", "Why?", withheld=("WITHHELD",), translation="why_en")


def test_a_translation_stands_beside_its_answer_and_is_no_attribute(table: TableOf) -> None:
    rows = "id,why,why_en,size\n1,Vinieron,They came,12\n2,Нет денег,,3\n3,Nada,WITHHELD,4\n"
    cases, report = freeze_answers(table(rows), _study(TRANSLATED))
    translations = [answer.translation for case in cases for answer in case.answers]
    assert translations == ["They came", "", ""]
    assert [case.attributes for case in cases] == [{"size": "12"}, {"size": "3"}, {"size": "4"}]
    assert report.notes == []


def test_a_translation_of_nothing_is_not_kept_and_said(table: TableOf) -> None:
    rows = "id,why,why_en\n1,,They came\n2,WITHHELD,They never came\n3,Nada,Nothing\n"
    cases, report = freeze_answers(table(rows), _study(TRANSLATED))
    translations = [answer.translation for case in cases for answer in case.answers]
    assert translations == ["", "", "Nothing"]
    assert report.notes == ["why: 1 translation(s) without an answer; not kept"]


def test_a_row_without_an_id_stays_the_same_when_its_translation_comes_or_changes(
    table: TableOf,
) -> None:
    before, _ = freeze_answers(
        table("why\nNada\n"), _study(QuestionSpec("why", "why"), respondent_id=None)
    )
    study = _study(TRANSLATED, respondent_id=None)
    for translation in ("Nothing", "Not a thing", ""):
        cases, _ = freeze_answers(table(f"why,why_en\nNada,{translation}\n"), study)
        assert [case.source_id for case in cases] == [before[0].source_id]


# --- the study against the file ---


def test_a_study_that_fits_the_file_passes(table: TableOf) -> None:
    check_columns(table("id,met,why\n"), _study(GATED), "study.toml")


def test_a_column_that_the_file_does_not_have_is_named_with_its_place_and_the_nearest(
    table: TableOf,
) -> None:
    with pytest.raises(BadInput) as caught:
        check_columns(table("id,Met,why\n"), _study(GATED), "study.toml")
    assert (
        caught.value.message
        == "study.toml, asked_if of question why: survey.csv has no column 'met'."
    )
    assert caught.value.hint == "Did you mean 'Met'?"


def test_an_empty_survey_freezes_to_nothing(table: TableOf) -> None:
    assert freeze_answers(table("id,q\n"), _study()) == ([], FreezeReport())
