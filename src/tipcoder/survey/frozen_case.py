"""Rows of a survey as they will be stored: a case, and its frozen answers."""

from __future__ import annotations

from dataclasses import dataclass

from tipcoder.model.answers import AnswerState


@dataclass(frozen=True)
class FrozenAnswer:
    """One open cell as it will be stored."""

    question: str
    state: AnswerState
    text: str = ""
    """Empty unless the state is `answered`."""
    translation: str = ""
    """What the survey has as its translation; empty where there is none, or no text."""


@dataclass(frozen=True)
class FrozenCase:
    """One row of the survey."""

    row: int
    """Record number in the file, 1 for the first below the header."""
    line: int
    source_id: str
    """The survey's own ID of the respondent, with the wave where IDs start anew in each."""
    number: str
    """The number of the case among those that the respondent has in the wave."""
    identity: dict[str, str]
    """Cells that name the respondent: for the key file.

    Extra cells go there too, because it is not said what they are.
    """
    attributes: dict[str, str]
    """Every closed column with a value; missing ones are left out."""
    answers: tuple[FrozenAnswer, ...]
    wave: str = ""
    """Empty where the survey has one."""
