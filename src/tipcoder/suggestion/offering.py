"""Which suggestions are offered to somebody who codes: few, and each for a reason.

Only codes that are meant for the text's question, and of these the best ones whose evidence weighs
something. A code that judges is offered where a pattern speaks for the judgement; where none does,
its neutral neighbour comes in its place.
"""

from __future__ import annotations

from collections.abc import Collection

from tipcoder.suggestion.strength import Grade
from tipcoder.suggestion.suggester import Suggester, Suggestion

MOST = 5
"""Offers for one answer: the digits above are left to the codes that the coder uses most."""
SURELY = 3
"""Offers among which there are those with a low score."""
GROUNDS = 1.0
"""Standard deviations that the best word must weigh.

Below, codes were right no more often than codes drawn blindly.
"""


def choose_suggestions(
    suggester: Suggester, row: int, left: Collection[str], before: int = 0
) -> list[Suggestion]:
    """What to offer for a text, best first.

    `left` are codes that may be offered still, `before` is how many offers there are already.
    """
    asked = suggester.list_asked_codes(row)
    free = {code for code in left if code in asked}
    chosen: dict[str, Suggestion] = {}
    for code, score in suggester.rank_codes(row):
        place = before + len(chosen)
        # Codes that are meant for other questions come behind all others.
        if place >= MOST or code not in asked:
            break
        # A low score fills up what is there. Patterns raise a score, so this is of no pattern's.
        if place >= SURELY and suggester.grade_score(score) is Grade.LOW:
            break
        found = _find_admitted(suggester, row, code, score, free - chosen.keys())
        if found is not None:
            chosen[found.code] = found
    return list(chosen.values())


def _find_admitted(
    suggester: Suggester, row: int, code: str, score: float, free: Collection[str]
) -> Suggestion | None:
    """The suggestion of a code, or of its neutral neighbour where nothing speaks for judging."""
    if not suggester.speaks_for(row, code):
        neutral = suggester.find_neutral(code)
        if neutral is None:
            return None
        code, score = neutral, suggester.score_text(row, neutral)
    if code not in free:
        return None
    return suggester.build_suggestion(row, code, score, GROUNDS)
