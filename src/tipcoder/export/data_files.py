"""A table of data as CSV, Parquet, Stata or SPSS, with labels where the format has room for them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tipcoder.errors import BadInput, EnvironmentFault
from tipcoder.export.tables import rows_as_csv, write_file

ENDINGS = (".csv", ".parquet", ".dta", ".sav")
STATA_NAME = 31
"""Characters of a variable's name: Stata takes 32, but one less where values have labels; SPSS takes 64."""
_SPSS_LABEL, _STATA_LABEL = 255, 80
_RESERVED = frozenset(
    ("all", "and", "by", "byte", "double", "eq", "float", "ge", "gt", "if", "in", "int", "le", "long")
)
_RESERVED |= {"lt", "ne", "not", "or", "str", "strl", "to", "using", "with"}


@dataclass(frozen=True, eq=False)
class DataColumn:
    """One variable: texts, numbers or labelled whole numbers; None is missing."""

    name: str
    label: str
    values: Sequence[Any]
    value_labels: Mapping[int, str] = field(default_factory=dict)
    source: str = ""
    note: str = ""

    @property
    def kind(self) -> str:
        """text, number or category."""
        if self.value_labels:
            return "category"
        return "number" if all(isinstance(v, int | float) for v in self.values if v is not None) else "text"


def file_names(columns: Sequence[DataColumn], ending: str) -> dict[str, str]:
    """What each column is called in a file: as it is, or in Stata and SPSS what their rules leave of it, unique."""
    if ending in (".csv", ".parquet"):
        return {column.name: column.name for column in columns}
    taken: set[str] = set()
    names = {}
    for column in columns:
        plain = re.sub(r"[^A-Za-z0-9_]", "_", column.name)
        plain = plain if plain[:1].isalpha() else f"v_{plain}"
        name = plain[:STATA_NAME].rstrip("_") or "v"
        number = 1
        while name.casefold() in taken or name.casefold() in _RESERVED:
            number += 1
            name = f"{plain[: STATA_NAME - len(str(number)) - 1]}_{number}"
        taken.add(name.casefold())
        names[column.name] = name
    return names


def check_ending(path: Path) -> str:
    """The ending of a file that can be written. Raises BadInput."""
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise BadInput(
            f"{path}: cannot be written as {ending or 'a file without ending'}.", f"Use {', '.join(ENDINGS)}."
        )
    return ending


def write_data(path: Path, columns: Sequence[DataColumn], title: str) -> dict[str, str]:
    """Write a table; the old file or the new one is there, nothing between. Returns the names used in the file."""
    ending = check_ending(path)
    names = file_names(columns, ending)
    if ending == ".csv":
        heads = [column.name for column in columns]
        rows = zip(*(column.values for column in columns), strict=True)
        write_file(path, rows_as_csv([dict(zip(heads, row, strict=True)) for row in rows], heads))
        return names
    writers: dict[str, Callable[[Path], None]] = {
        ".parquet": lambda new: _parquet(new, columns),
        ".dta": lambda new: _stata(new, columns, names, title),
        ".sav": lambda new: _spss(new, columns, names, title),
    }
    replace_file(path, writers[ending])
    return names


def replace_file(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` make a new file, and put it in place whole. Raises EnvironmentFault."""
    target = Path(os.path.realpath(path))
    new = target.with_name(f".{target.stem}.{os.getpid()}.new{target.suffix}")
    try:
        if not target.parent.is_dir():
            raise FileNotFoundError(2, os.strerror(2))
        write(new)
        new.replace(target)
    except OSError as error:
        raise EnvironmentFault(
            f"{path}: cannot be written ({error.strerror or error}).", "Name a file in a folder that you may write in."
        ) from None
    finally:
        with suppress(OSError):
            new.unlink()


def _parquet(path: Path, columns: Sequence[DataColumn]) -> None:
    import pyarrow
    from pyarrow import parquet

    types = {"text": pyarrow.string(), "number": pyarrow.float64(), "category": pyarrow.int8()}
    fields = [pyarrow.field(c.name, types[c.kind], metadata={"label": c.label, "values": _listed(c)}) for c in columns]
    arrays = [pyarrow.array(list(c.values), types[c.kind]) for c in columns]
    parquet.write_table(pyarrow.table(arrays, schema=pyarrow.schema(fields)), path)


def _listed(column: DataColumn) -> str:
    return "; ".join(f"{value} = {label}" for value, label in column.value_labels.items())


def _stata(path: Path, columns: Sequence[DataColumn], names: Mapping[str, str], title: str) -> None:
    import pyreadstat

    labels: list[str | None] = [column.label[:_STATA_LABEL] for column in columns]
    pyreadstat.write_dta(
        _frame(columns, names),
        str(path),
        file_label=title[:_STATA_LABEL],
        column_labels=labels,
        variable_value_labels=_value_labels(columns, names),
    )


def _spss(path: Path, columns: Sequence[DataColumn], names: Mapping[str, str], title: str) -> None:
    import pyreadstat

    labels: list[str | None] = [column.label[:_SPSS_LABEL] for column in columns]
    pyreadstat.write_sav(
        _frame(columns, names),
        str(path),
        file_label=title[:64],
        column_labels=labels,
        variable_value_labels=_value_labels(columns, names),
    )


def _value_labels(columns: Sequence[DataColumn], names: Mapping[str, str]) -> dict[str, dict[Any, str]]:
    return {names[c.name]: dict(c.value_labels) for c in columns if c.value_labels}


def _frame(columns: Sequence[DataColumn], names: Mapping[str, str]) -> Any:
    import pandas

    data = {}
    for column in columns:
        values = list(column.values)
        if column.kind == "text":
            # Both formats know the empty text only; a missing answer and an empty one are the same there.
            data[names[column.name]] = pandas.Series(["" if v is None else v for v in values], dtype=object)
        else:
            data[names[column.name]] = pandas.Series([None if v is None else float(v) for v in values], dtype="float64")
    return pandas.DataFrame(data)
