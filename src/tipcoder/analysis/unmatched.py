"""Values of the survey that match nothing in study.toml, each named with its count.

A value that is spelled in an unforeseen way is left out of every number. So it has to be reported
wherever numbers are made, with the nearest value that the study knows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tipcoder.text import format_count, make_excerpt
from tipcoder.values import Spellings

_NAMED = 5
"""Values that a sentence names before it says how many more there are."""
SHOWN = 8
"""Sentences that a verb says unless it is asked for all."""
_COMPARED = 50
"""Values whose nearest is looked for: a column may have thousands of strange ones."""
LONGEST = 60
"""Characters of a value that a sentence shows."""


@dataclass(frozen=True)
class UnmatchedValue:
    """A value of a column, how many cells have it, and the spelled value most like it, if any
    is."""

    value: str
    count: int
    nearest: str

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"value": self.value, "count": self.count, "nearest": self.nearest or None}


@dataclass(frozen=True)
class Unmatched:
    """What one part of study.toml does not know of its column."""

    place: str
    """`outcome importance`, `factor funded`, `asked_if of Q3.24`, `table victims`."""
    column: str
    values: tuple[UnmatchedValue, ...]
    """The commonest first."""
    consequence: str
    """What becomes of these cells, after "and"."""
    wanted: str
    """What they match none of: `level`, `value of true_if or false_if`."""
    nothing_matches: bool = False
    """Not one cell of the column matches what decides, although some hold something."""
    spelled: tuple[str, ...] = ()
    """What was looked for, where nothing matches."""
    filled: int = 0
    """Cells of the column that hold something."""

    @property
    def cell_count(self) -> int:
        """Cells with a value that matches nothing."""
        return sum(value.count for value in self.values)

    @property
    def sentences(self) -> tuple[str, ...]:
        """At most two for a person: that nothing matches at all, and which values do not."""
        said = []
        if self.nothing_matches:
            said.append(self._say_that_nothing_matches())
        if self.values:
            said.append(self._name_values())
        return tuple(said)

    def _say_that_nothing_matches(self) -> str:
        # Quoted as Python does it, so that blanks and line breaks in a value are seen.
        spelled = [repr(make_excerpt(value, LONGEST)) for value in self.spelled[:_NAMED]]
        nothing = f"no cell of {self.column} is {', '.join(spelled)}"
        filled = format_count(self.filled, "cell")
        hold = "holds" if self.filled == 1 else "hold"
        return f"{self.place}: {nothing}, though {filled} {hold} something"

    def _name_values(self) -> str:
        # The commonest come first, so that what is cut off concerns the fewest cells.
        named = ", ".join(_format_value(value) for value in self.values[:_NAMED])
        rest = self.values[_NAMED:]
        if rest:
            cells_of_rest = sum(value.count for value in rest)
            named += f", and {len(rest)} more values ({format_count(cells_of_rest, 'cell')})"

        match = "matches" if len(self.values) == 1 else "match"
        where = f"{named} in {self.column}"
        return f"{self.place}: {where} {match} no {self.wanted}, and {self.consequence}"

    @property
    def note(self) -> str:
        """The sentences in one line, to be printed beside a result."""
        return " ".join(f"{sentence}." for sentence in self.sentences)

    def as_dict(self) -> dict[str, Any]:
        """For JSON: every value."""
        return {
            "place": self.place,
            "column": self.column,
            "values": [value.as_dict() for value in self.values],
            "nothing_matches": self.nothing_matches,
        }


def _format_value(value: UnmatchedValue) -> str:
    near = ""
    if value.nearest:
        near = f"; nearest: {make_excerpt(value.nearest, LONGEST)!r}"
    cells = format_count(value.count, "cell")
    return f"{make_excerpt(value.value, LONGEST)!r} ({cells}{near})"


def describe_unmatched(found: Sequence[Unmatched], limit: int = SHOWN) -> list[str]:
    """Sentences without a full stop: the first `limit`, and how many more there are."""
    sentences: list[str] = []
    for unmatched in found:
        sentences += unmatched.sentences

    hidden = len(sentences) - limit
    if hidden <= 0:
        return sentences
    return [*sentences[:limit], f"and {hidden} more of this kind; `tipcoder check` lists them all"]


def rank_values(strange: Mapping[str, int], spelled: Spellings) -> tuple[UnmatchedValue, ...]:
    """The commonest first, each of the first ones with the spelled value most like it."""
    ordered = sorted(strange.items(), key=lambda pair: (-pair[1], pair[0]))
    ranked = []
    for place, (value, count) in enumerate(ordered):
        nearest = spelled.find_nearest_value(value) if place < _COMPARED else ""
        ranked.append(UnmatchedValue(value, count, nearest))
    return tuple(ranked)
