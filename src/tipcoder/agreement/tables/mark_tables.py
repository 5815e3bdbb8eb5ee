"""Columns that say of each code whether it is there.

They say so with 0 and 1, with yes and no, or with a mark beside empty cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tipcoder.agreement.tables.columns import Looks
from tipcoder.agreement.tables.presence import are_marks, pair_of
from tipcoder.agreement.tables.reading import ABSENT, PRESENT, Asked
from tipcoder.agreement.tables.values import Key, key_of

COUNTS = "; --layout matrix where they count how often each code was applied"
"""What is added to a question about columns that may be counts."""
Lines = Sequence[Mapping[str, str]]
"""Of one coder, for each unit the cell of each code; a unit without a line has an empty mapping."""


def marks_of(
    lines: Lines,
    codes: Sequence[str],
    asked: Asked,
) -> list[dict[str, str | None]] | None:
    """The same as `0`, `1` or None for not coded.

    None where the cells say something else than presence. Where a coder only makes marks, an empty
    cell says "absent" on a line with a mark. A line without any is not coded, unless `asked.empty`
    is none.
    """
    written = {key_of(cell) for cell in _cells(lines, codes) if not asked.has_no_code(cell)}
    if not written:
        return [dict.fromkeys(codes) for _ in lines]
    if are_marks(written):
        return [_marked(line, codes, asked) for line in lines]
    meaning = _meaning(written, asked)
    if meaning is None:
        return None
    if ABSENT not in meaning.values():
        # Counts without a 0: they are marks, and an empty cell beside them is the 0.
        return [_marked(line, codes, asked) for line in lines]
    return [_as_meant(line, codes, meaning, asked) for line in lines]


def _meaning(written: set[Key], asked: Asked) -> dict[Key, str] | None:
    """What each value says of presence; None where they are neither yes and no nor counts."""
    pair = pair_of(written)
    if pair is not None:
        absent, present = pair
        return {absent: ABSENT, present: PRESENT}
    if asked.layout == "matrix" and _count(written):
        return {key: _of_count(key) for key in written}
    return None


def _as_meant(
    line: Mapping[str, str],
    codes: Sequence[str],
    meaning: Mapping[Key, str],
    asked: Asked,
) -> dict[str, str | None]:
    out: dict[str, str | None] = {}
    for code in codes:
        cell = line.get(code, "")
        out[code] = None if asked.has_no_code(cell) else meaning[key_of(cell)]
    return out


def are_counts(columns: Sequence[Looks]) -> bool:
    """Whether the cells may say how often each code was applied.

    They are whole numbers from 0, or nothing for none.
    """
    return all(_count(column.counts) for column in columns if column.filled)


def _count(keys: Iterable[Key]) -> bool:
    return all(kind == "number" and number.isdecimal() for kind, number in keys)


def _of_count(key: Key) -> str:
    return ABSENT if key[1] == "0" else PRESENT


def _cells(lines: Lines, codes: Sequence[str]) -> list[str]:
    """Every cell of these codes, empty where there is no line."""
    out = []
    for line in lines:
        out += [line.get(code, "") for code in codes]
    return out


def _marked(line: Mapping[str, str], codes: Sequence[str], asked: Asked) -> dict[str, str | None]:
    there = {code: not asked.has_no_code(line.get(code, "")) for code in codes}
    if not any(there.values()) and (asked.empty != "none" or not line):
        return dict.fromkeys(codes)
    return {code: PRESENT if found else ABSENT for code, found in there.items()}


def note_on_marks(lines: Lines, codes: Sequence[str], asked: Asked, coder: str) -> str:
    """What was made of empty cells, as a sentence; empty where the coder wrote both values."""
    cells = _cells(lines, codes)
    keys = {key_of(cell) for cell in cells if not asked.has_no_code(cell)}
    if asked.layout == "matrix" and pair_of(keys) is None and _count(keys):
        return f"{coder}'s numbers are taken for counts: a code is there where its count is above 0."
    if not are_marks(keys) or all(not asked.has_no_code(cell) for cell in cells):
        return ""
    bare = sum(_is_bare(line, codes, asked) for line in lines)
    said = f"{coder} only marks what is there: an empty cell beside a mark is taken as absent"
    if not bare:
        return f"{said}."
    many = "1 line" if bare == 1 else f"{bare} lines"
    if asked.empty == "none":
        return f"{said}, and {many} without a mark as read, with no code applied."
    return (
        f"{said}, and {many} without a mark as not coded. "
        "With --empty none such lines are taken as read, with no code applied."
    )


def _is_bare(line: Mapping[str, str], codes: Sequence[str], asked: Asked) -> bool:
    """Whether the coder has a line for the unit, without a mark on it."""
    return bool(line) and all(asked.has_no_code(cell) for cell in _cells([line], codes))
