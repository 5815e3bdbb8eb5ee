"""Words and signs for "this code is there" and "it is not"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tipcoder.agreement.tables.values import Key, fold_to_key, fold_to_keys
from tipcoder.table_words import (
    MARK_CELLS,
    NO_CODE_CELLS,
    PAIR_CELLS,
    list_pairs,
    list_table_words,
)

PAIRS = tuple(
    (fold_to_key(absent), fold_to_key(present)) for absent, present in list_pairs(PAIR_CELLS)
)
"""(absent, present) as people write it."""
_MARKS = fold_to_keys(list_table_words(MARK_CELLS))
"""What is written where a code is there and the cell is empty elsewhere.

One of the two x is Cyrillic.
"""
NONE_WORDS = frozenset(fold_to_keys(list_table_words(NO_CODE_CELLS)))
"""What is written in a list of codes where a coder read the unit and applied none."""


def find_presence_pair(keys: Iterable[Key]) -> tuple[Key, Key] | None:
    """The (absent, present) that these values are; None where they are anything else."""
    found = set(keys)
    # No value at all says neither.
    if not found:
        return None
    # One of both is enough: a coder may have applied the code never or always.
    for absent, present in PAIRS:
        if found <= {absent, present}:
            return absent, present
    return None


def is_yes_and_no(keys: Iterable[Key]) -> bool:
    """Whether there are two values, and they say yes and no."""
    found = set(keys)
    return len(found) == 2 and find_presence_pair(found) is not None


def pairs_differ(columns: Sequence[Iterable[Key]]) -> bool:
    """Whether each column says yes and no, and not all in the same words.

    One has `1` and `0`, say, and another `yes` and `no`. Columns without values do not count.
    """
    found = [keys for keys in map(set, columns) if keys]
    if len(found) < 2 or not all(map(is_yes_and_no, found)):
        return False
    # In one language all words together are still one pair.
    return find_presence_pair(set().union(*found)) is None


def are_marks(keys: Iterable[Key]) -> bool:
    """Whether there is one value only, and it is a mark beside empty cells."""
    found = set(keys)
    return len(found) == 1 and found <= _MARKS


def says_presence(keys: Iterable[Key]) -> bool:
    """Whether the values say that something is there or not: yes and no, or marks."""
    found = set(keys)
    return find_presence_pair(found) is not None or are_marks(found)
