"""The strata of a round: those of answers likely to carry a rare code, and those of all others."""

from __future__ import annotations

from collections.abc import Sequence

from tipcoder.store.finished_work import ReadableAnswer
from tipcoder.workbench.rounds.oversample import JudgedSoFar, find_likely_answers
from tipcoder.workbench.rounds.stratified_sample import (
    Stratum,
    allocate_equally,
    allocate_in_proportion,
)
from tipcoder.workbench.study import OpenStudy

STRATA = ("question", "language")
"""What answers can be drawn by."""


def name_likely_stratum(code: str) -> str:
    """What the stratum of a rare code is called. The draw depends on the name."""
    return f"likely: {code}"


def build_likely_strata(
    study: OpenStudy,
    available: Sequence[ReadableAnswer],
    rarest_first: Sequence[str],
    part: int,
    so_far: JudgedSoFar,
    *,
    plain: float,
) -> list[Stratum]:
    """One stratum a rare code, with the answers that are likely to carry it; `part` of them are
    drawn.

    `plain` is the chance of an answer in a plain draw.
    """
    ids = [answer.id for answer in available]
    groups = find_likely_answers(study, rarest_first, ids, part, so_far, plain=plain)
    by_name = {name_likely_stratum(code): likely for code, likely in groups.items()}
    return allocate_equally(by_name, part)


def build_plain_strata(
    available: Sequence[ReadableAnswer], by: Sequence[str], likely: Sequence[Stratum], size: int
) -> list[Stratum]:
    """The strata of all answers that are in no stratum of a rare code.

    `size` is the number of answers to draw from all strata; those `likely` take theirs first.
    """
    taken: set[int] = set()
    for stratum in likely:
        taken.update(stratum.answers)

    groups: dict[str, list[int]] = {}
    for answer in available:
        if answer.id not in taken:
            name = " / ".join(getattr(answer, attribute) for attribute in by) or "all"
            groups.setdefault(name, []).append(answer.id)
    if not groups:
        return []

    left = size - sum(stratum.drawn for stratum in likely)
    # Answers that are likely may be all that there are.
    there = sum(len(group) for group in groups.values())
    return allocate_in_proportion(groups, min(left, there))
