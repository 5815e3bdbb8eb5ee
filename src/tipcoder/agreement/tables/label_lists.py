"""Several codes in one cell: which signs part them, and the sets that cells stand for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from tipcoder.agreement.tables.cells import WrittenCells, group_by_coder
from tipcoder.agreement.tables.code_separators import SEPARATORS, SURE, has_sign, split_codes
from tipcoder.agreement.tables.presence import NONE_WORDS
from tipcoder.agreement.tables.reading import ABSENT, PRESENT, TableOptions, Variable
from tipcoder.agreement.tables.values import Key, fold_to_key, fold_values, parse_number
from tipcoder.errors import BadInput

_RECUR = 0.6
"""The share of parts that must stand in other cells too, or they are no codes."""
_RECUR_OF_SURE = 0.3
"""The same for signs that hardly stand in labels."""
_NUMBERS_OF_CODES = re.compile(r"[A-Za-z]?\d{1,3}( +[A-Za-z]?\d{1,3})*")
_ONE_COMMA = re.compile(r"\d+,\d+")


def find_separators(cells: Sequence[str]) -> str:
    """The signs that part codes in these cells, as a string; empty where each cell is one value.

    A sign parts codes where most of what it leaves stands elsewhere as well: `law/police` is one label unless there is
    a `law` or a `police`. Beside a surer sign it must do so inside other parts: in `law, courts; fees` the comma is
    the label's, unless there is a `law` without `courts`.
    """
    distinct = list(dict.fromkeys(cell for cell in cells if cell))
    found = ""
    for sign in SEPARATORS:
        pieces = _list_distinct_parts(distinct, found)
        parted = [piece for piece in pieces if has_sign(piece, sign) and parse_number(piece) is None]
        if parted and _has_recurring_parts(parted, pieces, found + sign):
            found += sign
    spaced = [cell for cell in distinct if " " in cell]
    if not found and spaced and all(_NUMBERS_OF_CODES.fullmatch(cell) for cell in distinct):
        # Numbers of codes may have nothing but a blank between them; words may have one inside.
        return " "
    return found


def _list_distinct_parts(distinct: Sequence[str], signs: str) -> list[str]:
    """What the signs leave of the cells, each once."""
    if not signs:
        return list(distinct)
    found: dict[Key, str] = {}
    for cell in distinct:
        for part in split_codes(cell, signs):
            found.setdefault(fold_to_key(part), part)
    return list(found.values())


def _has_recurring_parts(parted: Sequence[str], pieces: Sequence[str], signs: str) -> bool:
    """Whether most of what the signs leave of `parted` stands in other pieces too."""
    often: Counter[Key] = Counter()
    for piece in pieces:
        often.update(set(split_into_keys(piece, signs)))
    parts = [set(split_into_keys(piece, signs)) for piece in parted]
    several = any(len(keys) > 1 for keys in parts)
    known = total = 0
    for keys in parts:
        known += sum(often[key] > 1 for key in keys)
        total += len(keys)
    least = _RECUR_OF_SURE if signs[-1] in SURE else _RECUR
    return several and known >= least * total


def split_into_keys(cell: str, signs: str) -> list[Key]:
    """The same, with the spellings of a code folded."""
    return [fold_to_key(part) for part in split_codes(cell, signs)]


def refuse_unclear_commas(cells: Sequence[str], source: str, level: str) -> None:
    """Raises BadInput where `1,5` may be one and a half, or the codes 1 and 5."""
    if level in ("interval", "ratio"):
        return
    pairs = [cell for cell in cells if _ONE_COMMA.fullmatch(cell)]
    fractions = {cell.partition(",")[2].strip("0") for cell in pairs}
    if fractions <= {"", "5"}:
        return
    whole = {cell for cell in cells if cell.isdecimal()}
    among = [cell for cell in pairs if set(cell.split(",")) <= whole]
    if among and len(among) >= _RECUR * len(pairs):
        raise BadInput(
            f"{source}: {among[0]!r} may be one number, or two codes in one cell.",
            "Say --layout sets for codes, or --layout wide for numbers.",
        )


def refuse_unclear_lists(cells: Sequence[str], source: str) -> None:
    """Raises BadInput where a part of a cell is a value of other cells, but too few are to take the cells for lists."""
    distinct = list(dict.fromkeys(cells))
    whole = {fold_to_key(cell) for cell in distinct}
    for cell in distinct:
        for sign in SEPARATORS:
            keys = split_into_keys(cell, sign) if has_sign(cell, sign) and parse_number(cell) is None else []
            if len(keys) > 1 and whole.intersection(keys):
                raise BadInput(
                    f"{source}: {cell!r} may be one value, or several codes in one cell.",
                    "Say --layout sets for several codes, or --layout wide for one value.",
                )


def build_code_variables(
    cells: Sequence[Sequence[str | None]],
    signs: str,
    options: TableOptions,
    source: str,
    *,
    blank_is_none: bool = False,
) -> tuple[tuple[Variable, ...], tuple[str, ...]]:
    """One variable a code from a units x coders table of lists of codes, and notes; None where there is no line.

    `blank_is_none` says that an empty list was written by a coder who read the unit. Raises BadInput where no cell
    has a code.
    """
    sets = [_read_code_sets(row, signs, options, blank_is_none=blank_is_none) for row in cells]
    folded = fold_values(
        [_list_codes(column, signs, options) for column in group_by_coder(cells)], source, options.fold
    )
    names = {fold_to_key(part): label for part, label in folded.labels.items()}
    if not names:
        raise BadInput(f"{source}: there is no code in any cell.", "Say with --coders which columns hold codes.")
    ordered = sorted(names, key=lambda key: names[key].casefold())
    variables = tuple(Variable(names[key], _build_presence(sets, key)) for key in ordered)
    notes = [folded.note] if folded.note else []
    notes += _notes_on_empty(cells, sets, options)
    return variables, tuple(notes)


def _list_codes(cells: Sequence[str], signs: str, options: TableOptions) -> list[str]:
    """Every code as it is written."""
    out = []
    for cell in cells:
        if not options.has_no_code(cell):
            out += [part for part in split_codes(cell, signs) if fold_to_key(part) not in NONE_WORDS]
    return out


def _read_code_sets(
    row: Sequence[str | None], signs: str, options: TableOptions, *, blank_is_none: bool
) -> list[frozenset[Key] | None]:
    return [_read_code_set(cell, signs, options, blank_is_none=blank_is_none) for cell in row]


def _build_presence(sets: Sequence[Sequence[frozenset[Key] | None]], key: Key) -> WrittenCells:
    """Whether each coder's set on each unit has the code; None where there is no set."""

    def as_presence_cell(found: frozenset[Key] | None) -> str | None:
        if found is None:
            return None
        return PRESENT if key in found else ABSENT

    def as_presence_row(row: Sequence[frozenset[Key] | None]) -> tuple[str | None, ...]:
        return tuple(as_presence_cell(found) for found in row)

    return tuple(as_presence_row(row) for row in sets)


