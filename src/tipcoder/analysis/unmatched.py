"""Values of the survey that mean nothing study.toml spells, each named with its count.

A value that is spelled in a way nobody foresaw is left out of every number. So it has to be said
wherever numbers are made, with the nearest value that the study knows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tipcoder.analysis.indicators import as_number, is_missing_sign
from tipcoder.measures import FactorSpec, OutcomeSpec, TableItem
from tipcoder.study import AskCondition, Study
from tipcoder.text import make_excerpt
from tipcoder.values import NO_WORDS, Spellings, is_one_letter_off

Column = Callable[[str], Sequence[str | None]]
"""The cells of a column of the survey by its name; None for an empty cell."""

_NAMED = 5
"""Values that a sentence names before it says how many more there are."""
_COMPARED = 50
"""Values whose nearest is looked for: a column may have thousands of strange ones."""
SHOWN = 8
"""Sentences that a verb says unless it is asked for all."""
_LONGEST = 60
_UNTICKED = Spellings(NO_WORDS)


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
            said.append(self._that_nothing_matches())
        if self.values:
            said.append(self._which_values())
        return tuple(said)

    def _that_nothing_matches(self) -> str:
        spelled = [repr(make_excerpt(value, _LONGEST)) for value in self.spelled[:_NAMED]]
        nothing = f"no cell of {self.column} is {', '.join(spelled)}"
        return f"{self.place}: {nothing}, though {_format_cell_count(self.filled)} hold something"

    def _which_values(self) -> str:
        named = ", ".join(_format_value(value) for value in self.values[:_NAMED])
        rest = self.values[_NAMED:]
        if rest:
            cells_of_rest = sum(value.count for value in rest)
            named += f", and {len(rest)} more values ({_format_cell_count(cells_of_rest)})"
        match = "matches" if len(self.values) == 1 else "match"
        where = f"{named} in {self.column}"
        return f"{self.place}: {where} {match} no {self.wanted}, and {self.consequence}"

    @property
    def note(self) -> str:
        """The sentences in one line, to stand beside a result."""
        return " ".join(f"{sentence}." for sentence in self.sentences)

    def as_dict(self) -> dict[str, Any]:
        """For JSON: every value."""
        return {
            "place": self.place,
            "column": self.column,
            "values": [value.as_dict() for value in self.values],
            "nothing_matches": self.nothing_matches,
        }


def _format_cell_count(count: int) -> str:
    return f"{count} cell" if count == 1 else f"{count} cells"


def _format_value(value: UnmatchedValue) -> str:
    near = f"; nearest: {make_excerpt(value.nearest, _LONGEST)!r}" if value.nearest else ""
    return f"{make_excerpt(value.value, _LONGEST)!r} ({_format_cell_count(value.count)}{near})"


def find_unmatched_values(study: Study, column: Column) -> tuple[Unmatched, ...]:
    """Everything that a study does not know of the columns that its numbers rest on."""
    found: list[Unmatched] = []
    for name, outcome in study.outcomes.items():
        found.append(find_unmatched_outcome(name, outcome, column(outcome.column)))
    for name, factor in study.factors.items():
        found.append(find_unmatched_factor(name, factor, column(factor.column)))
    for question in study.questions:
        if question.asked_if is not None:
            cells = column(question.asked_if.column)
            found.append(_find_unmatched_gate(question.column, question.asked_if, cells))
    for name, indicator in study.indicators.items():
        if indicator.column is not None:
            cells = column(indicator.column)
            found.append(_find_unmatched_numbers(f"indicator {name}", indicator.column, cells))
    for shown in study.tables:
        for item in shown.items:
            found += _find_unmatched_item(shown.key, item, column)
    return tuple(one for one in found if one.values or one.nothing_matches)


def _find_unmatched_item(key: str, item: TableItem, column: Column) -> Iterator[Unmatched]:
    """What a line of the table `key` does not know: of its options, or of its numbers."""
    yield from _find_unmatched_ticks(key, item, column)
    if item.show == "mean" and item.column is not None:
        yield _find_unmatched_numbers(f"table {key}", item.column, column(item.column))


def find_unmatched_outcome(name: str, spec: OutcomeSpec, cells: Sequence[str | None]) -> Unmatched:
    """Cells that are neither a level of the outcome nor among its missing values."""
    counts = _count_cells(cells)
    strange = {value: n for value, n in counts.items() if value not in spec.spellings}
    return Unmatched(
        place=f"outcome {name}",
        column=spec.column,
        values=_rank_values(strange, spec.spellings),
        consequence="they are left out" if len(strange) > 1 else "it is left out",
        wanted="level",
        nothing_matches=bool(counts)
        and not any(spec.find_level(value) is not None for value in counts),
        spelled=spec.levels,
        filled=counts.total(),
    )


def find_unmatched_factor(name: str, spec: FactorSpec, cells: Sequence[str | None]) -> Unmatched:
    """Cells of which the factor does not say whether they mean yes or no."""
    counts = _count_cells(cells)
    if spec.any_other is None:
        strange = {value: n for value, n in counts.items() if not spec.can_interpret(value)}
        stay = "stay" if len(strange) > 1 else "stays"
        consequence = f"{stay} unknown (write each in true_if or false_if)"
    else:
        strange = {
            value: n for value, n in counts.items() if _looks_like_slip(value, spec.spellings)
        }
        consequence = f"any_other counts it as {'yes' if spec.any_other else 'no'}"
    return Unmatched(
        place=f"factor {name}",
        column=spec.column,
        values=_rank_values(strange, spec.spellings),
        consequence=consequence,
        wanted="value of true_if" if not spec.false_if else "value of true_if or false_if",
        nothing_matches=bool(counts)
        and not any(spec.spellings.find_value(value) in spec.true_if for value in counts),
        spelled=spec.true_if,
        filled=counts.total(),
    )


def _find_unmatched_gate(
    question: str, gate: AskCondition, cells: Sequence[str | None]
) -> Unmatched:
    """Cells that look like a slip of a value that leads on, and whether none leads on.

    A gate leads on for some values only, so that others are in order.
    """
    counts = _count_cells(cells)
    strange = {value: n for value, n in counts.items() if _looks_like_slip(value, gate.spellings)}
    return Unmatched(
        place=f"asked_if of {question}",
        column=gate.column,
        values=_rank_values(strange, gate.spellings),
        consequence="count as not asked" if len(strange) > 1 else "counts as not asked",
        wanted="value of equals",
        nothing_matches=bool(counts) and not any(gate.is_met(value) for value in counts),
        spelled=gate.equals,
        filled=counts.total(),
    )


def _find_unmatched_numbers(place: str, name: str, cells: Sequence[str | None]) -> Unmatched:
    """Cells that ought to hold a number and hold something else."""
    counts = _count_cells(cells)
    strange = {v: n for v, n in counts.items() if as_number(v) is None and not is_missing_sign(v)}
    return Unmatched(
        place=place,
        column=name,
        values=_rank_values(strange, Spellings(())),
        consequence="count as missing" if len(strange) > 1 else "counts as missing",
        wanted="number",
    )


def _find_unmatched_ticks(key: str, item: TableItem, column: Column) -> Iterator[Unmatched]:
    """Options of a check-all question: cells that say neither that they were ticked nor were
    not."""
    for option in item.options:
        counts = _count_cells(column(option))
        unticked = {value: n for value, n in counts.items() if value not in item.tick_spellings}
        strange = {value: n for value, n in unticked.items() if value not in _UNTICKED}
        yield Unmatched(
            place=f"table {key}",
            column=option,
            values=_rank_values(strange, item.tick_spellings),
            consequence="count as not ticked" if len(strange) > 1 else "counts as not ticked",
            wanted=f"`ticked` ({make_excerpt(item.ticked, _LONGEST)!r})",
        )


def _count_cells(cells: Sequence[str | None]) -> Counter[str]:
    # Empty cells are counted too and then left out: that is faster than looking at each.
    counts = Counter(cells)
    return Counter({cell: n for cell, n in counts.items() if cell is not None})


def _looks_like_slip(value: str, spelled: Spellings) -> bool:
    """Whether the value is not spelled, and looks like a slip of one that is."""
    return value not in spelled and any(is_one_letter_off(value, known) for known in spelled.values)


def _rank_values(strange: dict[str, int], spelled: Spellings) -> tuple[UnmatchedValue, ...]:
    """The commonest first, each of the first ones with the spelled value most like it."""
    ordered = sorted(strange.items(), key=lambda pair: (-pair[1], pair[0]))
    ranked = []
    for place, (value, count) in enumerate(ordered):
        nearest = spelled.find_nearest_value(value) if place < _COMPARED else ""
        ranked.append(UnmatchedValue(value, count, nearest))
    return tuple(ranked)


def describe_unmatched(found: Sequence[Unmatched], limit: int = SHOWN) -> list[str]:
    """Sentences for a person, without a full stop: the first `limit`, and how many more there
    are."""
    sentences = [sentence for one in found for sentence in one.sentences]
    if len(sentences) <= limit:
        return sentences
    return [
        *sentences[:limit],
        f"and {len(sentences) - limit} more of this kind; `tipcoder check` lists them all",
    ]
