"""How well two columns agree, for telling layouts apart; never for a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain, combinations
from statistics import StatisticsError, correlation

from tipcoder.agreement.tables.values import fold_to_key, parse_number


def compute_corrected_agreement(one: Sequence[str], other: Sequence[str]) -> float | None:
    """Scott's pi (1955) of the lines that both fill: (agreement - chance) / (1 - chance).

    None where nothing varies.
    """
    pairs = []
    for a, b in zip(one, other, strict=True):
        # A line that one of both left empty says nothing on agreement.
        if a and b:
            pairs.append((fold_to_key(a), fold_to_key(b)))
    if not pairs:
        return None

    same = sum(a == b for a, b in pairs) / len(pairs)
    often = Counter(chain.from_iterable(pairs))
    chance = sum((times / (2 * len(pairs))) ** 2 for times in often.values())
    # Where all cells are the same there is nothing to correct, and no value.
    return None if chance > 1 - 1e-9 else (same - chance) / (1 - chance)


def list_agreements(columns: Sequence[Sequence[str]]) -> list[float]:
    """Corrected agreement of each pair of columns; without pairs of which it is undefined."""
    found = []
    for one, other in combinations(columns, 2):
        agreement = compute_corrected_agreement(one, other)
        if agreement is not None:
            found.append(agreement)
    return found


def compute_mean(values: Sequence[float]) -> float | None:
    """The mean; None of nothing."""
    return sum(values) / len(values) if values else None


def compute_correlation(one: Sequence[str], other: Sequence[str]) -> float:
    """Pearson's correlation of the lines that have a number in both; 0 where it is undefined."""
    first = []
    second = []
    for a, b in zip(map(parse_number, one), map(parse_number, other), strict=True):
        if a is not None and b is not None:
            first.append(float(a))
            second.append(float(b))
    try:
        return correlation(first, second)
    # Too few lines, or a column without variation.
    except StatisticsError:
        return 0.0
