"""Which coders a comparison can be made of."""

from __future__ import annotations

import numpy as np

from tipcoder.agreement.ratings import Ratings
from tipcoder.agreement.terms import CODES, Terms

LEAST_JOINT = 10
"""Joint responses that a coder of a study needs to take part, as long as two others have them."""


def choose_coders(
    ratings: Ratings, least: int = LEAST_JOINT, terms: Terms = CODES
) -> tuple[list[int], list[str]]:
    """Numbers of the coders who take part, and a sentence for each who does not.

    One without a joint response would leave kappa undefined for all; one with a few would move
    every figure.
    """
    joint = _count_joint_units(ratings)
    keep = [coder for coder, count in enumerate(joint) if count >= max(least, 1)]
    if len(keep) < 2:
        keep = [coder for coder, count in enumerate(joint) if count]
    if len(keep) < 2:
        # Nobody can be compared: all stay, and the report says that nothing is joint.
        return list(range(len(ratings.coders))), []

    notes = []
    for coder, name in enumerate(ratings.coders):
        if coder not in keep:
            few = terms.format_count(joint[coder]) if joint[coder] else f"no {terms.unit}"
            notes.append(f"{name} is left out: {few} {terms.finished} together with another coder.")
    return keep, notes


def _count_joint_units(ratings: Ratings) -> list[int]:
    """For each coder, the responses of which any code is known of her and of another coder."""
    took_part = np.zeros((len(ratings.units), len(ratings.coders)), bool)
    for patterns in ratings.patterns.distinct:
        took_part |= patterns.spread(patterns.known & patterns.is_joint[:, None])
    return list(map(int, np.count_nonzero(took_part, axis=0)))
