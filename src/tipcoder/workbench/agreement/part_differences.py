"""On which codes coders agree better in one language, or on one question, than in others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tipcoder.analysis.families import adjust_by_holm

if TYPE_CHECKING:
    from tipcoder.agreement.ratings import Ratings
    from tipcoder.agreement.results import PartComparison

MOST_BY_CHANCE = 0.05
"""An adjusted p from which parts are taken as alike."""


def find_part_differences(
    ratings: Ratings, coders: Sequence[str], divisions: Mapping[str, Sequence[str]]
) -> tuple[PartComparison, ...]:
    """The codes whose agreement differs by more than chance, after Holm over all comparisons.

    `divisions` gives by name, like language, the part of each unit. Nothing where units have
    weights, which the test does not know.
    """
    from tipcoder.agreement.homogeneity import compare_parts

    if ratings.weights:
        return ()
    chosen = [place for place, name in enumerate(ratings.coders) if name in coders]
    kept = ratings.select_coders(chosen)
    compared: list[PartComparison] = []
    for division, labels in divisions.items():
        compared += compare_parts(kept, division, labels)
    differing = []
    adjusted = adjust_by_holm([one.p for one in compared])
    for one, p in zip(compared, adjusted, strict=True):
        if p < MOST_BY_CHANCE:
            differing.append(replace(one, p_adjusted=p, family_size=len(compared)))
    return tuple(differing)
