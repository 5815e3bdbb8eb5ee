"""What a column may be called in Stata and in SPSS: allowed letters, no reserved word, unique, not
too long.

A table has the same names in both, so that syntax for the one can be read beside the other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from tipcoder.export.format_limits import cut_to_bytes

LONGEST = 31
"""Characters of a name; Stata takes 32."""
LONGEST_WITH_LABELS = 29
"""Characters of a name whose values have labels.

In a Stata file the set of labels is called like the variable with its running number behind, and
must keep to 32 as well: 29 leave room for 999 sets. Beyond, the names are as much shorter as the
number has more digits.
"""
_BYTES = 64
"""Bytes of a name in SPSS."""
_SPSS_RESERVED = frozenset(
    ("all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with")
)
_STATA_RESERVED = frozenset(
    ("byte", "double", "float", "if", "in", "int", "long", "strl", "using", "with")
)
_STATA_STRING = re.compile(r"str\d+")


@dataclass(frozen=True)
class VariableName:
    """What a column is called in a file, and whether that is shorter than what its name says."""

    name: str
    is_cut: bool


def make_variable_names(names: Sequence[str], labelled: Sequence[bool]) -> list[VariableName]:
    """A name for each column; `labelled` says of which the values have labels."""
    with_labels = min(LONGEST_WITH_LABELS, LONGEST + 1 - len(str(sum(labelled))))
    taken: set[str] = set()
    found = []
    for name, has_labels in zip(names, labelled, strict=True):
        plain = _replace_letters(name)
        room = with_labels if has_labels else LONGEST
        chosen = _find_free_name(plain, room, taken)
        taken.add(chosen.casefold())  # SPSS takes Age and AGE for one
        found.append(VariableName(chosen, _cut_name(plain, room, _BYTES) != plain))
    return found


def _replace_letters(name: str) -> str:
    """The name in letters, digits and underscores, beginning with a letter: so no name of Stata's
    own, as _n.
    """
    composed = unicodedata.normalize("NFC", name)
    plain = "".join(letter if _is_allowed(letter) else "_" for letter in composed)
    return plain if plain[:1].isalpha() else f"v_{plain}"


def _is_allowed(letter: str) -> bool:
    # Of digits only ours: both programs know no others in names.
    return letter == "_" or letter.isalpha() or letter in "0123456789"


def _find_free_name(plain: str, room: int, taken: set[str]) -> str:
    name = _cut_name(plain, room, _BYTES).rstrip("_") or "v"
    number = 1
    while name.casefold() in taken or _is_reserved(name):
        number += 1
        ending = f"_{number}"
        name = _cut_name(plain, room - len(ending), _BYTES - len(ending)) + ending
    return name


def _cut_name(text: str, characters: int, most_bytes: int) -> str:
    return cut_to_bytes(text[:characters], most_bytes)


def _is_reserved(name: str) -> bool:
    folded = name.casefold()
    return (
        folded in _SPSS_RESERVED
        or folded in _STATA_RESERVED
        or _STATA_STRING.fullmatch(folded) is not None
    )
