"""From each coder's columns of codes to variables of all coders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tipcoder.agreement.tables.label_lists import build_code_variables
from tipcoder.agreement.tables.mark_tables import note_on_marks, read_marks
from tipcoder.agreement.tables.reading import TableOptions, Variable
from tipcoder.agreement.tables.spread_codes import SIGN, are_spread_codes, join_codes

CoderTable = list[dict[str, str]]
"""Of one coder, for each unit the cell of each code; empty where the coder has no line for it."""


def read_variables(
    tables: Mapping[str, CoderTable],
    names: Sequence[str],
    options: TableOptions,
) -> tuple[tuple[Variable, ...], bool, tuple[str, ...]]:
    """The variables called `names`, whether they are codes, and notes.

    The cells of codes are `0` and `1`, and those of other variables are as written.
    """
    own = {coder: _list_own_codes(table, names) for coder, table in tables.items()}
    by_coder = {coder: read_marks(table, own[coder], options) for coder, table in tables.items()}
    marks = [lines for lines in by_coder.values() if lines is not None]
    if len(marks) == len(tables):
        notes = [note_on_marks(table, own[coder], options, coder) for coder, table in tables.items()]
        return _build_variables(marks, names), True, tuple(note for note in notes if note)
    if are_spread_codes(names):
        spread, said = build_code_variables(_join_code_lists(tables, names), SIGN, options, "The table")
        return spread, True, said
    written = [_read_blanks_as_none(table, options) for table in tables.values()]
    note = _note_on_counts(tables, names) if options.level == "nominal" else ""
    return _build_variables(written, names), False, (note,) if note else ()


def _build_variables(
    tables: Sequence[Sequence[Mapping[str, str | None]]],
    names: Sequence[str],
) -> tuple[Variable, ...]:
    """From a table a coder, with a line a unit, to units x coders for each name."""
    out = []
    for name in names:
        by_coder = [_select_column(table, name) for table in tables]
        out.append(Variable(name, tuple(zip(*by_coder, strict=True))))
    return tuple(out)


def _select_column(table: Sequence[Mapping[str, str | None]], name: str) -> list[str | None]:
    return [line.get(name) for line in table]


def _read_blanks_as_none(table: CoderTable, options: TableOptions) -> list[dict[str, str | None]]:
    """The same with None for cells that are blank."""

    def blank_line(cells: Mapping[str, str]) -> dict[str, str | None]:
        return {name: options.blank_as_none(cell) for name, cell in cells.items()}

    return [blank_line(cells) for cells in table]


def _note_on_counts(tables: Mapping[str, CoderTable], names: Sequence[str]) -> str:
    if not all(_may_count(table, names) for table in tables.values()):
        return ""
    return "The numbers are compared as values; say --layout matrix where they count how often each code is there."


def _may_count(table: CoderTable, names: Sequence[str]) -> bool:
    """Whether all cells are whole numbers, and 0 or nothing is among them."""
    cells = []
    for line in table:
        cells += [line[name] for name in names if name in line]
    are_whole = all(cell.isdecimal() for cell in cells if cell)
    return are_whole and any(cell in ("", "0") for cell in cells)


def _join_code_lists(tables: Mapping[str, CoderTable], names: Sequence[str]) -> list[tuple[str | None, ...]]:
    """Units x coders: the codes of each line in one cell."""

    def join_lines(table: CoderTable) -> list[str | None]:
        return [join_codes(line, names) for line in table]

    return list(zip(*(join_lines(table) for table in tables.values()), strict=True))


def _list_own_codes(table: CoderTable, names: Sequence[str]) -> list[str]:
    """The codes for which this coder has a column."""
    there: set[str] = set()
    for line in table:
        there.update(line)
    return [name for name in names if name in there]
