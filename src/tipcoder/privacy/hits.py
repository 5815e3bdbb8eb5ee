"""What a detector found: a span of the text, what it is, how grave it is, and why it was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from tipcoder.privacy.flags import is_flag_part

HIGH, MEDIUM, LOW, WEAK, UNDERLINE = "high", "medium", "low", "weak", "underline"
SEVERITIES = (HIGH, MEDIUM, LOW, WEAK, UNDERLINE)
"""From the gravest to the mildest.

High names somebody by itself, medium narrows it down, low may. What is weak is pointed at, and
nobody has to decide about it. An underline is a hint to the eye and not a proposal.
"""
_RANK = {severity: rank for rank, severity in enumerate(SEVERITIES)}


@dataclass(frozen=True, slots=True)
class Hit:
    """A span to redact. Offsets are code points of the stored text, half-open."""

    start: int
    end: int
    kind: str
    """own_org, other_org, person, email, country, ...; `replacing` has a noun for most of them."""
    severity: str
    reasons: tuple[str, ...]
    """For a reviewer: never repeats the words of the answer or of the key file."""
    firm: bool = False
    """Found by a name in full or as a contact: no keep-list takes it away."""


def merge_overlapping(hits: Iterable[Hit]) -> list[Hit]:
    """Overlapping hits as one, in order of their start.

    The one has the longest extent, the gravest severity, the kind of the gravest and every reason.
    """
    out: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        if out and hit.start < out[-1].end:
            out[-1] = _merge_pair(out[-1], hit)
        else:
            out.append(hit)
    return out


def _merge_pair(one: Hit, other: Hit) -> Hit:
    # Of two that are equally grave the longer one says better what it is.
    lead = min(one, other, key=lambda h: (_RANK[h.severity], h.start - h.end))
    reasons = dict.fromkeys((*lead.reasons, *one.reasons, *other.reasons))
    return Hit(
        min(one.start, other.start),
        max(one.end, other.end),
        lead.kind,
        lead.severity,
        tuple(reasons),
        one.firm or other.firm,
    )


def cut_out(text: str, hit: Hit, others: Iterable[Hit], shortest: int) -> list[Hit]:
    """What of a hit lies in none of the others, which do not overlap: parts of so many letters.

    A part begins and ends with a letter or a digit.
    """
    parts = []
    at = hit.start
    for other in sorted(others, key=lambda each: each.start):
        if other.end <= hit.start or other.start >= hit.end:
            continue
        parts.append((at, other.start))
        at = other.end
    parts.append((at, hit.end))
    left = []
    for start, end in parts:
        while start < end and not text[start].isalnum():
            start += 1
        while start < end and not text[end - 1].isalnum():
            end -= 1
        if end - start >= shortest:
            left.append(replace(hit, start=start, end=end))
    return left


def is_covered(text: str, start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether everything that tells something in a span lies in one of the other spans.

    Letters, digits and flags tell something. In a span that has none of them each sign does.
    """
    begun = [span for span in spans if span[0] < end and start < span[1]]
    if not begun:
        # Most spans are far from all others. White space alone tells nothing.
        return not text[start:end].strip()
    left = {place for place in range(start, end) if _tells(text[place])}
    if not left:
        left = {place for place in range(start, end) if not text[place].isspace()}
    for begin, stop in begun:
        left.difference_update(range(begin, stop))
    return not left


def _tells(char: str) -> bool:
    return char.isalnum() or is_flag_part(char)


def find_trimmed_end(text: str, start: int, end: int, is_left_out: Callable[[str], bool]) -> int:
    """The end of a span without the characters at its end that do not belong to it.

    The span keeps its first character.
    """
    while end > start + 1 and is_left_out(text[end - 1]):
        end -= 1
    return end
