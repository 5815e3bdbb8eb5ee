"""Numbers beside words: one theme and one outcome of a joint display."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tipcoder.results.tests import Coverage, StatisticalTest


@dataclass(frozen=True)
class Exemplar:
    """A quote that shows a code, in its released wording."""

    response_id: str
    question: str
    level: str
    """Of the outcome, for the quote's case."""
    wording: str
    translated: bool = False


@dataclass(frozen=True)
class JointLine:
    """One theme and one outcome of a joint display: numbers beside words.

    Guetterman, Fetters & Creswell, 2015.
    """

    code: str
    theme: str
    result: StatisticalTest
    respondents: int
    """Who have the code on at least one case."""
    countries: int
    exemplar: Exemplar | None = None
    """From where the code and the outcome go together most."""
    counter: Exemplar | None = None
    """From where they go against each other."""
    unread: int = 0
    """Quotes of the code that are not yet reviewed as they would be released."""

    @property
    def coverage(self) -> Coverage:
        """How far the code's evidence reaches."""
        assert self.result.coverage is not None, "a test by a code always has one"
        return self.result.coverage

    def as_dict(self) -> dict[str, Any]:
        """For JSON; `reading` is the researcher's and always empty."""
        return {
            "code": self.code,
            "theme": self.theme,
            "outcome": self.result.outcome,
            "outcome_label": self.result.outcome_heading,
            "coverage": self.coverage.as_dict(),
            "respondents": self.respondents,
            "countries": self.countries,
            "result": self.result.as_dict(),
            "exemplar": vars(self.exemplar) if self.exemplar else None,
            "counter_example": vars(self.counter) if self.counter else None,
            "quotes_not_read": self.unread,
            "reading": "",
        }
