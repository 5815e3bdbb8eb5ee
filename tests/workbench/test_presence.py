"""Presence as coders make it: what they read, what was asked, and whose codings count."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tipcoder.errors import BadInput
from tipcoder.model.codings import Outcome
from tipcoder.model.filters import AnswerFilter
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.statistics import presence_table
from tipcoder.workbench.statistics.presence import find_presence
from tipcoder.workbench.statistics.presence_table import PresenceRequest, build_presence_table
from tipcoder.workbench.statistics.read_cases import read_case_table
from tipcoder.workbench.study import OpenStudy

SURVEY = """\
id,loop,asked,why,closing
1001,1,Yes,the ministry was pushed,one remark
1001,2,No,the ministry was pushed,one remark
1002,1,Yes,nothing happened,
1003,1,Yes,REDACTED,
1004,1,Yes,,
1005,1,Yes,somebody else came,
1006,1,No,,
"""
STUDY = """\
title = "Presence"
languages = ["en"]
withheld = ["REDACTED"]

[respondent]
id = "id"
case = "loop"

[privacy]
response_ids = "from-column"

[[question]]
column = "why"
asked_if = { column = "asked", equals = "Yes" }

[[question]]
column = "closing"
per = "respondent"
"""
ALL_UNKNOWN = (-1,) * 7


@pytest.fixture
def gated(make_study: Callable[..., Path]) -> Iterator[OpenStudy]:
    with open_study_folder(make_study(SURVEY, STUDY)) as here:
        yield here


def reader(here: OpenStudy, name: str) -> CodingSession:
    return CodingSession(here, here.register_coder(name))


def put(session: CodingSession, words: str, code: str) -> None:
    """Put a code on every answer that says these words, and finish it."""
    for answer in session.find_answer_ids(AnswerFilter(words=words)):
        session.add_coding(answer, code, finish=True)


def states(
    here: OpenStudy, code: str, layer: str | None = None, *questions: str
) -> tuple[int, ...]:
    return (
        find_presence(here, read_case_table(here), [code], layer=layer, questions=questions)
        .codes[code]
        .states
    )


def test_before_anybody_read_everything_is_unknown(gated: OpenStudy) -> None:
    assert states(gated, "pressure") == ALL_UNKNOWN


def test_a_code_on_a_text_whose_gate_is_closed_is_not_present(gated: OpenStudy) -> None:
    """The text of the first case stands on the second too, where nothing was asked."""
    anna = reader(gated, "anna")
    put(anna, "ministry", "pressure")
    put(anna, "nothing", "money")
    assert states(gated, "pressure", "anna", "why") == (1, -1, 0, -1, -1, -1, -1)


def test_coverage_says_how_far_the_evidence_reaches(gated: OpenStudy) -> None:
    anna = reader(gated, "anna")
    put(anna, "ministry", "pressure")
    put(anna, "nothing", "money")
    found = find_presence(gated, read_case_table(gated), ["pressure"]).codes["pressure"].coverage
    assert found.scope == ("why",)
    assert (found.asked, found.answered, found.readable, found.coded, found.present) == (
        5,
        4,
        3,
        2,
        1,
    )


def test_what_was_asked_once_per_respondent_holds_for_all_cases(gated: OpenStudy) -> None:
    anna = reader(gated, "anna")
    first = anna.find_answer_ids(AnswerFilter(words="remark"))[0]
    anna.add_coding(first, "training", finish=True)
    assert states(gated, "training", "anna", "closing")[:2] == (1, 1)
    assert states(gated, "money", "anna", "closing")[:2] == (0, 0)


def test_a_theme_is_present_where_a_code_below_it_is(gated: OpenStudy) -> None:
    put(reader(gated, "anna"), "ministry", "pressure")
    assert states(gated, "government")[0] == 1


def test_an_uncodable_answer_stays_unknown_and_an_off_topic_one_is_read(gated: OpenStudy) -> None:
    anna = reader(gated, "anna")
    (nothing,), (somebody,) = (
        anna.find_answer_ids(AnswerFilter(words="nothing")),
        anna.find_answer_ids(AnswerFilter(words="somebody")),
    )
    anna.finish_answers(nothing, Outcome.UNCODABLE)
    anna.finish_answers(somebody, Outcome.OFF_TOPIC)
    assert states(gated, "pressure", "anna", "why") == (-1, -1, -1, -1, -1, 0, -1)


def test_an_even_split_is_unknown_and_a_third_reader_settles_it(gated: OpenStudy) -> None:
    put(reader(gated, "anna"), "nothing", "pressure")
    put(reader(gated, "boris"), "nothing", "money")
    assert states(gated, "pressure", "majority", "why")[2] == -1
    put(reader(gated, "cyril"), "nothing", "pressure")
    assert states(gated, "pressure", "majority", "why")[2] == 1
    assert states(gated, "money", "majority", "why")[2] == 0


def test_the_layer_is_chosen_and_said(gated: OpenStudy) -> None:
    put(reader(gated, "anna"), "nothing", "pressure")
    only = find_presence(gated, read_case_table(gated), ["pressure"]).layer
    assert only.coder == "anna"
    assert "the only one" in only.sentence
    put(reader(gated, "boris"), "nothing", "money")
    both = find_presence(gated, read_case_table(gated), ["pressure"]).layer
    assert both.coder is None
    assert "majority of 2 coders (anna, boris)" in both.sentence
    assert states(gated, "pressure", "boris", "why")[2] == 0


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"layer": "consensus"}, "no consensus"),
        ({"layer": "ana"}, "'ana'"),
        ({"codes": ["presure"]}, "no code 'presure'"),
        ({"questions": ["whi"]}, "no open question 'whi'"),
    ],
)
def test_what_is_not_there_is_refused(
    gated: OpenStudy, settings: dict[str, object], words: str
) -> None:
    put(reader(gated, "anna"), "nothing", "pressure")
    with pytest.raises(BadInput, match=words):
        find_presence(gated, read_case_table(gated), **settings)  # type: ignore[arg-type]


def test_a_table_that_nobody_reads_is_refused_before_it_is_made(
    gated: OpenStudy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seven cases and six respondents by two codes are 14 and 12 cells."""
    monkeypatch.setattr(presence_table, "MOST_CELLS", 11)
    for by, remedy in (
        (
            "case",
            "Name codes with --code, 1 code at most, or write all with "
            "`tipcoder export matrix -o codes.csv`.",
        ),
        ("respondent", "Name codes with --code, 1 code at most."),
    ):
        wanted = PresenceRequest(by=by, codes=("pressure", "money"))
        with pytest.raises(BadInput) as refused:
            build_presence_table(gated, wanted)
        assert refused.value.hint == remedy
        one = build_presence_table(gated, replace(wanted, codes=("money",)))
        assert len(one.rows) == {"case": 7, "respondent": 6}[by]
