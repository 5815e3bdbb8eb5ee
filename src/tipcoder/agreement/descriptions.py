"""Bare counts of one code: who read, who applied it, where they differ."""

from __future__ import annotations

import numpy as np

from tipcoder.agreement.patterns import Cells, Patterns
from tipcoder.agreement.ratings import Ratings
from tipcoder.agreement.results import CoderCount, Counts
from tipcoder.arrays import Bools


def count_ratings(ratings: Ratings, code: int) -> Counts:
    """Of one code, by its number.

    Of a variable of categories, "applied" is any category but the commonest.
    """
    patterns = ratings.patterns.of_code(code)
    rows, joint, raters = patterns.rows, patterns.is_joint, patterns.raters

    if ratings.are_codes:
        applied = rows == 1
        times = applied.sum(axis=1)
        present, absent = joint & (times == raters), joint & (times == 0)
    else:
        commonest = _find_commonest(patterns, len(ratings.categories))
        applied = patterns.known & (rows != commonest)
        # No category is the absence of another: units on which all agree are all "present".
        present, absent = joint & _find_unanimous(rows), np.zeros_like(joint)

    coders = []
    for g, name in enumerate(ratings.coders):
        coders.append(
            CoderCount(
                coder=name,
                joint=patterns.count_units(joint & patterns.known[:, g]),
                applied=patterns.count_units(joint & applied[:, g]),
                finished=patterns.count_units(patterns.known[:, g]),
            )
        )
    return Counts(
        joint=patterns.count_units(joint),
        single=patterns.count_units(raters == 1),
        nobody=patterns.count_units(raters == 0),
        all_present=patterns.count_units(present),
        split=patterns.count_units(joint & ~present & ~absent),
        all_absent=patterns.count_units(absent),
        coders=tuple(coders),
        several=not ratings.are_codes,
    )


def _find_commonest(patterns: Patterns, categories: int) -> int:
    """The category that was chosen most often on joint units; the first of several."""
    joint = patterns.is_joint
    rows, times = patterns.rows[joint], patterns.times[joint]
    often = [int(times @ (rows == category).sum(axis=1)) for category in range(categories)]
    return int(np.argmax(often))


def _find_unanimous(rows: Cells) -> Bools:
    """(patterns,): whether all coders who rated it chose one category, from (patterns, coders)."""
    # Rows may have holes, so that they are compared one by one.
    same = [len(set(row[row >= 0])) == 1 for row in rows]
    return np.array(same, bool)
