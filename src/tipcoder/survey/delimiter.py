"""Which character separates the cells of a file.

Decided by reading records, not by counting characters: answers are full of commas and semicolons.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from itertools import dropwhile

from tipcoder.errors import BadInput
from tipcoder.survey.records import SurveyText, make_raw_reader

_USUAL = (",", ";", "\t", "|")
_RECORDS = 200
"""Records by which delimiters are compared."""
_MOST_TITLES = 12
"""Lines that may stand above the header."""
_SURE_TABLE = 4
"""Records of one width below which lines above them are titles."""
_MANY_COLUMNS = 6
"""Columns from which on a few cells above them are no header."""
_NAMES = {"comma": ",", "semicolon": ";", "tab": "\t", "\\t": "\t", "pipe": "|"}
_ANNOUNCED = re.compile(r'\A"?sep=([^"\r\n])"?(?:\r\n?|\n|\Z)', re.IGNORECASE)
_IN_NO_TEXT = "\x1f"
"""The unit separator of ASCII, for a text in which every usual delimiter stands."""


def find_announced_delimiter(text: SurveyText) -> tuple[str | None, int]:
    """The delimiter that a first line `sep=;` names (Excel writes it), and the length
    of that line."""
    found = _ANNOUNCED.match(text if isinstance(text, str) else text.opening_line)
    return (found[1], found.end()) if found else (None, 0)


def parse_delimiter(name: str) -> str:
    """The character that a user's option means."""
    delimiter = _NAMES.get(name.lower(), name)
    if len(delimiter) != 1 or delimiter in '"\r\n\0':
        raise BadInput(
            f"{name!r} cannot separate cells.",
            "Use one character, or comma, semicolon, tab or pipe.",
        )
    return delimiter


def choose_delimiter(text: SurveyText) -> str:
    """The delimiter under which the first records have the same number of cells.

    Of several the one with more cells. If none splits header and records, the file has one column,
    and the delimiter is one that stands nowhere in the text. A header that one of them cannot read
    at all is for that one to complain about.
    """
    ranked: list[tuple[_Rank, str]] = []
    broken: list[str] = []
    for delimiter in _USUAL:
        counts, readable = _count_cells_per_record(text, delimiter)
        if not counts and not readable:
            broken.append(delimiter)
            continue
        rank = _rank_delimiter(counts, readable)
        if rank is not None:
            ranked.append((rank, delimiter))

    if ranked:
        return max(ranked, key=lambda pair: pair[0])[1]
    if broken:
        return broken[0]
    return next((delimiter for delimiter in _USUAL if delimiter not in text), _IN_NO_TEXT)


_Rank = tuple[bool, bool, float, int]
"""All records can be read, all have as many cells, the share that has, and how many cells."""


def _rank_delimiter(counts: list[int], readable: bool) -> _Rank | None:
    """None for a delimiter that does not split the header and most records."""
    counts = _leave_out_titles(counts)
    if not counts or counts[0] <= 1:
        return None
    usual, times = Counter(counts).most_common(1)[0]
    if usual <= 1:
        return None
    if _is_running_text(counts, times):
        return None
    return readable, times == len(counts), times / len(counts), usual


def _is_running_text(counts: list[int], times: int) -> bool:
    """Whether records have as many commas as sentences have: hardly two of them the same number,
    and most of them fewer than the first line.

    Where answers have commas and no quotation marks, lines have more than the header, not fewer.
    """
    if len(counts) < _SURE_TABLE or times > len(counts) / 2:
        return False
    fewer = sum(count < counts[0] for count in counts)
    return fewer > len(counts) / 2


def _leave_out_titles(counts: list[int]) -> list[int]:
    """Without the lines of one cell above a table whose records all have as many cells, or lines
    of a few cells above one of many columns.
    """
    table = list(dropwhile(lambda count: count == 1, counts))
    titles = len(counts) - len(table)
    one_width = len(table) >= _SURE_TABLE and len(set(table)) == 1
    if titles <= _MOST_TITLES and one_width:
        return table
    usual, times = Counter(counts).most_common(1)[0] if counts else (0, 0)
    if usual < _MANY_COLUMNS or times < len(counts) / 2:
        return counts
    titles = counts.index(usual)
    are_short = all(count <= usual / 3 for count in counts[:titles])
    return counts[titles:] if are_short and titles <= _MOST_TITLES else counts


def _count_cells_per_record(text: SurveyText, delimiter: str) -> tuple[list[int], bool]:
    """How many cells the first records have, and whether all of them could be read."""
    counts: list[int] = []
    filled = filter(None, make_raw_reader(text, delimiter))
    try:
        while len(counts) < _RECORDS and (cells := next(filled, None)):
            counts.append(len(cells))
    except csv.Error:
        return counts, False
    return counts, True
