"""Columns that say of each code whether it is there.

They say so with 0 and 1, with yes and no, or with a mark beside empty cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tipcoder.agreement.tables.columns import ColumnProfile
from tipcoder.agreement.tables.presence import are_marks, find_presence_pair
from tipcoder.agreement.tables.reading import ABSENT, PRESENT, TableOptions
from tipcoder.agreement.tables.values import Key, fold_to_key

COUNTS = "; --layout matrix where they count how often each code was applied"
"""What is added to a question about columns that may be counts."""
UnitLines = Sequence[Mapping[str, str]]
"""Of one coder, for each unit the cell of each code; a unit without a line has an empty mapping."""


def read_marks(
    lines: UnitLines,
    codes: Sequence[str],
    options: TableOptions,
) -> list[dict[str, str | None]] | None:
    """The same as `0`, `1` or None for not coded.

    None where the cells say something else than presence. Where a coder only makes marks, an empty
    cell says "absent" on a line with a mark. A line without any is not coded, unless `asked.empty`
    is none.
    """
    written = {fold_to_key(cell) for cell in _list_cells(lines, codes) if not options.has_no_code(cell)}
    if not written:
        return [dict.fromkeys(codes) for _ in lines]
    if are_marks(written):
        return [_read_marked_line(line, codes, options) for line in lines]
    meaning = _find_meaning(written, options)
    if meaning is None:
        return None
    if ABSENT not in meaning.values():
        # Counts without a 0: they are marks, and an empty cell beside them is the 0.
        return [_read_marked_line(line, codes, options) for line in lines]
    return [_apply_meaning(line, codes, meaning, options) for line in lines]


def _find_meaning(written: set[Key], options: TableOptions) -> dict[Key, str] | None:
    """What each value says of presence; None where they are neither yes and no nor counts."""
    pair = find_presence_pair(written)
    if pair is not None:
        absent, present = pair
        return {absent: ABSENT, present: PRESENT}
    if options.layout == "matrix" and _are_count_keys(written):
        return {key: _count_as_presence(key) for key in written}
    return None


def _apply_meaning(
    line: Mapping[str, str],
    codes: Sequence[str],
    meaning: Mapping[Key, str],
    options: TableOptions,
) -> dict[str, str | None]:
    out: dict[str, str | None] = {}
    for code in codes:
        cell = line.get(code, "")
        out[code] = None if options.has_no_code(cell) else meaning[fold_to_key(cell)]
    return out


def are_counts(columns: Sequence[ColumnProfile]) -> bool:
    """Whether the cells may say how often each code was applied.

    They are whole numbers from 0, or nothing for none.
    """
    return all(_are_count_keys(column.counts) for column in columns if column.filled)


def _are_count_keys(keys: Iterable[Key]) -> bool:
    return all(kind == "number" and number.isdecimal() for kind, number in keys)


def _count_as_presence(key: Key) -> str:
    return ABSENT if key[1] == "0" else PRESENT


def _list_cells(lines: UnitLines, codes: Sequence[str]) -> list[str]:
    """Every cell of these codes, empty where there is no line."""
    out = []
    for line in lines:
        out += [line.get(code, "") for code in codes]
    return out


def _read_marked_line(line: Mapping[str, str], codes: Sequence[str], options: TableOptions) -> dict[str, str | None]:
    there = {code: not options.has_no_code(line.get(code, "")) for code in codes}
    if not any(there.values()) and (options.empty != "none" or not line):
        return dict.fromkeys(codes)
    return {code: PRESENT if found else ABSENT for code, found in there.items()}


def note_on_marks(lines: UnitLines, codes: Sequence[str], options: TableOptions, coder: str) -> str:
    """What was made of empty cells, as a sentence; empty where the coder wrote both values."""
    cells = _list_cells(lines, codes)
    keys = {fold_to_key(cell) for cell in cells if not options.has_no_code(cell)}
    if options.layout == "matrix" and find_presence_pair(keys) is None and _are_count_keys(keys):
        return f"{coder}'s numbers are taken for counts: a code is there where its count is above 0."
    if not are_marks(keys) or all(not options.has_no_code(cell) for cell in cells):
        return ""
    bare = sum(_is_bare(line, codes, options) for line in lines)
    said = f"{coder} only marks what is there: an empty cell beside a mark is taken as absent"
    if not bare:
        return f"{said}."
    many = "1 line" if bare == 1 else f"{bare} lines"
    if options.empty == "none":
        return f"{said}, and {many} without a mark as read, with no code applied."
    return (
        f"{said}, and {many} without a mark as not coded. "
        "With --empty none such lines are taken as read, with no code applied."
    )


def _is_bare(line: Mapping[str, str], codes: Sequence[str], options: TableOptions) -> bool:
    """Whether the coder has a line for the unit, without a mark on it."""
    return bool(line) and all(options.has_no_code(cell) for cell in _list_cells([line], codes))
