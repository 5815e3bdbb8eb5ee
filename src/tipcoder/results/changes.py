"""What changed between two waves of a survey, at full precision."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

PANEL, OTHERS, ALL = "panel", "others", "all"
"""Whose answers an estimate rests on: those who answered in both waves, those who answered in one,
or everybody."""
SHARE, MEAN = "share", "mean"


@dataclass(frozen=True)
class WaveFigure:
    """A share or a mean in one wave, and what it rests on."""

    wave: str
    n: int
    """Respondents of whom it is known."""
    value: float | None
    """None where nobody is known."""
    count: int | None = None
    """Of a share: how many."""
    sd: float | None = None
    """Of a mean: the sample standard deviation, from two respondents on."""

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        spread = {"sd": self.sd} if self.count is None else {"count": self.count}
        return {"wave": self.wave, "n": self.n, "value": self.value, **spread}


@dataclass(frozen=True)
class ChangeEstimate:
    """The later wave minus the earlier one in one sample, with its 95% interval and its test.

    Without `p` there is no test, and the first note says why.
    """

    sample: str
    """`panel`, `others` or `all`."""
    before: WaveFigure
    after: WaveFigure
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    interval: str = ""
    """The method of the interval."""
    error: float | None = None
    """The standard error of the difference."""
    test: str = ""
    statistic: float | None = None
    df: float | None = None
    p: float | None = None
    reason: str = ""
    """Why this test."""
    notes: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "sample": self.sample,
            "from": self.before.as_dict(),
            "to": self.after.as_dict(),
            "difference": self.difference,
            "low": self.low,
            "high": self.high,
            "interval": self.interval,
            "test": self.test,
            "statistic": self.statistic,
            "df": self.df,
            "p": self.p,
            "reason": self.reason,
            "notes": list(self.notes),
        }


@dataclass(frozen=True)
class DriftCheck:
    """What coding old answers again says of the change of a code."""

    rounds: tuple[str, ...]
    """The frozen drift rounds that it is from."""
    wave: str
    """The wave that the answers are of."""
    answers: int
    """How many were judged both times."""
    then: float
    """The weighted share of the code as it was coded then."""
    now: float
    gained: int
    dropped: int
    difference: float
    low: float
    high: float
    rest: float | None = None
    """What is left of the change; None where there is no change to compare with."""
    rest_low: float | None = None
    rest_high: float | None = None
    alpha: float | None = None
    """Krippendorff's alpha of now against then."""
    alpha_low: float | None = None
    alpha_high: float | None = None
    notes: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "rounds": list(self.rounds),
            "wave": self.wave,
            "answers": self.answers,
            "then": self.then,
            "now": self.now,
            "gained": self.gained,
            "dropped": self.dropped,
            "difference": self.difference,
            "low": self.low,
            "high": self.high,
            "rest": self.rest,
            "rest_low": self.rest_low,
            "rest_high": self.rest_high,
            "alpha": self.alpha,
            "alpha_low": self.alpha_low,
            "alpha_high": self.alpha_high,
            "notes": list(self.notes),
        }


@dataclass(frozen=True)
class WaveChange:
    """How one code, one level of an outcome or the mean of an outcome changed."""

    name: str
    """The code or the outcome."""
    label: str
    """What people call it."""
    measure: str
    """`share` or `mean`."""
    estimates: tuple[ChangeEstimate, ...]
    """One for each sample; the headline is one of them."""
    sample: str
    """The sample of the headline."""
    level: str = ""
    """Of an outcome: the level whose share it is."""
    group: str = ""
    """Only respondents with this value of an attribute; empty for everybody."""
    is_tested: bool = True
    """Whether its headline is one of the tests that are adjusted together."""
    p_adjusted: float | None = None
    adjusted_by: str = ""
    family_size: int = 0
    drift: DriftCheck | None = None
    """Of a code of which answers were coded again."""
    notes: tuple[str, ...] = ()

    @property
    def headline(self) -> ChangeEstimate:
        """The estimate that is adjusted and printed first."""
        return next(one for one in self.estimates if one.sample == self.sample)

    @property
    def parts(self) -> tuple[ChangeEstimate, ...]:
        """The estimates beside the headline."""
        return tuple(one for one in self.estimates if one.sample != self.sample)

    @property
    def heading(self) -> str:
        """What changed, as readers know it."""
        shown = self.label or self.name
        if self.level:
            shown = f"{shown}: {self.level}"
        return f"{shown} ({self.group})" if self.group else shown

    def as_dict(self) -> dict[str, Any]:
        """The machine-readable shape."""
        family = {"size": self.family_size, "method": self.adjusted_by}
        return {
            "name": self.name,
            "label": self.label or self.name,
            "level": self.level or None,
            "group": self.group or None,
            "measure": self.measure,
            "headline": self.headline.as_dict(),
            "p_adjusted": self.p_adjusted,
            "family": family if self.adjusted_by else None,
            "estimates": [one.as_dict() for one in self.estimates],
            "drift": self.drift.as_dict() if self.drift else None,
            "notes": list(self.notes),
        }


def without_test(estimate: ChangeEstimate) -> ChangeEstimate:
    """The same estimate with its interval only."""
    return replace(estimate, test="", statistic=None, df=None, p=None, reason="")
