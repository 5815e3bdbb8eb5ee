"""From each coder's columns of codes to variables of all coders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tipcoder.agreement.tables.label_lists import code_variables
from tipcoder.agreement.tables.mark_tables import marks_of, note_on_marks
from tipcoder.agreement.tables.reading import Asked, Variable
from tipcoder.agreement.tables.spread_codes import SIGN, are_spread, put_together

Table = list[dict[str, str]]
"""Of one coder, for each unit the cell of each code; empty where the coder has no line for the unit."""


def variables_of(
    tables: Mapping[str, Table], names: Sequence[str], asked: Asked
) -> tuple[tuple[Variable, ...], bool, tuple[str, ...]]:
    """The variables called `names`, whether they are codes that are present or absent, and notes."""
    marks = {coder: marks_of(table, _own(table, names), asked) for coder, table in tables.items()}
    codes = all(found is not None for found in marks.values())
    if not codes and are_spread(names):
        spread, said = code_variables(_lists(tables, names), SIGN, asked, "The table")
        return spread, True, said
    units = range(len(next(iter(tables.values()))))
    variables = []
    for name in names:
        rows = []
        for unit in units:
            row = [_cell(table, marks[coder] if codes else None, unit, name, asked) for coder, table in tables.items()]
            rows.append(tuple(row))
        variables.append(Variable(name, tuple(rows)))
    notes = [note_on_marks(table, _own(table, names), asked, coder) for coder, table in tables.items()] if codes else []
    return tuple(variables), codes, tuple(note for note in notes if note)


def _lists(tables: Mapping[str, Table], names: Sequence[str]) -> list[list[str | None]]:
    """Units x coders: the codes of each line in one cell."""
    columns = [[put_together(line, names) for line in table] for table in tables.values()]
    return [list(row) for row in zip(*columns, strict=True)]


def _own(table: Table, names: Sequence[str]) -> list[str]:
    """The codes for which this coder has a column."""
    there = {name for line in table for name in line}
    return [name for name in names if name in there]


def _cell(
    table: Table, marks: Sequence[Mapping[str, str | None]] | None, unit: int, name: str, asked: Asked
) -> str | None:
    if marks is not None:
        return marks[unit].get(name)
    cell = table[unit].get(name, "")
    return None if asked.is_blank(cell) else cell
