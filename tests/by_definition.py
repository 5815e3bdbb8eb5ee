"""Krippendorff's alpha from its definition, pair by pair and in fractions:
nothing of it is shared with the program.

Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section D: alpha = 1 - D_o / D_e.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations

Number = Fraction | int


def alpha(
    units: Sequence[Sequence[object]], level: str = "nominal", order: Sequence[object] = ()
) -> float | None:
    """Of units x coders, None where nobody rated; `order` has the values from low to high."""
    known = [[value for value in unit if value is not None] for unit in units]
    pairable = [unit for unit in known if len(unit) > 1]
    often = Counter(value for unit in pairable for value in unit)
    n = sum(often.values())
    ranks = list(order) or sorted(
        often, key=lambda value: value if isinstance(value, int | float | Fraction) else 0
    )
    observed = Fraction(0)
    for unit in pairable:
        for a, b in permutations(unit, 2):
            observed += Fraction(_distance(a, b, level, often, ranks), len(unit) - 1)
    expected = Fraction(0)
    for a, times_a in often.items():
        for b, times_b in often.items():
            expected += times_a * times_b * Fraction(_distance(a, b, level, often, ranks))
    return None if expected == 0 else float(1 - (n - 1) * observed / expected)


def _distance(
    a: object, b: object, level: str, often: Counter[object], ranks: list[object]
) -> Fraction:
    if a == b:
        return Fraction(0)
    if level == "nominal":
        return Fraction(1)
    if level == "ordinal":
        low, high = sorted((ranks.index(a), ranks.index(b)))
        between = sum(often[value] for value in ranks[low : high + 1])
        return (between - Fraction(often[a] + often[b], 2)) ** 2
    one, other = Fraction(str(a)), Fraction(str(b))
    return (one - other) ** 2 if level == "interval" else ((one - other) / (one + other)) ** 2
