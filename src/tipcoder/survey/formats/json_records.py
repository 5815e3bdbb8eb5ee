"""JSON of a form: one object a line, or a list of objects -> records of cells as text.

Groups become `group/question`, several ticked options become one cell. Numbers stay as they are
written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from tipcoder.errors import BadInput
from tipcoder.survey.encoding import decode_survey
from tipcoder.survey.formats.raw_table import RawTable, ReadingChoices
from tipcoder.survey.formats.whole_file import gather_bytes, hash_file
from tipcoder.survey.long_file import LongFile
from tipcoder.survey.rows import NumberedRecord

_WRAPPERS = ("results", "data", "responses", "value", "items")
"""Members under which forms put the list of their answers."""
_BETWEEN_OPTIONS = "; "
_DEEPEST = 20


def read_json_records(data: bytes | LongFile, source: str, choices: ReadingChoices) -> RawTable:
    """Read the objects of a JSON file. Raises BadInput for one that is no list of objects."""
    content = gather_bytes(data)
    decoded = decode_survey(
        content,
        source=source,
        encoding=choices.encoding,
        replace_errors=choices.replace_errors,
    )
    text = decoded.text if isinstance(decoded.text, str) else "".join(decoded.text.iterate_lines())
    records = _read_objects(text, source)
    columns: dict[str, None] = {}
    repeats: dict[str, None] = {}
    rows: list[tuple[int, dict[str, str]]] = []
    for line, found in records:
        flat: dict[str, str] = {}
        _flatten(found, "", flat, repeats, source)
        columns.update(dict.fromkeys(flat))
        rows.append((line, flat))
    notes = []
    if repeats:
        notes.append(
            f"{len(repeats)} repeated group(s) stand in one cell each: {', '.join(repeats)}"
        )

    def begin_pass() -> Iterator[NumberedRecord]:
        yield 0, list(columns)
        for line, flat in rows:
            yield line, [flat.get(column, "") for column in columns]

    return RawTable(begin_pass, hash_file(data), "json", notes=tuple(notes))


def _read_objects(text: str, source: str) -> list[tuple[int, dict[str, object]]]:
    """The objects with the line, or for a list the number, of each."""
    try:
        whole = _parse(text)
    except ValueError:
        return _read_lines(text, source)
    if isinstance(whole, dict):
        lists = [whole[name] for name in _WRAPPERS if isinstance(whole.get(name), list)]
        whole = lists[0] if lists else [whole]
    if not isinstance(whole, list) or not all(isinstance(one, dict) for one in whole):
        raise BadInput(
            f"{source}: is JSON, but no list of answers.",
            "Export the answers as a list of objects, or as CSV UTF-8.",
        )
    return list(enumerate(whole, start=1))


def _read_lines(text: str, source: str) -> list[tuple[int, dict[str, object]]]:
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            one = _parse(line)
        except ValueError:
            one = None
        if not isinstance(one, dict):
            raise BadInput(
                f"{source}, line {number}: is no JSON object; nothing was imported.",
                "Each line must hold one answer as {...}.",
            )
        found.append((number, one))
    return found


def _parse(text: str) -> object:
    """JSON with numbers as they are written. Raises ValueError."""
    try:
        found: object = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    return found


def _flatten(
    value: object, path: str, into: dict[str, str], repeats: dict[str, None], source: str
) -> None:
    """Put the cells of an object into `into`, by the way that leads to them."""
    if isinstance(value, dict):
        if path.count("/") > _DEEPEST:
            raise BadInput(f"{source}: {path} is nested too deeply.", "Export it as CSV UTF-8.")
        for name, inner in value.items():
            _flatten(inner, f"{path}/{name}" if path else str(name), into, repeats, source)
        return
    if isinstance(value, list):
        if any(isinstance(one, dict | list) for one in value):
            repeats[path] = None
            into[path] = json.dumps(value, ensure_ascii=False)
            return
        into[path] = _BETWEEN_OPTIONS.join(_format_scalar(one) for one in value)
        return
    into[path] = _format_scalar(value)


def _format_scalar(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
