"""Knows the further header rows of a Qualtrics export: question texts, then import IDs.

Taken for answers, they would be coded as if two more people had written.
"""

from __future__ import annotations

import re

_IMPORT_ID = re.compile(r"""\s*\{\s*["']ImportId["']""")


def find_further_headers(first: list[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """The first rows down to the one of import IDs; nothing if there is none among them."""
    for number, cells in enumerate(first, 1):
        if _are_import_ids(cells):
            return tuple(first[:number])
    return ()


def _are_import_ids(cells: tuple[str, ...]) -> bool:
    """Whether most filled cells of a row are import IDs."""
    filled = [cell for cell in cells if cell]
    ids = [cell for cell in filled if _IMPORT_ID.match(cell)]
    return len(ids) * 2 > len(filled)
