"""Where a row of words stands in an answer: a walk over the places of its words.

spaCy's Matcher was tried here first. It writes a gap as so many words that may be absent, and goes
through every way to be absent: what takes milliseconds here took it seconds. Here the words of an
answer have been looked up already, and a gap is a difference of two numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tipcoder.suggestion.patterns.answer_words import Break
from tipcoder.suggestion.patterns.expanding import Steps

NEGATION_GAP = 9
"""Words that a negation may take before its word: itself, and as far as any reaches."""

_MOST = 2_000
"""Places that are gone on with: one word a thousand times would have too many for anybody."""

Places = tuple[int, ...]
"""The number of the word for each step."""


def find_row_places(
    steps: Steps,
    slots: Sequence[int],
    places: Mapping[int, Sequence[int]],
    breaks: Sequence[Break],
) -> list[Places]:
    """Every place where a row may stand, the shortest first.

    `slots` has the slot of each step, `places` the numbers of the words that fit a slot, `breaks`
    what stands before each word. The gap before a negated step has room for its negation.
    """
    found: list[Places] = [(first,) for first in places[slots[0]]]
    for step, slot in zip(steps[1:], slots[1:], strict=True):
        reach = 1 + step.gap + (NEGATION_GAP if step.negated else 0)
        highest = Break.CLAUSE if step.crosses_clauses else Break.COMMA
        choices = places[slot]
        longer: list[Places] = []
        for begun in found:
            for word in _iterate_within(choices, begun[-1], reach, highest, breaks):
                longer.append((*begun, word))
            if len(longer) >= _MOST:
                break
        found = longer
    return sorted(found, key=_rank_places)


def _iterate_within(
    choices: Sequence[int], last: int, reach: int, highest: Break, breaks: Sequence[Break]
) -> Iterator[int]:
    """The words among the choices, in order, that are near enough behind the last one."""
    for word in choices:
        if word <= last:
            continue
        if word - last > reach or max(breaks[last + 1 : word + 1]) > highest:
            # Whatever comes later lies behind the same end.
            return
        yield word


def _rank_places(places: Places) -> tuple[int, int]:
    return places[-1] - places[0], places[0]
