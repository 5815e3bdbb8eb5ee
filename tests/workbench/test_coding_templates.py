"""What stands in the rows of a sheet to code in, on each store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tipcoder.errors import BadInput
from tipcoder.model.filters import AnswerFilter
from tipcoder.store.answers_to_code import find_state
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.exchange.coding_template import TemplateRequest, build_coding_template

if TYPE_CHECKING:
    from tipcoder.workbench.study import OpenStudy


def test_every_readable_answer_has_a_row_in_reading_order(here_on_both: OpenStudy) -> None:
    anna = here_on_both.find_coder("anna")
    template = build_coding_template(here_on_both, anna, TemplateRequest(), for_csv=False)
    (table,) = template.sheet.tables
    session = CodingSession(here_on_both, anna)
    expected = []
    for answer_id in session.find_answer_ids(AnswerFilter()):
        answer = session.read_answer(answer_id)
        expected.append([answer.case, answer.question, answer.language, answer.text])
    assert [row[:4] for row in table.texts] == expected
    assert template.answers == len(expected)
    assert table.head[4 : 4 + template.codes] == tuple(
        session.code_label(code.key)
        for _, code in session.codebook.list_in_tree_order()
        if code.codable
    )


def test_what_a_coder_has_finished_is_left_out_where_that_is_asked_for(
    here_on_both: OpenStudy,
) -> None:
    anna = here_on_both.register_coder("anna")
    session = CodingSession(here_on_both, anna)
    first, *others = session.find_answer_ids(AnswerFilter())
    session.add_coding(first, "money", None, finish=True)
    request = TemplateRequest(unfinished=True)
    left = build_coding_template(here_on_both, anna, request, for_csv=False)
    assert left.answers == len(others)
    with pytest.raises(BadInput, match="There is no round 'R1'"):
        build_coding_template(here_on_both, anna, TemplateRequest(rounds=("R1",)), for_csv=False)


def test_the_state_of_an_answer_tells_why_it_has_no_row(here_on_both: OpenStudy) -> None:
    with here_on_both.store.read() as db:
        session = CodingSession(here_on_both, here_on_both.find_coder("anna"))
        answer = session.read_answer(session.find_answer_ids(AnswerFilter())[0])
        assert find_state(db, answer.case, answer.question) == "answered"
        assert find_state(db, answer.case, "no such question") is None
        assert find_state(db, "no such case", answer.question) is None
