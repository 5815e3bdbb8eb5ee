"""study.toml from its top: the study itself, its respondents and its open questions, then every
other table.
"""

from __future__ import annotations

from pathlib import Path

from tipcoder.study.checks import check_study
from tipcoder.study.description import AskCondition, QuestionSpec, Study
from tipcoder.study.files import LANGUAGE
from tipcoder.study.indicators import INDICATOR, read_indicator
from tipcoder.study.settings import (
    AGREEMENT,
    COUNTRY,
    MODELS,
    PRIVACY,
    STORE,
    read_agreement,
    read_country,
    read_models,
    read_privacy,
    read_store,
)
from tipcoder.study.tables import TABLE, read_tables
from tipcoder.study.variables import (
    FACTOR,
    FAMILY,
    OUTCOME,
    read_factor,
    read_family,
    read_outcome,
)
from tipcoder.tomlfile import TomlTable, load_toml
from tipcoder.tomlkeys import (
    REQUIRED,
    Example,
    Form,
    Key,
    Section,
    Values,
    declare_choice,
    declare_column,
    declare_columns,
    declare_required_column,
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
    "What stands in a cell of a closed question that was not answered. The empty cell is always "
    "missing.",
    'missing = ["", "NA"]',
    default='[""]',
    otherwise=("",),
)
WITHHELD = declare_texts(
    "withheld",
    "What stands in the cell of an open question whose text was kept back. It holds for every "
    "question that does not say otherwise.",
    'withheld = ["REDACTED"]',
)
CODEBOOK = declare_text(
    "codebook",
    "The codebook that comes along and that `tipcoder init` starts the study with.",
    'codebook = "tip"',
    default='"starter"',
)

RESPONDENT_ID = declare_required_column(
    "id",
    "The column that tells respondents apart. People see a response ID instead.",
    'id = "respondent"',
)
RESPONDENT_NAME = declare_column(
    "name",
    "The column with the respondent's name. It goes to the key file, never beside the answers.",
    'name = "organisation"',
)
CASE = declare_column(
    "case",
    "The column that numbers the cases of a respondent, such as the countries that an "
    "organisation works in.",
    'case = "loop.number"',
    default="one case for each respondent",
)
ATTRIBUTES = declare_columns(
    "attributes",
    "Closed columns that a coder sees beside an answer. Every other closed column is kept too.",
    'attributes = ["home.country", "size"]',
)
RESPONDENT = Section(
    "respondent",
    Form.ONE,
    "Who answered. A row of the survey is one case of one respondent.",
    (RESPONDENT_ID, RESPONDENT_NAME, CASE, ATTRIBUTES),
    (Example("", (RESPONDENT_ID, RESPONDENT_NAME, CASE, ATTRIBUTES)),),
    required=True,
)

GATE_COLUMN = declare_required_column("column", "The closed question.", 'column = "Q3.23"')
EQUALS = declare_texts(
    "equals",
    "The value, or values, that lead to the open question.",
    'equals = "Yes"',
    default=REQUIRED,
)


def _read_gate(table: TomlTable) -> AskCondition | None:
    gate = table.read_table("asked_if")
    if gate is None:
        return None
    asked_if = AskCondition(GATE_COLUMN.read(gate), EQUALS.read(gate))
    if not asked_if.equals:
        raise gate.make_error("`equals` is missing.", 'Add equals = "Yes" or a list of values.')
    gate.refuse_unknown_keys()
    return asked_if


QUESTION_COLUMN = declare_required_column(
    "column",
    "The column of the answers, which is the name of the question everywhere.",
    'column = "Q3.24"',
)
QUESTION_TEXT = declare_text(
    "text",
    "The wording that a coder sees above an answer.",
    'text = "Why did officials mention it?"',
    default="the column's name",
)
ASKED_IF = Key(
    "asked_if",
    "table: `column` and `equals`",
    "The closed question that leads to this one. An empty answer is then either blank or not "
    "asked.",
    'asked_if = { column = "Q3.23", equals = "Yes" }',
    "asked of everybody",
    _read_gate,
    inside=(GATE_COLUMN, EQUALS),
)
QUESTION_PER = declare_choice(
    "per",
    "`respondent` where the question was asked once and its answer repeats on every case of the "
    "respondent.",
    'per = "respondent"',
    ("case", "respondent"),
    "case",
)


