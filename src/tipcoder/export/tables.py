"""Rows of text as CSV and JSON for programs, and files that are whole or not there at all."""

from __future__ import annotations

import csv
import io
import json
import math
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from tipcoder.errors import EnvironmentFault

_STEERING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control and bidirectional characters that JSON does not escape, and lone surrogates, which no file can hold."""


def format_csv(rows: Sequence[Mapping[str, object]], columns: Sequence[str]) -> str:
    """CSV for programs: LF, quotes only where needed, values untouched."""
    out = _LineFeeds()
    writer = csv.DictWriter(out, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


class _LineFeeds(io.StringIO):
    """Takes lines that end in CRLF: only for those does csv quote a cell with a carriage return in it."""

    def write(self, line: str) -> int:
        return super().write(line.removesuffix("\r\n") + "\n")


def format_json(rows: object) -> str:
    """JSON, indented, in the order given, ending in a line feed.

    What could steer a terminal is written as an escape; a number that is none (NaN, infinity) as null.
    """
    try:
        content = json.dumps(rows, ensure_ascii=False, indent=2, allow_nan=False)
    except ValueError:
        content = json.dumps(_drop_non_finite(rows), ensure_ascii=False, indent=2, allow_nan=False)
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", content) + "\n"


def _drop_non_finite(value: object) -> object:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: _drop_non_finite(inner) for key, inner in value.items()}
    return [_drop_non_finite(inner) for inner in value] if isinstance(value, list | tuple) else value


def write_file(path: Path, content: str | bytes) -> None:
    """Write bytes, or text as UTF-8, so that a reader sees the old file or the new one. Raises EnvironmentFault.

    A link stays a link, and a pipe or a device is written into, not replaced.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(data)
        else:
            _replace_whole(
                Path(os.path.realpath(path)), data
            )  # unlike resolve, it takes links that go round in circles
    except OSError as error:
        raise EnvironmentFault(
            f"{path}: cannot be written ({error.strerror}).", "Name a file in a folder that you may write in."
        ) from None


def write_requested_file(path: Path, content: str | bytes) -> None:
    """Write a file that somebody asked for, as `write_file` does, and make the folders that it needs."""
    try:
        with making_parent_folders(Path(os.path.realpath(path))):
            write_file(path, content)
    except OSError as error:
        raise EnvironmentFault(
            f"{path}: its folder cannot be made ({error.strerror}).", "Name a file in a folder that you may write in."
        ) from None


@contextmanager
def making_parent_folders(path: Path) -> Iterator[None]:
    """Make the folders that a file needs; where it is not written after all, they go again."""
    missing = [folder for folder in path.parents if not folder.exists()]
    made: list[Path] = []
    try:
        for folder in reversed(missing):
            folder.mkdir(exist_ok=True)
            made.append(folder)
        yield
    except BaseException:
        for folder in reversed(made):
            with suppress(OSError):
                folder.rmdir()  # refuses one in which something lies
        raise


def _replace_whole(path: Path, content: bytes) -> None:
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with new.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except BaseException:
        with suppress(OSError):
            new.unlink()
        raise
