"""Words and signs for "this code is there" and "it is not"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tipcoder.agreement.tables.values import Key, fold_to_key

_PAIRS = (
    "0 1",
    "no yes",
    "n y",
    "false true",
    "absent present",
    "nein ja",
    "falsch wahr",
    "нет да",
    "ложь истина",
    "no sí",
    "no si",
    "falso verdadero",
    "non oui",
    "faux vrai",
    "não sim",
    "nao sim",
    "nee ja",
    "f t",
    "н д",
    "off on",
)


def _parse_pair(pair: str) -> tuple[Key, Key]:
    absent, present = pair.split()
    return fold_to_key(absent), fold_to_key(present)


PAIRS = tuple(_parse_pair(pair) for pair in _PAIRS)
"""(absent, present) as people write it."""
_MARKS = frozenset(
    fold_to_key(mark) for mark in ("x", "х", "1", "✓", "✔", "+", "*", "yes", "true", "ja", "да", "sí", "si", "oui")
)
"""What stands where a code is there and the cell is empty elsewhere; one of the two x is Cyrillic."""
NONE_WORDS = frozenset(
    fold_to_key(word)
    for word in (
        *("none", "no code", "no codes", "nothing", "keine", "keiner", "kein code", "нет", "нет кода", "ничего"),
        *("ninguno", "ninguna", "sin código", "aucun", "aucune", "nenhum", "nenhuma", "nessuno", "geen"),
    )
)
"""What stands in a list of codes where a coder read the unit and applied none."""


def find_presence_pair(keys: Iterable[Key]) -> tuple[Key, Key] | None:
    """The (absent, present) that these values are; None where they are anything else."""
    found = set(keys)
    if not found:
        return None
    return next(((absent, present) for absent, present in PAIRS if found <= {absent, present}), None)


def pairs_differ(columns: Sequence[Iterable[Key]]) -> bool:
    """Whether each column says yes and no, and not all in the same words: `1` and `0` here, `yes` and `no` there."""
    found = [keys for keys in map(set, columns) if keys]
    if len(found) < 2 or not all(len(keys) == 2 and find_presence_pair(keys) is not None for keys in found):
        return False
    return find_presence_pair(set().union(*found)) is None


def are_marks(keys: Iterable[Key]) -> bool:
    """Whether there is one value only, and it is a mark beside empty cells."""
    found = set(keys)
    return len(found) == 1 and found <= _MARKS
