"""From each coder's columns of codes to variables of all coders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tipcoder.agreement.tables.label_lists import code_variables
from tipcoder.agreement.tables.mark_tables import marks_of, note_on_marks
from tipcoder.agreement.tables.reading import Asked, Variable
from tipcoder.agreement.tables.spread_codes import SIGN, are_spread, put_together

Table = list[dict[str, str]]
"""Of one coder, for each unit the cell of each code; empty where the coder has no line for it."""


def variables_of(
    tables: Mapping[str, Table],
    names: Sequence[str],
    asked: Asked,
) -> tuple[tuple[Variable, ...], bool, tuple[str, ...]]:
    """The variables called `names`, whether they are codes, and notes.

    The cells of codes are `0` and `1`, and those of other variables are as written.
    """
    own = {coder: _own(table, names) for coder, table in tables.items()}
    by_coder = {coder: marks_of(table, own[coder], asked) for coder, table in tables.items()}
    marks = [lines for lines in by_coder.values() if lines is not None]
    if len(marks) == len(tables):
        notes = [note_on_marks(table, own[coder], asked, coder) for coder, table in tables.items()]
        return _variables(marks, names), True, tuple(note for note in notes if note)
    if are_spread(names):
        spread, said = code_variables(_lists(tables, names), SIGN, asked, "The table")
        return spread, True, said
    written = [_known(table, asked) for table in tables.values()]
    note = _note_on_counts(tables, names) if asked.level == "nominal" else ""
    return _variables(written, names), False, (note,) if note else ()


def _variables(
    tables: Sequence[Sequence[Mapping[str, str | None]]],
    names: Sequence[str],
) -> tuple[Variable, ...]:
    """From a table a coder, with a line a unit, to units x coders for each name."""
    out = []
    for name in names:
        by_coder = [_column(table, name) for table in tables]
        out.append(Variable(name, tuple(zip(*by_coder, strict=True))))
    return tuple(out)


def _column(table: Sequence[Mapping[str, str | None]], name: str) -> list[str | None]:
    return [line.get(name) for line in table]


def _known(table: Table, asked: Asked) -> list[dict[str, str | None]]:
    """The same with None for cells that are blank."""

    def line(cells: Mapping[str, str]) -> dict[str, str | None]:
        return {name: asked.known(cell) for name, cell in cells.items()}

    return [line(cells) for cells in table]


def _note_on_counts(tables: Mapping[str, Table], names: Sequence[str]) -> str:
    if not all(_may_count(table, names) for table in tables.values()):
        return ""
    return "The numbers are compared as values; say --layout matrix where they count how often each code is there."


def _may_count(table: Table, names: Sequence[str]) -> bool:
    """Whether all cells are whole numbers, and 0 or nothing is among them."""
    cells = []
    for line in table:
        cells += [line[name] for name in names if name in line]
    are_whole = all(cell.isdecimal() for cell in cells if cell)
    return are_whole and any(cell in ("", "0") for cell in cells)


def _lists(tables: Mapping[str, Table], names: Sequence[str]) -> list[tuple[str | None, ...]]:
    """Units x coders: the codes of each line in one cell."""

    def lists(table: Table) -> list[str | None]:
        return [put_together(line, names) for line in table]

    return list(zip(*(lists(table) for table in tables.values()), strict=True))


def _own(table: Table, names: Sequence[str]) -> list[str]:
    """The codes for which this coder has a column."""
    there: set[str] = set()
    for line in table:
        there.update(line)
    return [name for name in names if name in there]
