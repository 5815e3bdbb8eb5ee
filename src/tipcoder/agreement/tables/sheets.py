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

    def require_column(self, name: str) -> int:
        """The position of the column called `name`, letters large or small. Raises BadInput naming the nearest."""
        found = self.find_column(name)
        if found is None:
            raise BadInput(f"{self.source}: there is no column {name!r}.", did_you_mean(name, self.names))
        return found

    def find_column(self, name: str) -> int | None:
        """The same, None where there is none."""
        if name in self.names:
            return self.names.index(name)
        wanted = fold_text(name.strip())
        alike = [at for at, each in enumerate(self.names) if fold_text(each.strip()) == wanted]
        return alike[0] if len(alike) == 1 else None

    def drop_rows(self, gone: Iterable[int]) -> RatingsSheet:
        """The same without the rows at these positions."""
        left = set(gone)
        keep = [at for at in range(len(self.rows)) if at not in left]
        return replace(self, rows=tuple(self.rows[at] for at in keep), lines=tuple(self.lines[at] for at in keep))

    def transpose(self) -> RatingsSheet:
        """Columns as rows; the first column gives the names. `lines` are then the old columns, from 1."""
        first, *others = zip(self.names, *self.rows, strict=True)
        return RatingsSheet(
            source=self.source,
            names=tuple(first),
            rows=tuple(tuple(cells) for cells in others),
            lines=tuple(range(2, len(others) + 2)),
        )


def build_sheet(source: str, names: Sequence[str], rows: Sequence[Sequence[str]], lines: Sequence[int]) -> RatingsSheet:
    """A sheet from cells as they stand in the file."""
    kept_rows, kept_lines = [], []
    for row, line in zip(rows, lines, strict=True):
        cells = tuple(" ".join(cell.split()) if "\n" not in cell else cell.strip() for cell in row)
        if any(cells):
            kept_rows.append(cells)
            kept_lines.append(line)
    return RatingsSheet(source, tuple(names), tuple(kept_rows), tuple(kept_lines))
