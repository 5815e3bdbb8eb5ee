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
    declare_required_column,
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


def read_respondent(parent: TomlTable) -> Values:
    table = RESPONDENT.open_one(parent)
    if table is None:
        remedy = 'Add [respondent] with id = "the column of IDs".'
        raise parent.make_missing_error("respondent", "the table [respondent] is missing.", remedy)
    told = RESPONDENT.read_keys(table)
    table.refuse_unknown_keys()
    return told
