"""From each coder's columns of codes to variables of all coders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tipcoder.agreement.tables.cells import CoderTable
from tipcoder.agreement.tables.label_lists import build_code_variables
from tipcoder.agreement.tables.mark_tables import PresenceLine, note_on_marks, read_marks
from tipcoder.agreement.tables.reading import TableOptions, Variable
from tipcoder.agreement.tables.spread_codes import SIGN, are_spread_codes, join_codes

VariablesRead = tuple[tuple[Variable, ...], bool, tuple[str, ...]]
"""Variables, whether they are codes, and notes."""


def read_variables(
    tables: Mapping[str, CoderTable], names: Sequence[str], options: TableOptions
) -> VariablesRead:
    """The variables called `names`, from the table of each coder.

    The cells of codes are `0` and `1`, and those of other variables are as written.
    """
    of_marks = _read_mark_variables(tables, names, options)
    if of_marks is not None:
        return of_marks

    # In code 1, code 2 the columns are places and no codes.
    if are_spread_codes(names):
        lists = _join_code_lists(tables, names)
        variables, notes = build_code_variables(lists, SIGN, options, "The table")
        return variables, True, notes

    written = [_read_blanks_as_none(table, options) for table in tables.values()]
    note = _note_on_counts(tables, names) if options.level == "nominal" else ""
    return _build_variables(written, names), False, (note,) if note else ()


def _read_mark_variables(
    tables: Mapping[str, CoderTable], names: Sequence[str], options: TableOptions
) -> VariablesRead | None:
    """Codes, where every coder says whether they are there; else None."""
    marks = []
    notes = []
    for coder, table in tables.items():
        # A code that a coder has no column for was not known to that coder, which is not absent.
        own_codes = _list_own_codes(table, names)
        lines = read_marks(table, own_codes, options)
        # One coder who says something else makes values of the columns of all.
        if lines is None:
            return None
        marks.append(lines)
        notes.append(note_on_marks(table, own_codes, options, coder))
    return _build_variables(marks, names), True, tuple(filter(None, notes))


def _build_variables(
    tables: Sequence[Sequence[PresenceLine]], names: Sequence[str]
) -> tuple[Variable, ...]:
    """From a table a coder, with one line per unit, to units x coders for each name."""
    variables = []
    for name in names:
        by_coder = [_select_column(table, name) for table in tables]
        variables.append(Variable(name, tuple(zip(*by_coder, strict=True))))
    return tuple(variables)


def _select_column(table: Sequence[PresenceLine], name: str) -> list[str | None]:
    return [line.get(name) for line in table]


def _read_blanks_as_none(table: CoderTable, options: TableOptions) -> list[PresenceLine]:
    """The same with None for cells that are blank."""
    lines = []
    for cells in table:
        line = {name: options.blank_as_none(cell) for name, cell in cells.items()}
        lines.append(line)
    return lines


def _note_on_counts(tables: Mapping[str, CoderTable], names: Sequence[str]) -> str:
    if not all(_may_count(table, names) for table in tables.values()):
        return ""
    return (
        "The numbers are compared as values; say --layout matrix where they count how often each "
        "code is there."
    )


def _may_count(table: CoderTable, names: Sequence[str]) -> bool:
    """Whether all cells are whole numbers, and 0 or nothing is among them."""
    cells: list[str] = []
    for line in table:
        cells += [line[name] for name in names if name in line]
    # Scores rarely begin at 0, and counts of codes nearly always do.
    has_zero = "" in cells or "0" in cells
    return has_zero and all(map(str.isdecimal, filter(None, cells)))


def _join_code_lists(
    tables: Mapping[str, CoderTable], names: Sequence[str]
) -> list[tuple[str | None, ...]]:
    """Units x coders: the codes of each line in one cell."""
    by_coder = []
    for table in tables.values():
        lists = [join_codes(line, names) for line in table]
        by_coder.append(lists)
    return list(zip(*by_coder, strict=True))


def _list_own_codes(table: CoderTable, names: Sequence[str]) -> list[str]:
    """The codes for which this coder has a column."""
    there: set[str] = set()
    for line in table:
        there.update(line)
    return [name for name in names if name in there]
