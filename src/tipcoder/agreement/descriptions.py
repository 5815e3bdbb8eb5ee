"""Bare counts of one code: who read, who applied it, where they differ."""

from __future__ import annotations

import numpy as np

from tipcoder.agreement.ratings import Cells, Ratings
from tipcoder.agreement.results import CoderCount, Counts
from tipcoder.arrays import Bools


def count_ratings(ratings: Ratings, code: int) -> Counts:
    """Of one code, by its number.

    Of a variable of categories, "applied" is any category but the commonest.
    """
    values = ratings.values[code]
    known = values >= 0
    raters = known.sum(axis=1)
    joint = raters >= 2

    if ratings.are_codes:
        applied = values == 1
        times = applied.sum(axis=1)
        present, absent = joint & (times == raters), joint & (times == 0)
    else:
        applied = known & (values != _find_commonest(values[joint], len(ratings.categories)))
        # No category is the absence of another: units on which all agree are all "present".
        present, absent = joint & _find_unanimous(values), np.zeros_like(joint)

    coders = []
    for g, name in enumerate(ratings.coders):
        coders.append(
            CoderCount(
                coder=name,
                joint=int((joint & known[:, g]).sum()),
                applied=int((joint & applied[:, g]).sum()),
                finished=int(known[:, g].sum()),
            )
        )
    return Counts(
        joint=int(joint.sum()),
        single=int((raters == 1).sum()),
        nobody=int((raters == 0).sum()),
        all_present=int(present.sum()),
        split=int((joint & ~present & ~absent).sum()),
        all_absent=int(absent.sum()),
        coders=tuple(coders),
        several=not ratings.are_codes,
    )


def _find_commonest(values: Cells, categories: int) -> int:
    """The category that was chosen most often; the first of several."""
    often = [int((values == category).sum()) for category in range(categories)]
    return int(np.argmax(often))


def _find_unanimous(values: Cells) -> Bools:
    """(units,): whether all coders who rated it chose one category, from (units, coders)."""
    # Rows may have holes, so that they are compared one by one.
    same = [len(set(row[row >= 0])) == 1 for row in values]
    return np.array(same, bool)
