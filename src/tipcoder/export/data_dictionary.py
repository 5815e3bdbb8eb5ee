"""The data dictionary of a file: a record for each column, with what was cut of it."""

from __future__ import annotations

from dataclasses import dataclass

from tipcoder.export.data_column import DataColumn, format_value_labels


@dataclass(frozen=True, eq=False)
class WrittenTable:
    """How a table stands in its file: a column, its name there and what was cut of it, in the order
    of the table.
    """

    columns: tuple[DataColumn, ...]
    """With the values as they are in the file, and labels uncut."""
    names: tuple[str, ...]
    cuts: tuple[tuple[str, ...], ...]
    sentence: str = ""
    """What to tell about cuts; empty if there was none."""


def build_data_dictionary(written: WrittenTable) -> list[dict[str, object]]:
    """What stands in each column of a file, in their order."""
    records: list[dict[str, object]] = []
    for column, name, cuts in zip(written.columns, written.names, written.cuts, strict=True):
        missing = sum(1 for value in column.values if value is None)
        records.append(
            {
                "column": name,
                "name": column.name,
                "label": column.label,
                "type": column.kind,
                "values": format_value_labels(column),
                "source": column.source,
                "known": len(column.values) - missing,
                "missing": missing,
                "note": column.note,
                "measure": column.measure,
                "cut": "; ".join(cuts),
            }
        )
    return records
