"""A pattern -> the rows of words that it stands for: every choice is made, one row for each way.

Single words that may stand in one place make one step together, so that `(a|b|c) * d` is one row
and not three.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from tipcoder.errors import BadInput
from tipcoder.suggestion.patterns.pattern import Choice, Gap, Negated, Pattern, Row, Sign, Word

MOST_ROWS = 500
"""Rows of one pattern: more would make every answer slow."""


class Step(NamedTuple):
    """One place in a row: a word that is any of these."""

    words: frozenset[Word]
    gap: int = 0
    """Words that may stand before it, behind the step above it."""
    crosses_clauses: bool = False
    """Whether they may end a clause."""
    negated: bool = False
    """Whether it has to stand under a negation."""


Steps = tuple[Step, ...]
_Item = Step | Gap


def expand_pattern(pattern: Pattern) -> list[Steps]:
    """Every row of a pattern. Raises BadInput where there are too many."""
    return _expand(pattern.row, pattern)


def expand_exceptions(pattern: Pattern) -> list[Steps]:
    """Every row that stands behind `unless`."""
    rows: list[Steps] = []
    for row in pattern.unless:
        rows += _expand(row, pattern)
    return rows


def _expand(row: Row, pattern: Pattern) -> list[Steps]:
    found: dict[Steps, None] = {}
    for items in _expand_row(row, pattern):
        steps = _join_gaps(items)
        if steps:
            found[steps] = None
    return list(found)


def _expand_row(row: Row, pattern: Pattern) -> list[tuple[_Item, ...]]:
    ways: list[tuple[_Item, ...]] = [()]
    for sign in row:
        ways = [(*before, *after) for before, after in product(ways, _expand_sign(sign, pattern))]
        if len(ways) > MOST_ROWS:
            raise BadInput(
                f"Pattern “{pattern.text}”: stands for more than {MOST_ROWS} rows of words.",
                "Write it as several patterns.",
            )
    return ways


def _expand_sign(sign: Sign, pattern: Pattern) -> Sequence[tuple[_Item, ...]]:
    if isinstance(sign, Gap):
        return [(sign,)]
    if isinstance(sign, Word):
        return [(Step(frozenset((sign,))),)]
    if isinstance(sign, Negated):
        return [_negate(items) for items in _expand_row(sign.row, pattern)]
    return list(_expand_choice(sign, pattern))


def _expand_choice(choice: Choice, pattern: Pattern) -> Iterator[tuple[_Item, ...]]:
    """The ways of a choice: single words together, each longer way by itself."""
    words: set[Word] = set()
    longer: dict[tuple[_Item, ...], None] = {}
    for row in choice.rows:
        if len(row) == 1 and isinstance(row[0], Word):
            # Nearly all of them.
            words.add(row[0])
            continue
        for items in _expand_row(row, pattern):
            first = items[0] if len(items) == 1 else None
            if isinstance(first, Step) and not first.negated:
                words |= first.words
            else:
                longer[items] = None
    if words:
        yield (Step(frozenset(words)),)
    yield from longer


def _negate(items: tuple[_Item, ...]) -> tuple[_Item, ...]:
    """Under a negation stands a whole row when its first word does."""
    negated: list[_Item] = []
    for item in items:
        is_first = isinstance(item, Step) and not any(isinstance(each, Step) for each in negated)
        if isinstance(item, Step) and is_first:
            negated.append(Step(item.words, negated=True))
        else:
            negated.append(item)
    return tuple(negated)


def _join_gaps(items: Sequence[_Item]) -> Steps:
    """Steps that know the gap before them. A gap at an end says nothing."""
    steps: list[Step] = []
    gap, crosses = 0, False
    for item in items:
        if isinstance(item, Gap):
            gap += item.limit
            crosses = crosses or item.crosses_clauses
        elif steps:
            steps.append(Step(item.words, gap, crosses, item.negated))
            gap, crosses = 0, False
        else:
            steps.append(Step(item.words, negated=item.negated))
            gap, crosses = 0, False
    return tuple(steps)
