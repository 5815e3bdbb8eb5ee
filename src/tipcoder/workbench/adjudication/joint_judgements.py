"""How many answers two coders or more have judged for each code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import NamedTuple

from tipcoder.workbench.adjudication.judgements import Judgement, Judgements


class JointlyJudged(NamedTuple):
    """Answers by code."""

    judged: Counter[str]
    """On which two coders or more judged the code."""
    used: Counter[str]
    """Those of them on which at least one applied it."""


def count_jointly_judged(found: Judgements, questions: Collection[str] = ()) -> JointlyJudged:
    """Over all answers, or over those to some questions."""
    used: Counter[str] = Counter()
    # Coders mostly judge the same codes, so answers are gathered by who judged what and counted
    # together.
    patterns: Counter[tuple[frozenset[str], ...]] = Counter()
    for answer_id, by_coder in found.by_answer.items():
        if len(by_coder) < 2:
            continue
        if questions and found.answers[answer_id].question not in questions:
            continue
        judged = tuple(_find_judged_codes(found, one) for one in by_coder.values())
        patterns[judged] += 1
        for code in found.find_applied_codes(answer_id):
            if _count_judges(code, judged) > 1:
                used[code] += 1
    return JointlyJudged(_sum_patterns(patterns), used)


def _sum_patterns(patterns: Mapping[tuple[frozenset[str], ...], int]) -> Counter[str]:
    total: Counter[str] = Counter()
    for judged, answer_count in patterns.items():
        for code in frozenset().union(*judged):
            if _count_judges(code, judged) > 1:
                total[code] += answer_count
    return total


def _count_judges(code: str, judged: Collection[frozenset[str]]) -> int:
    return sum(code in codes for codes in judged)


def _find_judged_codes(found: Judgements, one: Judgement) -> frozenset[str]:
    """What a coder judged: the codes of her codebook, and what she applied later."""
    known = found.known_codes[one.revision]
    if known.issuperset(one.spans):
        # The same object for many answers, which makes gathering them cheap.
        return known
    return known.union(one.spans)
