"""A code put again on other words moves its quote there, with everything that hangs on it,
as one act.
"""

from __future__ import annotations

import pytest

from tipcoder.errors import BadInput
from tipcoder.model.codings import MemoTarget, Outcome
from tipcoder.model.filters import AnswerFilter
from tipcoder.workbench.coding.session import CodingSession
from tipcoder.workbench.study import OpenStudy


@pytest.fixture
def anna(here_on_both: OpenStudy) -> CodingSession:
    return CodingSession(here_on_both, here_on_both.register_coder("anna"))


def quotes(session: CodingSession, answer_id: int) -> list[tuple[str, int, int]]:
    return [(c.code, c.start, c.end) for c in session.read_codings(answer_id)]


def test_overlapping_words_move_the_quote_and_its_memo_stays_on_it(anna: CodingSession) -> None:
    at = anna.find_answer_ids(AnswerFilter())[0]
    text = anna.read_answer(at).text
    anna.add_coding(at, "money", (3, 11), move_overlapped=True)
    coding = anna.read_codings(at)[0]
    anna.set_memo(MemoTarget(at, coding.id), "why here")
    sentence = anna.add_coding(at, "money", (3, 20), move_overlapped=True)
    assert sentence.endswith("from 3-11 to 3-20")
    assert sentence.startswith("moved Money on ")
    (moved,) = anna.read_codings(at)
    assert (moved.id, moved.start, moved.end, moved.quote) == (coding.id, 3, 20, text[3:20])
    assert [memo.text for memo in anna.read_memos(at)] == ["why here"]
    anna.undo()
    assert quotes(anna, at) == [("money", 3, 11)]
    assert anna.read_codings(at)[0].quote == text[3:11]
    anna.redo()
    assert quotes(anna, at) == [("money", 3, 20)]
    anna.undo()
    anna.undo()
    anna.undo()
    assert quotes(anna, at) == []
    assert anna.read_memos(at) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [((3, 11), (5, 8)), ((3, 11), (0, 30)), ((3, 11), (10, 15)), ((10, 15), (3, 11))],
)
def test_inside_around_and_across_are_all_one_quote(
    anna: CodingSession, old: tuple[int, int], new: tuple[int, int]
) -> None:
    at = anna.find_answer_ids(AnswerFilter())[0]
    anna.add_coding(at, "money", old, move_overlapped=True)
    anna.add_coding(at, "money", new, move_overlapped=True)
    assert quotes(anna, at) == [("money", *new)]


def test_words_apart_even_side_by_side_are_a_quote_of_their_own(anna: CodingSession) -> None:
    at = anna.find_answer_ids(AnswerFilter())[0]
    anna.add_coding(at, "money", (3, 11), move_overlapped=True)
    anna.add_coding(at, "money", (11, 15), move_overlapped=True)
    anna.add_coding(at, "money", (20, 25), move_overlapped=True)
    assert quotes(anna, at) == [("money", 3, 11), ("money", 11, 15), ("money", 20, 25)]


def test_another_code_and_another_coder_are_left_alone(
    anna: CodingSession, here_on_both: OpenStudy
) -> None:
    at = anna.find_answer_ids(AnswerFilter())[0]
    boris = CodingSession(here_on_both, here_on_both.register_coder("boris"))
    boris.add_coding(at, "money", (3, 11))
    anna.add_coding(at, "training", (3, 11), move_overlapped=True)
    anna.add_coding(at, "money", (3, 20), move_overlapped=True)
    assert quotes(anna, at) == [("money", 3, 20), ("training", 3, 11)]
    assert quotes(boris, at) == [("money", 3, 11)]


def test_several_quotes_under_the_new_words_become_one_with_all_their_memos(
    anna: CodingSession,
) -> None:
    at = anna.find_answer_ids(AnswerFilter())[0]
    for words, memo in (((3, 11), "first"), ((14, 18), "second")):
        anna.add_coding(at, "money", words, move_overlapped=True)
        made = next(c for c in anna.read_codings(at) if (c.start, c.end) == words)
        anna.set_memo(MemoTarget(at, made.id), memo)
    anna.add_coding(at, "money", (0, 19), move_overlapped=True)
    (coding,) = anna.read_codings(at)
    assert (coding.start, coding.end) == (0, 19)
    (memo,) = anna.read_memos(at)
    assert memo.target == MemoTarget(at, coding.id)
    assert memo.text == "first\nsecond"
    anna.undo()
    assert quotes(anna, at) == [("money", 3, 11), ("money", 14, 18)]
    assert sorted(memo.text for memo in anna.read_memos(at)) == ["first", "second"]


