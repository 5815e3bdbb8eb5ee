"""The tables of study.toml that set something: country, agreement, privacy, store, models."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath

from tipcoder.study.description import (
    AgreementSpec,
    CountrySpec,
    ModelsSpec,
    PrivacySpec,
    StoreSpec,
)
from tipcoder.study.files import CODEBOOK_FILE, EXPORTS, LANGUAGE, SQLITE, STUDY_FILE
from tipcoder.tomlfile import TomlTable
from tipcoder.tomlkeys import (
    Example,
    Form,
    Key,
    Section,
    declare_choice,
    declare_column,
    declare_columns,
    declare_number,
    declare_required_column,
    declare_text,
    declare_texts,
)

_DATABASES = (SQLITE, "postgresql://", "postgresql+psycopg://")
_NOT_A_STORE = ("", STUDY_FILE, CODEBOOK_FILE, EXPORTS)

COUNTRY_COLUMN = declare_required_column(
    "column",
    "The column of the survey that names the country of a case. Names may be written in many ways.",
    'column = "work.country"',
)
CROSSWALK = declare_text(
    "crosswalk",
    "The file in the study's folder that keeps what people decided about names of countries "
    "(`tipcoder merge --decide`). It stands over the list that comes along.",
    'crosswalk = "countries.csv"',
    default='"countries.csv"',
)
REGION = declare_column(
    "region",
    "The column that names the region of a case, for averages by region.",
    'region = "work.region"',
)
COUNTRY = Section(
    "country",
    Form.ONE,
    "Where a case is. Indicators by country and results by country need it.",
    (COUNTRY_COLUMN, CROSSWALK, REGION),
    (Example("", (COUNTRY_COLUMN, CROSSWALK, REGION)),),
)


def read_country(table: TomlTable | None) -> CountrySpec | None:
    """`[country]`. Raises BadInput."""
    if table is None:
        return None
    told = COUNTRY.read_keys(table)
    table.refuse_unknown_keys()
    return CountrySpec(told[COUNTRY_COLUMN], told[CROSSWALK], told[REGION])


def _read_threshold(table: TomlTable) -> float:
    found = table.read_scalar("threshold")
    if found is None:
        return AgreementSpec.threshold
    is_number = isinstance(found, int | float) and not isinstance(found, bool)
    if not is_number or not 0 < float(found) <= 1:
        raise table.make_error(
            f"`threshold` is {found!r}.", "Use a value of alpha between 0 and 1, like 0.667."
        )
    return float(found)


THRESHOLD = Key(
    "threshold",
    "number",
    "Krippendorff's alpha that a code has to reach. A result by a code that is not shown to reach "
    "it says so in every format. .667 is customary for tentative conclusions, .800 for others "
    "(Krippendorff, 2004).",
    "threshold = 0.8",
    str(AgreementSpec.threshold),
    _read_threshold,
    allowed="above 0, at most 1",
)
AGREEMENT = Section(
    "agreement",
    Form.ONE,
    "What the agreement of coders has to reach.",
    (THRESHOLD,),
    (Example("", (THRESHOLD,)),),
)


def read_agreement(table: TomlTable | None) -> AgreementSpec:
    """`[agreement]`. Raises BadInput."""
    if table is None:
        return AgreementSpec()
    told = AGREEMENT.read_keys(table)
    table.refuse_unknown_keys()
    return AgreementSpec(told[THRESHOLD])


RESPONSE_IDS = declare_choice(
    "response_ids",
    "How respondents are named. `random` draws an ID for each and keeps who is behind it in the "
    "key file alone. `from-column` takes the survey's own IDs, and is only for those that are "
    "public already.",
    'response_ids = "random"',
    ("random", "from-column"),
    "random",
)
ID_DIGITS = declare_number(
    "id_digits",
    "How many digits a random response ID has.",
    "id_digits = 4",
    default=4,
    low=4,
    high=9,
)
KEEP = declare_texts(
    "keep",
    "Names that may stay in quotes, because they say nothing about who answered. The redaction "
    "does not propose to replace them.",
    'keep = ["IOM", "US Embassy", "TIP report"]',
)
IDENTITY = declare_columns(
    "identity",
    "Columns that identify people: contacts, platform IDs, times. They go to the key file outside "
    "the study and nowhere else, so nothing else may be made of them.",
    'identity = ["contact"]',
)
PRIVACY = Section(
    "privacy",
    Form.ONE,
    "How respondents are named, and what must never stand beside answers.",
    (RESPONSE_IDS, ID_DIGITS, KEEP, IDENTITY),
    (Example("", (RESPONSE_IDS, ID_DIGITS, KEEP, IDENTITY)),),
)


def read_privacy(table: TomlTable | None) -> PrivacySpec:
    """`[privacy]`. Raises BadInput."""
    if table is None:
        return PrivacySpec()
    told = PRIVACY.read_keys(table)
    table.refuse_unknown_keys()
    return PrivacySpec(told[RESPONSE_IDS], told[ID_DIGITS], told[KEEP], told[IDENTITY])


def _read_pipelines(table: TomlTable) -> Mapping[str, str]:
    plain, pipelines = table.read_text_per_language("spacy")
    if plain or not all(LANGUAGE.fullmatch(language) for language in pipelines):
        raise table.make_error(
            "`spacy` names no language.", 'Write spacy = { en = "name or folder of a pipeline" }.'
        )
    return pipelines


SPACY = Key(
    "spacy",
    "table: language = text",
    "A spaCy pipeline for each language, by the name of its package or by its folder. It finds "
    "more names of people, places and bodies in the redaction.",
    'spacy = { en = "en_core_web_md", ru = "models/ru" }',
    "none",
    _read_pipelines,
    allowed="languages as codes: en, es, ru",
)
VECTORS = declare_text(
    "vectors",
    "The folder of a spaCy, model2vec or sentence-transformers model. Suggestions then also find "
    "words that are near in meaning.",
    'vectors = "models/meaning"',
)
MODELS = Section(
    "models",
    Form.ONE,
    "Trained models on this machine that add to what works without any. Nothing is ever "
    "downloaded.",
    (SPACY, VECTORS),
    (Example("", (SPACY, VECTORS)),),
)


def read_models(table: TomlTable | None) -> ModelsSpec:
    """`[models]`. Raises BadInput."""
    if table is None:
        return ModelsSpec()
    told = MODELS.read_keys(table)
    table.refuse_unknown_keys()
    return ModelsSpec(told[SPACY], told[VECTORS])


URL = declare_text(
    "url",
    "Where the answers and codings of the study are kept: an SQLite file in the study's folder, "
    "or a PostgreSQL database for a team. An @ in a password is written %40.",
    'url = "postgresql://coder@db.example/tip"',
    default=f'"{StoreSpec().url}"',
)
SCHEMA = declare_text(
    "schema",
    "The schema of the PostgreSQL database that holds this study, where several studies share one "
    "database.",
    'schema = "shelters"',
    default="the database's own",
)
STORE = Section(
    "store",
    Form.ONE,
    "Where the study's data live. Leave it out for a study on one machine.",
    (URL, SCHEMA),
    (
        Example("A team's database", (URL, SCHEMA)),
        Example("A file of the study under another name", ('url = "sqlite:///answers.db"',)),
    ),
)


def read_store(table: TomlTable | None) -> StoreSpec:
    """`[store]`. Raises BadInput, which never repeats a password."""
    if table is None:
        return StoreSpec()
    told = STORE.read_keys(table)
    table.refuse_unknown_keys()
    spec = StoreSpec(told[URL] or StoreSpec.url, told[SCHEMA])
    _check_database(table, spec.url)
    if spec.url.startswith(SQLITE):
        _check_store_file(table, PurePath(spec.url.removeprefix(SQLITE)))
    elif spec.url.count("@") > 1:
        # Read as it stands, half of the password would be taken for the host and shown in messages.
        raise table.make_error(
            "`url` has more than one @.", "Write an @ that belongs to the password as %40."
        )
    return spec


def _check_database(table: TomlTable, url: str) -> None:
    if url.startswith(_DATABASES):
        return
    # Not the whole of it: it may hold a password.
    kind = url.partition(":")[0]
    is_word = re.fullmatch(r"[\w.+/-]{1,20}", kind)
    what = f"begins with {kind!r}" if is_word else "is no database URL"
    raise table.make_error(
        f"`url` {what}.", "Use sqlite:///study.db or postgresql://user@host/database."
    )


def _check_store_file(table: TomlTable, file: PurePath) -> None:
    if file.is_absolute():
        return
    # A new study has no folders inside, and what lies beside it would stay behind when it is moved.
    is_elsewhere = file.name != str(file)
    if is_elsewhere or file.name in _NOT_A_STORE:
        raise table.make_error(
            "`url` names no file of the study's own.",
            "Write sqlite:///study.db, or an absolute path.",
        )
