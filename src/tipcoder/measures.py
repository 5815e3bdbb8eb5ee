"""The part of study.toml that says what is measured: outcomes, factors, indicators, tables and families of tests."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from tipcoder.tomlfile import TomlTable
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
    def spellings(self) -> Spellings:
        """Every value that the study knows of this outcome: levels, missing ones, and those that count in means."""
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
    def spellings(self) -> Spellings:
        """The values that the study spells."""
        return Spellings((*self.true_if, *self.false_if))

    @cached_property
    def plain_spellings(self) -> Spellings:
        """Words that say in plain language what `else` says."""
        words: Mapping[bool | None, tuple[str, ...]] = {True: YES_WORDS, False: NO_WORDS, None: ()}
        return Spellings(words[self.otherwise])

    def find_state(self, value: str | None) -> bool | None:
        """Yes, no, or None for unknown; `value` is None for an empty cell."""
        if value is None:
            return self.otherwise
        meant = self.spellings.find_value(value)
        if meant is not None:
            return meant in self.true_if
        return self.otherwise if value in self.plain_spellings else self.any_other

    def can_interpret(self, value: str) -> bool:
        """Whether the study says what this value means."""
        return value in self.spellings or value in self.plain_spellings or self.any_other is not None


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

    def list_columns(self) -> tuple[str, ...]:
        """Every column that the item reads."""
        named = (self.column, *self.options, self.by)
        return tuple(name for name in named if name is not None)

    @cached_property
    def tick_spellings(self) -> Spellings:
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


def read_column_name(table: TomlTable, key: str = "column") -> str:
    """A column's name, composed: copied from a file it may be written with accents apart from their letters."""
    return unicodedata.normalize("NFC", table.read_required_text(key))


def read_optional_column_name(table: TomlTable, key: str) -> str | None:
    """The same for a key that may be absent."""
    name = table.read_text(key)
    return unicodedata.normalize("NFC", name) if name else None


def read_outcome(table: TomlTable) -> OutcomeSpec:
    """`[outcome.NAME]`. Raises BadInput."""
    outcome = OutcomeSpec(
        read_column_name(table),
        table.read_texts("levels"),
        table.read_texts("missing"),
        _read_scores(table),
        table.read_text("label") or "",
    )
    if len(outcome.levels) < 2:
        raise table.make_error("`levels` needs at least two values, lowest first.")
    if len(set(outcome.levels)) < len(outcome.levels):
        raise table.make_error("`levels` names a value twice.", "Remove one of the two.")
    both = set(outcome.levels) & set(outcome.missing)
    if both:
        raise table.make_error(f"{min(both)!r} is both a level and missing.", "Take it out of one of the two.")
    unscored = [level for level in outcome.levels if outcome.scores and level not in outcome.scores]
    if unscored:
        raise table.make_error(f"`scores` has no number for the level {unscored[0]!r}.", "Give every level one.")
    table.refuse_unknown_keys()
    return outcome


def _read_scores(table: TomlTable) -> dict[str, int]:
    scores = table.read_table("scores")
    if scores is None:
        return {}
    return {name: scores.read_number(name, 0, -1000, 1000) for name in scores.unread_keys()}


def read_factor(table: TomlTable) -> FactorSpec:
    """`[factor.NAME]`. Raises BadInput."""
    column, true_if, false_if = read_column_name(table), table.read_texts("true_if"), table.read_texts("false_if")
    otherwise, any_other = _read_true_or_false(table, "else"), _read_true_or_false(table, "any_other")
    label = table.read_text("label") or ""
    if not true_if:
        raise table.make_error("`true_if` is missing.", 'Add true_if = "the value that means yes".')
    both = set(true_if) & set(false_if)
    if both:
        raise table.make_error(f"{min(both)!r} is in `true_if` and in `false_if`.", "Take it out of one of the two.")
    table.refuse_unknown_keys()
    return FactorSpec(column, true_if, otherwise, false_if, label, any_other)


def _read_true_or_false(table: TomlTable, key: str) -> bool | None:
    found = table.read_scalar(key)
    if found is None or isinstance(found, bool):
        return found
    raise table.make_error(f"`{key}` must be true or false, not {found!r}.", "Leave it out to keep others unknown.")


