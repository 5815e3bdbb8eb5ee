"""Drawing answers by lot within strata, so that a part speaks for the whole; the same seed draws
the same answers.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Stratum(NamedTuple):
    """Answers that are drawn among themselves, and how many of them are."""

    name: str
    answers: Sequence[int]
    drawn: int

    @property
    def chance(self) -> float:
        """With what chance an answer of it is drawn."""
        return self.drawn / len(self.answers) if self.answers else 0.0


def allocate_in_proportion(groups: Mapping[str, Sequence[int]], size: int) -> list[Stratum]:
    """`size` answers in proportion to the groups' sizes, by largest remainders.

    Not more than there are.
    """
    total = sum(len(group) for group in groups.values())
    # Whole numbers, so that no rounding decides which remainder is larger.
    exact = {name: divmod(size * len(group), total) for name, group in groups.items()}
    quota = {name: whole for name, (whole, _) in exact.items()}
    missing = size - sum(quota.values())
    # By name where remainders are equal, so that a draw can be repeated.
    for name in sorted(exact, key=lambda n: (-exact[n][1], n))[:missing]:
        quota[name] += 1
    return [Stratum(name, group, quota[name]) for name, group in groups.items()]


def allocate_equally(groups: Mapping[str, Sequence[int]], size: int) -> list[Stratum]:
    """`size` answers, equally many from each group as far as they have them."""
    quota = dict.fromkeys(groups, 0)
    left = size
    open_groups = [name for name, group in groups.items() if group]
    while left and open_groups:
        # At least one, or what is left over would never be given out.
        each = max(left // len(open_groups), 1)
        for name in list(open_groups):
            more = min(each, len(groups[name]) - quota[name], left)
            quota[name] += more
            left -= more
            if quota[name] == len(groups[name]):
                open_groups.remove(name)
    return [Stratum(name, group, quota[name]) for name, group in groups.items()]


def draw_sample(strata: Sequence[Stratum], seed: int) -> dict[int, float]:
    """The answers drawn, each with the chance that it had."""
    chosen: dict[int, float] = {}
    for stratum in strata:
        # A stratum draws the same answers whatever other strata there are.
        lot = random.Random(f"{seed} {stratum.name}").sample(list(stratum.answers), stratum.drawn)
        chosen.update(dict.fromkeys(lot, stratum.chance))
    return chosen
