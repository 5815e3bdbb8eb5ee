"""study.toml from its top: what stands above the first table, and then table by table."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from tipcoder.model.answers import LANGUAGE
from tipcoder.study.agreement import AGREEMENT, read_agreement
from tipcoder.study.backcodes import BACKCODE, check_backcodes, read_backcode
from tipcoder.study.checks import check_study
from tipcoder.study.country import COUNTRY, read_country
from tipcoder.study.description import Study
from tipcoder.study.exclusions import EXCLUDE, read_exclusions
from tipcoder.study.factors import FACTOR, read_factor
from tipcoder.study.families import FAMILY, read_family
from tipcoder.study.files import STUDY_FILE
from tipcoder.study.indicators import INDICATOR, read_indicator
from tipcoder.study.models import MODELS, read_models
from tipcoder.study.multi_selects import MultiSelectSpec
from tipcoder.study.outcomes import OUTCOME, read_outcome
from tipcoder.study.privacy import PRIVACY, read_privacy
from tipcoder.study.questions import QUESTION, read_questions
from tipcoder.study.respondents import (
    ATTRIBUTES,
    CASE,
    IGNORE,
    PANEL,
    RESPONDENT,
    RESPONDENT_ID,
    RESPONDENT_NAME,
    STRATA,
    WAVE,
    WEIGHT,
    read_respondent,
)
from tipcoder.study.store import STORE, read_store
from tipcoder.study.tables import TABLE, read_tables
from tipcoder.study_variables import CategorySpec, FactorSpec, NumberOutcomeSpec, OutcomeSpec
from tipcoder.tomlfile import TomlTable, parse_toml, read_toml_bytes
from tipcoder.tomlkeys import (
    REQUIRED,
    Example,
    Form,
    Section,
    declare_required_text,
    declare_text,
    declare_texts,
)

TITLE = declare_required_text("title", "What the study is called.", 'title = "What shelters say"')
LANGUAGES = declare_texts(
    "languages",
    "The languages of the answers as ISO 639 codes, the main one first. Other languages are "
    "recognised too.",
    'languages = ["en", "es", "ru"]',
    default=REQUIRED,
)
MISSING = declare_texts(
    "missing",
    "The text in a cell that holds nothing, in every column, open questions included. The empty "
    "cell is always missing. A missing value can mean nothing else in this file. In an open "
    "question it counts letter for letter: where `n/a` is spelled, `N/A` is kept as an answer, and "
    "named.",
    'missing = ["", "NA"]',
    default='[""]',
    otherwise=("",),
)
WITHHELD = declare_texts(
    "withheld",
    "The text in the cell of an open question whose answer was kept back. It applies to every "
    "question that does not say otherwise.",
    'withheld = ["REDACTED"]',
)
CODEBOOK = declare_text(
    "codebook",
    "The codebook that `tipcoder init` starts the study with: `starter` or `tip`, which come with "
    "tipcoder. `tipcoder init --codebook FILE` takes any other.",
    'codebook = "tip"',
    default='"starter"',
)


STUDY = Section(
    "",
    Form.TOP,
    "What comes above the first table.",
    (TITLE, LANGUAGES, MISSING, WITHHELD, CODEBOOK),
    (Example("", (TITLE, LANGUAGES, MISSING, WITHHELD, CODEBOOK)),),
    sections=(
        RESPONDENT,
        QUESTION,
        EXCLUDE,
        OUTCOME,
        FACTOR,
        BACKCODE,
        INDICATOR,
        FAMILY,
        TABLE,
        COUNTRY,
        PRIVACY,
        AGREEMENT,
        STORE,
        MODELS,
    ),
    required=True,
)
"""Everything that a study.toml may say."""


def read_study_file(path: Path) -> Study:
    """Read and check a study.toml. Raises BadInput naming file, place and remedy."""
    return _read_study_bytes(read_toml_bytes(path), path)


@lru_cache(maxsize=16)
def _read_study_bytes(data: bytes, path: Path) -> Study:
    """One verb reads the description several times, and for each file that it writes."""
    return _read_study_table(TomlTable(path.name, "", parse_toml(data, str(path))))


def read_study_text(text: str) -> Study:
    """The same of a text that is not a file yet."""
    return _read_study_table(TomlTable(STUDY_FILE, "", parse_toml(text.encode(), STUDY_FILE)))


def _read_study_table(table: TomlTable) -> Study:
    told = STUDY.read_keys(table)
    _check_languages(table, told[LANGUAGES])
    respondent = read_respondent(table)
    outcomes = {name: read_outcome(one) for name, one in OUTCOME.open_named(table)}
    factors = {name: read_factor(name, one) for name, one in FACTOR.open_named(table)}
    study = Study(
        title=told[TITLE],
        languages=told[LANGUAGES],
        missing=told[MISSING],
        respondent_id=respondent[RESPONDENT_ID],
        respondent_name=respondent[RESPONDENT_NAME],
        case=respondent[CASE],
        wave=respondent[WAVE],
        panel=respondent[PANEL],
        weight=respondent[WEIGHT],
        strata=respondent[STRATA],
        attributes=respondent[ATTRIBUTES],
        questions=read_questions(table, told[WITHHELD]),
        ignore=respondent[IGNORE],
        exclude=tuple(read_exclusions(table)),
        outcomes={name: one for name, one in outcomes.items() if isinstance(one, OutcomeSpec)},
        number_outcomes={
            name: one for name, one in outcomes.items() if isinstance(one, NumberOutcomeSpec)
        },
        factors={name: one for name, one in factors.items() if isinstance(one, FactorSpec)},
        categories={name: one for name, one in factors.items() if isinstance(one, CategorySpec)},
        multi_selects={
            name: one for name, one in factors.items() if isinstance(one, MultiSelectSpec)
        },
        backcodes={name: read_backcode(one) for name, one in BACKCODE.open_named(table)},
        indicators={name: read_indicator(one) for name, one in INDICATOR.open_named(table)},
        families={name: read_family(one) for name, one in FAMILY.open_named(table)},
        tables=tuple(read_tables(table)),
        country=read_country(COUNTRY.open_one(table)),
        agreement=read_agreement(AGREEMENT.open_one(table)),
        privacy=read_privacy(PRIVACY.open_one(table)),
        store=read_store(STORE.open_one(table)),
        models=read_models(MODELS.open_one(table)),
        codebook=told[CODEBOOK],
    )
    table.refuse_unknown_keys()
    check_study(table, study)
    check_backcodes(table, study)
    return study


def _check_languages(table: TomlTable, languages: tuple[str, ...]) -> None:
    if not languages:
        remedy = 'Add languages = ["en"], the main language first.'
        raise table.make_missing_error("languages", "`languages` is missing.", remedy)
    for language in languages:
        if not LANGUAGE.fullmatch(language):
            raise table.make_error(
                f"`languages` has {language!r}, which is not a language.",
                "Use codes like en, es, ru.",
            )
