"""Whether two coders marked the same words."""

from __future__ import annotations

import numpy as np
import pytest

from tipcoder.agreement.ratings import Ratings
from tipcoder.agreement.resampling import Draws
from tipcoder.agreement.spans import Quotes, Span, assess_spans, merge_spans
from tipcoder.agreement.unitizing import binary_alpha, binary_sums

CODERS = ("anna", "boris", "vera")
Marked = dict[tuple[int, int], list[Span]]


def read_by_all(lengths: list[int], coders: int = 2) -> Ratings:
    values = np.zeros((1, len(lengths), coders), np.int16)
    return Ratings(values, ("money",), tuple(map(str, range(len(lengths)))), CODERS[:coders])


def test_spans_of_one_coder_are_cut_to_the_text_and_merged_where_they_overlap_or_touch() -> None:
    assert merge_spans([(5, 9), (0, 3), (3, 5), (20, 40), (12, 12), (33, 50)], 30) == (
        [(0, 9), (20, 30)],
        2,
    )


def test_marking_alike_in_every_text_is_1_and_marking_elsewhere_is_below_0() -> None:
    alike: Marked = {(0, 0): [(0, 10)], (0, 1): [(0, 10)]}
    apart: Marked = {(0, 0): [(0, 10)], (0, 1): [(50, 60)]}
    for marked, sign in ((alike, 1), (apart, -1)):
        found = assess_spans(
            read_by_all([100, 80]), Quotes([100, 80], {"money": marked}), Draws(50)
        )["money"]
        assert found.alpha.value is not None
        assert found.alpha.value == 1 if sign == 1 else found.alpha.value < 0
    assert found.alone == 2


def test_the_overlap_is_twice_the_shared_characters_over_all_that_were_marked() -> None:
    # anna 20 characters, boris 10 of them and 5 more: 2 * 10 / (20 + 15), and 10 / 25 as Jaccard
    marked: Marked = {(0, 0): [(10, 30)], (0, 1): [(20, 35)]}
    found = assess_spans(read_by_all([100]), Quotes([100], {"money": marked}), Draws(20))["money"]
    assert found.overlap.value == pytest.approx(20 / 35)
    assert found.jaccard == pytest.approx(10 / 25)
    assert (found.exact, found.close, found.half, found.touching, found.alone) == (0, 0, 0, 1, 0)
    assert found.offset == 7.5  # 10 and 5


def test_quotes_are_matched_once_each_the_best_overlap_first() -> None:
    marked: Marked = {
        (0, 0): [(0, 10), (20, 40), (60, 80)],
        (0, 1): [(0, 10), (21, 40), (64, 84), (90, 95)],
    }
    found = assess_spans(read_by_all([100]), Quotes([100], {"money": marked}), Draws(20))["money"]
    assert (found.exact, found.close, found.half, found.touching, found.alone) == (1, 1, 1, 0, 1)
    assert found.holsti == pytest.approx(2 * 3 / 7)


def test_texts_add_up_to_what_one_long_text_would_give() -> None:
    first, second = [[(2, 9)], [(4, 9)]], [[(0, 6), (10, 12)], [(1, 6)]]
    shifted = [[(a + 50, b + 50) for a, b in coder] for coder in second]
    long = [one + other for one, other in zip(first, shifted, strict=True)]
    together = np.array(binary_sums(first, 50)) + np.array(binary_sums(second, 30))
    assert together == pytest.approx(np.array(binary_sums(long, 80)))
    assert binary_alpha(together) == pytest.approx(binary_alpha(np.array(binary_sums(long, 80))))


def test_a_code_on_a_whole_answer_says_nothing_about_words_and_is_counted_apart() -> None:
    marked: Marked = {(0, 0): [(0, 100)], (0, 1): [(10, 20)], (1, 0): [(5, 15)], (1, 1): [(5, 15)]}
    found = assess_spans(read_by_all([100, 80]), Quotes([100, 80], {"money": marked}), Draws(20))[
        "money"
    ]
    assert found.whole_left_out == 1
    assert found.texts == 1
    assert found.alpha.value == 1


def test_a_coder_who_did_not_read_a_text_did_not_leave_it_unmarked() -> None:
    ratings = read_by_all([100, 100], 3)
    ratings.values[0, 0, 2] = -1
    marked: Marked = {(0, 0): [(10, 20)], (0, 1): [(10, 20)]}
    found = assess_spans(ratings, Quotes([100, 100], {"money": marked}), Draws(20))["money"]
    assert found.alpha.value == 1
    assert found.alone == 0


def test_characters_are_not_sample_size() -> None:
    """Two long texts, one agreed on and one not:
    the interval must not be that of thousands of characters.
    """
    marked: Marked = {(0, 0): [(0, 5000)], (0, 1): [(0, 5000)], (1, 0): [(0, 4000)]}
    lengths = [9000, 9000]
    found = assess_spans(read_by_all(lengths), Quotes(lengths, {"money": marked}), Draws(400))[
        "money"
    ]
    assert found.alpha.low is not None
    assert found.alpha.high is not None
    assert found.alpha.high - found.alpha.low > 0.9
