"""The list that a coder works through: her place in it, what is folded, what is left."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tipcoder.model.filters import AnswerFilter, AnswerOrder
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.coding.worklist import WorkList
from tipcoder.workbench.suggestions.reading_orders import RankedAnswers

Find = Callable[[CodingSession, str], int]


@pytest.fixture
def work(anna: CodingSession) -> WorkList:
    return WorkList(anna)


def test_it_opens_at_the_first_answer_that_is_not_finished(
    anna: CodingSession, work: WorkList
) -> None:
    assert work.index == 0
    anna.finish_answers(work.ids[0])
    anna.finish_answers(work.ids[1])
    again = WorkList(anna)
    assert again.index == 2
    assert (again.finished_here, again.total) == (2, 12)


def test_the_next_open_answer_is_below_then_from_the_top(
    anna: CodingSession, work: WorkList
) -> None:
    for place in range(1, 12):
        anna.finish_answers(work.ids[place])
        work.note_finished(work.ids[place], finished=True)
    work.go_to(5)
    assert work.find_next_open() == 0
    anna.finish_answers(work.ids[0])
    work.note_finished(work.ids[0], finished=True)
    assert work.find_next_open() is None
    assert work.finished_here == 12


def test_a_filter_keeps_the_answer_she_is_at_if_it_can(
    work: WorkList, anna: CodingSession, find: Find
) -> None:
    at = find(anna, "Чиновники обиделись")
    work.choose_answers(AnswerFilter(languages=("ru",)), keep=at)
    assert work.current == at
    work.choose_answers(AnswerFilter(languages=("en",)), keep=at)
    assert work.index == 0
    work.clear_filter(at)
    assert work.current == at


def test_places_are_the_nearest_there_are(work: WorkList) -> None:
    work.go_to(99)
    assert work.index == 11
    work.go_to(-3)
    assert work.index == 0
    work.choose_answers(AnswerFilter(words="nobody wrote this"))
    assert (work.ids, work.current, work.find_next_open(), work.total) == ([], None, None, 0)
    work.go_to(4)
    assert work.index == 0


def test_folded_answers_share_a_line_that_is_open_while_any_of_them_is(
    work: WorkList, anna: CodingSession
) -> None:
    first, second = anna.find_answer_ids(AnswerFilter(words="no comment"))
    work.choose_answers(folding=True)
    assert (len(work.ids), work.total) == (11, 12)
    assert list(work.list_alike(first)) == [first, second]
    assert work.find_place(second) == work.find_place(first)
    anna.finish_answers(first)
    work.choose_answers(AnswerFilter(words="no comment"))
    assert (work.finished_here, work.total) == (1, 2)
    work.index = 0
    assert work._find_first_open() == 0
    anna.finish_answers(second)
    work.read_finished()
    assert work.finished_here == 2
    assert work.find_next_open() is None
    work.choose_answers(folding=False)
    assert list(work.list_alike(first)) == [first]


def test_an_order_is_turned_by_asking_for_it_again(work: WorkList) -> None:
    assert work.toggle_order("length") == AnswerOrder("length")
    work.choose_answers(order=work.toggle_order("length"))
    assert work.toggle_order("length") == AnswerOrder("length", reverse=True)
    assert work.toggle_order("question") == AnswerOrder("question")


def test_asking_again_shows_what_others_imported_and_keeps_the_place(
    work: WorkList, anna: CodingSession
) -> None:
    work.go_to(3)
    at = work.current
    anna.finish_answers(work.ids[0])
    work.refresh()
    assert work.current == at
    assert work.finished_here == 1


def test_languages_in_turn(work: WorkList, anna: CodingSession) -> None:
    work.choose_answers(order=AnswerOrder("spread"))
    languages = [anna.read_answer(answer_id).language for answer_id in work.ids]
    assert len(languages) == 12
    assert sorted(languages[:4]) == ["?", "en", "es", "ru"], "one of each before the second of any"
    assert len(set(languages[4:7])) == 3
    imported = {language: [] for language in languages}  # type: ignore[var-annotated]
    for answer_id in anna.find_answer_ids(AnswerFilter()):
        imported[anna.read_answer(answer_id).language].append(answer_id)
    for language, ids in imported.items():
        assert [i for i in work.ids if anna.read_answer(i).language == language] == ids, (
            "each as imported"
        )


def ranked(ids: list[int], by: str = "likely", code: str = "money") -> RankedAnswers:
    return RankedAnswers(by, code, ids)


def test_a_ranking_orders_what_follows_and_leaves_her_where_she_is(work: WorkList) -> None:
    imported = list(work.ids)
    work.go_to(4)
    backwards = imported[::-1]
    assert work.adopt_arrangement(work.arrange_by_rank(ranked(backwards)))
    assert work.current == imported[4]
    assert work.ids == [imported[4], *(i for i in backwards if i != imported[4])]
    assert work.order == AnswerOrder("likely", code="money")


def test_ranked_anew_only_what_lies_ahead_moves(work: WorkList) -> None:
    imported = list(work.ids)
    assert work.adopt_arrangement(work.arrange_by_rank(ranked(imported)))
    work.go_to(3)
    assert work.adopt_arrangement(work.arrange_by_rank(ranked(imported[::-1])))
    assert work.ids == [*imported[:4], *imported[:3:-1]]
    assert (work.index, work.current) == (3, imported[3])


def test_an_order_made_before_she_went_on_is_not_adopted(work: WorkList) -> None:
    imported = list(work.ids)
    late = work.arrange_by_rank(ranked(imported[::-1]))
    work.go_to(1)
    assert not work.adopt_arrangement(late)
    assert (work.ids, work.order) == (imported, AnswerOrder())
    late = work.arrange_by_rank(ranked(imported[::-1]))
    work.choose_answers(AnswerFilter(languages=("ru",)))
    assert not work.adopt_arrangement(late)


def test_folded_answers_stay_folded_under_the_first_in_the_new_order(
    work: WorkList, anna: CodingSession
) -> None:
    work.choose_answers(folding=True)
    (pair,) = [list(work.list_alike(head)) for head in work.ids if len(work.list_alike(head)) == 2]
    first, second = pair
    others = [
        answer_id for answer_id in anna.find_answer_ids(AnswerFilter()) if answer_id not in pair
    ]
    assert work.adopt_arrangement(
        work.arrange_by_rank(ranked([*others[1:3], second, *others[3:], first, others[0]]))
    )
    assert work.ids[3] == second
    assert list(work.list_alike(second)) == [second, first]
    assert work.find_place(first) == work.find_place(second) == 3
    assert len(work.ids) == 11


def test_answers_without_a_place_come_last_as_imported(work: WorkList) -> None:
    imported = list(work.ids)
    assert work.adopt_arrangement(work.arrange_by_rank(ranked([imported[6], imported[5]])))
    assert work.ids == [imported[0], imported[6], imported[5], *imported[1:5], *imported[7:]]


def test_a_filter_and_a_fold_keep_the_ranking_and_another_order_ends_it(
    work: WorkList, anna: CodingSession
) -> None:
    imported = list(work.ids)
    assert work.adopt_arrangement(work.arrange_by_rank(ranked(imported[::-1])))
    work.choose_answers(AnswerFilter(languages=("ru",)), keep=work.current)
    russian = [i for i in imported[::-1] if anna.read_answer(i).language == "ru"]
    assert work.ids == russian
    work.choose_answers(AnswerFilter(), folding=True)
    assert len(work.ids) == 11
    assert work.total == 12
    work.choose_answers(order=AnswerOrder())
    assert work.ranked is None
    assert work.ids[0] == imported[0]
