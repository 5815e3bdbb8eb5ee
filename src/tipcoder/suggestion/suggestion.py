"""What goes into a suggester, and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from tipcoder.suggestion.passages import Evidence
from tipcoder.suggestion.strength import Grade


class SuggesterText(NamedTuple):
    """An answer's text, the question that it answers, and its language."""

    text: str
    question: str = ""
    language: str = ""


@dataclass(frozen=True)
class Suggestion:
    """A code for a text.

    `start` and `end` are the passage to quote, code points of the text, half-open.
    """

    code: str
    score: float
    grade: Grade
    """What it rests on."""
    strength: str
    """One of BANDS: what suggestions of that grade have been worth in this study."""
    asked: bool
    """Whether the codebook asks the code of the text's question, or of any."""
    start: int
    end: int
    evidence: tuple[Evidence, ...]
    grounds: float
    """What the best word of the evidence weighs, in standard deviations."""
