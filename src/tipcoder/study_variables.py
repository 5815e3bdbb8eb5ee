"""What a study measures: outcomes, factors, indicators, tables and families of tests, as data.

The package `study` reads them from study.toml, each kind in a module of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from tipcoder.values import Spellings, list_no_words, list_yes_words

SUMMARIES = ("mean", "first", "last", "last-first", "sum")
TRANSFORMS = ("none", "log1p")
LAYOUTS = ("long", "freedom-house")
ADJUSTMENTS = ("holm", "benjamini-hochberg")
SMALL_CELLS = ("exact", "chi-square")
SHOWN_AS = ("shares", "mean", "list")
PER = ("case", "respondent")


@dataclass(frozen=True)
class OutcomeSpec:
    """An ordered closed question that statistics explain; the first level counts 0."""

    column: str
    levels: tuple[str, ...]
    missing: tuple[str, ...] = ()
    scores: Mapping[str, int] = field(default_factory=dict)
    """What a value counts in means, where it is not its place among the levels; may name values
    that no test uses.
    """
    label: str = ""

    @cached_property
    def spellings(self) -> Spellings:
        """Every value that the study knows of this outcome: levels, missing ones, and those that
        count in means.
        """
        return Spellings((*self.levels, *self.missing, *self.scores))

    def find_level(self, value: str | None) -> str | None:
        """The level that a cell means, as study.toml spells it; None for every other cell."""
        meant = self.spellings.find_value(value)
        return meant if meant in self.levels else None

    def find_score(self, value: str) -> float | None:
        """What a value counts in a mean, or None."""
        meant = self.spellings.find_value(value)
        if meant is None:
            return None
        if self.scores:
            return self.scores.get(meant)
        return float(self.levels.index(meant)) if meant in self.levels else None


@dataclass(frozen=True)
class NumberOutcomeSpec:
    """A closed question answered by a number that statistics explain."""

    column: str
    missing: tuple[str, ...] = ()
    is_nps: bool = False
    """Whether it asks how likely somebody is to recommend, from 0 to 10."""
    label: str = ""

    @cached_property
    def spellings(self) -> Spellings:
        """Answers that are no numbers, though they may be written as one: 99 for "don't know"."""
        return Spellings(self.missing)

    def find_score(self, number: float) -> float | None:
        """What a number counts: itself, or of a net promoter score 100 from 9 up, -100 from 6 down,
        and 0 between them, so that the mean is the share of promoters less that of detractors in
        percent (Reichheld, 2003). None for what is no answer from 0 to 10.
        """
        if not self.is_nps:
            return number
        if not 0 <= number <= 10 or number != int(number):
            return None
        if number >= 9:
            return 100.0
        return -100.0 if number <= 6 else 0.0


@dataclass(frozen=True)
class FactorSpec:
    """A yes/no variable read from a column."""

    column: str
    true_if: tuple[str, ...]
    otherwise: bool | None = None
    """`else`: what an empty cell means, and with it a cell that says so in plain words; None keeps
    it unknown.

    It does not decide a value that nobody foresaw: that stays unknown and is named, because a
    spelling that is not in `true_if` would else turn a yes into a no.
    """
    false_if: tuple[str, ...] = ()
    label: str = ""
    any_other: bool | None = None
    """What every value beside `true_if` and `false_if` means, where the study says so; None keeps
    it unknown.
    """
    missing: tuple[str, ...] = ()
    """Answers that are known to be neither."""

    @cached_property
    def spellings(self) -> Spellings:
        """The values that the study spells."""
        return Spellings((*self.true_if, *self.false_if, *self.missing))

    @cached_property
    def plain_spellings(self) -> Spellings:
        """Words that say in plain language what `else` says."""
        if self.otherwise is None:
            return Spellings(())
        return Spellings(list_yes_words() if self.otherwise else list_no_words())

    def find_state(self, value: str | None) -> bool | None:
        """Yes, no, or None for unknown; `value` is None for an empty cell."""
        if value is None:
            return self.otherwise
        meant = self.spellings.find_value(value)
        if meant is not None:
            return None if meant in self.missing else meant in self.true_if
        return self.otherwise if value in self.plain_spellings else self.any_other

    def can_interpret(self, value: str) -> bool:
        """Whether the study says what this value means."""
        return (
            value in self.spellings or value in self.plain_spellings or self.any_other is not None
        )


@dataclass(frozen=True)
class CategorySpec:
    """A factor with levels: each cell of its column is one of them, or unknown."""

    column: str
    levels: tuple[str, ...]
    """As the cells write them."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """What a level is called, where that is not how the cells write it."""
    missing: tuple[str, ...] = ()
    label: str = ""
    ordered: bool = False
    """Whether the levels have an order, lowest first."""

    @cached_property
    def spellings(self) -> Spellings:
        """Every value that the study knows of this factor."""
        return Spellings((*self.levels, *self.missing))

    def find_level(self, value: str | None) -> str | None:
        """The level that a cell means, as study.toml spells it; None for every other cell."""
        meant = self.spellings.find_value(value)
        return meant if meant in self.levels else None

    @property
    def level_labels(self) -> tuple[str, ...]:
        """What the levels are called, in their order."""
        return tuple(self.labels.get(level, level) for level in self.levels)


@dataclass(frozen=True)
class IndicatorSpec:
    """A number per country: from a column of the survey, or from a country x year file."""

    column: str | None = None
    file: str | None = None
    country: str | None = None
    year: str | None = None
    value: str | None = None
    summary: str = "mean"
    transform: str = "none"
    layout: str = "long"
    """`long`: a row per country and year. `freedom-house`: that workbook's wide sheet with three
    header rows.
    """
    first_year: int | None = None
    last_year: int | None = None
    label: str = ""
    note: str = ""
    """What a reader has to know about the number; printed with every result."""


@dataclass(frozen=True)
class TableItem:
    """One line or block of a descriptive table: a single choice, a check-all question, a mean, or a
    list in a cell.
    """

    text: str
    column: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    """Check-all: column -> label. Labels are keyed by column and never by position."""
    show: str = "shares"
    per: str = "case"
    ticked: str = "1"
    by: str | None = None
    """Shares within each value of this column."""
    levels: tuple[str, ...] = ()
    """Of a list in a cell: the names that were offered, some of which may have commas in them."""

    def list_columns(self) -> tuple[str, ...]:
        """Every column that the item reads."""
        named = (self.column, *self.options, self.by)
        return tuple(name for name in named if name is not None)

    @cached_property
    def tick_spellings(self) -> Spellings:
        """The text in the cell of an option that was ticked."""
        return Spellings((self.ticked,))


@dataclass(frozen=True)
class TableSpec:
    """A descriptive table of the article."""

    key: str
    title: str
    items: tuple[TableItem, ...]


@dataclass(frozen=True)
class FamilySpec:
    """Tests that are adjusted together, declared before anybody looked."""

    outcomes: tuple[str, ...]
    variables: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    adjust: str = "holm"
    small_cells: str = "exact"
    """`chi-square` keeps chi-square as the headline where cells are small, as a published line may
    ask for.
    """
