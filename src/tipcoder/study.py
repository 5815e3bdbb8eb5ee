"""study.toml: what the columns of a survey mean.

Strict: an unknown key is an error that names the nearest good one, because a misspelt key that is ignored
would silently change results. Cells of the survey are matched with the values spelled here as `values.py` says.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePath

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.measures import (
    FactorSpec,
    FamilySpec,
    IndicatorSpec,
    OutcomeSpec,
    TableSpec,
    read_column_name,
    read_factor,
    read_family,
    read_indicator,
    read_optional_column_name,
    read_outcome,
    read_tables,
)
from tipcoder.model import LANGUAGE
from tipcoder.tomlfile import TomlTable, load_toml
from tipcoder.values import Spellings

STUDY_FILE = "study.toml"
CODEBOOK_FILE = "codebook.toml"
EXPORTS = "exports"
CONCEPTS_FILE = "concepts.toml"
COUNTRIES_FILE = "countries.csv"
SQLITE = "sqlite:///"
_NOT_A_STORE = ("", STUDY_FILE, CODEBOOK_FILE, EXPORTS)


@dataclass(frozen=True)
class AskCondition:
    """The closed question that gates an open one."""

    column: str
    equals: tuple[str, ...]

    @cached_property
    def spellings(self) -> Spellings:
        """The values that lead to the question."""
        return Spellings(self.equals)

    def is_met(self, cell: str | None) -> bool:
        """Whether a cell of the gate's column led to the question."""
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
    """`respondent` where it was asked once and its answer repeats on every case of the respondent."""

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
    """What coders' agreement on a code has to reach before numbers and quotes rest on it without a word."""

    threshold: float = 0.667
    """Krippendorff's alpha; .667 is customary for tentative conclusions, .800 for others (Krippendorff, 2004)."""


@dataclass(frozen=True)
class ModelsSpec:
    """Trained models on this machine that add to what works without any. Nothing is downloaded."""

    spacy: Mapping[str, str] = field(default_factory=dict)
    """Language -> a spaCy pipeline, by the name of its package or its folder: names of people, places and bodies."""
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
class Study:
    """A study as its file describes it."""

    title: str
    languages: tuple[str, ...]
    missing: tuple[str, ...]
    respondent_id: str
    respondent_name: str | None
    case: str | None
    attributes: tuple[str, ...]
    questions: tuple[QuestionSpec, ...]
    outcomes: Mapping[str, OutcomeSpec] = field(default_factory=dict)
    factors: Mapping[str, FactorSpec] = field(default_factory=dict)
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

    def find_named_columns(self) -> dict[str, str]:
        """Every survey column that the study names, with the place that names it."""
        named: dict[str, str] = {self.respondent_id: "[respondent] id"}
        if self.respondent_name:
            named.setdefault(self.respondent_name, "[respondent] name")
        if self.case:
            named.setdefault(self.case, "[respondent] case")
        for column in self.attributes:
            named.setdefault(column, "[respondent] attributes")
        for question in self.questions:
            named.setdefault(question.column, "[[question]] column")
            if question.asked_if:
                named.setdefault(question.asked_if.column, f"asked_if of question {question.column}")
        for kind, specs in (("outcome", self.outcomes), ("factor", self.factors), ("indicator", self.indicators)):
            for name, spec in specs.items():
                if spec.column:
                    named.setdefault(spec.column, f"[{kind}.{name}] column")
        if self.country:
            named.setdefault(self.country.column, "[country] column")
            if self.country.region:
                named.setdefault(self.country.region, "[country] region")
        for shown in self.tables:
            for item in shown.items:
                for column in item.list_columns():
                    named.setdefault(column, f"[[table]] {shown.key}")
        for column in self.privacy.identity:
            named.setdefault(column, "[privacy] identity")
        return named

    def find_spelled_values(self) -> dict[str, tuple[str, ...]]:
        """Column -> the values that study.toml spells for it."""
        spelled: dict[str, list[str]] = {}
        for outcome in self.outcomes.values():
            spelled.setdefault(outcome.column, []).extend(outcome.spellings.values)
        for factor in self.factors.values():
            spelled.setdefault(factor.column, []).extend(factor.spellings.values)
        for question in self.questions:
            if question.asked_if is not None:
                spelled.setdefault(question.asked_if.column, []).extend(question.asked_if.equals)
        for shown in self.tables:
            for item in shown.items:
                for column in item.options:
                    spelled.setdefault(column, []).append(item.ticked)
        return {column: tuple(dict.fromkeys(values)) for column, values in spelled.items()}

    def identity_columns(self) -> tuple[str, ...]:
        """Columns that name the respondent: kept in the key file, never in the store."""
        public = self.privacy.response_ids == "from-column"
        own = (None if public else self.respondent_id, self.respondent_name, *self.privacy.identity)
        return tuple(dict.fromkeys(column for column in own if column))


