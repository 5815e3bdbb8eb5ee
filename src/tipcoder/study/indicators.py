"""The tables of study.toml that give a number to a case or to a country: indicators."""

from __future__ import annotations

from tipcoder.study_variables import LAYOUTS, SUMMARIES, TRANSFORMS, IndicatorSpec
from tipcoder.tomlfile import TomlTable
from tipcoder.tomlkeys import (
    Example,
    Form,
    Section,
    declare_choice,
    declare_column,
    declare_number,
    declare_text,
)

_ORDERED_SUMMARIES = ("first", "last", "last-first")
"""Summaries that mean nothing without years."""

INDICATOR_COLUMN = declare_column(
    "column",
    "A column of the survey with the number. Either this or `file`. Whether decimals "
    "stand behind a point or a comma is read off the whole column: `1,234.5` or `1.234,5`. What is "
    "no number counts as missing and is named. What an outcome or factor of this column calls "
    "`missing` is missing too.",
    'column = "total.funding"',
)
FILE = declare_text(
    "file",
    "A CSV or .xlsx file in the study's folder, with a row for each country and year. Either this "
    "or `column`. `tipcoder init` copies it from beside the survey, if it lies there.",
    'file = "indicators.csv"',
)
FILE_COUNTRY = declare_text(
    "country",
    "The file's column of country names. `file` in the long layout needs it.",
    'country = "country"',
)
FILE_YEAR = declare_text(
    "year",
    "The file's column of years. The summaries first, last and last-first need it.",
    'year = "year"',
)
FILE_VALUE = declare_text(
    "value",
    "The file's column of numbers, which `file` in the long layout needs. For Freedom House's "
    "workbook the rating: PR, CL or total.",
    'value = "tier"',
    default="total (Freedom House)",
)
SUMMARY = declare_choice(
    "summary",
    "How the years of a country become one number, for `file` alone. Years without a number are "
    "left out. `last-first` is 0 for a country that has one year only. Where a year has several "
    "numbers, `sum` adds them all, and the others take the first and name the year.",
    'summary = "last-first"',
    SUMMARIES,
    "mean",
)
TRANSFORM = declare_choice(
    "transform",
    "What is done with the number, after the summary: nothing, or the natural logarithm of one "
    "more than it, for sums of money.",
    'transform = "log1p"',
    TRANSFORMS,
    "none",
)
LAYOUT = declare_choice(
    "layout",
    "How the file is laid out: a row for each country and year, which needs `country` and "
    "`value`, or Freedom House's workbook with three header rows.",
    'layout = "freedom-house"',
    LAYOUTS,
    "long",
)
FIRST_YEAR = declare_number(
    "from",
    "The first year that counts.",
    "from = 2001",
    default=0,
    low=0,
    high=9999,
    in_words="every year",
)
LAST_YEAR = declare_number(
    "to",
    "The last year that counts.",
    "to = 2014",
    default=0,
    low=0,
    high=9999,
    in_words="every year",
)
INDICATOR_LABEL = declare_text(
    "label", "What tables, tests and figures call it.", 'label = "Change of tier"', default="NAME"
)
NOTE = declare_text(
    "note",
    "What a reader has to know about the number. It is printed with every result.",
    'note = "A fall is an improvement."',
)
INDICATOR = Section(
    "indicator",
    Form.NAMED,
    "A number for each case: from a column of the survey, or by country from a file.",
    (
        INDICATOR_COLUMN,
        FILE,
        FILE_COUNTRY,
        FILE_YEAR,
        FILE_VALUE,
        SUMMARY,
        TRANSFORM,
        LAYOUT,
        FIRST_YEAR,
        LAST_YEAR,
        INDICATOR_LABEL,
        NOTE,
    ),
    (
        Example(
            "From a file of countries and years",
            (
                FILE,
                FILE_COUNTRY,
                FILE_YEAR,
                FILE_VALUE,
                SUMMARY,
                FIRST_YEAR,
                LAST_YEAR,
                INDICATOR_LABEL,
                NOTE,
            ),
            name="tier_change",
        ),
        Example("From a column of the survey", (INDICATOR_COLUMN, TRANSFORM), name="log_funding"),
        Example(
            "From Freedom House's workbook",
            ('file = "freedom.xlsx"', LAYOUT, 'value = "PR"', 'summary = "mean"'),
            name="political_rights",
        ),
    ),
)


def read_indicator(table: TomlTable) -> IndicatorSpec:
    """`[indicator.NAME]`. Raises BadInput."""
    told = INDICATOR.read_keys(table)
    indicator = IndicatorSpec(
        column=told[INDICATOR_COLUMN],
        file=told[FILE],
        country=told[FILE_COUNTRY],
        year=told[FILE_YEAR],
        value=told[FILE_VALUE],
        summary=told[SUMMARY],
        transform=told[TRANSFORM],
        layout=told[LAYOUT],
        first_year=told[FIRST_YEAR] or None,
        last_year=told[LAST_YEAR] or None,
        label=told[INDICATOR_LABEL] or "",
        note=told[NOTE] or "",
    )
    table.refuse_unknown_keys()
    _check_source(table, indicator)
    return indicator


def _check_source(table: TomlTable, indicator: IndicatorSpec) -> None:
    """A number comes from the survey or from a file, and each needs other keys."""
    if (indicator.column is None) == (indicator.file is None):
        raise table.make_error("needs either `column` (of the survey) or `file` (country by year).")
    if indicator.column is not None:
        if indicator.country or indicator.year or indicator.value:
            raise table.make_error(
                "`country`, `year` and `value` name columns of a `file`, and there is none."
            )
    elif indicator.layout == "long":
        _check_long_file(table, indicator)


def _check_long_file(table: TomlTable, indicator: IndicatorSpec) -> None:
    if not (indicator.country and indicator.value):
        raise table.make_error("with `file`, `country` and `value` must name its columns.")
    if indicator.summary in _ORDERED_SUMMARIES and not indicator.year:
        raise table.make_error(
            f"`summary` {indicator.summary!r} needs `year`.", "Name the column of years."
        )
