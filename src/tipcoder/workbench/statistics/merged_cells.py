"""Cells of the merged table as a reader of a file sees them."""

from __future__ import annotations

from tipcoder.export.data_column import DataColumn
from tipcoder.study import Study
from tipcoder.text import format_number


def list_country_columns(definition: Study) -> set[str]:
    """Names under which the merged table holds the country itself."""
    names = {"country", "country_name"}
    if definition.country:
        names.add(f"survey.{definition.country.column}")
    return names


def format_cells(column: DataColumn) -> list[str]:
    """A column as texts, one a case, as a reader of the quote sees them."""
    return [_format_cell(column, value) for value in column.values]


def _format_cell(column: DataColumn, value: object) -> str:
    if value is None:
        return ""
    # The number of a level says nothing to a reader of quotes.
    if column.value_labels and isinstance(value, int):
        return column.value_labels[value]
    if isinstance(value, float):
        return format_number(value)
    return str(value)
