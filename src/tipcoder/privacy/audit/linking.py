"""Whether rows of a file that will be published can be joined to another file: by IDs, by columns, by wording.

In the study this was made for, every cited response ID stood in the public data too, most of those rows beside the
organisation's name, and fuzzy matching found the right row for twelve of thirteen quotes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tipcoder.privacy.audit.contents import ContentRow, Contents, ContentSheet
from tipcoder.privacy.audit.finding import Leak, LeakFinding, group_leaks
from tipcoder.privacy.audit.wording import find_shared_wording
from tipcoder.text import fold_text

_FEWEST_IDS = 3
_CITED = re.compile(
    r"\b(?:Responses?|Respondents?|Respuestas?|IDs?|Ответы?)\s+"
    r"((?:\d{3,9}(?:\.\d+)?(?:,\s*(?:and\s+)?|\s+and\s+|\s*;\s*|\s+y\s+)?)+)",
    re.I,
)


@dataclass(frozen=True)
class _Column:
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
    """The different values of a column, if it may hold IDs: short, without spaces, most of them once or a few times."""
    there = [value for value in values if value]
    different = set(there)
    short = all(3 <= len(value) <= 40 and not value.count(" ") for value in different)
    told = any(char.isdigit() for value in different for char in value)
    return different if short and told and len(different) * 20 >= len(there) else set()


def find_cited_ids(contents: Contents) -> set[str]:
    """IDs that running text cites, like in `Responses 1016, 1049, and 1061`."""
    return {
        number
        for passage, _, _ in contents.iterate_texts()
        for found in _CITED.finditer(passage.text)
        for number in re.findall(r"\d{3,9}", found[1])
    }


def _link_by_id(file: Contents, other: Contents, name: str) -> Iterator[Leak]:
    mine = [(f"column {column.head}", _find_ids(column.values)) for column in _list_columns(file)]
    mine.append(("IDs cited in the text", find_cited_ids(file)))
    theirs = [(column, _find_ids(column.values)) for column in _list_columns(other)]
    for part, ids in mine:
        for column, known in theirs:
            shared = ids & known
            # A year or a score has few values, each on very many rows.
            if (
                len(shared) >= _FEWEST_IDS
                and 2 * len(shared) >= len(ids)
                and 3 * len(known) >= len(column.sheet.rows) / 4
            ):
                rows = sum(value in shared for value in column.values)
                sentence = (
                    f"{len(shared)} of {len(ids)} IDs stand in column {column.head} of {name} too "
                    f"and join to {rows} of its rows"
                )
                yield Leak("shared ID", part, part, sentence, True)


def _link_by_columns(file: Contents, other: Contents, name: str) -> Iterator[Leak]:
    """Rows that only one row of the other file fits, by all columns that the two share, IDs left out."""
    for sheet in file.sheets:
        for against in other.sheets:
            pairs = _match_columns(sheet, against)
            if not pairs:
                continue
            counts = Counter(tuple(_fold_cell(row, to) for _, to in pairs) for row in against.rows)
            alone = [
                row.place
                for row in sheet.rows
                if any(_fold_cell(row, at) for at, _ in pairs)
                and counts[tuple(_fold_cell(row, at) for at, _ in pairs)] == 1
            ]
            if alone:
                heads = ", ".join(sheet.head[at] for at, _ in pairs)
                sentence = (
                    f"{len(alone)} of {len(sheet.rows)} rows fit exactly one row of {name} by the "
                    f"columns that both have: {heads}"
                )
                for place in alone:
                    yield Leak("shared columns", "rows", place, sentence, True)


def _match_columns(sheet: ContentSheet, against: ContentSheet) -> list[tuple[int, int]]:
    """Columns that say the same of a row: those of one name, and those whose values no other column has."""
    values = {
        to: frozenset(map(fold_text, against.list_cells(to))) - {""}
        for to in range(len(against.head))
    }
    values = {
        to: held for to, held in values.items() if not _is_mostly_single(against.list_cells(to))
    }
    out = []
    for at, head in enumerate(sheet.head):
        named = [
            to
            for to in values
            if head and fold_text(head.strip()) == fold_text(against.head[to].strip())
        ]
        mine = frozenset(map(fold_text, sheet.list_cells(at))) - {""}
        alike = [
            to
            for to, held in values.items()
            if len(mine) > 2 and len(mine & held) >= 0.8 * len(mine | held)
        ]
        found = named[:1] or (alike if len(alike) == 1 else [])
        out += [(at, to) for to in found]
    return out


def _is_mostly_single(values: Sequence[str]) -> bool:
    """Whether a column is an ID or a wording, which other checks judge."""
    there = [value for value in values if value]
    return len(set(there)) > 0.8 * len(there) and len(there) > 2


def _fold_cell(row: ContentRow, number: int) -> str:
    return fold_text(row.cells[number].strip()) if number < len(row.cells) else ""
