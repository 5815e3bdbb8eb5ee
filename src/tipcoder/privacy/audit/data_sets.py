"""Parquet, Stata and SPSS files: cells, names, labels and notes."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tipcoder.errors import BadInput, TipcoderError
from tipcoder.extras import require_extra
from tipcoder.privacy.audit.contents import ContentRow, Contents, ContentSheet, Passage, pack_rows

_Columns = dict[str, list[Any]]
"""Values of each column by its name."""
_Notes = list[tuple[str, str]]
"""(part, text) of everything that is said about a file and its columns."""


def read_data_set(path: Path) -> Contents:
    """A table with everything that is said about its columns."""
    parquet = path.suffix.lower() == ".parquet"
    try:
        columns, notes = _read_parquet(path) if parquet else _read_labelled(path)
    except TipcoderError:
        raise
    except Exception as error:
        # Three libraries with an error of their own for each kind of damage, and messages that
        # repeat contents.
        raise BadInput(
            f"It cannot be read ({type(error).__name__}).", "Write the file again."
        ) from None

    heads = tuple(str(name) for name in columns)
    contents = Contents(sheets=[ContentSheet(heads, pack_rows(_iterate_rows(columns)))])
    for part, text in notes:
        if text:
            contents.passages.append(Passage("labels", text, True, part))
    return contents


def _iterate_rows(columns: _Columns) -> Iterator[ContentRow]:
    for number, values in enumerate(zip(*columns.values(), strict=True), 1):
        cells = tuple("" if _is_missing(value) else str(value) for value in values)
        yield ContentRow(f"row {number}", cells)


def _is_missing(value: Any) -> bool:
    """Whether a value is None or not a number, which alone does not equal itself."""
    return value is None or value != value


def _read_parquet(path: Path) -> tuple[_Columns, _Notes]:
    parquet = require_extra("pyarrow.parquet", "A Parquet file")

    table = parquet.read_table(path)
    notes = []
    for holder in (table.schema, *table.schema):
        for key, value in (holder.metadata or {}).items():
            name = "metadata " + key.decode("utf-8", "replace")
            with contextlib.suppress(AttributeError):
                notes.append((name, value.decode("utf-8", "replace")))
    return table.to_pydict(), notes


def _read_labelled(path: Path) -> tuple[_Columns, _Notes]:
    """A file of Stata or SPSS. Raises whatever pyreadstat raises about a damaged one."""
    pyreadstat = require_extra("pyreadstat", "A file of Stata or SPSS")

    stata = path.suffix.lower() == ".dta"
    read = pyreadstat.read_dta if stata else pyreadstat.read_sav
    frame, meta = read(str(path))

    columns = {}
    for name in frame.columns:
        labels = meta.variable_value_labels.get(name, {})
        columns[str(name)] = [_apply_label(value, labels) for value in frame[name]]
    return columns, _list_labels(meta)


def _list_labels(meta: Any) -> _Notes:
    notes = [
        ("label of the file", meta.file_label or ""),
        ("notes", "\n".join(meta.notes or [])),
    ]
    notes += [("labels of columns", text or "") for text in meta.column_labels]
    for labels in meta.value_labels.values():
        notes += [("labels of values", str(label)) for label in labels.values()]
    return notes


def _apply_label(value: Any, labels: Mapping[Any, str]) -> Any:
    """A cell as its reader sees it: 1 that is labelled Kenya says Kenya."""
    return labels.get(value, value)
