"""Which coders a comparison can be made of."""

from __future__ import annotations

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
    # A response counts for a coder where any code of it is joint.
    on_joint = ratings.known & ratings.joint[:, :, None]
    joint = on_joint.any(axis=0).sum(axis=0)
    keep = [coder for coder, count in enumerate(joint) if count >= max(least, 1)]
    if len(keep) < 2:
        keep = [coder for coder, count in enumerate(joint) if count]
    if len(keep) < 2:
        # Nobody can be compared: all stay, and the report says that nothing is joint.
        return list(range(len(ratings.coders))), []

    notes = []
    for coder, name in enumerate(ratings.coders):
        if coder not in keep:
            few = terms.format_count(int(joint[coder])) if joint[coder] else f"no {terms.unit}"
            notes.append(f"{name} is left out: {few} {terms.finished} together with another coder.")
    return keep, notes