def test_with_no_words_chosen_a_quote_stays_where_it_is_and_the_answer_is_finished(
    anna: CodingSession,
) -> None:
    at = anna.find_answer_ids(AnswerFilter())[0]
    anna.add_coding(at, "money", (3, 11), move_overlapped=True)
    sentence = anna.add_coding(at, "money", finish=True, move_overlapped=True)
    assert sentence.endswith("at 3-11 already")
    assert quotes(anna, at) == [("money", 3, 11)]
    reading = anna.find_reading(at)
    assert reading is not None
    assert reading.outcome is Outcome.CODED


def test_the_whole_answer_chosen_moves_the_quote_there_and_words_of_it_narrow_it_again(
    anna: CodingSession,
) -> None:
    at = anna.find_answer_ids(AnswerFilter())[0]
    end = len(anna.read_answer(at).text)
    anna.add_coding(at, "money", (3, 11), move_overlapped=True)
    assert anna.add_coding(at, "money", (0, end), move_overlapped=True).endswith(
        "from 3-11 to the whole answer"
    )
    assert quotes(anna, at) == [("money", 0, end)]
    assert anna.add_coding(at, "money", (5, 9), move_overlapped=True).endswith(
        "from the whole answer to 5-9"
    )
    assert quotes(anna, at) == [("money", 5, 9)]


def test_quotes_that_a_script_has_stacked_become_one_when_the_key_is_pressed_there(
    anna: CodingSession,
) -> None:
    at = anna.find_answer_ids(AnswerFilter())[0]
    anna.add_coding(at, "money", (3, 11))
    anna.add_coding(at, "money", (3, 20))
    assert len(quotes(anna, at)) == 2, "without `move` codings are kept as they are given"
    anna.add_coding(at, "money", (3, 20), move_overlapped=True)
    assert quotes(anna, at) == [("money", 3, 20)]


def test_moving_the_ends_of_a_quote_takes_all_its_codes_along_and_is_one_act(
    anna: CodingSession,
) -> None:
    at = anna.find_answer_ids(AnswerFilter())[0]
    anna.add_coding(at, "money", (3, 11))
    anna.add_coding(at, "training", (3, 11))
    anna.add_coding(at, "money", (14, 18))
    coding = next(c for c in anna.read_codings(at) if c.code == "training")
    anna.set_memo(MemoTarget(at, coding.id), "why here")
    sentence = anna.move_quote(at, (3, 11), (3, 16))
    assert sentence.endswith("from 3-11 to 3-16")
    # The other quote of the code was reached: one is left.
    assert quotes(anna, at) == [("money", 3, 16), ("training", 3, 16)]
    assert [memo.target.coding_id for memo in anna.read_memos(at)] == [coding.id]
    anna.undo()
    assert quotes(anna, at) == [("money", 3, 11), ("training", 3, 11), ("money", 14, 18)]
    with pytest.raises(BadInput, match="no longer there"):
        anna.move_quote(at, (4, 11), (3, 16))
    with pytest.raises(BadInput, match="not a span"):
        anna.move_quote(at, (3, 11), (3, 9999))


def test_further_answers_have_the_same_done_where_they_are_written_alike(
    anna: CodingSession,
) -> None:
    same = anna.find_answer_ids(AnswerFilter(words="no comment"))
    first, *others = same
    for each in same:
        anna.add_coding(each, "money", (0, 2))
    sentence = anna.move_quote(first, (0, 2), (0, 5), also=others)
    moved = [each for each in same if quotes(anna, each) == [("money", 0, 5)]]
    texts = {each: anna.read_answer(each).text for each in same}
    assert moved == [each for each in same if texts[each] == texts[first]]
    left_out = len(same) - len(moved)
    assert sentence.endswith(f"{left_out} written otherwise left out") == bool(left_out)
