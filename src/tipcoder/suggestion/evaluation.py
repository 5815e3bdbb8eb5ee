"""What the tool would have been worth on work that is finished, beside random order and a plain
classifier.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tipcoder.suggestion.measuring import ReadingCost, estimate_random_reading, measure_reading
from tipcoder.suggestion.replaying import (
    FinishedAnswers,
    Quality,
    RespondentSplit,
    build_word_matrix,
    draw_resamples,
    draw_splits,
    measure_classifier,
    measure_random_order,
    measure_tool,
    read_likeliest,
    read_plainly,
)

METHODS = ("tipcoder", "tf-idf and logistic regression", "random")
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
    """Quality on answers of other respondents after so many labels; intervals over draws of
    respondents.
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
    """One code's pile read in one order.

    `places` are those of its carriers; a random order has none.
    """

    code: str
    method: str
    carriers: int
    pile: int
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
    curve: list[Learning] = []
    for count in labels:
        if count < len(rows):
            progress(f"after {count} labels")
            curve += _measure_learning(finished, count, draws, seed, words)
    orders: list[CodeOrder] = []
    for code in finished.suggester.codes:
        carriers = finished.list_rows_with(code.key)
        if len(carriers) >= FEW:
            progress(code.key)
            orders += _compare_orders(finished, code.key, carriers, words, seed)
    summaries = tuple(_summarise_orders(method, orders, seed) for method in METHODS if orders)
    return Evaluation(
        len(rows),
        len(finished.group_by_respondent()),
        draws,
        seed,
        tuple(curve),
        tuple(orders),
        summaries,
    )


def _measure_learning(
    finished: FinishedAnswers, count: int, draws: int, seed: int, words: object
) -> Iterator[Learning]:
    drawn = list(
        draw_splits(finished, count, draws, seed)
        if count
        else draw_resamples(finished, draws, seed)
    )
    drawn = [split for split in drawn if split.asked]
    if not drawn:
        return
    tried: dict[str, Callable[[int, RespondentSplit], Quality]] = {
        METHODS[0]: lambda _, split: measure_tool(finished, split),
        METHODS[1]: lambda _, split: measure_classifier(finished, split, words),
        METHODS[2]: lambda n, split: measure_random_order(finished, split, seed + n),
    }
    for method, measure in tried.items():
        if count or method != METHODS[1]:
            found = [measure(n, split) for n, split in enumerate(drawn)]
            asked = sum(len(split.asked) for split in drawn) / len(drawn)
            yield Learning(
                count,
                method,
                asked,
                *(average_over_draws([q[part] for q in found]) for part in range(3)),
            )


def _compare_orders(
    finished: FinishedAnswers, code: str, carriers: Sequence[int], words: object, seed: int
) -> Iterator[CodeOrder]:
    rows = list_candidates(finished, code)
    size, count = len(rows), len(carriers)
    mine = read_likeliest(finished, code, rows)
    yield CodeOrder(
        code,
        METHODS[0],
        count,
        size,
        measure_reading(list(mine.values()), size),
        tuple(mine.items()),
    )
    starts = [read_plainly(finished, code, rows, words, seed + n) for n in range(_STARTS)]
    averaged = _average_readings(
        [measure_reading(list(places.values()), size) for places in starts]
    )
    yield CodeOrder(code, METHODS[1], count, size, averaged, tuple(starts[0].items()))
    yield CodeOrder(code, METHODS[2], count, size, estimate_random_reading(count, size))


def list_candidates(finished: FinishedAnswers, code: str) -> list[int]:
    """Where one would look for a code: in its questions, and wherever else somebody put it."""
    scope = finished.suggester.find_texts_in_scope(code)
    at = finished.suggester.question_of
    questions = {int(at[row]) for row in finished.list_rows_with(code)} | {
        int(q) for q in at[scope]
    }
    return [row for row in finished.rows if int(at[row]) in questions]


def _average_readings(found: Sequence[ReadingCost]) -> ReadingCost:
    means = ReadingCost._make(sum(column) / len(found) for column in zip(*found, strict=True))
    return means._replace(first=round(means.first))


def _summarise_orders(method: str, orders: Sequence[CodeOrder], seed: int) -> OrderSummary:
    found = [order.reading for order in orders if order.method == method]
    return OrderSummary(
        method,
        len(found),
        *(average_over_codes([one[part] for one in found], seed) for part in range(5)),
    )


def average_over_draws(values: Sequence[float]) -> MeanEstimate:
    """Mean of draws, and the range in which the middle 95 % of them lie."""
    known = sorted(value for value in values if not math.isnan(value))
    if not known:
        return MeanEstimate(math.nan, math.nan, math.nan)
    return MeanEstimate(sum(known) / len(known), *_find_middle(known))


def average_over_codes(values: Sequence[float], seed: int) -> MeanEstimate:
    """Mean over codes with its percentile bootstrap interval: which codes a study has is chance
    too.
    """
    import numpy as np

    all_values = np.array(values)
    drawn = np.random.default_rng(seed).integers(
        len(all_values), size=(_RESAMPLES, len(all_values))
    )
    means = np.sort(all_values[drawn].mean(axis=1))
    return MeanEstimate(float(all_values.mean()), *_find_middle(means.tolist()))


def _find_middle(ordered: Sequence[float]) -> tuple[float, float]:
    edge = math.floor((1 - _MIDDLE) / 2 * (len(ordered) - 1))
    return ordered[edge], ordered[len(ordered) - 1 - edge]
