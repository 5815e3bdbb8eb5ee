"""What the tool would have been worth on finished work, beside random order and a classifier."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tipcoder.suggestion.measuring import ReadingCost, estimate_random_reading, measure_reading
from tipcoder.suggestion.offer_quality import OfferQuality, measure_offers
from tipcoder.suggestion.plain_classifier import build_word_matrix
from tipcoder.suggestion.replaying import (
    FinishedAnswers,
    Quality,
    RespondentSplit,
    draw_resamples,
    draw_splits,
    measure_classifier,
    measure_random_order,
    measure_tool,
    read_likeliest,
    read_plainly,
)

METHODS = ("tipcoder", "tf-idf and logistic regression", "random")
UNTAUGHT = "tipcoder without labels"
"""On the same answers as after so many labels: what these labels have taught is the difference."""
FEW = 2
"""Carriers below which a reading order says nothing."""
_RESAMPLES = 2_000
_STARTS = 3
"""Random starts of the plain classifier's reading order."""
_MIDDLE = 0.95


class MeanEstimate(NamedTuple):
    """A mean and the middle 95 % around it."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Learning:
    """Quality on answers of other respondents after so many labels.

    The intervals are over draws of respondents.
    """

    labels: int
    method: str
    asked: float
    """Mean number of answers asked for."""
    ap: MeanEstimate
    recall_3: MeanEstimate
    top_right: MeanEstimate


@dataclass(frozen=True)
class CodeOrder:
    """Answers that may carry one code, read in one order.

    `places` are those of its carriers; a random order has none.
    """

    code: str
    method: str
    carriers: int
    pile: int
    """Answers among which the code is looked for."""
    reading: ReadingCost
    places: tuple[tuple[int, int], ...] = ()
    """(row, answers read when it came up)."""


@dataclass(frozen=True)
class OrderSummary:
    """One way of ordering, over codes; intervals by bootstrap over codes."""

    method: str
    codes: int
    read_for_95: MeanEstimate
    wss_95: MeanEstimate
    atd: MeanEstimate
    found_10: MeanEstimate
    found_20: MeanEstimate


@dataclass(frozen=True)
class Evaluation:
    """Everything that `tipcoder suggest evaluate` says."""

    answers: int
    respondents: int
    draws: int
    seed: int
    learning: tuple[Learning, ...]
    orders: tuple[CodeOrder, ...]
    summaries: tuple[OrderSummary, ...]
    offers: OfferQuality
    """What would have been offered before anybody had coded."""


def evaluate_suggestions(
    finished: FinishedAnswers,
    *,
    labels: Sequence[int],
    draws: int,
    seed: int,
    progress: Callable[[str], None] = lambda _: None,
) -> Evaluation:
    """Replay the work. Numbers of labels that leave no respondent to ask are passed over."""
    rows = finished.rows
    words = build_word_matrix([text.text for text in finished.suggester.texts])
    learning: list[Learning] = []
    for count in labels:
        if count < len(rows):
            progress(f"after {count} labels")
            learning += _measure_learning(finished, count, draws, seed, words)

    orders: list[CodeOrder] = []
    for code in finished.suggester.codes:
        carriers = finished.list_rows_with(code.key)
        # With a single carrier every order is a matter of luck.
        if len(carriers) >= FEW:
            progress(code.key)
            orders += _compare_orders(finished, code.key, carriers, words, seed)

    summaries: list[OrderSummary] = []
    if orders:
        summaries = [_summarise_orders(method, orders, seed) for method in METHODS]
    return Evaluation(
        answers=len(rows),
        respondents=len(finished.group_by_respondent()),
        draws=draws,
        seed=seed,
        learning=tuple(learning),
        orders=tuple(orders),
        summaries=tuple(summaries),
        offers=measure_offers(finished),
    )


def _measure_learning(
    finished: FinishedAnswers, count: int, draws: int, seed: int, words: object
) -> Iterator[Learning]:
    if count:
        every_draw = draw_splits(finished, count, draws, seed)
    else:
        every_draw = draw_resamples(finished, draws, seed)
    drawn = [split for split in every_draw if split.asked]
    if not drawn:
        return

    tool, classifier, random_order = METHODS
    by_tool = [measure_tool(finished, split) for split in drawn]
    yield _summarise_draws(count, tool, drawn, by_tool)
    # Without any label there is nothing that a classifier could be trained on.
    if count:
        untaught = [measure_tool(finished, RespondentSplit([], split.asked)) for split in drawn]
        yield _summarise_draws(count, UNTAUGHT, drawn, untaught)
        by_classifier = [measure_classifier(finished, split, words) for split in drawn]
        yield _summarise_draws(count, classifier, drawn, by_classifier)
    by_chance = []
    for n, split in enumerate(drawn):
        by_chance.append(measure_random_order(finished, split, seed + n))
    yield _summarise_draws(count, random_order, drawn, by_chance)


def _summarise_draws(
    count: int, method: str, drawn: Sequence[RespondentSplit], found: Sequence[Quality]
) -> Learning:
    asked = sum(len(split.asked) for split in drawn) / len(drawn)
    return Learning(
        labels=count,
        method=method,
        asked=asked,
        ap=average_over_draws([quality.ap for quality in found]),
        recall_3=average_over_draws([quality.recall_3 for quality in found]),
        top_right=average_over_draws([quality.top_right for quality in found]),
    )


def _compare_orders(
    finished: FinishedAnswers, code: str, carriers: Sequence[int], words: object, seed: int
) -> Iterator[CodeOrder]:
    rows = list_candidates(finished, code)
    size, count = len(rows), len(carriers)
    tool, classifier, random_order = METHODS

    places = read_likeliest(finished, code, rows)
    reading = measure_reading(list(places.values()), size)
    yield CodeOrder(code, tool, count, size, reading, tuple(places.items()))

    # The classifier starts at random, so one start says little of it.
    starts = [read_plainly(finished, code, rows, words, seed + n) for n in range(_STARTS)]
    readings = [measure_reading(list(start.values()), size) for start in starts]
    first = tuple(starts[0].items())
    yield CodeOrder(code, classifier, count, size, _average_readings(readings), first)

    yield CodeOrder(code, random_order, count, size, estimate_random_reading(count, size))


def list_candidates(finished: FinishedAnswers, code: str) -> list[int]:
    """Where one would look for a code: in its questions, and wherever else it was applied."""
    scope = finished.suggester.find_texts_in_scope(code)
    question_of = finished.suggester.question_of
    questions = set(question_of[scope].tolist())
    for row in finished.list_rows_with(code):
        questions.add(int(question_of[row]))
    return [row for row in finished.rows if int(question_of[row]) in questions]


def _average_readings(found: Sequence[ReadingCost]) -> ReadingCost:
    columns = zip(*found, strict=True)
    means = ReadingCost._make(sum(column) / len(found) for column in columns)
    # A number of answers, and not a share like the others.
    return means._replace(first=round(means.first))


def _summarise_orders(method: str, orders: Sequence[CodeOrder], seed: int) -> OrderSummary:
    found = [order.reading for order in orders if order.method == method]
    return OrderSummary(
        method=method,
        codes=len(found),
        read_for_95=average_over_codes([reading.read_for_95 for reading in found], seed),
        wss_95=average_over_codes([reading.wss_95 for reading in found], seed),
        atd=average_over_codes([reading.atd for reading in found], seed),
        found_10=average_over_codes([reading.found_10 for reading in found], seed),
        found_20=average_over_codes([reading.found_20 for reading in found], seed),
    )


def average_over_draws(values: Sequence[float]) -> MeanEstimate:
    """Mean of draws, and the range in which the middle 95 % of them lie."""
    known = sorted(value for value in values if not math.isnan(value))
    if not known:
        return MeanEstimate(math.nan, math.nan, math.nan)
    return MeanEstimate(sum(known) / len(known), *_find_middle(known))


def average_over_codes(values: Sequence[float], seed: int) -> MeanEstimate:
    """Mean over codes with its percentile bootstrap interval.

    Codes are drawn, because which codes a study has is chance too.
    """
    import numpy as np

    all_values = np.array(values)
    count = len(all_values)
    drawn = np.random.default_rng(seed).integers(count, size=(_RESAMPLES, count))
    means = np.sort(all_values[drawn].mean(axis=1))
    return MeanEstimate(float(all_values.mean()), *_find_middle(means.tolist()))


def _find_middle(ordered: Sequence[float]) -> tuple[float, float]:
    """The ends of the middle 95 % of sorted values."""
    edge = math.floor((1 - _MIDDLE) / 2 * (len(ordered) - 1))
    return ordered[edge], ordered[len(ordered) - 1 - edge]
