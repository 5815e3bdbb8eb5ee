"""`[factor.NAME]`: yes/no variables read from a column."""

from __future__ import annotations

from tipcoder.study_variables import FactorSpec
from tipcoder.tomlfile import TomlTable
from tipcoder.tomlkeys import (
    REQUIRED,
    Example,
    Form,
    Key,
    Section,
    declare_required_column,
    declare_text,
    declare_texts,
)

_REMEDY = "Take it out of one of the two."


def _declare_answer(name: str, meaning: str, example: str) -> Key[bool | None]:
    """true, false, or nothing, which keeps cells unknown."""

    def read_answer(table: TomlTable) -> bool | None:
        found = table.read_scalar(name)
        if found is None or isinstance(found, bool):
            return found
        remedy = "Leave it out to keep others unknown."
        raise table.make_error(f"`{name}` must be true or false, not {found!r}.", remedy)

    return Key(name, "true or false", meaning, example, "unknown", read_answer)


FACTOR_COLUMN = declare_required_column(
    "column", "The column that says yes or no.", 'column = "Q3.18_3"'
)
TRUE_IF = declare_texts(
    "true_if", "The value, or values, that mean yes.", 'true_if = "1"', default=REQUIRED
)
FALSE_IF = declare_texts("false_if", "The value, or values, that mean no.", 'false_if = ["2", "3"]')
ELSE = _declare_answer(
    "else",
    "What an empty cell means, or one that `missing` at the top names, and with it a cell that "
    "says so in plain words, such as 0 or No. "
    "It does not decide an unexpected value.",
    "else = false",
)
ANY_OTHER = _declare_answer(
    "any_other",
    "What every value means that is neither in `true_if` nor in `false_if`. It does not decide "
    "empty cells, which `else` does. Without it such a "
    "value stays unknown and is named, because an unexpected spelling would otherwise "
    "turn a yes into a no.",
    "any_other = false",
)
FACTOR_LABEL = declare_text(
    "label", "What tables, tests and figures call it.", 'label = "Received funding"', default="NAME"
)
FACTOR = Section(
    "factor",
    Form.NAMED,
    "A yes/no variable read from a column. A cell is yes, no, or unknown.",
    (FACTOR_COLUMN, TRUE_IF, FALSE_IF, ELSE, ANY_OTHER, FACTOR_LABEL),
    (
        Example(
            "A box that was ticked or left empty",
            (FACTOR_COLUMN, TRUE_IF, ELSE, FACTOR_LABEL),
            name="received_funding",
        ),
        Example(
            "Three states: yes, no, and unknown", (FACTOR_COLUMN, TRUE_IF, FALSE_IF), name="funded"
        ),
        Example(
            "One value against all others",
            ('column = "work.country"', 'true_if = "Kenya"', ANY_OTHER),
            name="kenya",
        ),
    ),
)


def read_factor(table: TomlTable) -> FactorSpec:
    """`[factor.NAME]`. Raises BadInput."""
    told = FACTOR.read_keys(table)
    factor = FactorSpec(
        column=told[FACTOR_COLUMN],
        true_if=told[TRUE_IF],
        otherwise=told[ELSE],
        false_if=told[FALSE_IF],
        label=told[FACTOR_LABEL] or "",
        any_other=told[ANY_OTHER],
    )
    if not factor.true_if:
        raise table.make_error("`true_if` is missing.", 'Add true_if = "the value that means yes".')
    both = set(factor.true_if) & set(factor.false_if)
    if both:
        raise table.make_error(f"{min(both)!r} is in `true_if` and in `false_if`.", _REMEDY)
    table.refuse_unknown_keys()
    return factor
