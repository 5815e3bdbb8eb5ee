"""`[country]`: where a case is."""

from __future__ import annotations

from tipcoder.study.description import CountrySpec
from tipcoder.tomlfile import TomlTable
from tipcoder.tomlkeys import (
    Example,
    Form,
    Section,
    declare_column,
    declare_required_column,
    declare_text,
)

COUNTRY_COLUMN = declare_required_column(
    "column",
    "The column of the survey that names the country of a case. Names may be written in many ways.",
    'column = "work.country"',
)
CROSSWALK = declare_text(
    "crosswalk",
    "The file in the study's folder that keeps what people decided about names of countries "
    "(`tipcoder merge --decide`). It overrides the list that comes with tipcoder.",
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
