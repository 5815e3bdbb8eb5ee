"""Several codes in one cell: the sets that cells hold, as variables of presence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tipcoder.agreement.tables.cells import WrittenCells, group_by_coder
from tipcoder.agreement.tables.code_separators import split_codes
from tipcoder.agreement.tables.folding import fold_values
from tipcoder.agreement.tables.label_separators import split_into_keys
from tipcoder.agreement.tables.presence import NONE_WORDS
from tipcoder.agreement.tables.reading import ABSENT, PRESENT, TableOptions, Variable
from tipcoder.agreement.tables.values import Key, fold_to_key
from tipcoder.errors import BadInput
from tipcoder.text import format_count

CodeSet = frozenset[Key] | None
"""The codes in a cell; None where the coder did not code the unit."""


def build_code_variables(
    cells: Sequence[Sequence[str | None]],
    signs: str,
    options: TableOptions,
    source: str,
    *,
    blank_is_none: bool = False,
) -> tuple[tuple[Variable, ...], tuple[str, ...]]:
    """One variable a code, and notes, from a units x coders table of lists of codes.

    A cell is None where there is no line. `signs` part the codes. `blank_is_none` says that an
    empty list was written by a coder who read the unit. Raises BadInput where no cell has a code.
    """
    written = [_list_codes(column, signs, options) for column in group_by_coder(cells)]
    folded = fold_values(written, source, options.fold)
    # All spellings of a code are one variable, under the label that folding chose.
    names = {fold_to_key(part): label for part, label in folded.labels.items()}
    if not names:
        raise BadInput(
            f"{source}: there is no code in any cell.",
            "Say with --coders which columns hold codes.",
        )

    sets = []
    for row in cells:
        found = [_read_code_set(cell, signs, options, blank_is_none) for cell in row]
        sets.append(found)

    variables = []
    for key in sorted(names, key=lambda key: names[key].casefold()):
        presence = _build_presence(sets, key)
        variables.append(Variable(names[key], presence))
    notes = [folded.note] if folded.note else []
    notes += _notes_on_empty(cells, sets, options)
    return tuple(variables), tuple(notes)


def _list_codes(cells: Sequence[str], signs: str, options: TableOptions) -> list[str]:
    """Every code as it is written."""
    out = []
    for cell in options.drop_empty(cells):
        parts = split_codes(cell, signs)
        # A word like none says that there is no code, and is not one itself.
        out += [part for part in parts if fold_to_key(part) not in NONE_WORDS]
    return out


def _build_presence(sets: Sequence[Sequence[CodeSet]], key: Key) -> WrittenCells:
    """Whether each coder's set on each unit has the code; None where there is no set."""
    rows = []
    for found in sets:
        row = [_as_presence_cell(one, key) for one in found]
        rows.append(tuple(row))
    return tuple(rows)


def _as_presence_cell(found: CodeSet, key: Key) -> str | None:
    if found is None:
        return None
    return PRESENT if key in found else ABSENT


def _read_code_set(
    cell: str | None, signs: str, options: TableOptions, blank_is_none: bool
) -> CodeSet:
    """The codes in a cell, None where the coder did not code the unit."""
    if cell is not None and not options.has_no_code(cell):
        return frozenset(split_into_keys(cell, signs)) - NONE_WORDS
    if cell is not None and options.is_called_missing(cell):
        return None
    # A sign like NA is not a blank: it says that the coder did not code the unit.
    blank_was_read = blank_is_none and cell == "" and options.empty != "missing"
    was_read = options.empty == "none" or blank_was_read
    return frozenset() if was_read else None


def _notes_on_empty(
    cells: Sequence[Sequence[str | None]],
    sets: Sequence[Sequence[CodeSet]],
    options: TableOptions,
) -> list[str]:
    """What was made of cells without a code, and of words like none."""
    not_coded = read = 0
    words: Counter[str] = Counter()
    for row, found in zip(cells, sets, strict=True):
        for cell, codes in zip(row, found, strict=True):
            if cell is not None and options.is_called_missing(cell):
                continue
            if cell is None or options.has_no_code(cell):
                not_coded += codes is None
                read += codes is not None
            # The cell is not empty, and yet has no code: a word said so.
            elif not codes:
                words[cell] += 1

    notes = []
    if not_coded:
        notes.append(
            f"{format_count(not_coded, 'cell')} without a code: taken as not coded by that coder, "
            "and in no figure. With --empty none they are taken as read, with no code applied."
        )
    if read:
        notes.append(
            f"{format_count(read, 'cell')} without a code: taken as read, with no code applied. "
            "With --empty missing they are taken as not coded."
        )
    for word, times in words.items():
        cells_named = format_count(times, "cell")
        notes.append(f"'{word}' ({cells_named}) is taken as read, with no code applied.")
    return notes
