"""What the tool would have been worth on work that is finished, beside random order and a plain classifier."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tipcoder.suggestion.measuring import Reading, random_reading, reading
from tipcoder.suggestion.replaying import (
    Finished,
    Quality,
    Split,
    ours,
    plain,
    random_order,
    read_likeliest,
    read_plainly,
    resampled,
    splits,
    words_of,
)

METHODS = ("tipcoder", "tf-idf and logistic regression", "random")
FEW = 2
"""Carriers below which a reading order says nothing."""
_RESAMPLES = 2_000
_STARTS = 3
"""Random starts of the plain classifier's reading order."""
_MIDDLE = 0.95


class Estimate(NamedTuple):
    """A mean and the middle 95 % around it."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Learning:
    """Quality on answers of other respondents after so many labels; intervals over draws of respondents."""

    labels: int
    method: str
    asked: float
    """Mean number of answers asked for."""
    ap: Estimate
    recall_3: Estimate
    top_right: Estimate


@dataclass(frozen=True)
class CodeOrder:
    """One code's pile read in one order. `places` are those of its carriers; a random order has none."""

    code: str
    method: str
    carriers: int
    pile: int
    reading: Reading
    places: tuple[tuple[int, int], ...] = ()
    """(row, answers read when it came up)."""


@dataclass(frozen=True)
class OrderSummary:
    """One way of ordering, over codes; intervals by bootstrap over codes."""

    method: str
    codes: int
    read_for_95: Estimate
    wss_95: Estimate
    atd: Estimate
    found_10: Estimate
    found_20: Estimate


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


def evaluate(
    finished: Finished,
    *,
    labels: Sequence[int],
    draws: int,
    seed: int,
    progress: Callable[[str], None] = lambda _: None,
) -> Evaluation:
    """Replay the work. Numbers of labels that leave no respondent to ask are passed over."""
    rows = finished.rows
    words = words_of([text.text for text in finished.suggester.texts])
    curve: list[Learning] = []
    for count in labels:
        if count < len(rows):
            progress(f"after {count} labels")
            curve += _learning(finished, count, draws, seed, words)
    orders: list[CodeOrder] = []
    for code in finished.suggester.codes:
        carriers = finished.rows_of(code.key)
        if len(carriers) >= FEW:
            progress(code.key)
            orders += _orders(finished, code.key, carriers, words, seed)
    summaries = tuple(_summary(method, orders, seed) for method in METHODS if orders)
    return Evaluation(len(rows), len(finished.by_respondent()), draws, seed, tuple(curve), tuple(orders), summaries)


def _learning(finished: Finished, count: int, draws: int, seed: int, words: object) -> Iterator[Learning]:
    drawn = list(splits(finished, count, draws, seed) if count else resampled(finished, draws, seed))
    drawn = [split for split in drawn if split.asked]
    if not drawn:
        return
    tried: dict[str, Callable[[int, Split], Quality]] = {
        METHODS[0]: lambda _, split: ours(finished, split),
        METHODS[1]: lambda _, split: plain(finished, split, words),
        METHODS[2]: lambda n, split: random_order(finished, split, seed + n),
    }
    for method, measure in tried.items():
        if count or method != METHODS[1]:
            found = [measure(n, split) for n, split in enumerate(drawn)]
            asked = sum(len(split.asked) for split in drawn) / len(drawn)
            yield Learning(count, method, asked, *(over_draws([q[part] for q in found]) for part in range(3)))


def _orders(finished: Finished, code: str, carriers: Sequence[int], words: object, seed: int) -> Iterator[CodeOrder]:
    rows = pile_of(finished, code)
    size, count = len(rows), len(carriers)
    mine = read_likeliest(finished, code, rows)
    yield CodeOrder(code, METHODS[0], count, size, reading(list(mine.values()), size), tuple(mine.items()))
    starts = [read_plainly(finished, code, rows, words, seed + n) for n in range(_STARTS)]
    averaged = _averaged([reading(list(places.values()), size) for places in starts])
    yield CodeOrder(code, METHODS[1], count, size, averaged, tuple(starts[0].items()))
    yield CodeOrder(code, METHODS[2], count, size, random_reading(count, size))


def pile_of(finished: Finished, code: str) -> list[int]:
    """Where one would look for a code: in its questions, and wherever else somebody put it."""
    scope = finished.suggester.in_scope(code)
    at = finished.suggester.question_of
    questions = {int(at[row]) for row in finished.rows_of(code)} | {int(q) for q in at[scope]}
    return [row for row in finished.rows if int(at[row]) in questions]


def _averaged(found: Sequence[Reading]) -> Reading:
    means = Reading._make(sum(column) / len(found) for column in zip(*found, strict=True))
    return means._replace(first=round(means.first))


def _summary(method: str, orders: Sequence[CodeOrder], seed: int) -> OrderSummary:
    found = [order.reading for order in orders if order.method == method]
    return OrderSummary(method, len(found), *(over_codes([one[part] for one in found], seed) for part in range(5)))


def over_draws(values: Sequence[float]) -> Estimate:
    """Mean of draws, and the range in which the middle 95 % of them lie."""
    known = sorted(value for value in values if not math.isnan(value))
    if not known:
        return Estimate(math.nan, math.nan, math.nan)
    return Estimate(sum(known) / len(known), *_middle(known))


def over_codes(values: Sequence[float], seed: int) -> Estimate:
    """Mean over codes with its percentile bootstrap interval: which codes a study has is chance too."""
    import numpy as np

    all_values = np.array(values)
    drawn = np.random.default_rng(seed).integers(len(all_values), size=(_RESAMPLES, len(all_values)))
    means = np.sort(all_values[drawn].mean(axis=1))
    return Estimate(float(all_values.mean()), *_middle(means.tolist()))


def _middle(ordered: Sequence[float]) -> tuple[float, float]:
    edge = math.floor((1 - _MIDDLE) / 2 * (len(ordered) - 1))
    return ordered[edge], ordered[len(ordered) - 1 - edge]
