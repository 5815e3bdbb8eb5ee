"""What is proposed for an answer, and a stretch of it as it would leave: data and small rules.

`redactions` works them out from what is found and what people decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from tipcoder.privacy.detection import DESCRIPTIVE
from tipcoder.privacy.hits import HIGH, WEAK, Hit
from tipcoder.privacy.plain_view import build_plain_text
from tipcoder.privacy.replacements import TextReplacement
from tipcoder.store.redactions import KEEP, REPLACE, RedactionDecision
from tipcoder.text import fold_text

OPEN, REPLACED, KEPT = "open", "replaced", "kept"
_ANYWHERE_FROM = 5
"""Letters of a string that is replaced wherever it is written.

A shorter one might be a word (`US`, `us`), and is replaced where a detector points at it.
"""


@dataclass(frozen=True)
class RedactionProposal:
    """A hit on an answer, and what was decided about it.

    The offsets of the hit are code points of the stored text, half-open.
    """

    hit: Hit
    state: str
    """open, replaced or kept."""
    replacement: str
    """The words put instead, or those that would be if it were accepted."""
    inserted: bool = False
    """Found in words that a person put in the place of the hit's span, such as a translation."""

    @property
    def span(self) -> tuple[int, int]:
        """Where it is in the stored text."""
        return self.hit.start, self.hit.end

    @property
    def is_weak(self) -> bool:
        """Whether it only points at words: nobody has to decide about it."""
        return self.hit.severity == WEAK

    @property
    def is_waiting(self) -> bool:
        """Whether somebody has to decide about it before the words may leave."""
        return self.state == OPEN and not self.is_weak

    @property
    def needs_reason(self) -> bool:
        """Whether it may be rejected with a reason only."""
        return self.hit.severity == HIGH or self.inserted


@dataclass(frozen=True)
class ReleasedStretch:
    """A stretch of an answer as it would leave, and what people have said about it."""

    wording: str
    """The exact words."""
    translated: bool
    """Whether a translation replaces the respondent's own words."""
    reviewed_by: tuple[str, ...]
    """Coders who have read these very words and would release them."""
    stale: bool
    """Somebody read it, and something has changed since.

    That may be the words, what is proposed, or what is looked for.
    """
    withheld_by: tuple[str, ...]
    """Coders who decided that no quote of this stretch may leave."""
    unresolved: tuple[Hit, ...]
    """Proposals in it about which somebody has to decide and nobody has."""
    withdrawn: str = ""
    """How its answer was withdrawn in the survey file, where nobody has decided yet."""

    def can_leave(self, readers: int = 1) -> bool:
        """Whether at least so many people have read these words, and nothing speaks against it."""
        if self.withheld_by or self.unresolved or self.withdrawn:
            return False
        return len(self.reviewed_by) >= max(readers, 1)

    @property
    def is_disputed(self) -> bool:
        """Whether one would release what another withholds."""
        return bool(self.reviewed_by and self.withheld_by)


class AppliedEdit(NamedTuple):
    """A replacement that takes effect, and why."""

    edit: TextReplacement
    reason: str


class SearchedAnswer(NamedTuple):
    """What was found in an answer, and its text as rules are compared with it."""

    hits: list[Hit]
    key_text: str


def fold_string(string: str) -> str:
    """A string as a rule remembers it: without case, accents, and what does not show."""
    return " ".join(fold_text(build_plain_text(string)).split())


def is_replaced_anywhere(string: str) -> bool:
    """Whether a string is replaced wherever it is written."""
    return sum(char.isalnum() for char in string) >= _ANYWHERE_FROM


def build_edit(decision: RedactionDecision) -> TextReplacement:
    """What a decision to replace does to the text."""
    return TextReplacement(decision.start, decision.end, decision.replacement, decision.kind)


def is_decided_by(decision: RedactionDecision, start: int, end: int) -> bool:
    """Whether a decision about a place decides a string that is written there, too."""
    # A description of many words that is kept says nothing of the names inside it.
    if decision.decision == REPLACE or decision.kind not in DESCRIPTIVE:
        return decision.start <= start and end <= decision.end
    return (decision.start, decision.end) == (start, end)


def has_kept_hit(decision: RedactionDecision, hit: Hit) -> bool:
    """Whether a decision to keep a span keeps a hit in it.

    A grave hit is kept with a reason only.
    """
    if decision.decision != KEEP:
        return False
    if hit.severity == HIGH and not decision.reason:
        return False
    # A kept description keeps other descriptions, and never a name inside it.
    same = (decision.start, decision.end) == (hit.start, hit.end)
    return same or decision.kind not in DESCRIPTIVE or hit.kind in DESCRIPTIVE
