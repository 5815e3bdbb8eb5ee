"""Questions, answers and lines of lists of answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class AnswerState(StrEnum):
    """What one cell of an open question holds.

    Off-topic and uncodable are a coder's decision: see `Outcome`.
    """

    ANSWERED = "answered"
    BLANK = "blank"
    """Asked, and nothing written."""
    NOT_ASKED = "not_asked"
    """The closed question that gates it did not lead here."""
    WITHHELD = "withheld"
    """Written, but kept back at the respondent's wish."""


LANGUAGE = re.compile(r"[a-z]{2,3}")
"""How languages are written in every file of a study: ISO 639 codes in small letters."""


UNKNOWN_LANGUAGE = "?"
"""Shown and stored where the language cannot be told."""


@dataclass(frozen=True)
class Question:
    """An open-ended question; `column` is its column in the survey file and its name everywhere."""

    id: int
    column: str
    text: str
    position: int


@dataclass(frozen=True)
class Answer:
    """The current text of one case to one question, frozen at import."""

    id: int
    case: str
    """The case label: `1254`, or `1254.2` where a respondent has several cases."""
    question: str
    state: AnswerState
    text: str
    language: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    """The study's declared attributes of the case."""
    duplicates: int = 1
    """How many current answers say the same thing, this one included."""
    translation: str = ""
    """What the survey has as its translation. Spans are of `text` and never of this."""


@dataclass(frozen=True)
class FoldedLine:
    """How a coder coded answers that say the same and share one line."""

    size: int
    """How many answers there are."""
    finished: int
    """How many of them she has finished."""
    mixed: bool
    """Whether they differ in their codes, or in how they were finished."""
    on_all: tuple[str, ...]
    """Codes that every one of them carries."""
    on_some: tuple[tuple[str, int], ...]
    """Codes that only some of them carry, and how many do."""


class AnswerLine(NamedTuple):
    """One line of the answer list. A named tuple, because lists make thousands of them."""

    id: int
    case: str
    question: str
    language: str
    finished: bool
    """Whether the coder whose list this is has finished the answer."""
    codings: int
    """That coder's active codings on it."""
    excerpt: str
    """The first characters of the text, raw: show it through `text.printable_line`."""
    duplicates: int = 1
    folded: FoldedLine | None = None
    """The codes of all its answers, where the line is that of several."""

    @property
    def is_mixed(self) -> bool:
        """Whether the line stands for answers that differ in their codes or states."""
        return self.folded is not None and self.folded.mixed


class GridLine(NamedTuple):
    """One row of the answer grid."""

    line: AnswerLine
    attributes: tuple[str, ...]
    """Values in the order asked for, empty where missing."""
    codes: tuple[str, ...]
    """The coder's codes on it, each once."""
    flagged: bool
    noted: bool


@dataclass(frozen=True)
class Progress:
    """How far a coder is: answered, readable answers only."""

    finished: int
    total: int
