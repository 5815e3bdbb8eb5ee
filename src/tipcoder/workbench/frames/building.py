"""Rows and columns of a study as frames of pandas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tipcoder.model.codings import CARRIED, MANY
from tipcoder.store import coding_records

if TYPE_CHECKING:
    import pandas as pd

    from tipcoder.export.data_column import DataColumn
    from tipcoder.export.document import Table
    from tipcoder.store.engine import Db

CODING_COLUMNS = (
    "case",
    "question",
    "coder",
    "code",
    "start",
    "end",
    "quote",
    "outcome",
    "carried",
    "many",
)


def build_frame(columns: Sequence[DataColumn], sentences: Sequence[str]) -> pd.DataFrame:
    """Columns of a table as a frame, with what they are called and what holds for all."""
    import pandas as pd

    frame = pd.DataFrame({column.name: convert_values(column) for column in columns})
    frame.attrs["labels"] = {column.name: column.label for column in columns}
    frame.attrs["notes"] = list(sentences)
    return frame


def build_frame_of_table(table: Table, sentences: Sequence[str]) -> pd.DataFrame:
    """A table at full precision as a frame."""
    import pandas as pd

    rows = []
    for row in table.rows:
        rows.append([cell.value for cell in row])
    frame = pd.DataFrame(rows, columns=list(table.head))
    frame.attrs["notes"] = list(sentences)
    return frame


def list_coding_rows(db: Db) -> list[tuple[Any, ...]]:
    """Codings, and finished answers without any, in the order of `CODING_COLUMNS`."""
    finished = coding_records.load_finished_places(db)
    rows: list[tuple[Any, ...]] = []
    for coding in coding_records.load_coding_records(db):
        place = (coding.case, coding.question, coding.coder)
        outcome = "coded" if place in finished else None
        origin = finished.get(place)
        span = coding.start, coding.end, coding.quote
        rows.append((*place, coding.code, *span, outcome, *_tell_origin(origin)))
    for one in coding_records.load_empty_readings(db):
        place = (one.case, one.question, one.coder)
        nowhere = None, None, None
        rows.append((*place, None, *nowhere, one.outcome.value, *_tell_origin(one.origin)))
    return rows


def _tell_origin(origin: str | None) -> tuple[bool, bool]:
    """Whether codes were carried over, and whether many answers were coded at once."""
    return origin == CARRIED, origin == MANY


def convert_values(column: DataColumn) -> Any:
    """A column as an array of pandas: missing values stay missing, whatever the type."""
    import pandas as pd

    if column.kind == "category":
        places = {value: place for place, value in enumerate(column.value_labels)}
        codes = [-1 if value is None else places[value] for value in column.values]
        names = list(column.value_labels.values())
        # By place and not by name: two levels may have one label.
        return pd.Categorical.from_codes(codes, categories=names, ordered=True)
    if column.kind == "number":
        numbers = [None if value is None else float(value) for value in column.values]
        return pd.array(numbers, dtype="Float64")
    texts = [None if value is None else str(value) for value in column.values]
    return pd.array(texts, dtype="string")
