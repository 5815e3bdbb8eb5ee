"""How good offers would have been on finished work, before anybody had coded."""

from __future__ import annotations

from typing import NamedTuple

from tipcoder.suggestion.offering import choose_suggestions
from tipcoder.suggestion.replaying import FinishedAnswers
from tipcoder.suggestion.strength import STRONG


class OfferQuality(NamedTuple):
    """Counts of codes on answers."""

    offered: int
    right: int
    """Offered and carried."""
    carried: int
    strong: int
    """Offered as strong."""
    strong_right: int


def measure_offers(finished: FinishedAnswers) -> OfferQuality:
    """Offers for the finished answers, made by the code that the workbench offers with.

    The suggester knows no judgement, and offers what it would offer to somebody who begins. Only
    codes that some answer carries count: of others it is open whether anybody looked for them.
    """
    used = frozenset[str]().union(*finished.carried.values())
    every = [code.key for code in finished.suggester.codes]
    found = OfferQuality(0, 0, 0, 0, 0)
    for row, carried in finished.carried.items():
        chosen = choose_suggestions(finished.suggester, row, every)
        offered = {one.code: one.strength == STRONG for one in chosen if one.code in used}
        strong = {code for code, is_strong in offered.items() if is_strong}
        found = OfferQuality(
            found.offered + len(offered),
            found.right + len(carried & offered.keys()),
            found.carried + len(carried),
            found.strong + len(strong),
            found.strong_right + len(carried & strong),
        )
    return found
