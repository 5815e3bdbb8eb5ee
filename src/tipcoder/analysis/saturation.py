"""Whether more answers would bring more codes: what is new in each, and what is still unseen.

An answer is a sampling unit and a code that is applied to it an incidence, as species in quadrats.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tipcoder.analysis.difference_intervals import Estimated

if TYPE_CHECKING:
    from tipcoder.arrays import Floats

_Z = 1.959964
"""Cuts off 2.5% of the normal distribution."""


@dataclass(frozen=True)
class NewInformation:
    """A run of answers, and the codes that are new in it, as a share of those of the base."""

    first: int
    """The number of its first answer, from 1."""
    last: int
    new: int
    ratio: float


@dataclass(frozen=True)
class UnseenCodes:
    """How many codes are still unseen, at the least."""

    unseen: Estimated
    standard_error: float
    once: int
    """Codes that are applied to one answer."""
    twice: int


def list_new_codes(answers: Iterable[Collection[str]]) -> list[tuple[str, ...]]:
    """For each answer, in the order of reading, the codes that no answer before it has."""
    seen: set[str] = set()
    found = []
    for codes in answers:
        new = tuple(sorted(set(codes) - seen))
        seen.update(new)
        found.append(new)
    return found


def count_incidences(answers: Iterable[Collection[str]]) -> list[int]:
    """On how many answers each code is, that is on any."""
    counts: Counter[str] = Counter()
    for codes in answers:
        counts.update(set(codes))
    return list(counts.values())


def measure_new_information(new: Sequence[int], base: int, run: int) -> list[NewInformation]:
    """The new information in each run of `run` answers behind a base of `base` (Guest, Namey &
    Chen, 2020). Runs move on by one answer.

    `new` is how many codes are new in each answer. Nothing where the base has no code, or no run
    is complete.
    """
    of_base = sum(new[:base])
    if not of_base:
        return []
    found = []
    for start in range(base, len(new) - run + 1):
        count = sum(new[start : start + run])
        found.append(NewInformation(start + 1, start + run, count, count / of_base))
    return found


def estimate_unseen(incidences: Sequence[int], answers: int) -> UnseenCodes:
    """Chao2 less what was seen, in the form without bias (Chao, 1987, 2005), as R's SpadeR has it.

    Where no code is on two answers alone, EstimateS takes a smaller variance.
    The interval supposes that the unseen are log-normal, so that it does not go below 0. It is a
    lower bound where codes differ in how common they are.
    """
    once, twice = incidences.count(1), incidences.count(2)
    part = (answers - 1) / answers if answers else 0.0
    unseen = part * once * (once - 1) / (2 * (twice + 1))
    variance = (
        unseen
        + part**2 * once * (2 * once - 1) ** 2 / (4 * (twice + 1) ** 2)
        + part**2 * once**2 * twice * (once - 1) ** 2 / (4 * (twice + 1) ** 4)
    )
    if unseen <= 0:
        # Nothing was seen on one answer alone, or once: the formula is at its end.
        return UnseenCodes(Estimated(0.0, 0.0, float(once)), math.sqrt(variance), once, twice)
    reach = math.exp(_Z * math.sqrt(math.log(1 + variance / unseen**2)))
    interval = Estimated(unseen, unseen / reach, unseen * reach)
    return UnseenCodes(interval, math.sqrt(variance), once, twice)


def rarefy(incidences: Sequence[int], answers: int, sizes: Sequence[int]) -> list[Estimated]:
    """How many codes so many of the answers have, averaged over all orders of reading.

    Exactly, and without drawing (Hurlbert, 1971; Colwell, Mao & Chang, 2004). The interval is for
    answers beyond these too, with a standard error from the classic Chao2, as in EstimateS.
    """
    import numpy as np

    if not incidences:
        return [Estimated(0.0, 0.0, 0.0) for _ in sizes]
    frequencies, counts = np.unique(np.array(incidences), return_counts=True)
    taken = np.array(sizes, dtype=np.int64)
    missed = _find_missed(frequencies.astype(np.float64), answers, taken.astype(np.float64))
    expected = ((1 - missed) * counts).sum(axis=1)
    # So many codes there are in all, by the estimate that has no room for fewer.
    total = len(incidences) + _estimate_classic(incidences, answers)
    variance = ((1 - missed) ** 2 * counts).sum(axis=1) - expected**2 / total
    reach = _Z * np.sqrt(np.maximum(variance, 0.0))
    found = []
    for value, half in zip(expected.tolist(), reach.tolist(), strict=True):
        found.append(Estimated(value, max(value - half, 0.0), value + half))
    return found


def _find_missed(frequencies: Floats, answers: int, taken: Floats) -> Floats:
    """(sizes, frequencies): with what chance a code on so many answers is on none of those taken:
    C(n - f, t) / C(n, t).
    """
    import numpy as np
    from scipy.special import gammaln

    left = answers - frequencies[None, :] - taken[:, None]
    # With fewer answers left than are taken, one of them has the code.
    safe = np.maximum(left, 0.0)
    logs = (
        gammaln(answers - frequencies + 1)[None, :]
        - gammaln(safe + 1)
        - gammaln(answers + 1)
        + gammaln(answers - taken + 1)[:, None]
    )
    return np.where(left < 0, 0.0, np.exp(logs))


def _estimate_classic(incidences: Sequence[int], answers: int) -> float:
    once, twice = incidences.count(1), incidences.count(2)
    part = (answers - 1) / answers
    if twice:
        return part * once * once / (2 * twice)
    return part * once * (once - 1) / 2
