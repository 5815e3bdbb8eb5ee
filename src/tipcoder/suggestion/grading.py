"""Which grade a suggestion has: by the pattern that speaks for it, else by its score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipcoder.suggestion.strength import Grade

if TYPE_CHECKING:
    from tipcoder.arrays import Bools, Floats

OFFERING, SAYING = 2, 3
"""Weights of a pattern from which on it offers its code, and offers it as strong."""
_GRADE_SHARES = (0.2, 0.5)
"""Of texts ranked by their best score before anybody coded: the best fifth is high, the next three
tenths are in the middle."""


class Grading:
    """The bounds between grades among the texts of one study."""

    def __init__(self, cold: Floats, asked: Bools) -> None:
        """`cold` are scores before anybody coded, texts x codes; `asked` says which codes are meant
        for the text's question.
        """
        import numpy as np

        self._high = self._middle = 0.0
        # A text of whose question no code is asked has no best one.
        is_ranked = asked.any(axis=1)
        if is_ranked.any():
            best = np.where(asked, cold, -np.inf)[is_ranked].max(axis=1)
            bounds = np.quantile(best, [1 - share for share in _GRADE_SHARES])
            self._high, self._middle = bounds.tolist()

    def grade_score(self, score: float) -> Grade:
        """What a suggestion with this score rests on, where no pattern speaks for it."""
        if score >= self._high:
            return Grade.HIGH
        return Grade.MIDDLE if score >= self._middle else Grade.LOW

    def grade_pattern(self, weight: float, score: float) -> Grade:
        """What a suggestion rests on whose strongest pattern has this weight."""
        if weight >= SAYING:
            return Grade.SAID
        return Grade.HINTED if weight >= OFFERING else self.grade_score(score)
