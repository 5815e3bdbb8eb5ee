"""Finished work replayed: nobody is in both parts, the tool forgets,
and a good codebook beats dice.
"""

from __future__ import annotations

import pytest

from tipcoder.suggestion.evaluation import (
    METHODS,
    UNTAUGHT,
    average_over_codes,
    average_over_draws,
    evaluate_suggestions,
    list_candidates,
)
from tipcoder.suggestion.offer_quality import measure_offers
from tipcoder.suggestion.replaying import (
    FinishedAnswers,
    RespondentSplit,
    draw_resamples,
    draw_splits,
    measure_tool,
    read_likeliest,
)
from tipcoder.suggestion.suggester import Suggester, SuggesterText
from unit.suggestion.conftest import CODES, CONCEPTS

SAID = (
    ("training", "how", "They held {} courses for the police"),
    ("money", "how", "A grant of {} paid for the shelter"),
    ("pushback", "why", "Number {} says that the ranking is unfair"),
    ("", "why", "Nothing happened in year {}"),
)


@pytest.fixture(scope="module")
def finished() -> FinishedAnswers:
    """40 answers of 20 respondents, ten of each kind."""
    texts, carried, respondents = [], {}, {}
    for n in range(10):
        for code, question, text in SAID:
            row = len(texts)
            texts.append(SuggesterText(text.format(n), question))
            carried[row] = frozenset([code]) if code else frozenset()
            respondents[row] = f"r{row // 2}"
    return FinishedAnswers(Suggester(texts, CODES, CONCEPTS, ["en"]), carried, respondents)


def test_no_respondent_is_both_known_and_asked_and_draws_repeat(finished: FinishedAnswers) -> None:
    drawn = list(draw_splits(finished, 11, 5, seed=3))
    assert drawn == list(draw_splits(finished, 11, 5, seed=3))
    assert drawn != list(draw_splits(finished, 11, 5, seed=4))
    for split in drawn:
        assert len(split.known) == 11
        known = {finished.respondents[row] for row in split.known}
        assert known.isdisjoint(finished.respondents[row] for row in split.asked)
    assert all(len(split.asked) == 40 for split in draw_resamples(finished, 3, seed=1))


def test_a_replay_leaves_nothing_learned(finished: FinishedAnswers) -> None:
    before = [finished.suggester.rank_codes(row) for row in finished.rows]
    evaluate_suggestions(finished, labels=(0, 10, 1000), draws=3, seed=1)
    after = [finished.suggester.rank_codes(row) for row in finished.rows]
    assert [[key for key, _ in row] for row in after] == [[key for key, _ in row] for row in before]
    assert [s for row in after for _, s in row] == pytest.approx(
        [s for row in before for _, s in row], abs=1e-9
    )


def test_words_that_the_codebook_names_are_found_before_anything_is_labelled(
    finished: FinishedAnswers,
) -> None:
    found = evaluate_suggestions(finished, labels=(0, 10), draws=5, seed=1)
    by_method = {(line.labels, line.method): line for line in found.learning}
    ours, dice = by_method[0, METHODS[0]], by_method[0, METHODS[2]]
    assert ours.ap.low > dice.ap.high
    assert ours.top_right.mean > 0.9
    assert (0, METHODS[1]) not in by_method
    for line in found.learning:
        assert line.ap.low <= line.ap.mean <= line.ap.high
    read = {summary.method: summary for summary in found.summaries}
    assert read[METHODS[0]].read_for_95.high < read[METHODS[2]].read_for_95.low
    assert read[METHODS[2]].found_10.mean == pytest.approx(0.1, abs=0.02)


def test_labels_are_compared_with_none_on_the_same_answers(finished: FinishedAnswers) -> None:
    """Without labels it is the ranking that stands at nought, for those who were asked."""
    found = evaluate_suggestions(finished, labels=(10,), draws=4, seed=1)
    by_method = {line.method: line for line in found.learning}
    untaught = by_method[UNTAUGHT]
    assert untaught.asked == by_method[METHODS[0]].asked
    split = next(iter(draw_splits(finished, 10, 1, seed=1)))
    bare = measure_tool(finished, RespondentSplit([], split.asked))
    assert untaught.ap.low <= bare.ap <= untaught.ap.high


def test_offers_are_counted_right_where_the_answer_carries_them(finished: FinishedAnswers) -> None:
    """Each of the three kinds names its code, and a fourth carries none."""
    found = measure_offers(finished)
    assert found.carried == found.right == 30
    assert found.strong == 0
    nobody = FinishedAnswers(
        finished.suggester, dict.fromkeys(finished.carried, frozenset()), finished.respondents
    )
    assert measure_offers(nobody).offered == 0


def test_the_place_at_which_each_carrier_comes_up_is_told(finished: FinishedAnswers) -> None:
    found = evaluate_suggestions(finished, labels=(), draws=1, seed=1)
    order = next(o for o in found.orders if (o.code, o.method) == ("money", METHODS[0]))
    assert sorted(row for row, _ in order.places) == finished.list_rows_with("money")
    assert order.reading.first == min(read for _, read in order.places)
    # The codebook asks pushback only in the question "why".
    piles = {o.code: o.pile for o in found.orders}
    assert piles == {"training": 40, "money": 40, "pushback": 20}


def test_a_code_put_outside_its_questions_is_looked_for_there_too(
    finished: FinishedAnswers,
) -> None:
    row = next(row for row in finished.rows if finished.suggester.texts[row].question == "how")
    moved = FinishedAnswers(
        finished.suggester, {**finished.carried, row: frozenset(["pushback"])}, finished.respondents
    )
    assert len(list_candidates(moved, "pushback")) == 40


def test_reading_the_likeliest_first_stops_at_the_last_carrier(finished: FinishedAnswers) -> None:
    places = read_likeliest(finished, "training", finished.rows)
    assert sorted(places) == finished.list_rows_with("training")
    assert max(places.values()) <= 40


def test_intervals_are_the_middle_of_draws() -> None:
    assert average_over_draws([float(n) for n in range(101)]) == (50.0, 2.0, 98.0)
    estimate = average_over_codes([0.0, 1.0] * 50, seed=1)
    # A mean of 100 coins: 0.5, and 0.5 ± 1.96 * 0.05.
    assert estimate.mean == 0.5
    assert (estimate.low, estimate.high) == (
        pytest.approx(0.4, abs=0.02),
        pytest.approx(0.6, abs=0.02),
    )
