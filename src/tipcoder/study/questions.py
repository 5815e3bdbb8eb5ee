"""`[[question]]`: the open-ended columns, and what leads to them."""

from __future__ import annotations

from tipcoder.study.conditions import AskCondition
from tipcoder.study.description import QuestionSpec
from tipcoder.tomlfile import TomlTable
from tipcoder.tomlkeys import (
    REQUIRED,
    Example,
    Form,
    Key,
    Section,
    declare_choice,
    declare_column,
    declare_required_column,
    declare_text,
    declare_texts,
)

GATE_COLUMN = declare_required_column("column", "The closed question.", 'column = "Q3.23"')
EQUALS = declare_texts(
    "equals",
    "The value, or values, that lead to the open question.",
    'equals = "Yes"',
    default=REQUIRED,
)


def read_gate(table: TomlTable) -> AskCondition | None:
    """`asked_if` of a table; None where it has none. Raises BadInput."""
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
    read_gate,
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


QUESTION_TRANSLATION = declare_column(
    "translation",
    "The column with a translation of the answers. It is shown beside an answer and searched with "
    "it; codes are put on the original. It is never an attribute and leaves in no table of cases.",
    'translation = "Q3.24_en"',
)
QUESTION_WITHHELD = Key(
    "withheld",
    "text or list of texts",
    "The same as `withheld` at the top, for this question alone.",
    'withheld = ["HIDDEN"]',
    "as at the top",
    _read_own_withheld,
)
_QUESTION_KEYS = (
    QUESTION_COLUMN,
    QUESTION_TEXT,
    QUESTION_TRANSLATION,
    ASKED_IF,
    QUESTION_PER,
    QUESTION_WITHHELD,
)
QUESTION = Section(
    "question",
    Form.LISTED,
    "An open-ended question, in the order in which it is coded. A study has at least one.",
    _QUESTION_KEYS,
    (Example("", _QUESTION_KEYS),),
    required=True,
)


def read_questions(parent: TomlTable, withheld: tuple[str, ...]) -> tuple[QuestionSpec, ...]:
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
            translation=told[QUESTION_TRANSLATION],
        )
        table.refuse_unknown_keys()
    if not questions:
        remedy = 'Add [[question]] with column = "an open-ended column".'
        raise parent.make_missing_error("question", "there is no [[question]].", remedy)
    return tuple(questions.values())
