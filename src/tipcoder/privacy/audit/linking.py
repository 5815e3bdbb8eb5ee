"""Whether rows of a file that will be published can be joined to another file.

They can by IDs, by columns, or by wording. In the study this was made for, every cited response ID
stood in the public data too, most of those rows beside the organisation's name. Fuzzy matching
found the right row for twelve of thirteen quotes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tipcoder.privacy.audit.contents import ContentRow, Contents, ContentSheet
from tipcoder.privacy.audit.finding import Leak, LeakFinding, group_leaks
from tipcoder.privacy.audit.wording import find_shared_wording
from tipcoder.table_words import RESPONSE_WORDS, compile_columns
from tipcoder.text import fold_text

_FEWEST_IDS = 3
"""IDs that two columns share, fewer of which may be chance."""
_ALIKE = 0.8
"""The share of their values that two columns have in common that say the same of a row."""
_CITED = re.compile(
    rf"(?:{compile_columns(RESPONSE_WORDS).pattern})\s+"
    r"((?:\d{3,9}(?:\.\d+)?(?:,\s*(?:and\s+)?|\s+and\s+|\s*;\s*|\s+y\s+)?)+)",
    re.I,
)


@dataclass(frozen=True)
class _Column:
    """A column of a table, by its number."""

    sheet: ContentSheet
    number: int

    @property
    def values(self) -> list[str]:
        """Its cells, read anew: those of all columns at once would be the whole file."""
        return self.sheet.list_cells(self.number)

    @property
    def head(self) -> str:
        return self.sheet.head[self.number] or f"column {self.number + 1}"


def find_links(file: Contents, other: Contents, other_name: str) -> list[LeakFinding]:
    """Every way in which rows of `file` can be joined to rows of `other`."""
    leaks = [*_link_by_id(file, other, other_name), *_link_by_columns(file, other, other_name)]
    return group_leaks([*leaks, *find_shared_wording(file, other, other_name)])


def _list_columns(contents: Contents) -> list[_Column]:
    return [
        _Column(sheet, number) for sheet in contents.sheets for number in range(len(sheet.head))
    ]


def _find_ids(values: Sequence[str]) -> set[str]:
    """The different values of a column, if it may hold IDs; else none.

    IDs are short, have no spaces, and stand in the column once or a few times.
    """
    filled = [value for value in values if value]
    different = set(filled)
    if len(different) * 20 < len(filled):
        return set()

    has_digit = False
    for value in different:
        if not 3 <= len(value) <= 40 or " " in value:
            return set()
        has_digit = has_digit or any(char.isdigit() for char in value)
    return different if has_digit else set()


def find_cited_ids(contents: Contents) -> set[str]:
    """IDs that running text cites, like in `Responses 1016, 1049, and 1061`."""
    cited: set[str] = set()
    for passage, _, _ in contents.iterate_texts():
        for found in _CITED.finditer(passage.text):
            cited.update(re.findall(r"\d{3,9}", found[1]))
    return cited


def _link_by_id(file: Contents, other: Contents, name: str) -> Iterator[Leak]:
    mine = [(f"column {column.head}", _find_ids(column.values)) for column in _list_columns(file)]
    mine.append(("IDs cited in the text", find_cited_ids(file)))
    theirs = [(column, _find_ids(column.values)) for column in _list_columns(other)]

    for part, ids in mine:
        for column, known in theirs:
            shared = ids & known
            if not _is_link(shared, ids, known, len(column.sheet.rows)):
                continue
            rows = sum(value in shared for value in column.values)
            sentence = (
                f"{len(shared)} of {len(ids)} IDs are also in column {column.head} of {name} "
                f"and join to {rows} of its rows"
            )
            yield Leak("shared ID", part, part, sentence, True)


def _is_link(shared: set[str], mine: set[str], theirs: set[str], rows: int) -> bool:
    """Whether shared values are IDs that join, and not numbers that two files have by chance."""
    if len(shared) < _FEWEST_IDS or 2 * len(shared) < len(mine):
        return False
    # A year or a score has few values, each on very many rows.
    return 3 * len(theirs) >= rows / 4


def _link_by_columns(file: Contents, other: Contents, name: str) -> Iterator[Leak]:
    """Rows that only one row of the other file fits, by all columns that the two share.

    Columns of IDs are left out.
    """
    for sheet in file.sheets:
        for against in other.sheets:
            pairs = _match_columns(sheet, against)
            if not pairs:
                continue

            alone = _find_single_matches(sheet, against, pairs)
            heads = ", ".join(sheet.head[at] for at, _ in pairs)
            sentence = (
                f"{len(alone)} of {len(sheet.rows)} rows fit exactly one row of {name} by the "
                f"columns that both have: {heads}"
            )
            for place in alone:
                yield Leak("shared columns", "rows", place, sentence, True)


def _find_single_matches(
    sheet: ContentSheet, against: ContentSheet, pairs: Sequence[tuple[int, int]]
) -> list[str]:
    """Places of the rows that exactly one row of the other table fits; empty rows fit none."""
    mine = [at for at, _ in pairs]
    theirs = [to for _, to in pairs]
    counts = Counter(_fold_cells(row, theirs) for row in against.rows)

    out = []
    for row in sheet.rows:
        cells = _fold_cells(row, mine)
        if any(cells) and counts[cells] == 1:
            out.append(row.place)
    return out


def _match_columns(sheet: ContentSheet, against: ContentSheet) -> list[tuple[int, int]]:
    """Columns that say the same of a row, by their numbers in the two tables.

    They have one name, or values that no other column has.
    """
    theirs = {}
    for to in range(len(against.head)):
        cells = against.list_cells(to)
        if not _is_mostly_single(cells):
            theirs[to] = _fold_values(cells)

    out = []
    for at, head in enumerate(sheet.head):
        match = _find_same_name(head, against, theirs)
        if match is None:
            match = _find_same_values(_fold_values(sheet.list_cells(at)), theirs)
        if match is not None:
            out.append((at, match))
    return out


def _find_same_name(head: str, against: ContentSheet, numbers: Iterable[int]) -> int | None:
    """The first of the columns that has this name, whatever its case and accents."""
    wanted = fold_text(head.strip())
    for to in numbers:
        if head and fold_text(against.head[to].strip()) == wanted:
            return to
    return None


def _find_same_values(mine: frozenset[str], theirs: Mapping[int, frozenset[str]]) -> int | None:
    """The one column whose values are nearly the same; none if there are several."""
    if len(mine) <= 2:
        return None  # yes and no stand in many columns
    alike = []
    for to, values in theirs.items():
        if len(mine & values) >= _ALIKE * len(mine | values):
            alike.append(to)
    return alike[0] if len(alike) == 1 else None


def _fold_values(cells: Sequence[str]) -> frozenset[str]:
    """The different values of a column, folded, without the empty one."""
    return frozenset(map(fold_text, cells)) - {""}


def _is_mostly_single(values: Sequence[str]) -> bool:
    """Whether a column is an ID or a wording, which other checks judge."""
    filled = [value for value in values if value]
    return len(set(filled)) > 0.8 * len(filled) and len(filled) > 2


def _fold_cells(row: ContentRow, numbers: Sequence[int]) -> tuple[str, ...]:
    """Cells of a row in some columns, as they are compared."""
    return tuple(fold_text(row.get_cell(number).strip()) for number in numbers)
