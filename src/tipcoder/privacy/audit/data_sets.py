"""Parquet, Stata and SPSS files: cells, names, labels and notes."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tipcoder.errors import BadInput, TipcoderError
from tipcoder.extras import require_extra
from tipcoder.privacy.audit.contents import ContentRow, Contents, ContentSheet, Passage, pack_rows


def read_data_set(path: Path) -> Contents:
    """A table with everything that is said about its columns."""
    try:
        frame, said = (
            _read_parquet(path) if path.suffix.lower() == ".parquet" else _read_labelled(path)
        )
    except TipcoderError:
        raise
    except Exception as error:
        # Three libraries with an error of their own for each kind of damage, and messages that repeat contents.
        raise BadInput(
            f"It cannot be read ({type(error).__name__}).", "Write the file again."
        ) from None
    heads = tuple(str(name) for name in frame)
    rows = (
        ContentRow(
            f"row {number}", tuple("" if _is_missing(value) else str(value) for value in values)
        )
        for number, values in enumerate(zip(*(frame[name] for name in frame), strict=True), 1)
    )
    contents = Contents(sheets=[ContentSheet(heads, pack_rows(rows))])
    contents.passages += (Passage("labels", text, True, part) for part, text in said if text)
    return contents


def _is_missing(value: Any) -> bool:
    return value is None or value != value


def _read_parquet(path: Path) -> tuple[dict[str, list[Any]], list[tuple[str, str]]]:
    parquet = require_extra("pyarrow.parquet", "A Parquet file")

    table = parquet.read_table(path)
    said = []
    for holder in (table.schema, *table.schema):
        for key, value in (holder.metadata or {}).items():
            name = "metadata " + key.decode("utf-8", "replace")
            with contextlib.suppress(AttributeError):
                said.append((name, value.decode("utf-8", "replace")))
    return table.to_pydict(), said


def _read_labelled(path: Path) -> tuple[dict[str, list[Any]], list[tuple[str, str]]]:
    pyreadstat = require_extra("pyreadstat", "A file of Stata or SPSS")

    read = pyreadstat.read_dta if path.suffix.lower() == ".dta" else pyreadstat.read_sav
    frame, meta = read(str(path))
    said = [("label of the file", meta.file_label or ""), ("notes", "\n".join(meta.notes or []))]
    said += [("labels of columns", text or "") for text in meta.column_labels]
    said += [
        ("labels of values", str(label))
        for labels in meta.value_labels.values()
        for label in labels.values()
    ]
    columns = {
        str(name): [
            _apply_label(value, meta.variable_value_labels.get(name, {})) for value in frame[name]
        ]
        for name in frame.columns
    }
    return columns, said


def _apply_label(value: Any, labels: Mapping[Any, str]) -> Any:
    """A cell as its reader sees it: 1 that is labelled Kenya says Kenya."""
    return labels.get(value, value)