def read_study(path: Path) -> Study:
    """Read and check a study.toml. Raises BadInput naming file, place and remedy."""
    table = TomlTable(path.name, "", load_toml(path))
    title = table.read_required_text("title")
    languages = table.read_texts("languages")
    if not languages:
        raise table.make_missing_error(
            "languages", "`languages` is missing.", 'Add languages = ["en"], the main language first.'
        )
    for language in languages:
        if not LANGUAGE.fullmatch(language):
            raise table.make_error(f"`languages` has {language!r}, which is no language.", "Use codes like en, es, ru.")
    missing = table.read_texts("missing", ("",))
    withheld = table.read_texts("withheld")
    respondent = table.read_table("respondent")
    if respondent is None:
        remedy = 'Add [respondent] with id = "the column of IDs".'
        raise table.make_missing_error("respondent", "the table [respondent] is missing.", remedy)
    study = Study(
        title=title,
        languages=languages,
        missing=missing,
        respondent_id=read_column_name(respondent, "id"),
        respondent_name=read_optional_column_name(respondent, "name"),
        case=read_optional_column_name(respondent, "case"),
        attributes=_read_column_names(respondent, "attributes"),
        questions=_read_questions(table, withheld),
        outcomes={name: read_outcome(t) for name, t in table.read_named_tables("outcome")},
        factors={name: read_factor(t) for name, t in table.read_named_tables("factor")},
        indicators={name: read_indicator(t) for name, t in table.read_named_tables("indicator")},
        families={name: read_family(t) for name, t in table.read_named_tables("family")},
        tables=tuple(read_tables(table)),
        country=_read_country(table.read_table("country")),
        agreement=_read_agreement(table.read_table("agreement")),
        privacy=_read_privacy(table.read_table("privacy")),
        store=_read_store(table.read_table("store")),
        models=_read_models(table.read_table("models")),
        codebook=table.read_text("codebook"),
    )
    respondent.refuse_unknown_keys()
    table.refuse_unknown_keys()
    _check_identity(table, study)
    _check_missing(table, study)
    _check_families(table, study)
    return study


def _read_column_names(table: TomlTable, key: str) -> tuple[str, ...]:
    return tuple(unicodedata.normalize("NFC", name) for name in table.read_texts(key))


def _read_questions(table: TomlTable, withheld: tuple[str, ...]) -> tuple[QuestionSpec, ...]:
    questions: dict[str, QuestionSpec] = {}
    for item in table.read_table_list("question"):
        column = read_column_name(item)
        if column in questions:
            raise item.make_error(f"the column {column!r} is already a question above.", "Remove one of the two.")
        gate = item.read_table("asked_if")
        asked_if = None
        if gate is not None:
            asked_if = AskCondition(read_column_name(gate), gate.read_texts("equals"))
            if not asked_if.equals:
                raise gate.make_error("`equals` is missing.", 'Add equals = "Yes" or a list of values.')
            gate.refuse_unknown_keys()
        questions[column] = QuestionSpec(
            column=column,
            text=item.read_text("text", column) or column,
            asked_if=asked_if,
            withheld=item.read_texts("withheld", withheld),
            per=item.read_choice("per", ("case", "respondent"), "case"),
        )
        item.refuse_unknown_keys()
    if not questions:
        remedy = 'Add [[question]] with column = "an open-ended column".'
        raise table.make_missing_error("question", "there is no [[question]].", remedy)
    return tuple(questions.values())


def _read_country(table: TomlTable | None) -> CountrySpec | None:
    if table is None:
        return None
    spec = CountrySpec(
        read_column_name(table), table.read_text("crosswalk"), read_optional_column_name(table, "region")
    )
    table.refuse_unknown_keys()
    return spec


def _read_agreement(table: TomlTable | None) -> AgreementSpec:
    if table is None:
        return AgreementSpec()
    found = table.read_scalar("threshold")
    table.refuse_unknown_keys()
    if found is None:
        return AgreementSpec()
    if isinstance(found, bool) or not isinstance(found, int | float) or not 0 < found <= 1:
        raise table.make_error(f"`threshold` is {found!r}.", "Use a value of alpha between 0 and 1, like 0.667.")
    return AgreementSpec(float(found))


def _read_privacy(table: TomlTable | None) -> PrivacySpec:
    if table is None:
        return PrivacySpec()
    spec = PrivacySpec(
        response_ids=table.read_choice("response_ids", ("random", "from-column"), "random"),
        id_digits=table.read_number("id_digits", 4, 4, 9),
        keep=table.read_texts("keep"),
        identity=_read_column_names(table, "identity"),
    )
    table.refuse_unknown_keys()
    return spec


