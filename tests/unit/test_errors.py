from __future__ import annotations

import pytest

from tipcoder.errors import (
    BadInput,
    CheckFailed,
    EnvironmentFault,
    ExitStatus,
    TipcoderError,
    did_you_mean,
    find_nearest,
)


@pytest.mark.parametrize(
    ("kind", "status"), [(BadInput, 2), (CheckFailed, 1), (EnvironmentFault, 3)]
)
def test_every_kind_of_error_ends_in_its_documented_exit_status(
    kind: type[TipcoderError], status: int
) -> None:
    assert kind("x.csv: is empty.").exit_code == status


def test_a_verb_that_is_done_ends_in_zero() -> None:
    assert ExitStatus.DONE == 0


def test_an_error_reads_as_its_sentence_followed_by_the_remedy() -> None:
    assert (
        str(BadInput("x.csv: is empty.", "Export it again.")) == "x.csv: is empty. Export it again."
    )


def test_an_error_without_a_remedy_does_not_end_in_a_blank() -> None:
    assert str(CheckFailed("2 codes have gaps.")) == "2 codes have gaps."


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("langages", "languages"),
        ("TITLE", "title"),
        ("Respondent.id", "respondent.ID"),
        ("вапрос", "вопрос"),
        ("zzz", ""),
        ("", ""),
    ],
)
def test_the_nearest_name_is_found_whatever_the_case_and_the_script(typed: str, meant: str) -> None:
    assert find_nearest(typed, ["languages", "title", "respondent.ID", "вопрос"]) == meant


def test_of_names_that_differ_in_case_only_the_one_in_the_list_is_named() -> None:
    assert find_nearest("q1", ["Q1", "q10"]) == "Q1"


def test_a_hint_names_the_one_good_candidate() -> None:
    assert did_you_mean("colum", ["column", "text"]) == "Did you mean 'column'?"


def test_a_hint_lists_a_few_names_when_none_is_close() -> None:
    assert did_you_mean("zzz", ["mean", "sum"]) == "Known: mean, sum."


def test_a_hint_is_silent_rather_than_listing_hundreds_of_columns() -> None:
    assert did_you_mean("zzz", [f"Q{n}" for n in range(300)]) == ""
    assert did_you_mean("zzz", []) == ""


def test_a_hint_that_lists_whole_questions_stays_one_short_sentence() -> None:
    assert (
        did_you_mean("zzz", ["How did\nthey help?", "id"]) == "Known: 'How did\\nthey help?', id."
    )
    assert did_you_mean("zzz", ["How did they help you in the year before last? " * 10, "id"]) == ""
