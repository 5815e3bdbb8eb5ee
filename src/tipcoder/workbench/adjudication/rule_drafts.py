"""What resolved disagreements teach about a code: why coders differed, and rules for the codebook,
as drafts only.

A slip or a code that was missed says nothing about a definition; a gap in it, unclear boundaries or
a language do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tipcoder.store.settlements import ConsensusDecision
from tipcoder.text import join_first
from tipcoder.workbench.adjudication.disagreements import Disagreement

TEACHING = ("definition gap", "language", "boundary")
_PLACES_NAMED = 5


@dataclass(frozen=True)
class RuleDraft:
    """Words that could go into a rule of the codebook."""

    part: str
    """`use_when` or `avoid_when`."""
    language: str
    text: str


@dataclass(frozen=True)
class Lesson:
    """What was resolved on one code, and why coders had differed."""

    code: str
    settled: int
    reasons: tuple[tuple[str, int], ...]
    """The commonest first; decisions without a reason are counted only in `settled`."""
    drafts: tuple[RuleDraft, ...]

    def describe_reasons(self, label: str) -> str:
        """`3 of 5 resolved on Fees: definition gap; 1 of 5: slip.`"""
        on = f"resolved on {label}"
        if not self.reasons:
            return f"{self.settled} {on}, no reason given."
        first, *others = self.reasons
        parts = [f"{first[1]} of {self.settled} {on}: {first[0]}"]
        parts += [f"{count} of {self.settled}: {reason}" for reason, count in others]
        return "; ".join(parts) + "."


def draw_lessons(
    found: Sequence[Disagreement], label: Callable[[str], str], language: str
) -> list[Lesson]:
    """One for each code on which something was resolved, most decisions first.

    `label` gives a code's label; `language` is that of the codebook.
    """
    by_code: dict[str, list[_Decided]] = {}
    for one in found:
        if one.settled is not None:
            decided = _Decided(one, one.settled.decision)
            by_code.setdefault(one.code, []).append(decided)

    lessons = []
    for code, group in by_code.items():
        reasons = Counter(one.decision.reason for one in group if one.decision.reason)
        drafts = tuple(_draft_rules(group, label, language))
        lessons.append(Lesson(code, len(group), tuple(reasons.most_common()), drafts))
    return sorted(lessons, key=lambda lesson: -lesson.settled)


class _Decided(NamedTuple):
    """A disagreement that was resolved, and how."""

    disagreement: Disagreement
    decision: ConsensusDecision


def _draft_rules(
    decided: Sequence[_Decided], label: Callable[[str], str], language: str
) -> Iterator[RuleDraft]:
    """A draft for each part, language and reason that teaches something."""
    groups: dict[tuple[str, str, str], list[_Decided]] = {}
    for one in decided:
        reason = one.decision.reason
        # A slip needs no rule.
        if reason in TEACHING:
            part = "use_when" if one.decision.spans else "avoid_when"
            # What was hard in one language belongs into the rule as coders of that language read
            # it.
            written_in = one.disagreement.language if reason == "language" else language
            groups.setdefault((part, written_in, reason), []).append(one)
    for (part, written_in, reason), group in groups.items():
        yield RuleDraft(part, written_in, _write_rule(part, reason, group, label))


def _write_rule(
    part: str, reason: str, group: Sequence[_Decided], label: Callable[[str], str]
) -> str:
    """What the coders noted, else the places to look at.

    Never respondents' words, which may name people.
    """
    notes = [one.decision.note.strip().rstrip(".") for one in group if one.decision.note.strip()]
    if notes:
        # One note may have been given for several answers.
        what = "; ".join(dict.fromkeys(notes))
    else:
        places = [f"{one.disagreement.case} {one.disagreement.question}" for one in group]
        what = f"as on {join_first(places, _PLACES_NAMED)}"

    if reason == "boundary":
        # Which words to mark, whatever other codes were applied.
        return f"Mark {what}."
    others: dict[str, None] = {}
    for one in group:
        others.update(dict.fromkeys(map(label, one.disagreement.instead)))
    if part == "use_when":
        instead = f", rather than {', '.join(others)}" if others else ""
        return f"Also {what}{instead}."
    instead = f"; use {' or '.join(others)} there" if others else ""
    return f"Not {what}{instead}."
