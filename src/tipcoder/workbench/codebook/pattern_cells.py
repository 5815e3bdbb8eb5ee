"""Patterns and lists of words in a table of codes: JSON lists in cells, as `codebook.tables` writes
them.
"""

from __future__ import annotations

import json
from typing import Any

from tipcoder.codebook.pattern_keys import PATTERNS
from tipcoder.codebook.tables import LIST_PREFIX
from tipcoder.errors import BadInput
from tipcoder.model.codes import CodePattern
from tipcoder.tomlfile import TomlTable

Cells = dict[tuple[str, str], str]
"""What stands in a row of a table of codes, by part and language."""
_PART = "patterns"
_REMEDY = 'Write a list like ["not invite~"], or leave the cell empty.'


def read_pattern_cells(cells: Cells, place: str) -> dict[str, tuple[CodePattern, ...]]:
    """The patterns of a row, by language. Raises BadInput for a cell that is no list of them."""
    patterns: dict[str, tuple[CodePattern, ...]] = {}
    for language, entries in _load_lists(cells, place).items():
        table = TomlTable(place, "", {_PART: {language: entries}})
        patterns |= PATTERNS.read(table)[1]
    return patterns


def read_word_list(
    cells: Cells, language: str, place: str
) -> tuple[str, dict[str, tuple[str, ...]]] | None:
    """The name of the list that a row holds, and its words; None for the row of a code.

    `language` is that of columns which do not say theirs.
    """
    name = cells.get(("code", language), "")
    found = _load_lists(cells, place) if name.startswith(LIST_PREFIX) else {}
    if not found:
        return None
    words: dict[str, tuple[str, ...]] = {}
    for its_language, entries in found.items():
        if not all(isinstance(entry, str) for entry in entries):
            raise BadInput(f"{place}: {name} in {its_language!r} is no list of words.", _REMEDY)
        words[its_language] = tuple(entries)
    return name.removeprefix(LIST_PREFIX), words


def _load_lists(cells: Cells, place: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for (part, language), cell in cells.items():
        if part != _PART or not cell:
            continue
        try:
            entries = json.loads(cell)
        except (ValueError, RecursionError):
            entries = None
        if not isinstance(entries, list):
            raise BadInput(f"{place}: patterns in {language!r} are no list.", _REMEDY)
        found[language] = entries
    return found
