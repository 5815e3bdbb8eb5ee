"""How well two columns agree, for telling layouts apart; never for a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tipcoder.agreement.tables.values import key_of


def corrected_agreement(one: Sequence[str], other: Sequence[str]) -> float | None:
    """Scott's pi of the lines that both fill: (agreement - chance) / (1 - chance); None where nothing varies."""
    pairs = [(key_of(a), key_of(b)) for a, b in zip(one, other, strict=True) if a and b]
    if not pairs:
        return None
    same = sum(a == b for a, b in pairs) / len(pairs)
    often = Counter(key for pair in pairs for key in pair)
    chance = sum((times / (2 * len(pairs))) ** 2 for times in often.values())
    return None if chance > 1 - 1e-9 else (same - chance) / (1 - chance)
