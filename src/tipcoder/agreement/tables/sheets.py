"""A file of ratings as lines of trimmed text under named columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.text import fold_text


@dataclass(frozen=True)
class RatingsSheet:
    """`rows` are as wide as `names`; lines without any content are left out."""

    source: str
    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    """The line of the file where each row begins."""

    def list_column_cells(self, at: int) -> list[str]:
        """The cells of one column."""
        return [row[at] for row in self.rows]

    def list_names_at(self, columns: Iterable[int]) -> list[str]:
        """What the columns at these positions are called."""
        return [self.names[at] for at in columns]

    def require_columns(self, names: Iterable[str]) -> list[int]:
        """The positions of the columns with these names. Raises BadInput as `require_column`."""
        return [self.require_column(name) for name in names]

    def require_column(self, name: str) -> int:
        """The position of the column called `name`, letters large or small.

        Raises BadInput naming the nearest.
        """
        found = self.find_column(name)
        if found is None:
            raise BadInput(
                f"{self.source}: there is no column {name!r}.", did_you_mean(name, self.names)
            )
        return found

    def find_column(self, name: str) -> int | None:
        """The same, None where there is none, or where several differ in capitals only."""
        if name in self.names:
            return self.names.index(name)
        # People write on a command line what they remember of a header.
        wanted = fold_text(name.strip())
        # Of two that differ in capitals only neither is meant more than the other.
        folded = [fold_text(header.strip()) for header in self.names]
        return folded.index(wanted) if folded.count(wanted) == 1 else None

    def has_any_column(self, names: Iterable[str]) -> bool:
        """Whether at least one of these is the name of a column."""
        return any(self.find_column(name) is not None for name in names)

    def drop_rows(self, gone: Iterable[int]) -> RatingsSheet:
        """The same without the rows at these positions."""
        left = set(gone)
        rows = []
        lines = []
        for at, (row, line) in enumerate(zip(self.rows, self.lines, strict=True)):
            if at not in left:
                rows.append(row)
                lines.append(line)
        return replace(self, rows=tuple(rows), lines=tuple(lines))

    def transpose(self) -> RatingsSheet:
        """Columns as rows; the first column gives the names.

        `lines` are then the old columns, from 2: the first one holds the names.
        """
        # The header is one more row to turn: it becomes the names of the lines.
        first, *others = zip(self.names, *self.rows, strict=True)
        return RatingsSheet(
            source=self.source,
            names=first,
            rows=tuple(others),
            lines=tuple(range(2, len(others) + 2)),
        )


def build_sheet(
    source: str, names: Sequence[str], rows: Sequence[Sequence[str]], lines: Sequence[int]
) -> RatingsSheet:
    """A sheet from cells as they are written in the file."""
    kept_rows, kept_lines = [], []
    for row, line in zip(rows, lines, strict=True):
        cells = tuple(map(_trim_cell, row))
        # Programs leave lines of blanks below a table.
        if any(cells):
            kept_rows.append(cells)
            kept_lines.append(line)
    return RatingsSheet(source, tuple(names), tuple(kept_rows), tuple(kept_lines))


def _trim_cell(cell: str) -> str:
    """Without blanks at the ends and double ones inside; line breaks may part codes, and stay."""
    return cell.strip() if "\n" in cell else " ".join(cell.split())
