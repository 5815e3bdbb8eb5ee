"""A study whose coders agree on one question and not on another says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tipcoder.agreement.resampling import Draws
from tipcoder.model.filters import AnswerFilter
from tipcoder.workbench.agreement.study_agreement import assess_study
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.opening import open_study_folder
from tipcoder.workbench.study import OpenStudy

STUDY = """\
title = "Two questions"
languages = ["en"]
[respondent]
id = "id"
[[question]]
column = "first"
[[question]]
column = "second"
[privacy]
response_ids = "from-column"
"""
SURVEY = "id,first,second\n" + "".join(
    f"{n},They pressed us {n} times.,Somebody called {n} times.\n" for n in range(40)
)


def code_as(study: OpenStudy, name: str, on_second: range) -> None:
    """Pressure on twenty answers to the first question, and on these to the second one."""
    session = CodingSession(study, study.register_coder(name))
    for question, chosen in (("first", range(20)), ("second", on_second)):
        ids = session.find_answer_ids(AnswerFilter(questions=(question,)))
        assert len(ids) == 40
        for place, answer_id in enumerate(ids):
            if place in chosen:
                session.add_coding(answer_id, "pressure", finish=True)
            else:
                session.finish_answers(answer_id)


def test_a_question_on_which_coders_differ_is_found(make_study: Callable[..., Path]) -> None:
    """On the first question nobody differs; on the second ten answers have it from both, twenty
    from one and ten from none. With half of the answers coded everywhere that is Pearson's test of
    0 and 20 of 40: 80 (40 x 20)^2 / (40 x 40 x 20 x 60).
    """
    with open_study_folder(make_study(SURVEY, STUDY)) as study:
        code_as(study, "anna", range(20))
        code_as(study, "boris", range(10, 30))
        (one,) = assess_study(study, draws=Draws(50)).agreement.differences
    assert (one.code, one.division, one.family_size) == ("pressure", "question", 1)
    assert one.statistic == pytest.approx(80 * (40 * 20) ** 2 / (40 * 40 * 20 * 60))
    assert {part.label: part.joint for part in one.parts} == {"first": 40, "second": 40}
