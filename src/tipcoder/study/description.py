"""A study as its study.toml describes it: frozen data, and which columns of the survey it names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from tipcoder.study.conditions import AskCondition
from tipcoder.study.multi_selects import OPTION_SIGN, MultiSelectSpec, SelectOption
from tipcoder.study_variables import (
    CategorySpec,
    FactorSpec,
    FamilySpec,
    IndicatorSpec,
    NumberOutcomeSpec,
    OutcomeSpec,
    TableSpec,
)
from tipcoder.values import Spellings

Place = tuple[str, str]
"""A column, and the place in study.toml that names it."""


@dataclass(frozen=True)
class ExclusionSpec:
    """Rows of the survey that are no answers of respondents, such as previews and tests."""

    column: str
    equals: tuple[str, ...]

    @cached_property
    def spellings(self) -> Spellings:
        """The values by which such a row is known."""
        return Spellings(self.equals)

    def holds_for(self, cell: str) -> bool:
        """Whether a row with this cell is left out."""
        return self.spellings.find_value(cell) is not None


@dataclass(frozen=True)
class QuestionSpec:
    """An open-ended column."""

    column: str
    text: str
    asked_if: AskCondition | None = None
    withheld: tuple[str, ...] = ()
    """Cell values that say that the text was kept back."""
    per: str = "case"
    """`respondent` where it was asked once and its answer repeats on every case of the respondent.
    """
    translation: str | None = None
    """The column that has a translation of the answers."""

    @cached_property
    def withheld_spellings(self) -> Spellings:
        """What stands in the cell of a text that was kept back."""
        return Spellings(self.withheld)


@dataclass(frozen=True)
class CountrySpec:
    """Which column names the country of a case, and how names are brought together."""

    column: str
    crosswalk: str | None = None
    region: str | None = None


@dataclass(frozen=True)
class PrivacySpec:
    """How respondents are named and what must never be stored with answers."""

    response_ids: str = "random"
    """`from-column` only where the IDs are already public."""
    id_digits: int = 4
    keep: tuple[str, ...] = ()
    identity: tuple[str, ...] = ()
    """Columns that go to the key file and nowhere else."""


@dataclass(frozen=True)
class AgreementSpec:
    """What coders' agreement on a code has to reach before numbers and quotes rest on it without a
    word.
    """

    threshold: float = 0.667
    """Krippendorff's alpha; .667 is customary for tentative conclusions, .800 for others
    (Krippendorff, 2004).
    """


@dataclass(frozen=True)
class ModelsSpec:
    """Trained models on this machine that add to what works without any. Nothing is downloaded."""

    spacy: Mapping[str, str] = field(default_factory=dict)
    """Language -> a spaCy pipeline, by the name of its package or its folder: names of people,
    places and bodies.
    """
    vectors: str | None = None
    """The folder of a spaCy, model2vec or sentence-transformers model: what is near in meaning."""


@dataclass(frozen=True)
class StoreSpec:
    """Where the study's data live."""

    url: str = field(default="sqlite:///study.db", repr=False)
    """May hold a password."""
    schema: str | None = None
    """PostgreSQL only: the schema that holds this study."""


@dataclass(frozen=True)
class BackcodeSpec:
    """An open question whose answers are coded back into a factor."""

    question: str
    other: str = ""
    """The level that they are moved from; empty: what the factor calls so."""
    levels: Mapping[str, str] = field(default_factory=dict)
    """By code; of other codes the level that is called like them."""
    use: bool = False
    """Whether statistics take the factor as it is then."""


