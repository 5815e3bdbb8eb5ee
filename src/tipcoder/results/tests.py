"""What a test found, at full precision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Effect:
    """An effect size with its interval; `low` and `high` are None where no interval exists."""

    name: str
    value: float
    low: float | None = None
    high: float | None = None
    level: float = 0.95

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "name": self.name,
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "level": self.level,
        }


@dataclass(frozen=True)
class ComparedGroup:
    """One of the groups compared.

    It has the number of its cases, and their mean or how they spread over categories.
    """

    name: str
    n: int
    mean: float | None = None
    sd: float | None = None
    counts: Mapping[str, int | None] = field(default_factory=dict)
    """How many are in each category; None where that is left out, because few would be told."""
    shares: Mapping[str, tuple[float, float, float]] = field(default_factory=dict)
    """Weighted shares of the categories with their intervals, where there are weights."""
    low: float | None = None
    high: float | None = None
    """The interval of a weighted mean."""
    effective_n: float | None = None
    """Kish's effective number of cases, where there are weights."""

    @property
    def is_weighted(self) -> bool:
        """Whether the mean, the deviation and the shares are weighted; numbers and counts never
        are.
        """
        return self.effective_n is not None

    def as_dict(self) -> dict[str, Any]:
        """For JSON; counts only where there are some."""
        # A group has either counts of categories, or a mean.
        if self.counts:
            told: dict[str, Any] = {"name": self.name, "n": self.n, "counts": dict(self.counts)}
        else:
            told = {"name": self.name, "n": self.n, "mean": self.mean, "sd": self.sd}
        if not self.is_weighted:
            return told
        told["effective_n"] = self.effective_n
        if not self.counts:
            return {**told, "low": self.low, "high": self.high}
        names = ("value", "low", "high")
        shares = {name: dict(zip(names, of, strict=True)) for name, of in self.shares.items()}
        return {**told, "shares": shares}


@dataclass(frozen=True)
class SupportingTest:
    """The same question asked in another way: another test beside it, or another sample."""

    kind: str
    """`beside`, `unweighted`, `one row per respondent`, `clustered by respondent` or `by country`,
    `if unknown were absent`."""
    test: str
    n: int
    statistic: float | None = None
    df: tuple[float, ...] | None = None
    p: float | None = None
    note: str = ""

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "kind": self.kind,
            "test": self.test,
            "statistic": self.statistic,
            "df": as_plain_df(self.df),
            "p": self.p,
            "n": self.n,
            "note": self.note,
        }


@dataclass(frozen=True)
class Coverage:
    """How far a code's evidence reaches, in cases."""

    code: str
    """Its name; `report_use.own` for where `report_use` itself is applied and no code below it."""
    scope: tuple[str, ...]
    cases: int
    asked: int
    answered: int
    readable: int
    coded: int
    """Cases for which presence is known."""
    present: int
    half_read: int
    """Absent, but another answer in scope is still unread."""

    def as_dict(self) -> dict[str, object]:
        """For tables and JSON."""
        return {
            "code": self.code,
            "asked": self.asked,
            "answered": self.answered,
            "readable": self.readable,
            "coded": self.coded,
            "present": self.present,
            "half_read": self.half_read,
            "scope": ", ".join(self.scope),
        }


@dataclass(frozen=True)
class ReliabilityGate:
    """Whether coders agree on a code well enough for what rests on it.

    Krippendorff's alpha is compared with the study's threshold.
    """

    code: str
    verdict: str
    threshold: float
    holds: bool
    """Whether the threshold is reached with a probability of .95; False where it could not be
    measured."""
    brief: str
    """For a cell of a table: `α = .41, below .667`."""
    sentence: str
    alpha: float | None = None
    low: float | None = None
    high: float | None = None
    joint: int = 0
    """Responses that two coders judged."""

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return {
            "verdict": self.verdict,
            "alpha": self.alpha,
            "low": self.low,
            "high": self.high,
            "n_joint": self.joint,
            "threshold": self.threshold,
            "holds": self.holds,
            "sentence": self.sentence,
        }


