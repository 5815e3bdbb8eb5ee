"""Columns that say of each code whether it is there.

They say so with 0 and 1, with yes and no, or with a mark beside empty cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tipcoder.agreement.tables.columns import ColumnProfile
from tipcoder.agreement.tables.presence import are_marks, find_presence_pair
from tipcoder.agreement.tables.reading import ABSENT, PRESENT, TableOptions
from tipcoder.agreement.tables.values import Key, fold_to_key
from tipcoder.text import format_count

COUNTS = "; --layout matrix where they count how often each code was applied"
"""What is added to a question about columns that may be counts."""
UnitLines = Sequence[Mapping[str, str]]
"""Of one coder, for each unit the cell of each code; a unit without a line has an empty mapping."""
PresenceLine = dict[str, str | None]
"""Of one unit and coder, for each code `0`, `1`, or None for not coded."""


def read_marks(
    lines: UnitLines, codes: Sequence[str], options: TableOptions
) -> list[PresenceLine] | None:
    """Presence of each code on each line; None where the cells say something else.

    Where a coder only makes marks, an empty cell says "absent" on a line with a mark. A line
    without any is not coded, unless `options.empty` is none.
    """
    written = options.list_values(_list_cells(lines, codes))
    # A coder without any mark coded nothing that could be compared.
    if not written:
        return [dict.fromkeys(codes) for _ in lines]

    meaning = _find_meaning(written, options)
    if meaning is None:
        return None
    if ABSENT not in meaning.values():
        # Marks, or counts without a 0: an empty cell beside them is the 0.
        return [_read_marked_line(line, codes, options) for line in lines]
    return [_apply_meaning(line, codes, meaning, options) for line in lines]


def _find_meaning(written: set[Key], options: TableOptions) -> dict[Key, str] | None:
    """What each value says of presence; None where they are neither yes and no nor counts."""
    if are_marks(written):
        return dict.fromkeys(written, PRESENT)
    pair = find_presence_pair(written)
    if pair is not None:
        absent, present = pair
        return {absent: ABSENT, present: PRESENT}
    # Counts are taken for presence only where the user says so: they may be scores.
    if options.layout == "matrix" and _are_count_keys(written):
        return {key: _count_as_presence(key) for key in written}
    return None


def _apply_meaning(
    line: Mapping[str, str],
    codes: Sequence[str],
    meaning: Mapping[Key, str],
    options: TableOptions,
) -> PresenceLine:
    out: PresenceLine = {}
    for code in codes:
        cell = line.get(code, "")
        if options.has_no_code(cell):
            says_no = line and options.empty == "none" and not options.is_called_missing(cell)
            out[code] = ABSENT if says_no else None
        else:
            out[code] = meaning[fold_to_key(cell)]
    return out


def are_counts(columns: Iterable[ColumnProfile]) -> bool:
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


def _read_marked_line(
    line: Mapping[str, str], codes: Sequence[str], options: TableOptions
) -> PresenceLine:
    """Present where there is a mark, absent where there is none beside it."""
    out: PresenceLine = {}
    for code in codes:
        cell = line.get(code, "")
        if options.is_called_missing(cell):
            out[code] = None
        else:
            out[code] = ABSENT if options.has_no_code(cell) else PRESENT

    has_mark = PRESENT in out.values()
    # A line without marks may be one that nobody read yet.
    was_read = has_mark or (options.empty == "none" and bool(line))
    return out if was_read else dict.fromkeys(codes)


def note_on_marks(lines: UnitLines, codes: Sequence[str], options: TableOptions, coder: str) -> str:
    """What was made of empty cells, as a sentence; empty where the coder wrote both values."""
    cells = _list_cells(lines, codes)
    keys = options.list_values(cells)
    if options.layout == "matrix" and find_presence_pair(keys) is None and _are_count_keys(keys):
        return (
            f"{coder}'s numbers are taken for counts: a code is there where its count is above 0."
        )
    if not are_marks(keys):
        return _note_on_empty_as_no(lines, codes, keys, options, coder)
    if not any(map(options.has_no_code, cells)):
        return ""

    bare = sum(_is_bare(line, codes, options) for line in lines)
    beside = f"{coder} only marks what is there: an empty cell beside a mark is taken as absent"
    if not bare:
        return f"{beside}."
    many = format_count(bare, "line")
    if options.empty == "none":
        return f"{beside}, and {many} without a mark as read, with no code applied."
    return (
        f"{beside}, and {many} without a mark as not coded. "
        "With --empty none such lines are taken as read, with no code applied."
    )


def _note_on_empty_as_no(
    lines: UnitLines, codes: Sequence[str], keys: set[Key], options: TableOptions, coder: str
) -> str:
    """That empty cells say no beside a written no; empty where they do not, or there are none."""
    if options.empty != "none" or find_presence_pair(keys) is None:
        return ""
    empty = 0
    for cell in _list_cells(list(filter(None, lines)), codes):
        empty += options.has_no_code(cell) and not options.is_called_missing(cell)
    return f"{coder}: an empty cell ({empty} of them) is taken as no." if empty else ""


def _is_bare(line: Mapping[str, str], codes: Sequence[str], options: TableOptions) -> bool:
    """Whether the coder has a line for the unit, without a mark on it."""
    return bool(line) and all(map(options.has_no_code, _list_cells([line], codes)))
