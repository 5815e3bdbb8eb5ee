"""Going back through the lists that were shown, and forward again."""

from __future__ import annotations

from tipcoder.model.filters import AnswerFilter, AnswerOrder
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.coding.worklist import WorkList


def test_back_and_forward_find_filter_order_and_place_again(anna: CodingSession) -> None:
    work = WorkList(anna)
    work.go_to(3)
    start = work.current
    work.choose_answers(AnswerFilter(languages=("ru",)), keep=start)
    work.go_to(1)
    russian, at = list(work.ids), work.current
    work.choose_answers(order=AnswerOrder("length"), keep=at)
    longest = list(work.ids)
    assert work.go_back()
    assert (work.where, work.ids, work.current) == (AnswerFilter(languages=("ru",)), russian, at)
    assert work.order == AnswerOrder()
    assert work.go_back()
    assert (work.where, work.current) == (AnswerFilter(), start)
    assert not work.go_back()
    assert work.go_forward()
    assert work.go_forward()
    assert (work.ids, work.order.by) == (longest, "length")
    assert not work.go_forward()


def test_another_list_after_going_back_forgets_what_came_after(anna: CodingSession) -> None:
    work = WorkList(anna)
    work.choose_answers(AnswerFilter(languages=("ru",)))
    work.go_back()
    work.choose_answers(AnswerFilter(languages=("es",)))
    assert not work.go_forward()
    # The same list again, at the same place, is not another one.
    work.choose_answers(AnswerFilter(languages=("es",)), keep=work.current)
    assert work.go_back()
    assert work.where == AnswerFilter()


def test_an_answer_that_left_the_list_meanwhile_leaves_its_place(anna: CodingSession) -> None:
    work = WorkList(anna)
    work.choose_answers(AnswerFilter(finished=False))
    work.go_to(2)
    following = work.ids[3]
    anna.finish_answers(work.ids[2])
    work.choose_answers(AnswerFilter())
    assert work.go_back()
    assert work.current == following
