"""The same ratings of two coders at a time, and without one coder at a time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from tipcoder.agreement.ratings import Ratings


def iterate_pairs(ratings: Ratings) -> Iterator[tuple[tuple[str, str], Ratings]]:
    """For each pair of coders their names and their ratings."""
    for one, other in combinations(range(len(ratings.coders)), 2):
        names = (ratings.coders[one], ratings.coders[other])
        yield names, ratings.select_coders([one, other])


def iterate_without_each(ratings: Ratings) -> Iterator[tuple[str, Ratings]]:
    """For each coder the name and the ratings of all others; nothing for two coders or fewer."""
    everybody = range(len(ratings.coders))
    # Without one of two coders there is nobody to agree with.
    if len(everybody) < 3:
        return
    for gone in everybody:
        rest = [coder for coder in everybody if coder != gone]
        yield ratings.coders[gone], ratings.select_coders(rest)