def read_indicator(table: TomlTable) -> IndicatorSpec:
    """`[indicator.NAME]`. Raises BadInput."""
    spec = IndicatorSpec(
        column=read_optional_column_name(table, "column"),
        file=table.read_text("file"),
        country=table.read_text("country"),
        year=table.read_text("year"),
        value=table.read_text("value"),
        summary=table.read_choice("summary", SUMMARIES, "mean"),
        transform=table.read_choice("transform", TRANSFORMS, "none"),
        layout=table.read_choice("layout", LAYOUTS, "long"),
        first_year=table.read_number("from", 0, 0, 9999) or None,
        last_year=table.read_number("to", 0, 0, 9999) or None,
        label=table.read_text("label") or "",
        note=table.read_text("note") or "",
    )
    table.refuse_unknown_keys()
    if (spec.column is None) == (spec.file is None):
        raise table.make_error("needs either `column` (of the survey) or `file` (country by year).")
    if spec.file is not None and spec.layout == "long" and not (spec.country and spec.value):
        raise table.make_error("with `file`, `country` and `value` must name its columns.")
    if spec.column is not None and (spec.country or spec.year or spec.value):
        raise table.make_error("`country`, `year` and `value` name columns of a `file`, and there is none.")
    if spec.summary in ("first", "last", "last-first") and spec.file and not spec.year and spec.layout == "long":
        raise table.make_error(f"`summary` {spec.summary!r} needs `year`.", "Name the column of years.")
    return spec


def read_family(table: TomlTable) -> FamilySpec:
    """`[family.NAME]`. Raises BadInput."""
    family = FamilySpec(
        outcomes=table.read_texts("outcomes"),
        variables=table.read_texts("variables"),
        codes=table.read_texts("codes"),
        adjust=table.read_choice("adjust", ADJUSTMENTS, "holm"),
        small_cells=table.read_choice("small_cells", ("exact", "chi-square"), "exact"),
    )
    table.refuse_unknown_keys()
    if not family.outcomes:
        raise table.make_error("`outcomes` is missing.", "Name the outcomes that the family explains.")
    if not family.variables and not family.codes:
        raise table.make_error("needs `variables` or `codes`.", 'Use codes = "all" for every code.')
    return family


def read_tables(table: TomlTable) -> Iterator[TableSpec]:
    """Every `[[table]]`. Raises BadInput."""
    seen: set[str] = set()
    for entry in table.read_table_list("table"):
        key, title = entry.read_required_text("key"), entry.read_required_text("title")
        if key in seen:
            raise entry.make_error(f"the key {key!r} is already a table above.", "Give it another one.")
        seen.add(key)
        per = entry.read_choice("per", PER, "case")
        items = tuple(_read_table_item(item, per) for item in entry.read_table_list("item"))
        if not items:
            raise entry.make_error("has no [[table.item]].", "Add what it shows.")
        entry.refuse_unknown_keys()
        yield TableSpec(key, title, items)


def _read_table_item(table: TomlTable, per: str) -> TableItem:
    options = table.read_table("options")
    labels = {}
    if options is not None:
        labels = {
            unicodedata.normalize("NFC", name): options.read_required_text(name) for name in options.unread_keys()
        }
    item = TableItem(
        text=table.read_required_text("text"),
        column=read_optional_column_name(table, "column"),
        options=labels,
        show=table.read_choice("show", SHOWN_AS, "shares"),
        per=table.read_choice("per", PER, per),
        ticked=table.read_text("ticked") or "1",
        by=read_optional_column_name(table, "by"),
        levels=table.read_texts("levels"),
    )
    table.refuse_unknown_keys()
    if (item.column is None) == (not item.options):
        raise table.make_error("needs either `column` or `options`.")
    if item.levels and item.show != "list":
        raise table.make_error("`levels` are for a list in a cell.", 'Add show = "list", or leave `levels` out.')
    if item.options and item.show != "shares":
        raise table.make_error(f"`show` cannot be {item.show!r} with `options`.", "Leave `show` out.")
    return item
