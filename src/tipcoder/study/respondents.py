"""`[respondent]`: who answered, and which columns say so."""

from __future__ import annotations

from tipcoder.tomlfile import TomlTable
from tipcoder.tomlkeys import (
    Example,
    Form,
    Section,
    Values,
    declare_column,
    declare_columns,
    declare_flag,
)

RESPONDENT_ID = declare_column(
    "id",
    "The column that tells respondents apart. People see a response ID instead. Either this or "
    "`rows` must be there.",
    'id = "respondent"',
    default="none",
)
ROWS = declare_flag(
    "rows",
    "Whether every row is a respondent of its own, because no column tells them apart. A row is "
    "known again by all of its cells. Either this or `id` must be there.",
    "rows = true",
    default=False,
)
RESPONDENT_NAME = declare_column(
    "name",
    "The column with the respondent's name. It goes to the key file, never beside the answers.",
    'name = "organisation"',
)
CASE = declare_columns(
    "case",
    "The column that numbers the cases of a respondent, such as the countries that an "
    "organisation works in. Several columns together, such as an event and its instance, are a "
    "list.",
    'case = "loop.number"',
    default="one case for each respondent",
)
WAVE = declare_column(
    "wave",
    "The column that says in which wave of the survey a row was answered, such as a year or a "
    "round. A respondent who answers in several waves has a case in each, and keeps the response "
    "ID. The wave is no part of `case`, and is an attribute of the case like any closed column. "
    "Where no column says it, `tipcoder import FILE --wave NAME` says it of a whole file.",
    'wave = "year"',
    default="the survey has one wave, or --wave says it",
)
PANEL = declare_flag(
    "panel",
    "Whether the same ID in two waves is the same respondent. Write `panel = false` where each "
    "wave asked other people and numbered them anew: then they get response IDs of their own.",
    "panel = false",
    default=True,
)
WEIGHT = declare_column(
    "weight",
    "The column with the survey weight of a row: a number, 0 or more. Statistics are weighted "
    "then, with unweighted counts beside, and `--unweighted` leaves it out. A row whose weight is "
    "0 or missing stands for nobody in them, and such rows are counted. `strata` need it.",
    'weight = "weight"',
    default="no weights",
)
STRATA = declare_column(
    "strata",
    "The column with the stratum that a respondent was drawn from, such as a region or a size of "
    "firms whose numbers were set beforehand. Standard errors of weighted statistics are those of "
    "a stratified sample then. It needs `weight`, and may be a factor too.",
    'strata = "region"',
    default="one stratum",
)
ATTRIBUTES = declare_columns(
    "attributes",
    "Closed columns that a coder sees beside an answer. Every other closed column is kept too.",
    'attributes = ["home.country", "size"]',
)
IGNORE = declare_columns(
    "ignore",
    "Columns of which nothing is kept, neither beside the answers nor in the key file. `asked_if` "
    "of a question and `[[exclude]]` may still look at them.",
    'ignore = ["browser", "survey.version"]',
)
RESPONDENT = Section(
    "respondent",
    Form.ONE,
    "Who answered. A row of the survey is one case of one respondent.",
    (RESPONDENT_ID, ROWS, RESPONDENT_NAME, CASE, WAVE, PANEL, WEIGHT, STRATA, ATTRIBUTES, IGNORE),
    (
        Example("", (RESPONDENT_ID, RESPONDENT_NAME, CASE, ATTRIBUTES, IGNORE)),
        Example("a form without IDs", (ROWS, ATTRIBUTES)),
        Example(
            "several rows of a respondent, told apart by several columns",
            (RESPONDENT_ID, 'case = ["event", "instrument", "instance"]'),
        ),
        Example("a survey that was made again, with other people", (RESPONDENT_ID, WAVE, PANEL)),
        Example("a survey with weights", (RESPONDENT_ID, WEIGHT)),
        Example("a stratified sample", (RESPONDENT_ID, WEIGHT, STRATA)),
    ),
    required=True,
)


def read_respondent(parent: TomlTable) -> Values:
    table = RESPONDENT.open_one(parent)
    if table is None:
        remedy = 'Add [respondent] with id = "the column of IDs".'
        raise parent.make_missing_error("respondent", "the table [respondent] is missing.", remedy)
    told = RESPONDENT.read_keys(table)
    _check_who_is_told_apart(table, told)
    table.refuse_unknown_keys()
    return told


def _check_who_is_told_apart(table: TomlTable, told: Values) -> None:
    """Either a column has the IDs, or each row is a respondent."""
    if told[ROWS] and told[RESPONDENT_ID]:
        raise table.make_error(
            "`rows = true` and `id` cannot both say who a respondent is.", "Remove one of the two."
        )
    if told[ROWS] and told[CASE]:
        raise table.make_error(
            "with `rows = true` a respondent has one row, so there is no `case`.",
            "Remove one of the two.",
        )
    if not told[ROWS] and not told[RESPONDENT_ID]:
        raise table.make_missing_error(
            "id",
            "`id` is missing.",
            'Add id = "the column of IDs", or rows = true where no column has them.',
        )
