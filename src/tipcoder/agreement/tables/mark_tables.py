"""Columns that say of each code whether it is there: 0 and 1, yes and no, or a mark beside empty cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tipcoder.agreement.tables.presence import are_marks, pair_of
from tipcoder.agreement.tables.reading import ABSENT, PRESENT, Asked
from tipcoder.agreement.tables.values import key_of

Lines = Sequence[Mapping[str, str]]
"""Of one coder, for each unit the cell of each code; a unit without a line has an empty mapping."""


def marks_of(lines: Lines, codes: Sequence[str], asked: Asked) -> list[dict[str, str | None]] | None:
    """The same as `0`, `1` or None for not coded; None where the cells say something else than presence.

    Where a coder only makes marks, an empty cell says "absent" on a line with a mark. A line without any is not
    coded, unless `asked.empty` is none.
    """
    keys = {key_of(cell) for cell in _cells(lines, codes) if not asked.has_no_code(cell)}
    if not keys:
        return [dict.fromkeys(codes) for _ in lines]
    if are_marks(keys):
        return [_marked(line, codes, asked) for line in lines]
    pair = pair_of(keys)
    if pair is None:
        return None
    meaning = {pair[0]: ABSENT, pair[1]: PRESENT}
    out: list[dict[str, str | None]] = []
    for line in lines:
        cells = {code: line.get(code, "") for code in codes}
        out.append({code: None if asked.has_no_code(cell) else meaning[key_of(cell)] for code, cell in cells.items()})
    return out


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
    if not are_marks(keys) or all(not asked.has_no_code(cell) for cell in cells):
        return ""
    bare = sum(bool(line) and all(map(asked.has_no_code, _cells([line], codes))) for line in lines)
    said = f"{coder} only marks what is there: an empty cell beside a mark is taken as absent"
    if not bare:
        return f"{said}."
    many = "1 line" if bare == 1 else f"{bare} lines"
    if asked.empty == "none":
        return f"{said}, and {many} without a mark as read, with no code applied."
    return (
        f"{said}, and {many} without a mark as not coded. With --empty none such lines are taken as read, with no "
        "code applied."
    )
