"""Knows the further header rows of a Qualtrics export: question texts, then import IDs.

Taken for answers, they would be coded as if two more people had written.
"""

from __future__ import annotations

import re

_IMPORT_ID = re.compile(r"""\s*\{\s*["']ImportId["']""")


def find_further_headers(first: list[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """The first rows down to the one of import IDs; nothing if there is none among them."""
    for i, cells in enumerate(first):
        filled = [cell for cell in cells if cell]
        if filled and sum(bool(_IMPORT_ID.match(cell)) for cell in filled) * 2 > len(filled):
            return tuple(first[: i + 1])
    return ()
