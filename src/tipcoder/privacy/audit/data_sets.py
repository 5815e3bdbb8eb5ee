"""Parquet, Stata, SPSS and SAS files: cells, names, labels and notes."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tipcoder.errors import BadInput, TipcoderError
from tipcoder.extras import require_extra
from tipcoder.privacy.audit.contents import ContentRow, Contents, ContentSheet, Passage, pack_rows

_Columns = dict[str, list[Any]]
"""Values of each column by its name."""
_Notes = list[tuple[str, str]]
"""(part, text) of everything that is said about a file and its columns."""


def read_parquet(data: bytes) -> Contents:
    """A table of Parquet with the metadata of its schema."""
    return _read_table(lambda: _open_parquet(data))


def read_stata(data: bytes) -> Contents:
    """A data set of Stata with its labels and notes."""
    return _read_table(lambda: _open_labelled("read_dta", data))


def read_spss(data: bytes) -> Contents:
    """A data set of SPSS, packed or not, with its labels and notes."""
    return _read_table(lambda: _open_labelled("read_sav", data))


def read_spss_portable(data: bytes) -> Contents:
    """A portable data set of SPSS with its labels and notes."""
    return _read_table(lambda: _open_labelled("read_por", data))


def read_sas_transport(data: bytes) -> Contents:
    """A transport file of SAS with its labels."""
    return _read_table(lambda: _open_labelled("read_xport", data))


def _read_table(open_table: Callable[[], tuple[_Columns, _Notes]]) -> Contents:
    """A table with everything that is said about its columns."""
    try:
        columns, notes = open_table()
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
    return value is None or (not isinstance(value, list | dict) and value != value)


def _open_parquet(data: bytes) -> tuple[_Columns, _Notes]:
    parquet = require_extra("pyarrow.parquet", "A Parquet file")

    table = parquet.read_table(io.BytesIO(data))
    notes = []
    for holder in (table.schema, *table.schema):
        for key, value in (holder.metadata or {}).items():
            name = "metadata " + key.decode("utf-8", "replace")
            with contextlib.suppress(AttributeError):
                notes.append((name, value.decode("utf-8", "replace")))
    return table.to_pydict(), notes


def _open_labelled(read: str, data: bytes) -> tuple[_Columns, _Notes]:
    """A file of a statistics program. Raises whatever pyreadstat raises about a damaged one."""
    pyreadstat = require_extra("pyreadstat", "A file of Stata, SPSS or SAS")

    frame, meta = getattr(pyreadstat, read)(io.BytesIO(data))

    columns = {}
    for name in frame.columns:
        labels = meta.variable_value_labels.get(name, {})
        columns[str(name)] = [_apply_label(value, labels) for value in frame[name]]
    return columns, _list_labels(meta)


def _list_labels(meta: Any) -> _Notes:
    notes = [
        ("label of the file", meta.file_label or ""),
        ("name of the table", getattr(meta, "table_name", "") or ""),
        ("notes", "\n".join(meta.notes or [])),
    ]
    notes += [("labels of columns", text or "") for text in meta.column_labels]
    for labels in meta.value_labels.values():
        notes += [("labels of values", str(label)) for label in labels.values()]
    for name, ranges in (getattr(meta, "mr_sets", None) or {}).items():
        notes.append(("sets of answers", f"{name} {ranges}"))
    return notes


def _apply_label(value: Any, labels: Mapping[Any, str]) -> Any:
    """A cell as its reader sees it: 1 that is labelled Kenya says Kenya."""
    return labels.get(value, value)
