"""What coders make: codings, readings, memos, and what an undo took back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Outcome(StrEnum):
    """How a coder finished an answer."""

    CODED = "coded"
    NONE_APPLIES = "none_applies"
    """Read, and no code applies: data, not a gap."""
    OFF_TOPIC = "off_topic"
    UNCODABLE = "uncodable"


PERSON = "person"
"""The origin of what somebody coded or finished, answer by answer."""


CARRIED = "carried"
"""The origin of codings and readings that came from answers with the same text."""


MANY = "many"
"""The origin of codings and readings that one act of a person gave to many answers at once."""


DERIVED = (CARRIED, MANY)
"""Origins of readings that are nobody's judgement of that answer on its own."""


class AppliedCode(NamedTuple):
    """A coding as it matters where several answers are looked at together."""

    coding_id: int
    code: str
    quote: str
    """The words that it is applied to; empty for the whole answer."""


class CodedAnswer(NamedTuple):
    """How a coder left an answer."""

    codes: tuple[AppliedCode, ...]
    outcome: Outcome | None
    """None while it is open."""


@dataclass(frozen=True)
class Coding:
    """One code on one answer, or on a span of it, by one coder."""

    id: int
    answer_id: int
    code: str
    coder: str
    start: int
    end: int
    quote: str
    revision: int
    """Codebook revision under which it was made."""
    origin: str = PERSON
    """`CARRIED` where it came from an answer with the same text, `MANY` where one act gave it to
    many answers at once, else how somebody made it.
    """

    @property
    def is_many(self) -> bool:
        """Whether one act gave it to many answers at once."""
        return self.origin == MANY


@dataclass(frozen=True)
class Reading:
    """A coder's statement that an answer is finished."""

    answer_id: int
    coder: str
    outcome: Outcome
    revision: int
    origin: str = PERSON
    """`CARRIED` where codes came from an answer with the same text, `MANY` where one act finished
    many answers at once, and nobody has judged it.
    """

    @property
    def is_carried(self) -> bool:
        """Whether its codes came from answers with the same text."""
        return self.origin == CARRIED

    @property
    def is_many(self) -> bool:
        """Whether it was finished with many others at once."""
        return self.origin == MANY


class MemoTarget(NamedTuple):
    """What a memo is about: an answer, a coding of it (then both are set), or a code."""

    answer_id: int | None = None
    coding_id: int | None = None
    code: str | None = None


@dataclass(frozen=True)
class Memo:
    """A note of a coder to herself and the team."""

    id: int
    coder: str
    target: MemoTarget
    text: str
    at: str


class UndoResult(NamedTuple):
    """What an undo or a redo did: a sentence for the screen, and the answer to show.

    The answer is None unless the act was on one answer.
    """

    sentence: str
    answer_id: int | None
    remark: str = ""
    """What it could not take back."""
    act_id: int = 0
    """The number under which the undo or redo itself is in the log."""
    revision: int = 0
    """Of the codebook that was in force before."""
    changes_codebook: bool = False
    """Whether another revision is in force since."""


@dataclass(frozen=True)
class Coder:
    """Somebody who codes. `uuid` tells two people with one name apart."""

    id: int
    uuid: str
    name: str

    @classmethod
    def unsaved_coder(cls, name: str) -> Coder:
        """A coder whom the study does not keep yet.

        A dry run or a failed command must leave no trace.
        """
        return cls(0, "", name)
