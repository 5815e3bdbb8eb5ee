"""Answers that are likely to carry rare codes, so that a sample of a bearable size holds enough of
them to judge by.

Answers to which somebody has applied the code come first, then those that rank highest for it
(definition, cues, concepts and what was coded so far). Each answer counts for one code only, the
rarest, so that its chance to be drawn is known and every figure can be corrected for it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tipcoder.store import open_answers
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.suggestions.study_suggestions import build_study_suggestions

TIMES = 3
"""How many likely answers are put up at most for each one that is drawn: a lot, and no choice by
rank.
"""
LIKELIER = 2.0
"""How much likelier than in a plain draw each of them is drawn, at the least."""


@dataclass(frozen=True)
class JudgedSoFar:
    """What coders have said so far, as far as the one who looks may see."""

    read: Mapping[int, int]
    """Answer -> how many coders have finished it."""
    coded: Mapping[str, Mapping[int, int]]
    """Code -> answer -> how many coders have applied it there."""

    def estimate_chance(self, code: str, answer_id: int, otherwise: float) -> float:
        """How likely a coder applies a code to an answer; `otherwise` where nobody has read it."""
        applied = self.coded.get(code, {}).get(answer_id, 0)
        read = self.read.get(answer_id, applied)
        if not read:
            return otherwise
        # A coder may apply a code and not have finished yet, so there can be more codes than
        # readers.
        return min(applied / read, 1.0)


def read_judged_so_far(study: OpenStudy) -> JudgedSoFar:
    """Of the whole study."""
    coded: dict[str, Counter[int]] = {}
    with study.store.read() as db:
        for answer_id, _, code in open_answers.load_codes_on_answers(db):
            coded.setdefault(code, Counter())[answer_id] += 1
        read = Counter(answer_id for answer_id, _, _ in open_answers.load_readings(db))
    return JudgedSoFar(read, coded)


def find_likely_answers(
    study: OpenStudy,
    codes: Sequence[str],
    pile: Collection[int],
    size: int,
    so_far: JudgedSoFar,
    *,
    plain: float,
) -> dict[str, list[int]]:
    """For each code, rarest first as given, answers of `pile` of which some of `size` are to be
    drawn.

    `plain` is the chance of an answer in a plain draw. No answer is listed twice, and never more
    than half of them is called likely.
    """
    if not codes:
        return {}
    suggestions = build_study_suggestions(study)
    free = set(pile)
    # Answers that may still be called likely; the other half speaks for all others.
    room = len(free) // 2
    # Likelier than in a plain draw, and still a draw.
    chance = min(max(1 / TIMES, LIKELIER * plain), 1.0)
    wanted_each = math.ceil(math.ceil(size / len(codes)) / chance)

    likely: dict[str, list[int]] = {}
    for place, code in enumerate(codes):
        wanted = min(wanted_each, room // (len(codes) - place))
        ranked = _put_coded_first(suggestions.rank_likeliest(code), so_far.coded.get(code, {}))
        chosen = [answer_id for answer_id in ranked if answer_id in free][:wanted]
        # Each answer counts for one code only, so that its chance is known.
        free.difference_update(chosen)
        room -= len(chosen)
        if chosen:
            likely[code] = chosen
    return likely


def _put_coded_first(ranked: Iterable[int], coded: Collection[int]) -> list[int]:
    """The order of the ranking, with what was coded by somebody in front."""
    return sorted(ranked, key=lambda answer_id: answer_id not in coded)
