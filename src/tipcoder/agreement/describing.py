"""Bare counts of one code: who read, who applied it, where they differ."""

from __future__ import annotations

import numpy as np

from tipcoder.agreement.ratings import Ratings
from tipcoder.agreement.results import CoderCount, Counts


def count_ratings(ratings: Ratings, code: int) -> Counts:
    """Of one code. Of a variable of categories, "applied" is any but the commonest."""
    values = ratings.values[code]
    known = values >= 0
    raters = known.sum(axis=1)
    joint = raters >= 2
    several = not ratings.are_codes
    if several:
        often = [int((values[joint] == k).sum()) for k in range(len(ratings.categories))]
        applied = known & (values != int(np.argmax(often)))
        same = np.array([len(set(row[row >= 0])) == 1 for row in values], bool)
        present, absent = joint & same, np.zeros_like(joint)
    else:
        applied = values == 1
        often_applied = applied.sum(axis=1)
        present, absent = joint & (often_applied == raters), joint & (often_applied == 0)
    return Counts(
        joint=int(joint.sum()),
        single=int((raters == 1).sum()),
        nobody=int((raters == 0).sum()),
        all_present=int(present.sum()),
        split=int((joint & ~present & ~absent).sum()),
        all_absent=int(absent.sum()),
        coders=tuple(
            CoderCount(
                name, int((joint & known[:, g]).sum()), int((joint & applied[:, g]).sum()), int(known[:, g].sum())
            )
            for g, name in enumerate(ratings.coders)
        ),
        several=several,
    )
