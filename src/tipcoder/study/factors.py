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
from tipcoder.study_variables import CategorySpec, FactorSpec
from tipcoder.tomlfile import TomlTable
from tipcoder.tomlkeys import (
    Example,
    Form,
    Key,
    Section,
    Values,
    declare_column,
    declare_flag,
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
FACTOR_MISSING = declare_texts(
    "missing",
    "Answers that are neither yes nor no, or with `levels` alone none of them. Statistics leave "
    "them out, and do not report them as unexpected. `any_other` does not decide them.",
    'missing = ["Don\'t know"]',
)
ORDERED = declare_flag(
    "ordered",
    "With `levels` alone: whether they have an order, lowest first. Tests then ask for a trend.",
    "ordered = true",
    default=False,
)
FACTOR_LABEL = declare_text(
    "label", "What tables, tests and figures call it.", 'label = "Received funding"', default="NAME"
)
FACTOR = Section(
    "factor",
    Form.NAMED,
    "A yes/no variable read from a column. A cell is yes, no, or unknown. With `levels` alone it "
    "is a question of which one answer can be chosen, without an order unless `ordered` says so. "
    "With `options` or `separator` it is a question of which several options can be chosen: each "
    "is a yes/no variable called NAME:OPTION, such as channel:email.",
    (
        FACTOR_COLUMN,
        TRUE_IF,
        FALSE_IF,
        ELSE,
        ANY_OTHER,
        *MULTI_SELECT_KEYS,
        FACTOR_MISSING,
        ORDERED,
        FACTOR_LABEL,
    ),
    (
        Example(
            "A box that was ticked or left empty",
            (FACTOR_COLUMN, TRUE_IF, ELSE, FACTOR_LABEL),
            name="received_funding",
        ),
        Example(
            "Three states: yes, no, and unknown",
            (FACTOR_COLUMN, TRUE_IF, FALSE_IF, FACTOR_MISSING),
            name="funded",
        ),
        Example(
            "One value against all others",
            ('column = "work.country"', 'true_if = "Kenya"', ANY_OTHER),
            name="kenya",
        ),
        Example(
            "One of several answers",
            ('column = "plan"', 'levels = ["Basic", "Team", "Business", "Other"]', FACTOR_MISSING),
            name="plan",
        ),
        Example(
            "One of several answers, in an order",
            ('column = "age"', 'levels = ["under 30", "30 to 59", "60 and over"]', ORDERED),
            name="age",
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


def read_factor(name: str, table: TomlTable) -> FactorSpec | CategorySpec | MultiSelectSpec:
    """`[factor.NAME]`. Raises BadInput."""
    told = FACTOR.read_keys(table)
    table.refuse_unknown_keys()
    true_if, false_if = told[TRUE_IF], told[FALSE_IF]
    both = {*true_if} & {*false_if}
    if both:
        raise table.make_error(f"{min(both)!r} is in `true_if` and in `false_if`.", _REMEDY)
    if told[FACTOR_MISSING] and is_multi_select(told):
        raise table.make_error("several options take no `missing`.", "Leave it out.")
    if told[ORDERED] and (is_multi_select(told) or not told[LEVELS]):
        raise table.make_error("`ordered` is for `levels` alone.", "Leave it out.")
    if told[LEVELS] and not is_multi_select(told):
        return _read_category(table, told)
    if is_multi_select(told) or told[LABELS]:
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
    meant = {*true_if, *false_if} & {*told[FACTOR_MISSING]}
    if meant:
        raise table.make_error(f"{min(meant)!r} means something and is missing.", _REMEDY)
    return FactorSpec(
        column=column,
        true_if=true_if,
        otherwise=told[ELSE],
        false_if=false_if,
        label=told[FACTOR_LABEL] or "",
        any_other=told[ANY_OTHER],
        missing=told[FACTOR_MISSING],
    )


def _read_category(table: TomlTable, told: Values) -> CategorySpec:
    """A factor with levels, of which a cell is one. Raises BadInput."""
    column = told[FACTOR_COLUMN]
    if column is None:
        raise table.make_missing_error("column", "`column` is missing.", 'Add column = "...".')
    if told[TRUE_IF] or told[FALSE_IF] or told[ELSE] is not None or told[ANY_OTHER] is not None:
        raise table.make_error(
            "`levels` say what an answer is, and so do `true_if`, `false_if`, `else` and "
            "`any_other`.",
            "Keep `levels`, or say what means yes.",
        )
    category = CategorySpec(
        column=column,
        levels=told[LEVELS],
        labels=told[LABELS],
        missing=told[FACTOR_MISSING],
        label=told[FACTOR_LABEL] or "",
        ordered=told[ORDERED],
    )
    levels = {*category.levels}
    if len(levels) < 2:
        raise table.make_error(
            "`levels` needs at least two values.",
            'Name every answer, or add separator = ";" where a cell has several.',
        )
    for words, key in ((category.levels, "levels"), (category.level_labels, "labels")):
        if len({*words}) < len(words):
            raise table.make_error(f"`{key}` names a value twice.", "Remove one of the two.")
    strange = [level for level in category.labels if level not in levels]
    if strange:
        raise table.make_error(f"`labels` names {strange[0]!r}, which is not in `levels`.")
    both = levels & {*category.missing}
    if both:
        raise table.make_error(f"{min(both)!r} is both a level and missing.", _REMEDY)
    return category
