"""`[[exclude]]`: rows of the survey that are no answers of respondents."""

from __future__ import annotations

from collections.abc import Iterator

from tipcoder.study.description import ExclusionSpec
from tipcoder.tomlfile import TomlTable
from tipcoder.tomlkeys import (
    REQUIRED,
    Example,
    Form,
    Section,
    declare_required_column,
    declare_texts,
)

EXCLUDE_COLUMN = declare_required_column(
    "column", "The column by which such rows are known.", 'column = "Status"'
)
EXCLUDE_EQUALS = declare_texts(
    "equals",
    "The value, or values, of a row that is left out.",
    'equals = ["Survey Preview", "Spam"]',
    default=REQUIRED,
)
EXCLUDE = Section(
    "exclude",
    Form.LISTED,
    "Rows that are left out when the survey comes in, such as previews, tests and people who were "
    "screened out. They are counted and told.",
    (EXCLUDE_COLUMN, EXCLUDE_EQUALS),
    (Example("", (EXCLUDE_COLUMN, EXCLUDE_EQUALS)),),
)


def read_exclusions(parent: TomlTable) -> Iterator[ExclusionSpec]:
    """What is left out. Raises BadInput for a table that names no value."""
    for table in EXCLUDE.open_listed(parent):
        told = EXCLUDE.read_keys(table)
        if not told[EXCLUDE_EQUALS]:
            raise table.make_error(
                "`equals` is missing.", 'Add equals = "Survey Preview" or a list of values.'
            )
        table.refuse_unknown_keys()
        yield ExclusionSpec(told[EXCLUDE_COLUMN], told[EXCLUDE_EQUALS])
