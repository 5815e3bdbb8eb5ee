"""The order of things on a circle in which those that belong together are neighbours."""

from __future__ import annotations

from collections.abc import Mapping

Ties = Mapping[tuple[int, int], float]
"""How strongly two things belong together, by their numbers, the lower first."""


_LEAST_GAIN = 1e-9
"""Less is a rounding error, which might be exchanged for ever."""


def order_on_circle(count: int, ties: Ties) -> list[int]:
    """The numbers from 0 in the order of the circle; the same ties give the same order.

    Two places are exchanged as long as that shortens the ties, each weighed by its strength and
    measured in steps along the circle. It ends, because every exchange shortens them.
    """
    circle = _Circle(count, ties)
    is_shorter = True
    while is_shorter:
        is_shorter = False
        for one in range(count):
            for other in range(one + 1, count):
                if circle.measure_gain(one, other) > _LEAST_GAIN:
                    circle.exchange(one, other)
                    is_shorter = True
    return circle.order


class _Circle:
    """Numbers at places, and where each of them is."""

    def __init__(self, count: int, ties: Ties) -> None:
        self.order = list(range(count))
        self._place_of = list(range(count))
        self._ties: list[dict[int, float]] = [{} for _ in range(count)]
        for (one, other), strength in ties.items():
            self._ties[one][other] = strength
            self._ties[other][one] = strength

    def exchange(self, one: int, other: int) -> None:
        """Exchange what stands at two places."""
        order = self.order
        order[one], order[other] = order[other], order[one]
        self._place_of[order[one]] = one
        self._place_of[order[other]] = other

    def measure_gain(self, one: int, other: int) -> float:
        """By how much all ties become shorter where two places are exchanged."""
        first, second = self.order[one], self.order[other]
        return self._measure_move(first, other, second) + self._measure_move(second, one, first)

    def _measure_move(self, moved: int, to: int, partner: int) -> float:
        start, gain = self._place_of[moved], 0.0
        for tied, strength in self._ties[moved].items():
            # The tie between the two that are exchanged keeps its length.
            if tied != partner:
                at = self._place_of[tied]
                gain += strength * (self._count_steps(start, at) - self._count_steps(to, at))
        return gain

    def _count_steps(self, one: int, other: int) -> int:
        apart = abs(one - other)
        return min(apart, len(self.order) - apart)
