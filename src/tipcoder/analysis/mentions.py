"""Cells that name several things, `Web, Phone`: what each cell names, and how many cells name
it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from tipcoder.analysis.crosswalk import Crosswalk
from tipcoder.results import TableLine

_STRONG = re.compile(r"[;|\n\r\t]")
"""Separators that do not stand inside a name. A comma may: `Phone, fixed`."""
_ANY = re.compile(r"([,;|\n\r\t])")
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
        """What a cell names, each once, as levels and countries are called, else as it is
        written."""
        found = {
            _fold_name(part): part for part in map(self._canonical_name, self._split_parts(cell))
        }
        return [part for key, part in found.items() if key]

    def count_names(self, cells: Iterable[str | None] | None = None) -> tuple[list[TableLine], int]:
        """How many cells name each thing, levels in their order, then others by number; and how
        many name anything.

        `cells` are some of the column's; without them all are counted.
        """
        counts: Counter[str] = Counter()
        written: dict[str, str] = {}
        answered = 0
        for cell in self._cells if cells is None else filter(None, cells):
            named = self.split_names(cell)
            answered += bool(named)
            for part in named:
                counts[_fold_name(part)] += 1
                written.setdefault(_fold_name(part), part)
        others = [key for key in counts if key not in self._levels]
        others.sort(key=lambda key: (-counts[key], written[key]))
        lines = [TableLine(level, counts[key], answered) for key, level in self._levels.items()]
        return lines + [TableLine(written[key], counts[key], answered) for key in others], answered

    def _find_names_with_commas(self) -> set[str]:
        """Names with a comma in them: what stands between other separators, unless each of its
        pieces stands apart.
        """
        rows = {
            tuple(map(_fold_name, part.split(",")))
            for cell in self._cells
            for part in _STRONG.split(cell)
        }
        standing: dict[str, list[tuple[str, ...]]] = {}
        for row in rows:
            for piece in row:
                standing.setdefault(piece, []).append(row)
        found = set()
        for cell in self._cells:
            for part in _STRONG.split(cell) if _STRONG.search(cell) else ():
                pieces = tuple(map(_fold_name, part.split(",")))
                if len(pieces) > 1 and not all(
                    _stands_apart(piece, pieces, standing[piece]) for piece in pieces
                ):
                    found.add(_fold_name(part))
        return found

    def _split_parts(self, cell: str) -> list[str]:
        """A cell cut at its separators, but for names that have one themselves; the longest such
        name is taken.
        """
        tokens = _ANY.split(cell)  # pieces, and the separators between them
        out = []
        at = 0
        while at < len(tokens):
            longest = min(len(tokens), at + 2 * self._longest - 1)
            end = next(
                (end for end in range(longest, at, -2) if self._is_name(tokens[at:end])), at + 1
            )
            out.append("".join(tokens[at:end]).strip())
            at = end + 1
        return out

    def _is_name(self, tokens: Sequence[str]) -> bool:
        if not (tokens[0].strip() and tokens[-1].strip()):
            return False  # a separator at an end belongs to no name
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
        country = self._names.find_country(part) if self._names is not None else None
        return (
            self._names.find_name(country)
            if self._names is not None and country
            else " ".join(part.split())
        )


def _stands_apart(piece: str, name: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> bool:
    """Whether a piece of a name stands in any row where the whole name does not stand around it."""
    return any(piece in _remove_name(row, name) for row in rows)


def _remove_name(row: tuple[str, ...], name: tuple[str, ...]) -> list[str]:
    left = []
    at = 0
    while at < len(row):
        if row[at : at + len(name)] == name:
            at += len(name)
        else:
            left.append(row[at])
            at += 1
    return left


def _fold_name(text: str) -> str:
    """Names that differ in case and blanks only are one; blanks around a separator are none."""
    return " ".join(re.sub(r"\s*([,;|])\s*", r"\1 ", text).split()).strip(" ,;|").casefold()
