"""The part of study.toml that says what is measured: outcomes, factors, indicators, tables and families of tests."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from tipcoder.tomlfile import Table
from tipcoder.values import NO_WORDS, YES_WORDS, Spellings

SUMMARIES = ("mean", "first", "last", "last-first", "sum")
TRANSFORMS = ("none", "log1p")
LAYOUTS = ("long", "freedom-house")
ADJUSTMENTS = ("holm", "benjamini-hochberg")
SHOWN_AS = ("shares", "mean", "list")
PER = ("case", "respondent")


@dataclass(frozen=True)
class OutcomeSpec:
    """An ordered closed question that statistics explain; the first level counts 0."""

    column: str
    levels: tuple[str, ...]
    missing: tuple[str, ...] = ()
    scores: Mapping[str, int] = field(default_factory=dict)
    """What a value counts in means, where it is not its place among the levels; may name values that no test uses."""
    label: str = ""

    @cached_property
    def spelled(self) -> Spellings:
        """Every value that the study knows of this outcome: levels, missing ones, and those that count in means."""
        return Spellings((*self.levels, *self.missing, *self.scores))

    def level(self, value: str | None) -> str | None:
        """The level that a cell means, as study.toml spells it; None for every other cell."""
        meant = self.spelled.match(value)
        return meant if meant in self.levels else None

    def score(self, value: str) -> float | None:
        """What a value counts in a mean, or None."""
        meant = self.spelled.match(value)
        if meant is None:
            return None
        if self.scores:
            return self.scores.get(meant)
        return float(self.levels.index(meant)) if meant in self.levels else None


@dataclass(frozen=True)
class FactorSpec:
    """A yes/no variable read from a column."""

    column: str
    true_if: tuple[str, ...]
    otherwise: bool | None = None
    """`else`: what an empty cell means, and with it a cell that says so in plain words; None keeps it unknown.

    It does not decide a value that nobody foresaw: that stays unknown and is named, because a spelling that is not
    in `true_if` would else turn a yes into a no.
    """
    false_if: tuple[str, ...] = ()
    label: str = ""
    any_other: bool | None = None
    """What every value beside `true_if` and `false_if` means, where the study says so; None keeps it unknown."""

    @cached_property
    def spelled(self) -> Spellings:
        """The values that the study spells."""
        return Spellings((*self.true_if, *self.false_if))

    @cached_property
    def plain(self) -> Spellings:
        """Words that say in plain language what `else` says."""
        words: Mapping[bool | None, tuple[str, ...]] = {True: YES_WORDS, False: NO_WORDS, None: ()}
        return Spellings(words[self.otherwise])

    def state(self, value: str | None) -> bool | None:
        """Yes, no, or None for unknown; `value` is None for an empty cell."""
        if value is None:
            return self.otherwise
        meant = self.spelled.match(value)
        if meant is not None:
            return meant in self.true_if
        return self.otherwise if value in self.plain else self.any_other

    def foresees(self, value: str) -> bool:
        """Whether the study says what this value means."""
        return value in self.spelled or value in self.plain or self.any_other is not None


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
    """`long`: a row per country and year. `freedom-house`: that workbook's wide sheet with three header rows."""
    first_year: int | None = None
    last_year: int | None = None
    label: str = ""
    note: str = ""
    """What a reader has to know about the number; printed with every result."""


@dataclass(frozen=True)
class TableItem:
    """One line or block of a descriptive table: a single choice, a check-all question, a mean, or a list in a cell."""

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

    def columns(self) -> tuple[str, ...]:
        """Every column that the item reads."""
        named = (self.column, *self.options, self.by)
        return tuple(name for name in named if name is not None)

    @cached_property
    def ticks(self) -> Spellings:
        """What stands in the cell of an option that was ticked."""
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
    """`chi-square` keeps chi-square as the headline where cells are small, as a published line may ask for."""


def column_name(table: Table, key: str = "column") -> str:
    """A column's name, composed: copied from a file it may be written with accents apart from their letters."""
    return unicodedata.normalize("NFC", table.required(key))


def column_if_any(table: Table, key: str) -> str | None:
    """The same for a key that may be absent."""
    name = table.text(key)
    return unicodedata.normalize("NFC", name) if name else None


def read_outcome(table: Table) -> OutcomeSpec:
    """`[outcome.NAME]`. Raises BadInput."""
    outcome = OutcomeSpec(
        column_name(table),
        table.texts("levels"),
        table.texts("missing"),
        _scores(table),
        table.text("label") or "",
    )
    if len(outcome.levels) < 2:
        raise table.fail("`levels` needs at least two values, lowest first.")
    if len(set(outcome.levels)) < len(outcome.levels):
        raise table.fail("`levels` names a value twice.", "Remove one of the two.")
    both = set(outcome.levels) & set(outcome.missing)
    if both:
        raise table.fail(f"{min(both)!r} is both a level and missing.", "Take it out of one of the two.")
    unscored = [level for level in outcome.levels if outcome.scores and level not in outcome.scores]
    if unscored:
        raise table.fail(f"`scores` has no number for the level {unscored[0]!r}.", "Give every level one.")
    table.finish()
    return outcome