def _read_own_withheld(table: TomlTable) -> tuple[str, ...] | None:
    """None where it is absent: what holds then stands at the top of the file."""
    is_there = "withheld" in table.unread_keys()
    values = table.read_texts("withheld")
    return values if is_there else None


QUESTION_WITHHELD = Key(
    "withheld",
    "text or list of texts",
    "The same as `withheld` at the top, for this question alone.",
    'withheld = ["HIDDEN"]',
    "as at the top",
    _read_own_withheld,
)
QUESTION = Section(
    "question",
    Form.LISTED,
    "An open-ended question, in the order in which it is coded. A study has at least one.",
    (QUESTION_COLUMN, QUESTION_TEXT, ASKED_IF, QUESTION_PER, QUESTION_WITHHELD),
    (Example("", (QUESTION_COLUMN, QUESTION_TEXT, ASKED_IF, QUESTION_PER, QUESTION_WITHHELD)),),
    required=True,
)

STUDY = Section(
    "",
    Form.TOP,
    "What stands above the first table.",
    (TITLE, LANGUAGES, MISSING, WITHHELD, CODEBOOK),
    (Example("", (TITLE, LANGUAGES, MISSING, WITHHELD, CODEBOOK)),),
    sections=(
        RESPONDENT,
        QUESTION,
        OUTCOME,
        FACTOR,
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
    table = TomlTable(path.name, "", load_toml(path))
    told = STUDY.read_keys(table)
    _check_languages(table, told[LANGUAGES])
    respondent = _read_respondent(table)
    study = Study(
        title=told[TITLE],
        languages=told[LANGUAGES],
        missing=told[MISSING],
        respondent_id=respondent[RESPONDENT_ID],
        respondent_name=respondent[RESPONDENT_NAME],
        case=respondent[CASE],
        attributes=respondent[ATTRIBUTES],
        questions=_read_questions(table, told[WITHHELD]),
        outcomes={name: read_outcome(one) for name, one in OUTCOME.open_named(table)},
        factors={name: read_factor(one) for name, one in FACTOR.open_named(table)},
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
    return study


def _check_languages(table: TomlTable, languages: tuple[str, ...]) -> None:
    if not languages:
        remedy = 'Add languages = ["en"], the main language first.'
        raise table.make_missing_error("languages", "`languages` is missing.", remedy)
    for language in languages:
        if not LANGUAGE.fullmatch(language):
            raise table.make_error(
                f"`languages` has {language!r}, which is no language.", "Use codes like en, es, ru."
            )


def _read_respondent(parent: TomlTable) -> Values:
    table = RESPONDENT.open_one(parent)
    if table is None:
        remedy = 'Add [respondent] with id = "the column of IDs".'
        raise parent.make_missing_error("respondent", "the table [respondent] is missing.", remedy)
    told = RESPONDENT.read_keys(table)
    table.refuse_unknown_keys()
    return told


def _read_questions(parent: TomlTable, withheld: tuple[str, ...]) -> tuple[QuestionSpec, ...]:
    """Every `[[question]]`; `withheld` holds for those that do not say otherwise."""
    questions: dict[str, QuestionSpec] = {}
    for table in QUESTION.open_listed(parent):
        told = QUESTION.read_keys(table)
        column = told[QUESTION_COLUMN]
        if column in questions:
            raise table.make_error(
                f"the column {column!r} is already a question above.", "Remove one of the two."
            )
        own = told[QUESTION_WITHHELD]
        questions[column] = QuestionSpec(
            column=column,
            text=told[QUESTION_TEXT] or column,
            asked_if=told[ASKED_IF],
            withheld=withheld if own is None else own,
            per=told[QUESTION_PER],
        )
        table.refuse_unknown_keys()
    if not questions:
        remedy = 'Add [[question]] with column = "an open-ended column".'
        raise parent.make_missing_error("question", "there is no [[question]].", remedy)
    return tuple(questions.values())
