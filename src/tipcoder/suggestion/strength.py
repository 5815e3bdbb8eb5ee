"""How far a suggestion can be trusted, in a word: strong, fair or weak.

A word is a promise, and it is made on what was measured. Suggestions are graded by what they rest
on. Of each grade the study counts how many were right among those whose outcome is known, and the
word follows that share: strong from four in five on, fair from two in five on. While too few are
known nothing is strong, except what a pattern says that somebody wrote to be so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

STRONG, FAIR, WEAK = "strong", "fair", "weak"
BANDS = (STRONG, FAIR, WEAK)
STRONG_FROM = 0.8
FAIR_FROM = 0.4
ENOUGH = 10
"""Suggestions of a grade with a known outcome, below which their share says too little."""


class Grade(StrEnum):
    """What a suggestion rests on, the surest first."""

    SAID = "a pattern of weight 3"
    HINTED = "a pattern of weight 2"
    HIGH = "a score among the best fifth"
    MIDDLE = "a score in the upper half"
    LOW = "a lower score"


_UNMEASURED = {
    Grade.SAID: STRONG,
    Grade.HINTED: FAIR,
    Grade.HIGH: FAIR,
    Grade.MIDDLE: FAIR,
    Grade.LOW: WEAK,
}
"""The words before enough is known. Only patterns promise much then, because each is a sentence
that somebody meant."""


class Outcomes(NamedTuple):
    """Of the suggestions of a grade: how many were right, and of how many that is known."""

    right: int = 0
    settled: int = 0

    def add_one(self, is_right: bool) -> Outcomes:
        """The same with one more."""
        return Outcomes(self.right + is_right, self.settled + 1)

    @property
    def precision(self) -> float:
        """The share that is to be expected of the next ones.

        (right + 1) / (settled + 2), the rule of succession (Laplace 1774): a few lucky ones do not
        make a promise.
        """
        return (self.right + 1) / (self.settled + 2)


@dataclass(frozen=True)
class StrengthScale:
    """The words for grades in one study."""

    measured: Mapping[Grade, Outcomes] = field(default_factory=dict)

    def find_outcomes(self, grade: Grade) -> Outcomes:
        """What was measured of a grade."""
        return self.measured.get(grade, Outcomes())

    def name_strength(self, grade: Grade) -> str:
        """One of BANDS."""
        outcomes = self.find_outcomes(grade)
        if outcomes.settled < ENOUGH:
            return _UNMEASURED[grade]
        if outcomes.precision >= STRONG_FROM:
            return STRONG
        return FAIR if outcomes.precision >= FAIR_FROM else WEAK
