"""Which signs part the codes in the cells of a table, and which cells need a question."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from tipcoder.agreement.tables.code_separators import SEPARATORS, SURE, has_sign, split_codes
from tipcoder.agreement.tables.columns import ColumnProfile
from tipcoder.agreement.tables.values import Key, fold_to_key, fold_to_keys, is_number
from tipcoder.errors import BadInput

_RECUR = 0.6
"""The share of parts that must be in other cells too, or they are not codes."""
_RECUR_OF_SURE = 0.3
"""The same for signs that hardly occur in labels."""
_NUMBERS_OF_CODES = re.compile(r"[A-Za-z]?\d{1,3}( +[A-Za-z]?\d{1,3})*")
_ONE_COMMA = re.compile(r"\d+,\d+")


def find_separators(cells: Sequence[str]) -> str:
    """The signs that part codes in these cells, as a string; empty where each cell is one value.

    A sign parts codes where most of what it leaves is elsewhere as well: `law/police` is one label
    unless there is a `law` or a `police`. Beside a surer sign it must do so inside other parts: in
    `law, courts; fees` the comma is the label's, unless there is a `law` without `courts`.
    """
    distinct = list(dict.fromkeys(filter(None, cells)))
    found = ""
    for sign in SEPARATORS:
        # Surer signs have parted the cells already, so that a comma is judged inside their parts.
        pieces = _list_distinct_parts(distinct, found)
        parted = [piece for piece in pieces if _may_part(piece, sign)]
        if parted and _has_recurring_parts(parted, pieces, found + sign):
            found += sign
    if not found and _are_numbers_of_codes(distinct):
        # Numbers of codes may have nothing but a blank between them; words may have one inside.
        return " "
    return found


def _may_part(piece: str, sign: str) -> bool:
    """Whether the sign is in it; the comma of a number parts nothing."""
    return has_sign(piece, sign) and not is_number(piece)


def _are_numbers_of_codes(distinct: Sequence[str]) -> bool:
    """Whether all cells are like `1 4 12`, and some have more than one number."""
    if not any(" " in cell for cell in distinct):
        return False
    return all(map(_NUMBERS_OF_CODES.fullmatch, distinct))


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
    """Whether most of what the signs leave of `parted` is in other pieces too."""
    often: Counter[Key] = Counter()
    for piece in pieces:
        # A part counts once a piece: a code twice in one cell does not make a list.
        often.update(set(split_into_keys(piece, signs)))

    known = total = largest = 0
    for piece in parted:
        keys = set(split_into_keys(piece, signs))
        known += sum(often[key] > 1 for key in keys)
        total += len(keys)
        largest = max(largest, len(keys))

    least = _RECUR_OF_SURE if signs[-1] in SURE else _RECUR
    return largest > 1 and known >= least * total


def split_into_keys(cell: str, signs: str) -> list[Key]:
    """The codes in a cell, with the spellings of each folded."""
    return list(map(fold_to_key, split_codes(cell, signs)))


def may_hold_codes(column: ColumnProfile) -> bool:
    """Whether the cells can be codes by their look."""
    if column.is_dates:
        return False
    # Long lists of codes look like sentences.
    return not column.is_text or bool(find_separators(column.filled))


def refuse_unclear_commas(cells: Sequence[str], source: str, level: str) -> None:
    """Raises BadInput where `1,5` may be one and a half, or the codes 1 and 5."""
    if level in ("interval", "ratio"):
        return
    pairs = list(filter(_ONE_COMMA.fullmatch, cells))
    fractions = {cell.partition(",")[2].strip("0") for cell in pairs}
    if fractions <= {"", "5"}:
        # Halves are numbers.
        return
    whole = set(filter(str.isdecimal, cells))
    # A 1 and a 5 elsewhere make codes of both; without them it is a number.
    among = [cell for cell in pairs if whole.issuperset(cell.split(","))]
    if among and len(among) >= _RECUR * len(pairs):
        raise BadInput(
            f"{source}: {among[0]!r} may be one number, or two codes in one cell.",
            "Say --layout sets for codes, or --layout wide for numbers.",
        )


def refuse_unclear_lists(cells: Sequence[str], source: str) -> None:
    """Raises BadInput where a part of a cell is a value of other cells.

    Too few are to take the cells for lists.
    """
    whole = fold_to_keys(cells)
    for cell in dict.fromkeys(cells):
        for sign in SEPARATORS:
            keys = split_into_keys(cell, sign) if _may_part(cell, sign) else []
            if len(keys) > 1 and not whole.isdisjoint(keys):
                raise BadInput(
                    f"{source}: {cell!r} may be one value, or several codes in one cell.",
                    "Say --layout sets for several codes, or --layout wide for one value.",
                )