@dataclass(frozen=True)
class CorrectedDifference:
    """A difference by the presence of a code without the errors of whoever coded it.

    Without `value` there is none, and `note` says why.
    """

    what: str
    """The difference of what, with the code less without it: `mean`, or `share of Yes`."""
    value: float | None = None
    standard_error: float | None = None
    low: float | None = None
    high: float | None = None
    note: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The machine-readable shape."""
        return {
            "what": self.what,
            "value": self.value,
            "se": self.standard_error,
            "low": self.low,
            "high": self.high,
            "note": self.note,
        }


def _drop_case_and_blanks(text: str) -> str:
    return "".join(text.casefold().split())


@dataclass(frozen=True)
class StatisticalTest:
    """A test of one variable against one outcome.

    Without `p` it is a refusal, and `note` says why.
    """

    outcome: str
    variable: str
    test: str
    n: int
    groups: tuple[ComparedGroup, ...]
    statistic: float | None = None
    df: tuple[float, ...] | None = None
    p: float | None = None
    effects: tuple[Effect, ...] = ()
    """The one that belongs to the test first."""
    parallel_tests: tuple[SupportingTest, ...] = ()
    sensitivity: tuple[SupportingTest, ...] = ()
    reason: str = ""
    """Why this test."""
    notes: tuple[str, ...] = ()
    p_adjusted: float | None = None
    adjusted_by: str = ""
    family_size: int = 0
    is_weighted: bool = False
    """Whether it uses the survey weights; `n` and counts never do."""
    apart: bool = False
    """Whether it was asked for beside the family of tests, and is adjusted with others of its kind
    only."""
    outcome_label: str = ""
    """What people call the outcome; empty where the study gives it no other name."""
    variable_label: str = ""
    coverage: Coverage | None = None
    """Of a test by a code."""
    own_coverage: Coverage | None = None
    """Of a test by a code with others below it: where the code itself is applied."""
    gate: ReliabilityGate | None = None
    """Of a test by a code: how well coders agree on it."""
    corrected: CorrectedDifference | None = None
    """Of a test by a code, where that was asked for."""

    @property
    def outcome_heading(self) -> str:
        """The outcome as readers of a table know it."""
        return self.outcome_label or self.outcome

    @property
    def variable_heading(self) -> str:
        """The variable as readers of a table know it."""
        return self.variable_label or self.variable

    @property
    def headings(self) -> tuple[str, ...]:
        """`Importance by Tier`, for reading, and `importance by avg_tier`, for asking again.

        One of them where they differ in case and blanks only, as an option of a multi-select may.
        """
        shown = f"{self.outcome_heading} by {self.variable_heading}"
        names = f"{self.outcome} by {self.variable}"
        if _drop_case_and_blanks(shown) == _drop_case_and_blanks(names):
            return (names,)
        return (shown, names)

    @property
    def combined_note(self) -> str:
        """Reason and notes as one text."""
        return " ".join(part for part in (self.reason, *self.notes) if part)

    def as_dict(self) -> dict[str, Any]:
        """The machine-readable shape.

        Other tests are in `sensitivity`, other effects in `effects`.
        """
        family = {"size": self.family_size, "method": self.adjusted_by, "apart": self.apart}
        # Readers of the file need not know which checks are tests beside and which other samples.
        checks = [check.as_dict() for check in (*self.parallel_tests, *self.sensitivity)]
        return {
            "outcome": self.outcome,
            "outcome_label": self.outcome_heading,
            "variable": self.variable,
            "variable_label": self.variable_heading,
            "test": self.test,
            "statistic": self.statistic,
            "df": as_plain_df(self.df),
            "p": self.p,
            "p_adjusted": self.p_adjusted,
            "effect": self.effects[0].as_dict() if self.effects else None,
            "n": self.n,
            "weighted": self.is_weighted,
            "groups": [group.as_dict() for group in self.groups],
            "sensitivity": checks,
            "note": self.combined_note,
            "effects": [effect.as_dict() for effect in self.effects],
            "coverage": self.coverage.as_dict() if self.coverage else None,
            "own": self.own_coverage.as_dict() if self.own_coverage else None,
            "agreement": self.gate.as_dict() if self.gate else None,
            "corrected": self.corrected.as_dict() if self.corrected else None,
            "family": family if self.adjusted_by else None,
        }


def as_plain_df(df: tuple[float, ...] | None) -> Any:
    """One number or a list; whole numbers without a point."""
    if df is None:
        return None
    numbers: list[float] = []
    for value in df:
        # Welch's degrees of freedom are real numbers; all others are whole.
        is_whole = float(value).is_integer()
        numbers.append(int(value) if is_whole else float(value))
    return numbers[0] if len(numbers) == 1 else numbers
