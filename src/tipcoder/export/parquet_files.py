"""Parquet: every column with its type, and with its label, levels and measure beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tipcoder.export.data_column import ORDINAL, DataColumn, are_whole, format_value_labels
from tipcoder.extras import require_extra


def write_parquet(path: Path, columns: Sequence[DataColumn]) -> None:
    """Write columns; one with levels and texts as words of few kinds, in the order of its levels."""
    pyarrow = require_extra("pyarrow", "A Parquet file")
    parquet = require_extra("pyarrow.parquet", "A Parquet file")

    fields, arrays = [], []
    for column in columns:
        array = _build_arrow_array(column)
        told = {"label": column.label, "values": format_value_labels(column), "measure": column.measure}
        fields.append(pyarrow.field(column.name, array.type, metadata=told))
        arrays.append(array)
    parquet.write_table(pyarrow.table(arrays, schema=pyarrow.schema(fields)), path)


def _build_arrow_array(column: DataColumn) -> Any:
    pyarrow = require_extra("pyarrow", "A Parquet file")

    values = list(column.values)
    if column.kind != "text" or not column.levels:
        return pyarrow.array(values, _find_arrow_type(column))
    places = {level: place for place, level in enumerate(column.levels)}
    at = pyarrow.array([None if value is None else places[value] for value in values], pyarrow.int32())
    ordered = column.measure == ORDINAL
    return pyarrow.DictionaryArray.from_arrays(at, pyarrow.array(column.levels), ordered=ordered)


def _find_arrow_type(column: DataColumn) -> Any:
    pyarrow = require_extra("pyarrow", "A Parquet file")

    if column.kind == "text":
        return pyarrow.string()
    known = [value for value in column.values if value is not None]
    if column.kind == "number" and not are_whole(known):
        return pyarrow.float64()
    most = max(map(abs, [*known, *column.value_labels]), default=0)
    if column.kind == "category" and most < 2**7:
        return pyarrow.int8()
    return pyarrow.int32() if most < 2**31 else pyarrow.int64()
