"""How well two columns agree, for telling layouts apart; never for a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import StatisticsError, correlation

from tipcoder.agreement.tables.values import fold_to_key, parse_number


def compute_corrected_agreement(one: Sequence[str], other: Sequence[str]) -> float | None:
    """Scott's pi of the lines that both fill: (agreement - chance) / (1 - chance); None where nothing varies."""
    pairs = [(fold_to_key(a), fold_to_key(b)) for a, b in zip(one, other, strict=True) if a and b]
    if not pairs:
        return None
    same = sum(a == b for a, b in pairs) / len(pairs)
    often = Counter(key for pair in pairs for key in pair)
    chance = sum((times / (2 * len(pairs))) ** 2 for times in often.values())
    return None if chance > 1 - 1e-9 else (same - chance) / (1 - chance)


def compute_correlation(one: Sequence[str], other: Sequence[str]) -> float:
    """Pearson's correlation of the lines that have a number in both; 0 where there is none."""
    pairs = [(parse_number(a), parse_number(b)) for a, b in zip(one, other, strict=True)]
    numbers = [(float(a), float(b)) for a, b in pairs if a is not None and b is not None]
    try:
        return correlation([a for a, _ in numbers], [b for _, b in numbers])
    except StatisticsError:
        return 0.0