@dataclass(frozen=True)
class Study:
    """A study as its file describes it."""

    title: str
    languages: tuple[str, ...]
    missing: tuple[str, ...]
    respondent_id: str | None
    """None where every row is a respondent of its own."""
    respondent_name: str | None
    case: tuple[str, ...]
    """The columns that together tell the rows of a respondent apart."""
    attributes: tuple[str, ...]
    questions: tuple[QuestionSpec, ...]
    wave: str | None = None
    """The column that says in which wave of the survey a row was answered."""
    panel: bool = True
    """Whether the same ID in two waves is the same respondent."""
    weight: str | None = None
    """The column with the survey weight of a row."""
    strata: str | None = None
    """The column with the stratum that a respondent was drawn from."""
    ignore: tuple[str, ...] = ()
    """Columns of which nothing is kept."""
    exclude: tuple[ExclusionSpec, ...] = ()
    outcomes: Mapping[str, OutcomeSpec] = field(default_factory=dict)
    """Those with levels."""
    number_outcomes: Mapping[str, NumberOutcomeSpec] = field(default_factory=dict)
    factors: Mapping[str, FactorSpec] = field(default_factory=dict)
    """Yes/no variables of one column."""
    multi_selects: Mapping[str, MultiSelectSpec] = field(default_factory=dict)
    """Factors with several values: an option is called `NAME:OPTION`."""
    categories: Mapping[str, CategorySpec] = field(default_factory=dict)
    """Factors with levels, of which a case has one."""
    backcodes: Mapping[str, BackcodeSpec] = field(default_factory=dict)
    """By the name of the factor."""
    indicators: Mapping[str, IndicatorSpec] = field(default_factory=dict)
    families: Mapping[str, FamilySpec] = field(default_factory=dict)
    tables: tuple[TableSpec, ...] = ()
    country: CountrySpec | None = None
    agreement: AgreementSpec = field(default_factory=AgreementSpec)
    privacy: PrivacySpec = field(default_factory=PrivacySpec)
    store: StoreSpec = field(default_factory=StoreSpec)
    models: ModelsSpec = field(default_factory=ModelsSpec)
    codebook: str | None = None
    """The shipped codebook that `tipcoder init` starts the study with."""

    def list_level_labels(self, name: str) -> tuple[str, ...]:
        """What the levels of a category, or the options of a question with several, are called."""
        if name in self.categories:
            return self.categories[name].level_labels
        return tuple(option.label for option in self.multi_selects[name].all_options)

    def find_other_label(self, name: str) -> str:
        """What is called the level that words of people's own are moved from."""
        asked = self.multi_selects.get(name)
        named = asked.other.label if asked is not None and asked.other is not None else "Other"
        wanted = self.backcodes[name].other or named
        if name in self.categories:
            return self.categories[name].labels.get(wanted, wanted)
        return wanted

    def find_named_columns(self) -> dict[str, str]:
        """Every survey column that the study names, with the place that names it first."""
        named: dict[str, str] = {}
        for column, place in self._named_columns():
            named.setdefault(column, place)
        return named

    def find_needed_columns(self) -> frozenset[str]:
        """Columns without which no file can be read: who answered, the open questions, and what
        led to them.
        """
        needed = [self.respondent_id, *self.case, self.wave, self.weight]
        for question in self.questions:
            needed.append(question.column)
            if question.asked_if:
                needed.append(question.asked_if.column)
        return frozenset(column for column in needed if column)

    def _named_columns(self) -> Iterator[Place]:
        yield from self._respondent_columns()
        yield from self._question_columns()
        for condition in self.exclude:
            yield condition.column, "[[exclude]] column"
        yield from self.measured_columns()
        for column, key in self.tabled_columns():
            yield column, f"[[table]] {key}"
        for column in self.privacy.identity:
            yield column, "[privacy] identity"

    def _respondent_columns(self) -> Iterator[Place]:
        if self.respondent_id:
            yield self.respondent_id, "[respondent] id"
        if self.respondent_name:
            yield self.respondent_name, "[respondent] name"
        for column in self.case:
            yield column, "[respondent] case"
        if self.wave:
            yield self.wave, "[respondent] wave"
        if self.weight:
            yield self.weight, "[respondent] weight"
        if self.strata:
            yield self.strata, "[respondent] strata"
        for column in self.attributes:
            yield column, "[respondent] attributes"
        for column in self.ignore:
            yield column, "[respondent] ignore"

    def _question_columns(self) -> Iterator[Place]:
        for question in self.questions:
            yield question.column, "[[question]] column"
            if question.translation:
                yield question.translation, f"`translation` of question {question.column}"
            if question.asked_if:
                yield question.asked_if.column, f"asked_if of question {question.column}"
        for name, asked in self.multi_selects.items():
            if asked.specify:
                yield asked.specify, f"`specify` of factor {name}"
            if asked.asked_if:
                yield asked.asked_if.column, f"asked_if of factor {name}"

    def list_outcome_names(self) -> tuple[str, ...]:
        """Every outcome: those with levels, then numbers."""
        return (*self.outcomes, *self.number_outcomes)

    def list_factor_names(self) -> tuple[str, ...]:
        """Every factor as a variable: those that are yes or no, those with levels, then each option
        of those with several.
        """
        options: list[str] = []
        for asked in self.multi_selects.values():
            options += asked.option_names
        return (*self.factors, *self.categories, *options)

    def expand_names(self, names: Iterable[str]) -> tuple[str, ...]:
        """Names of variables, where a factor with several values stands for its options."""
        expanded: list[str] = []
        for name in names:
            asked = self.multi_selects.get(name)
            expanded += asked.option_names if asked else [name]
        return tuple(dict.fromkeys(expanded))

    def find_multi_select(self, name: str) -> tuple[MultiSelectSpec, SelectOption] | None:
        """The factor and its option that `NAME:OPTION` means; None for every other name."""
        asked = self.multi_selects.get(name.partition(OPTION_SIGN)[0])
        for option in asked.all_options if asked else ():
            if asked is not None and asked.name_option(option) == name:
                return asked, option
        return None

    def list_columned_specs(
        self,
    ) -> Iterator[tuple[str, OutcomeSpec | NumberOutcomeSpec | FactorSpec | CategorySpec]]:
        """Outcomes and factors that are read from one column, each behind its table's name."""
        for name, outcome in self.outcomes.items():
            yield f"outcome.{name}", outcome
        for name, number in self.number_outcomes.items():
            yield f"outcome.{name}", number
        for name, factor in self.factors.items():
            yield f"factor.{name}", factor
        for name, category in self.categories.items():
            yield f"factor.{name}", category

    def find_missing_answers(self, column: str) -> Callable[[str], bool]:
        """Whether a cell of this column is an answer that an outcome or a factor calls missing."""
        specs = []
        for _, spec in self.list_columned_specs():
            if spec.column == column and spec.missing:
                specs.append(spec)
        return lambda cell: any(spec.spellings.find_value(cell) in spec.missing for spec in specs)

    def measured_columns(self) -> Iterator[Place]:
        """Columns of outcomes, factors, indicators and of the country."""
        for place, spec in self.list_columned_specs():
            yield spec.column, f"[{place}] column"
        for name, asked in self.multi_selects.items():
            for column in asked.list_columns():
                yield column, f"[factor.{name}]"
        for name, indicator in self.indicators.items():
            if indicator.column:
                yield indicator.column, f"[indicator.{name}] column"
        if self.country:
            yield self.country.column, "[country] column"
            if self.country.region:
                yield self.country.region, "[country] region"

    def tabled_columns(self) -> Iterator[tuple[str, str]]:
        """Columns of descriptive tables, each with the key of its table."""
        for shown in self.tables:
            for item in shown.items:
                for column in item.list_columns():
                    yield column, shown.key

    def find_spelled_values(self) -> dict[str, tuple[str, ...]]:
        """Column -> the values that study.toml spells for it."""
        spelled: dict[str, list[str]] = {}
        for column, values in self._spellings():
            spelled.setdefault(column, []).extend(values)
        return {column: tuple(dict.fromkeys(values)) for column, values in spelled.items()}

    def _spellings(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for _, spec in self.list_columned_specs():
            yield spec.column, spec.spellings.values
        for asked in self.multi_selects.values():
            yield from asked.list_spellings()
        for question in self.questions:
            if question.asked_if is not None:
                yield question.asked_if.column, question.asked_if.equals
        for shown in self.tables:
            for item in shown.items:
                for column in item.options:
                    yield column, (item.ticked,)

    @property
    def wave_attribute(self) -> str:
        """The attribute of cases that has their wave: the column of the survey, else `wave`."""
        return self.wave or "wave"

    @property
    def has_ids_of_a_wave(self) -> bool:
        """Whether whoever answers is known within a wave only."""
        return self.respondent_id is None or not self.panel

    def translation_columns(self) -> tuple[str, ...]:
        """Columns with translations of answers: words of respondents, and never attributes."""
        columns = [question.translation for question in self.questions]
        return tuple(column for column in columns if column)

    def identity_columns(self) -> tuple[str, ...]:
        """Columns that name the respondent: kept in the key file, never in the store."""
        columns = [self.respondent_name, *self.privacy.identity]
        # IDs that were published with the data are no secret any more.
        if self.respondent_id and self.privacy.response_ids != "from-column":
            columns.insert(0, self.respondent_id)
        return tuple(dict.fromkeys(column for column in columns if column))
