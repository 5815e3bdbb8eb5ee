"""Answers that are likely to carry rare codes, so that a sample of a bearable size holds enough of them to judge by.

Answers on which somebody has put the code come first, then those that rank highest for it (definition, cues, concepts
and what was coded so far). Each answer counts for one code only, the rarest, so that its chance to be drawn is known
and every figure can be corrected for it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from tipcoder.store import judgements
from tipcoder.workbench.opening import OpenStudy
from tipcoder.workbench.suggesting import study_suggestions

TIMES = 3
"""How many likely answers are put up for each one that is drawn: a chance of one in three keeps weights small."""
LEAST = 12


def coded_answers(here: OpenStudy) -> Mapping[str, frozenset[int]]:
    """code -> answers on which somebody has put it, as far as the one who looks may see."""
    found: dict[str, set[int]] = {}
    with here.store.read() as db:
        for answer_id, _, code in judgements.codes_put(db):
            found.setdefault(code, set()).add(answer_id)
    return {code: frozenset(ids) for code, ids in found.items()}


def likely_answers(
    here: OpenStudy, codes: Sequence[str], pile: Collection[int], size: int, coded: Mapping[str, Collection[int]]
) -> dict[str, list[int]]:
    """For each code, rarest first as given, answers of the pile of which some of `size` are to be drawn.

    No answer stands twice, and never more than half of the pile is called likely.
    """
    if not codes:
        return {}
    suggestions = study_suggestions(here)
    free = set(pile)
    room = len(free) // 2
    out: dict[str, list[int]] = {}
    for left, code in zip(range(len(codes), 0, -1), codes, strict=True):
        wanted = min(max(TIMES * size // len(codes), LEAST), room // left)
        there = coded.get(code, ())
        # The order of the ranking, with what was coded by somebody in front.
        ranked = sorted(suggestions.likeliest(code), key=lambda answer_id: answer_id not in there)
        out[code] = [answer_id for answer_id in ranked if answer_id in free][:wanted]
        free.difference_update(out[code])
        room -= len(out[code])
    return {code: ids for code, ids in out.items() if ids}
