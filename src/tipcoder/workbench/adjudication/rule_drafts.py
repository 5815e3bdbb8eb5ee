"""What settled disagreements teach about a code: why coders differed, and rules for the codebook, as drafts only.

A slip or a code that was missed says nothing about a definition; a gap in it, unclear boundaries or a language do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

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
    """What was settled on one code, and why coders had differed."""

    code: str
    settled: int
    reasons: tuple[tuple[str, int], ...]
    """The commonest first; decisions without a reason are counted only in `settled`."""
    drafts: tuple[RuleDraft, ...]

    def describe_reasons(self, label: str) -> str:
        """`3 of 5 disagreements settled on Fees: definition gap`."""
        on = f"settled on {label}"
        if not self.reasons:
            return f"{self.settled} {on}, no reason given."
        first, *others = [f"{n} of {self.settled} {on}: {reason}" for reason, n in self.reasons]
        return "; ".join([first, *(other.replace(f" {on}", "") for other in others)]) + "."


def draw_lessons(found: Sequence[Disagreement], label: Callable[[str], str], language: str) -> list[Lesson]:
    """One for each code on which something was settled, most decisions first. `language` is that of the codebook."""
    by_code: dict[str, list[Disagreement]] = {}
    for one in found:
        if one.settled is not None:
            by_code.setdefault(one.code, []).append(one)
    out = []
    for code, settled in by_code.items():
        reasons = Counter(one.settled.decision.reason for one in settled if one.settled and one.settled.decision.reason)
        drafts = tuple(_draft_rules(settled, label, language))
        out.append(Lesson(code, len(settled), tuple(reasons.most_common()), drafts))
    return sorted(out, key=lambda lesson: -lesson.settled)


def _draft_rules(settled: Sequence[Disagreement], label: Callable[[str], str], language: str) -> list[RuleDraft]:
    groups: dict[tuple[str, str, str], list[Disagreement]] = {}
    for one in settled:
        assert one.settled is not None
        decision = one.settled.decision
        if decision.reason in TEACHING:
            part = "use_when" if decision.spans else "avoid_when"
            written_in = one.language if decision.reason == "language" else language
            groups.setdefault((part, written_in, decision.reason), []).append(one)
    return [
        RuleDraft(part, lang, _write_rule(part, reason, group, label)) for (part, lang, reason), group in groups.items()
    ]


def _write_rule(part: str, reason: str, group: Sequence[Disagreement], label: Callable[[str], str]) -> str:
    """What the coders noted, else the places to look at. Never respondents' words, which may name people."""
    noted = [one.settled.decision.note for one in group if one.settled is not None]
    notes = [note.strip().rstrip(".") for note in noted if note.strip()]
    others = list(dict.fromkeys(label(code) for one in group for code in one.instead))
    begin = "Mark" if reason == "boundary" else "Also" if part == "use_when" else "Not"
    end = ""
    if others and reason != "boundary":
        end = f", rather than {', '.join(others)}" if part == "use_when" else f"; use {' or '.join(others)} there"
    if notes:
        return f"{begin} {'; '.join(dict.fromkeys(notes))}{end}."
    places = [f"{one.case} {one.question}" for one in group[:_PLACES_NAMED]]
    more = f" and {len(group) - _PLACES_NAMED} more" if len(group) > _PLACES_NAMED else ""
    return f"{begin} as on {', '.join(places)}{more}{end}."
