"""How often a coder is wrong about a code, measured on cases of which the truth was settled.

A share of codes that somebody applied in error, or failed to apply, is not the share of what people
said. Sensitivity and specificity of the coder are taken from cases that were judged twice and
settled; each counts by the inverse of the chance with which it was drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tipcoder.analysis.divided_work import divide_work
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
    """States of `analysis.presence`; (coders, N) where several coders divided the cases, each of
    them unknown where she judged nothing."""
    settled: Ints
    """The same; unknown outside the sample."""
    weights: Floats
    """The inverse of the chance with which a case came into the sample."""
    respondents: Ints
    """Who answered: cases of one respondent are drawn and err together."""
    survey_weights: Floats | None = None
    """The survey weight of each case, (N,), NaN where it has none; None where all count alike."""

    @cached_property
    def by_coder(self) -> Ints:
        """The same states with a row for each coder, (coders, N)."""
        import numpy as np

        return np.atleast_2d(self.coded)

    @cached_property
    def known(self) -> Bools:
        """Which cases count: those of which a coder's judgement is known, and that stand for
        somebody.
        """
        import numpy as np

        known: Bools = np.any(self.by_coder >= 0, axis=0)
        if self.survey_weights is None:
            return known
        # Nothing is above a weight that is not a number.
        return known & (self.survey_weights > 0)

    @property
    def case_weights(self) -> Floats:
        """How much each case counts among all cases, 0 where it stands for nobody."""
        import numpy as np

        if self.survey_weights is None:
            return np.ones(len(self.settled))
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
    """How a code is coded. Counts are of cases, shares are weighted."""

    checked: int
    present: int
    """Checked cases that have the code in truth."""
    errors: int
    """Checked cases on which a coder was wrong."""
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
    """Sensitivity and specificity on the checked cases; of several coders as their parts of the
    work are.
    """
    checked = cases.checked
    is_there = checked & (cases.settled == PRESENT)
    is_not_there = checked & (cases.settled == ABSENT)
    is_wrong = (cases.by_coder >= 0) & (cases.by_coder != cases.settled)
    counts = divide_work(cases, cases.known).counts
    return CodingAccuracy(
        checked=int(checked.sum()),
        present=int(is_there.sum()),
        errors=int((checked & is_wrong.any(axis=0)).sum()),
        sensitivity=_weigh_share(cases, counts, is_there, PRESENT),
        specificity=_weigh_share(cases, counts, is_not_there, ABSENT),
    )


def _weigh_share(cases: CheckedCases, counts: Floats, among: Bools, state: int) -> float | None:
    """The share of judgements that found this state."""
    weights = cases.sample_weights * counts
    total = float(weights[:, among].sum())
    found = float(weights[among & (cases.by_coder == state)].sum())
    return found / total if total else None


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
