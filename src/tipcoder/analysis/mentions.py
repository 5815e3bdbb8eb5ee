"""Cells that name several things, `Web, Phone`: what each names, and how many name it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from tipcoder.analysis.crosswalk import Crosswalk
from tipcoder.results.tables import TableLine

_STRONG = re.compile(r"[;|\n\r\t]")
"""Separators that do not stand inside a name. A comma may: `Phone, fixed`."""
_ANY = re.compile(r"([,;|\n\r\t])")
_AROUND_SEPARATOR = re.compile(r"\s*([,;|])\s*")
_PIECES_OF_A_COUNTRY = 3
"""`Congo, the Democratic Republic of the` has two; no country has more than two commas."""


class Mentions:
    """What cells of one column name; how they are to be cut is learned from all of them.

    `levels` are the names that were offered. One with a separator in it is found whole. Without
    levels `A, B; C` is cut at its comma only if other cells name A and B apart.
    """

    def __init__(
        self,
        cells: Iterable[str | None],
        levels: Sequence[str] = (),
        names: Crosswalk | None = None,
    ) -> None:
        self._cells = [cell for cell in cells if cell is not None]
        self._levels = {_fold_name(level): level for level in levels}
        self._names = None if levels else names
        self._whole = {*self._levels, *self._find_names_with_commas()}
        pieces = [len(_ANY.split(name)) // 2 + 1 for name in self._whole]
        self._longest = max([_PIECES_OF_A_COUNTRY, *pieces])

    def split_names(self, cell: str) -> list[str]:
        """What a cell names, each once.

        Levels and countries are called by their names, anything else as it is written.
        """
        found: dict[str, str] = {}
        for part in self._split_parts(cell):
            name = self._canonical_name(part)
            key = _fold_name(name)
            if key:
                found[key] = name
        return list(found.values())

    def count_names(self, cells: Iterable[str | None] | None = None) -> tuple[list[TableLine], int]:
        """How many cells name each thing, and how many name anything.

        Levels come in their order, then the others, the commonest first. `cells` are some of the
        column's; without them all are counted.
        """
        counts: Counter[str] = Counter()
        written: dict[str, str] = {}
        answered = 0
        counted = self._cells if cells is None else filter(None, cells)
        for cell in counted:
            names = self.split_names(cell)
            if names:
                answered += 1
            for name in names:
                key = _fold_name(name)
                counts[key] += 1
                written.setdefault(key, name)

        others = [key for key in counts if key not in self._levels]
        others.sort(key=lambda key: (-counts[key], written[key]))
        lines = [TableLine(level, counts[key], answered) for key, level in self._levels.items()]
        lines += [TableLine(written[key], counts[key], answered) for key in others]
        return lines, answered

    def _find_names_with_commas(self) -> set[str]:
        """Folded names with a comma in them.

        What is written between two other separators is one name, unless each of its pieces also
        occurs apart from the others.
        """
        parts = self._list_parts_with_commas()
        rows_with = self._index_rows_by_piece()
        found = set()
        for part in parts:
            pieces = _fold_pieces(part)
            apart = [_stands_apart(piece, pieces, rows_with[piece]) for piece in pieces]
            if not all(apart):
                found.add(_fold_name(part))
        return found

    def _list_parts_with_commas(self) -> list[str]:
        parts = []
        for cell in self._cells:
            # Without another separator a comma may well be one itself.
            if _STRONG.search(cell):
                parts += [part for part in _STRONG.split(cell) if "," in part]
        return parts

    def _index_rows_by_piece(self) -> dict[str, list[tuple[str, ...]]]:
        """For each piece between separators of any kind, the rows of pieces that have it."""
        rows: set[tuple[str, ...]] = set()
        for cell in self._cells:
            rows.update(_fold_pieces(part) for part in _STRONG.split(cell))

        rows_with: dict[str, list[tuple[str, ...]]] = {}
        for row in rows:
            for piece in row:
                rows_with.setdefault(piece, []).append(row)
        return rows_with

    def _split_parts(self, cell: str) -> list[str]:
        """A cell cut at its separators, but not within a name; the longest name is taken."""
        # Pieces, and the separators between them.
        tokens = _ANY.split(cell)
        parts = []
        start = 0
        while start < len(tokens):
            end = self._find_end_of_name(tokens, start)
            parts.append("".join(tokens[start:end]).strip())
            start = end + 1
        return parts

    def _find_end_of_name(self, tokens: Sequence[str], start: int) -> int:
        """Where the longest name from `start` on ends; after one piece where there is none."""
        longest = min(len(tokens), start + 2 * self._longest - 1)
        for end in range(longest, start, -2):
            if self._is_name(tokens[start:end]):
                return end
        return start + 1

    def _is_name(self, tokens: Sequence[str]) -> bool:
        # A separator at an end belongs to no name.
        if not (tokens[0].strip() and tokens[-1].strip()):
            return False
        name = "".join(tokens)
        if _fold_name(name) in self._whole:
            return True
        pieces, separators = tokens[::2], tokens[1::2]
        if self._names is None or set(separators) - {","} or not self._names.find_country(name):
            return False

        # `Iran, Islamic Republic of` is a country; `Chad, Mali` are two.
        return len(pieces) == 1 or not all(self._names.find_country(piece) for piece in pieces)

    def _canonical_name(self, part: str) -> str:
        level = self._levels.get(_fold_name(part))
        if level is not None:
            return level
        if self._names is not None:
            country = self._names.find_country(part)
            if country:
                return self._names.find_name(country)
        return " ".join(part.split())


def _fold_pieces(part: str) -> tuple[str, ...]:
    """What is written between commas, folded."""
    return tuple(_fold_name(piece) for piece in part.split(","))


def _stands_apart(piece: str, name: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> bool:
    """Whether a piece of a name stands in any row where the whole name does not stand around it."""
    return any(piece in _remove_name(row, name) for row in rows)


def _remove_name(row: tuple[str, ...], name: tuple[str, ...]) -> list[str]:
    """The pieces of a row that are left when every occurrence of a name goes."""
    left = []
    place = 0
    while place < len(row):
        if row[place : place + len(name)] == name:
            place += len(name)
        else:
            left.append(row[place])
            place += 1
    return left


def _fold_name(text: str) -> str:
    """Names that differ only in case, in blanks or around a separator are one."""
    spaced = _AROUND_SEPARATOR.sub(r"\1 ", text)
    return " ".join(spaced.split()).strip(" ,;|").casefold()
