"""Which coders a comparison can be made of."""

from __future__ import annotations

from tipcoder.agreement.ratings import Ratings
from tipcoder.agreement.terms import CODES, Terms

LEAST_JOINT = 10
"""Joint responses that a coder of a study needs to take part, as long as two others have them."""


def choose_coders(ratings: Ratings, least: int = LEAST_JOINT, terms: Terms = CODES) -> tuple[list[int], list[str]]:
    """Numbers of the coders who take part, and a sentence for each who does not.

    One without a joint response would leave kappa undefined for all; one with a few would move every figure.
    """
    joint = (ratings.known & ratings.joint[:, :, None]).any(axis=0).sum(axis=0)
    enough = [g for g, n in enumerate(joint) if n >= max(least, 1)]
    keep = enough if len(enough) >= 2 else [g for g, n in enumerate(joint) if n]
    if len(keep) < 2:
        return list(range(len(ratings.coders))), []
    out = []
    for g, name in enumerate(ratings.coders):
        if g not in keep:
            few = terms.format_count(int(joint[g])) if joint[g] else f"no {terms.unit}"
            out.append(f"{name} is left out: {few} {terms.finished} together with another coder.")
    return keep, out