def _read_models(table: TomlTable | None) -> ModelsSpec:
    if table is None:
        return ModelsSpec()
    plain, pipelines = table.read_text_per_language("spacy")
    if plain or not all(LANGUAGE.fullmatch(language) for language in pipelines):
        raise table.make_error("`spacy` names no language.", 'Write spacy = { en = "name or folder of a pipeline" }.')
    spec = ModelsSpec(pipelines, table.read_text("vectors"))
    table.refuse_unknown_keys()
    return spec


def _read_store(table: TomlTable | None) -> StoreSpec:
    if table is None:
        return StoreSpec()
    spec = StoreSpec(url=table.read_text("url") or StoreSpec.url, schema=table.read_text("schema"))
    table.refuse_unknown_keys()
    if not spec.url.startswith((SQLITE, "postgresql://", "postgresql+psycopg://")):
        # Not the whole of it: it may hold a password.
        kind = spec.url.partition(":")[0]
        what = f"begins with {kind!r}" if re.fullmatch(r"[\w.+/-]{1,20}", kind) else "is no database URL"
        raise table.make_error(f"`url` {what}.", "Use sqlite:///study.db or postgresql://user@host/database.")
    file = PurePath(spec.url.removeprefix(SQLITE)) if spec.url.startswith(SQLITE) else None
    if file is not None and not file.is_absolute() and (file.name != str(file) or file.name in _NOT_A_STORE):
        # A new study has no folders inside, and what lies beside it would stay behind when it is moved.
        raise table.make_error(
            "`url` names no file of the study's own.", "Write sqlite:///study.db, or an absolute path."
        )
    if file is None and spec.url.count("@") > 1:
        # Read as it stands, half of the password would be taken for the host and shown in messages.
        raise table.make_error("`url` has more than one @.", "Write an @ that belongs to the password as %40.")
    return spec


def _check_identity(table: TomlTable, study: Study) -> None:
    """Columns that identify are never stored, so nothing else may be made of them."""
    identity = set(study.identity_columns())
    questions = {question.column for question in study.questions}
    for column, place in _iterate_stored_columns(study):
        if column in identity:
            raise table.make_error(
                f"{column!r} identifies the respondent, so it cannot be {place} too.", "Remove one of the two."
            )
        if column in questions and not place.startswith("a question"):
            raise table.make_error(f"{column!r} is a question, so it cannot be {place} too.", "Remove one of the two.")


def _iterate_stored_columns(study: Study) -> Iterator[tuple[str, str]]:
    """Columns whose cells are kept beside the answers, and what they are kept as."""
    for question in study.questions:
        yield question.column, "a question"
    for column in study.attributes:
        yield column, "in [respondent] attributes"
    if study.case:
        yield study.case, "[respondent] case"
    for kind, specs in (("outcome", study.outcomes), ("factor", study.factors), ("indicator", study.indicators)):
        for name, spec in specs.items():
            if spec.column:
                yield spec.column, f"[{kind}.{name}] column"
    if study.country:
        yield study.country.column, "[country] column"
        if study.country.region:
            yield study.country.region, "[country] region"
    for shown in study.tables:
        for item in shown.items:
            for column in item.list_columns():
                yield column, f"in [[table]] {shown.key}"
    if study.privacy.response_ids == "from-column":
        yield study.respondent_id, "[respondent] id with public response IDs"


def _check_missing(table: TomlTable, study: Study) -> None:
    """A value that counts as missing is dropped when answers are frozen, so nothing may wait for it."""
    wanted = [(value, f"`withheld` of question {q.column}") for q in study.questions for value in q.withheld]
    wanted += [(value, f"`levels` of outcome.{name}") for name, o in study.outcomes.items() for value in o.levels]
    wanted += [(value, f"`true_if` of factor.{name}") for name, f in study.factors.items() for value in f.true_if]
    for value, place in wanted:
        if value in study.missing:
            raise table.make_error(f"{value!r} is in `missing` and in {place}.", "Take it out of one of the two.")


def _check_families(table: TomlTable, study: Study) -> None:
    variables = {*study.factors, *study.indicators}
    twice = (study.factors.keys() & study.indicators.keys()) | (variables & study.outcomes.keys())
    if twice:
        raise table.make_error(
            f"{min(twice)!r} is defined twice: as factor, indicator or outcome.", "Rename one of the two."
        )
    for name, family in study.families.items():
        for what, known in ((family.outcomes, study.outcomes), (family.variables, variables)):
            for wanted in what:
                if wanted not in known:
                    sentence = f"[family.{name}] names {wanted!r}, which is not there."
                    raise table.make_error(sentence, did_you_mean(wanted, known))


def find_study_folder(start: Path) -> Path:
    """The folder of the study that `start` lies in, looking upward as git does. Raises BadInput if there is none."""
    start = start.absolute()
    for folder in (start, *start.parents):
        if (folder / STUDY_FILE).is_file():
            return folder
    raise BadInput(
        f"{start}: no {STUDY_FILE} here or in a folder above.",
        "Go into a study, name one with --study, or make one with `tipcoder init`.",
    )
