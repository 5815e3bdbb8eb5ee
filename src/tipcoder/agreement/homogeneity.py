"""Whether coders agree equally well on a code in every part of a study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tipcoder.agreement.part_alphas import Parts, compare_alphas
from tipcoder.agreement.patterns import Patterns
from tipcoder.agreement.ratings import Ratings
from tipcoder.agreement.results import PartAgreement, PartComparison
from tipcoder.agreement.verdicts import JUDGED_FROM
from tipcoder.arrays import Floats
from tipcoder.quantiles import find_chi_square_tail


def compare_parts(ratings: Ratings, division: str, labels: Sequence[str]) -> list[PartComparison]:
    """Every code of `ratings` that can be judged in two parts or more.

    `labels` gives each unit its part, and each counts once. Kappas are compared where nobody but
    two coders read a unit of the code, and alphas (`part_alphas`) where three or more did. A part
    counts where each value was given ten times in the mean of its coders: with fewer the reference
    distribution does not hold.
    """
    names = list(dict.fromkeys(labels))
    number = {name: at for at, name in enumerate(names)}
    part_of = np.array([number[label] for label in labels], np.intp)
    parts = Parts(division, names, part_of, ratings.cluster_numbers)
    # Codes that are alike are compared once.
    of_distinct = [_compare_code(patterns, parts) for patterns in ratings.patterns.distinct]
    found = []
    for code, place in zip(ratings.codes, ratings.patterns.place, strict=True):
        compared = of_distinct[place]
        if compared is not None:
            found.append(replace(compared, code=code))
    return found


def _compare_code(patterns: Patterns, parts: Parts) -> PartComparison | None:
    """Of one code, not yet named; None where fewer than two parts can be judged."""
    if np.any(patterns.raters > 2):
        return compare_alphas(patterns, parts)
    counts = _count_pairs(patterns, parts.of_unit, len(parts.names))
    judged = [at for at in range(len(counts)) if _can_be_judged(counts[at])]
    if len(judged) < 2:
        return None
    names = [parts.names[at] for at in judged]
    return _compare_counts(parts.division, names, np.array([counts[at] for at in judged]))


def _count_pairs(
    patterns: Patterns, part_of: NDArray[np.intp], parts: int
) -> list[tuple[int, int, int]]:
    """For each part, how many units both coders gave the code to, one of them, and none.

    `part_of` (units,) is the number of each unit's part.
    """
    kinds = len(patterns.rows)
    cells = np.bincount(part_of * kinds + patterns.number, minlength=parts * kinds)
    by_part = cells.reshape(parts, kinds)
    applied = (patterns.rows == 1).sum(axis=1)
    is_double = patterns.raters == 2
    counts = [by_part[:, is_double & (applied == often)].sum(axis=1) for often in (2, 1, 0)]
    return list(zip(*(each.tolist() for each in counts), strict=True))


def _can_be_judged(counts: Sequence[int]) -> bool:
    both, split, none = counts
    return min(2 * both + split, 2 * none + split) >= 2 * JUDGED_FROM


def _compare_counts(division: str, names: Sequence[str], counts: Floats) -> PartComparison:
    """Donner, Eliasziw & Klar (1996), Testing the homogeneity of kappa statistics: chi-square of
    the pairs in each part against those that one kappa for all parts lets expect, with the share
    of the code in each part as it is. `counts` has the shape (parts, 3).
    """
    units = counts.sum(axis=1)
    share = (counts[:, 0] + counts[:, 1] / 2) / units
    varied = share * (1 - share)
    kappa = 1 - counts[:, 1] / (2 * units * varied)
    common = float((units * varied * kappa).sum() / (units * varied).sum())

    both = share**2 + varied * common
    split = 2 * varied * (1 - common)
    expected = np.stack([both, split, 1 - both - split], axis=1) * units[:, None]
    # Where one kappa expects none of a kind there are none: nobody ever differed.
    apart = np.where(expected > 0, (counts - expected) ** 2 / np.maximum(expected, 1e-300), 0.0)
    statistic, df = float(apart.sum()), len(names) - 1

    # Alpha corrects kappa for small samples (Krippendorff): 2 n values make n pairs.
    alpha = 1 - (1 - kappa) * (2 * units - 1) / (2 * units)
    parts = []
    for name, n, value in zip(names, units.tolist(), alpha.tolist(), strict=True):
        parts.append(PartAgreement(name, int(n), value))
    p = find_chi_square_tail(statistic, df)
    return PartComparison("", division, tuple(parts), statistic, df, p)
