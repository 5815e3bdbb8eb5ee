"""Parquet: every column with its type, and with its label, levels and measure beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tipcoder.export.data_column import ORDINAL, DataColumn, are_whole, format_value_labels
from tipcoder.extras import require_extra

_LEAST_BEYOND_8_BITS, _LEAST_BEYOND_32_BITS = 2**7, 2**31


def write_parquet(path: Path, columns: Sequence[DataColumn]) -> None:
    """Write columns; one with levels and texts as words of few kinds, in the order of its levels.

    Raises EnvironmentFault where pyarrow is not installed.
    """
    pyarrow: Any = require_extra("pyarrow", "A Parquet file")
    from pyarrow import parquet

    fields, arrays = [], []
    for column in columns:
        array = _make_array(column)
        beside = {
            "label": column.label,
            "values": format_value_labels(column),
            "measure": column.measure,
        }
        fields.append(pyarrow.field(column.name, array.type, metadata=beside))
        arrays.append(array)
    parquet.write_table(pyarrow.table(arrays, schema=pyarrow.schema(fields)), path)


def _make_array(column: DataColumn) -> Any:
    import pyarrow

    values = list(column.values)
    if column.kind != "text" or not column.levels:
        return pyarrow.array(values, _choose_type(column))
    places = {level: place for place, level in enumerate(column.levels)}
    at = pyarrow.array(
        [None if value is None else places[value] for value in values], pyarrow.int32()
    )
    is_ordered = column.measure == ORDINAL
    return pyarrow.DictionaryArray.from_arrays(at, pyarrow.array(column.levels), ordered=is_ordered)


def _choose_type(column: DataColumn) -> Any:
    """The smallest type that holds every value."""
    import pyarrow

    if column.kind == "text":
        return pyarrow.string()
    known = [value for value in column.values if value is not None]
    if column.kind == "number" and not are_whole(known):
        return pyarrow.float64()
    most = max(map(abs, [*known, *column.value_labels]), default=0)
    if column.kind == "category" and most < _LEAST_BEYOND_8_BITS:
        return pyarrow.int8()
    return pyarrow.int32() if most < _LEAST_BEYOND_32_BITS else pyarrow.int64()
