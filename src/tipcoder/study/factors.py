"""`[factor.NAME]`: yes/no variables read from a column, and questions with several options."""

from __future__ import annotations

from tipcoder.study.multi_select_keys import (
    ASKED_IF,
    EXCLUSIVE,
    LABELS,
    LEVELS,
    MULTI_SELECT_KEYS,
    OPTIONS,
    OTHER,
    SEPARATOR,
    SPECIFY,
    is_multi_select,
    read_multi_select,
)
from tipcoder.study.multi_selects import MultiSelectSpec
from tipcoder.study_variables import FactorSpec
from tipcoder.tomlfile import TomlTable
from tipcoder.tomlkeys import (
    Example,
    Form,
    Key,
    Section,
    declare_column,
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


FACTOR_COLUMN = declare_column(
    "column",
    "The column that says yes or no. A factor needs it unless it has `options`. With `separator`, "
    "its cells list what was chosen.",
    'column = "Q3.18_3"',
    default="none",
)
TRUE_IF = declare_texts(
    "true_if",
    "The value, or values, that mean yes. A yes/no variable needs it. With `options`, what stands "
    "in the cell of an option that was chosen; it can be left out where that plainly means yes, or "
    "repeats the label.",
    'true_if = "1"',
)
FALSE_IF = declare_texts("false_if", "The value, or values, that mean no.", 'false_if = ["2", "3"]')
ELSE = _declare_answer(
    "else",
    "What an empty cell means, or one that `missing` at the top names, and with it a cell that "
    "says so in plain words, such as 0 or No. "
    "It does not decide an unexpected value. Of several options, `else = false` says that a row "
    "without anything is of somebody who was asked and chose nothing.",
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
    "A yes/no variable read from a column. A cell is yes, no, or unknown. With `options` or "
    "`separator` it is a question of which several options can be chosen: each is a yes/no "
    "variable called NAME:OPTION, such as channel:email.",
    (FACTOR_COLUMN, TRUE_IF, FALSE_IF, ELSE, ANY_OTHER, *MULTI_SELECT_KEYS, FACTOR_LABEL),
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
        Example(
            "Several options, a column for each",
            (OPTIONS, OTHER, SPECIFY, EXCLUSIVE, ASKED_IF, 'label = "Channels"'),
            name="channel",
        ),
        Example(
            "Several options in one cell",
            ('column = "channels"', SEPARATOR, LEVELS, LABELS, 'label = "Channels"'),
            name="channels",
        ),
    ),
)


def read_factor(name: str, table: TomlTable) -> FactorSpec | MultiSelectSpec:
    """`[factor.NAME]`. Raises BadInput."""
    told = FACTOR.read_keys(table)
    table.refuse_unknown_keys()
    true_if, false_if = told[TRUE_IF], told[FALSE_IF]
    both = {*true_if} & {*false_if}
    if both:
        raise table.make_error(f"{min(both)!r} is in `true_if` and in `false_if`.", _REMEDY)
    if is_multi_select(told):
        if told[ANY_OTHER] is not None or told[ELSE]:
            raise table.make_error(
                "several options take neither `any_other` nor `else = true`.",
                "Leave it out; `other` is for words of people's own.",
            )
        return read_multi_select(
            name,
            table,
            told,
            column=told[FACTOR_COLUMN],
            marks=(true_if, false_if),
            otherwise=told[ELSE],
            label=told[FACTOR_LABEL] or "",
        )
    column = told[FACTOR_COLUMN]
    if column is None:
        raise table.make_missing_error("column", "`column` is missing.", 'Add column = "...".')
    if not true_if:
        raise table.make_error("`true_if` is missing.", 'Add true_if = "the value that means yes".')
    return FactorSpec(
        column=column,
        true_if=true_if,
        otherwise=told[ELSE],
        false_if=false_if,
        label=told[FACTOR_LABEL] or "",
        any_other=told[ANY_OTHER],
    )
