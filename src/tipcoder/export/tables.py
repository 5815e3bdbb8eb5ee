"""Rows of text as CSV and JSON for programs, and files that are whole or not there at all."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from tipcoder.errors import EnvironmentFault


def rows_as_csv(rows: Sequence[Mapping[str, object]], columns: Sequence[str]) -> str:
    """CSV for programs: LF, quotes only where needed, values untouched."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def rows_as_json(rows: object) -> str:
    """JSON, indented, in the order given, ending in a line feed."""
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def write_file(path: Path, content: str) -> None:
    """Write UTF-8 text so that a reader sees the old file or the new one. Raises EnvironmentFault."""
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with new.open("w", encoding="utf-8", newline="") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise EnvironmentFault(f"{path}: cannot be written ({error.strerror}).") from None