def _scores(table: Table) -> dict[str, int]:
    scores = table.child("scores")
    if scores is None:
        return {}
    return {name: scores.number(name, 0, -1000, 1000) for name in scores.names()}


def read_factor(table: Table) -> FactorSpec:
    """`[factor.NAME]`. Raises BadInput."""
    column, true_if, false_if = column_name(table), table.texts("true_if"), table.texts("false_if")
    otherwise, any_other = _true_or_false(table, "else"), _true_or_false(table, "any_other")
    label = table.text("label") or ""
    if not true_if:
        raise table.fail("`true_if` is missing.", 'Add true_if = "the value that means yes".')
    both = set(true_if) & set(false_if)
    if both:
        raise table.fail(f"{min(both)!r} is in `true_if` and in `false_if`.", "Take it out of one of the two.")
    table.finish()
    return FactorSpec(column, true_if, otherwise, false_if, label, any_other)


def _true_or_false(table: Table, key: str) -> bool | None:
    found = table.scalar(key)
    if found is None or isinstance(found, bool):
        return found
    raise table.fail(f"`{key}` must be true or false, not {found!r}.", "Leave it out to keep others unknown.")


def read_indicator(table: Table) -> IndicatorSpec:
    """`[indicator.NAME]`. Raises BadInput."""
    spec = IndicatorSpec(
        column=column_if_any(table, "column"),
        file=table.text("file"),
        country=table.text("country"),
        year=table.text("year"),
        value=table.text("value"),
        summary=table.choice("summary", SUMMARIES, "mean"),
        transform=table.choice("transform", TRANSFORMS, "none"),
        layout=table.choice("layout", LAYOUTS, "long"),
        first_year=table.number("from", 0, 0, 9999) or None,
        last_year=table.number("to", 0, 0, 9999) or None,
        label=table.text("label") or "",
        note=table.text("note") or "",
    )
    table.finish()
    if (spec.column is None) == (spec.file is None):
        raise table.fail("needs either `column` (of the survey) or `file` (country by year).")
    if spec.file is not None and spec.layout == "long" and not (spec.country and spec.value):
        raise table.fail("with `file`, `country` and `value` must name its columns.")
    if spec.column is not None and (spec.country or spec.year or spec.value):
        raise table.fail("`country`, `year` and `value` name columns of a `file`, and there is none.")
    if spec.summary in ("first", "last", "last-first") and spec.file and not spec.year and spec.layout == "long":
        raise table.fail(f"`summary` {spec.summary!r} needs `year`.", "Name the column of years.")
    return spec


def read_family(table: Table) -> FamilySpec:
    """`[family.NAME]`. Raises BadInput."""
    family = FamilySpec(
        outcomes=table.texts("outcomes"),
        variables=table.texts("variables"),
        codes=table.texts("codes"),
        adjust=table.choice("adjust", ADJUSTMENTS, "holm"),
        small_cells=table.choice("small_cells", ("exact", "chi-square"), "exact"),
    )
    table.finish()
    if not family.outcomes:
        raise table.fail("`outcomes` is missing.", "Name the outcomes that the family explains.")
    if not family.variables and not family.codes:
        raise table.fail("needs `variables` or `codes`.", 'Use codes = "all" for every code.')
    return family


def read_tables(table: Table) -> Iterator[TableSpec]:
    """Every `[[table]]`. Raises BadInput."""
    seen: set[str] = set()
    for entry in table.items("table"):
        key, title = entry.required("key"), entry.required("title")
        if key in seen:
            raise entry.fail(f"the key {key!r} is already a table above.", "Give it another one.")
        seen.add(key)
        per = entry.choice("per", PER, "case")
        items = tuple(_item(item, per) for item in entry.items("item"))
        if not items:
            raise entry.fail("has no [[table.item]].", "Add what it shows.")
        entry.finish()
        yield TableSpec(key, title, items)


def _item(table: Table, per: str) -> TableItem:
    options = table.child("options")
    labels = {}
    if options is not None:
        labels = {unicodedata.normalize("NFC", name): options.required(name) for name in options.names()}
    item = TableItem(
        text=table.required("text"),
        column=column_if_any(table, "column"),
        options=labels,
        show=table.choice("show", SHOWN_AS, "shares"),
        per=table.choice("per", PER, per),
        ticked=table.text("ticked") or "1",
        by=column_if_any(table, "by"),
        levels=table.texts("levels"),
    )
    table.finish()
    if (item.column is None) == (not item.options):
        raise table.fail("needs either `column` or `options`.")
    if item.levels and item.show != "list":
        raise table.fail("`levels` are for a list in a cell.", 'Add show = "list", or leave `levels` out.')
    if item.options and item.show != "shares":
        raise table.fail(f"`show` cannot be {item.show!r} with `options`.", "Leave `show` out.")
    return item