def _read_code_set(
    cell: str | None,
    signs: str,
    options: TableOptions,
    *,
    blank_is_none: bool,
) -> frozenset[Key] | None:
    """The codes in a cell; None where the coder did not code the unit."""
    if cell is None:
        return frozenset() if options.empty == "none" else None
    if options.has_no_code(cell):
        read_by_default = blank_is_none and not cell and options.empty != "missing"
        return frozenset() if options.empty == "none" or read_by_default else None
    return frozenset(split_into_keys(cell, signs)) - NONE_WORDS


def _notes_on_empty(
    cells: Sequence[Sequence[str | None]], sets: Sequence[Sequence[frozenset[Key] | None]], options: TableOptions
) -> list[str]:
    blank = without = 0
    words: Counter[str] = Counter()
    for row, found in zip(cells, sets, strict=True):
        for cell, one in zip(row, found, strict=True):
            empty = cell is None or options.has_no_code(cell)
            blank += empty and one is None
            without += empty and one is not None
            if not empty and one is not None and not one:
                words[str(cell)] += 1
    notes = []
    if blank:
        notes.append(
            f"{_format_cell_count(blank)} without a code: taken as not coded by that coder, and in no figure. With --empty none "
            "they are taken as read, with no code applied."
        )
    if without:
        notes.append(
            f"{_format_cell_count(without)} without a code: taken as read, with no code applied. With --empty missing they are "
            "taken as not coded."
        )
    for word, times in words.items():
        notes.append(f"'{word}' ({_format_cell_count(times)}) is taken as read, with no code applied.")
    return notes


def _format_cell_count(n: int) -> str:
    return "1 cell" if n == 1 else f"{n} cells"
