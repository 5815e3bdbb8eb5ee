"""How often a coder is wrong about a code, measured on cases of which the truth was settled.

A share of codes that somebody applied in error, or failed to apply, is not the share of what people
said. Sensitivity and specificity of the coder are taken from cases that were judged twice and
settled; each counts by the inverse of the chance with which it was drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tipcoder.analysis.presence import ABSENT, PRESENT

if TYPE_CHECKING:
    from tipcoder.arrays import Bools, Floats, Ints

FEWEST = 5
"""Settled cases with a code, and without it, below which nothing is corrected."""
NEAR_CHANCE = 0.1
"""Sensitivity + specificity - 1 below which codes tell nearly nothing of the truth."""


@dataclass(frozen=True, eq=False)
class CheckedCases:
    """One code on every case, as it was coded and, on a sample, as it was settled. Each (N,)."""

    coded: Ints
    """States of `analysis.presence`."""
    settled: Ints
    """The same; unknown outside the sample."""
    weights: Floats
    """The inverse of the chance with which a case came into the sample."""
    respondents: Ints
    """Who answered: cases of one respondent are drawn and err together."""
    survey_weights: Floats | None = None
    """The survey weight of each case, (N,), NaN where it has none; None where all count alike."""

    @property
    def known(self) -> Bools:
        """Which cases count: those of which the coder's judgement is known, and that stand for
        somebody.
        """
        if self.survey_weights is None:
            return self.coded >= 0
        # Nothing is above a weight that is not a number.
        known: Bools = (self.coded >= 0) & (self.survey_weights > 0)
        return known

    @property
    def case_weights(self) -> Floats:
        """How much each case counts among all cases, 0 where it stands for nobody."""
        import numpy as np

        if self.survey_weights is None:
            return np.ones(len(self.coded))
        return np.where(self.survey_weights > 0, self.survey_weights, 0.0)

    @property
    def sample_weights(self) -> Floats:
        """How much each case counts among those of the sample."""
        weighted: Floats = self.weights * self.case_weights
        return weighted

    @property
    def checked(self) -> Bools:
        """Which of these were settled."""
        return self.known & (self.settled >= 0)


@dataclass(frozen=True)
class CodingAccuracy:
    """How a coder codes one code. Counts are of cases, shares are weighted."""

    checked: int
    present: int
    """Checked cases that have the code in truth."""
    errors: int
    """Checked cases on which the coder was wrong."""
    sensitivity: float | None
    """Of those that have the code, the share on which it was applied; None where none has it."""
    specificity: float | None
    """Of those that have it not, the share on which it was not applied."""

    @property
    def youden(self) -> float | None:
        """Sensitivity + specificity - 1 (Youden, 1950): 1 is without error, 0 is chance."""
        if self.sensitivity is None or self.specificity is None:
            return None
        return self.sensitivity + self.specificity - 1


def measure_accuracy(cases: CheckedCases) -> CodingAccuracy:
    """Sensitivity and specificity on the checked cases."""
    checked = cases.checked
    is_there = checked & (cases.settled == PRESENT)
    is_not_there = checked & (cases.settled == ABSENT)
    return CodingAccuracy(
        checked=int(checked.sum()),
        present=int(is_there.sum()),
        errors=int((checked & (cases.settled != cases.coded)).sum()),
        sensitivity=_weigh_share(cases, is_there, cases.coded == PRESENT),
        specificity=_weigh_share(cases, is_not_there, cases.coded == ABSENT),
    )


def _weigh_share(cases: CheckedCases, among: Bools, chosen: Bools) -> float | None:
    weights = cases.sample_weights
    total = float(weights[among].sum())
    return float(weights[among & chosen].sum()) / total if total else None


def explain_refusal(accuracy: CodingAccuracy) -> str:
    """Why a code is not corrected; empty where it can be.

    A small count is not named: it may tell who is in it.
    """
    if not accuracy.checked:
        return "no case of the sample has a settled code"
    if accuracy.present < FEWEST:
        return f"fewer than {FEWEST} cases of the sample have the code"
    if accuracy.checked - accuracy.present < FEWEST:
        return f"fewer than {FEWEST} cases of the sample are without the code"
    if accuracy.youden is None or accuracy.youden < NEAR_CHANCE:
        return (
            f"sensitivity + specificity - 1 is below {NEAR_CHANCE:g}, so that the codes tell "
            "nearly nothing of the truth"
        )
    return ""
