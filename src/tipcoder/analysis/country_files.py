"""Files of numbers by country.

Two layouts are read: a long table with a row per country and year, and Freedom House's wide
workbook. Cells are text throughout; what a number is, `indicators.as_number` says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from tipcoder.analysis.decimal_marks import find_decimal_mark
from tipcoder.analysis.indicators import IndicatorValue, as_number
from tipcoder.errors import BadInput, did_you_mean

_YEAR = re.compile(r"(?:19|20)\d\d")
_SHORT = re.compile(r"(?P<full>(?:19|20)\d\d)\s*[-/–]\s*(?P<short>\d\d)(?!\d)")
RATINGS = ("PR", "CL", "total")
_HEADER_ROWS = 12
"""Rows among which the header is looked for: notes may stand above it."""


def read_country_table(
    rows: Sequence[Sequence[str]], source: str, *, country: str, value: str, year: str | None = None
) -> Iterator[IndicatorValue]:
    """Country, year, value from named columns; the first row names them.

    Serves tiers, the 3P index and awards. A file of awards has several rows for a country and year:
    they are all given. Raises BadInput for an empty file or a column that is missing.
    """
    if not rows:
        raise BadInput(f"{source}: is empty.", "Export it again, as CSV.")
    header = [cell.strip() for cell in rows[0]]
    country_at = _find_column(header, country, source)
    year_at = _find_column(header, year, source) if year else None
    value_at = _find_column(header, value, source)
    mark = find_decimal_mark(row[value_at] for row in rows[1:] if len(row) > value_at)

    for row in rows[1:]:
        # Spreadsheets leave out empty cells at the end of a row.
        cells = [*row, *[""] * (len(header) - len(row))]
        name = cells[country_at].strip()
        if not name:
            continue

        when = None
        if year_at is not None:
            when = _read_year(cells[year_at])
            if when is None:
                continue
        yield IndicatorValue(name, when, as_number(cells[value_at], mark))


def _find_column(header: Sequence[str], wanted: str, source: str) -> int:
    if wanted not in header:
        raise BadInput(f"{source}: has no column {wanted!r}.", did_you_mean(wanted, header))
    return header.index(wanted)


def _read_year(cell: str) -> int | None:
    found = _YEAR.search(cell)
    return int(found[0]) if found else None


def read_freedom_house(
    rows: Sequence[Sequence[str]], source: str, rating: str = "total"
) -> Iterator[IndicatorValue]:
    """Freedom House's sheet: editions, years under review, then PR, CL and Status under each.

    The year is read from the header above each column and never counted: there is no edition for
    1981, the next two cover odd spans (`Jan.1981-Aug.1982`), and who numbers the columns 1972,
    1973, ... is a year off from there on. A span counts for the last year in it. `rating` is PR, CL
    (1 free to 7) or total, their sum (2 to 14).
    """
    if rating not in RATINGS:
        raise BadInput(f"{source}: there is no rating {rating!r}.", did_you_mean(rating, RATINGS))
    place = _require_header(rows, source)
    columns = _find_rating_columns(rows[place - 1], rows[place])
    for row in rows[place + 1 :]:
        name = row[0].strip() if row else ""
        if name:
            for year, place_of in columns.items():
                yield IndicatorValue(name, year, _read_rating(row, place_of, rating))


def _find_rating_columns(years: Sequence[str], kinds: Sequence[str]) -> dict[int, dict[str, int]]:
    """The columns of PR and CL for each year, from the two header rows that name them."""
    padded = [*years, *[""] * (len(kinds) - len(years))]
    # By year first: of two columns for one year the last one counts.
    columns: dict[int, dict[str, int]] = {}
    for position, (span, kind) in enumerate(zip(_fill_merged(padded), kinds, strict=False)):
        year = _read_last_year(span)
        short = kind.strip().casefold()
        if short in ("pr", "cl") and year is not None:
            columns.setdefault(year, {})[short] = position
    return columns


def _read_rating(row: Sequence[str], place_of: Mapping[str, int], rating: str) -> float | None:
    """One of RATINGS in one year; None where a cell that it needs holds no number."""
    scores: dict[str, float | None] = {}
    for kind, place in place_of.items():
        scores[kind] = as_number(row[place]) if place < len(row) else None

    pr, cl = scores.get("pr"), scores.get("cl")
    if rating == "PR":
        return pr
    if rating == "CL":
        return cl
    if pr is None or cl is None:
        return None
    return pr + cl


def has_ratings(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a sheet is laid out like Freedom House's ratings."""
    return _find_header(rows) is not None


def _find_header(rows: Sequence[Sequence[str]]) -> int | None:
    """The row of PR, CL, Status; there must be a row of years above it."""
    for n, row in enumerate(rows[:_HEADER_ROWS]):
        words = {cell.strip().casefold() for cell in row}
        if n and {"pr", "cl"} <= words:
            return n
    return None


def _require_header(rows: Sequence[Sequence[str]], source: str) -> int:
    place = _find_header(rows)
    if place is None:
        raise BadInput(
            f"{source}: is not laid out like Freedom House's ratings.",
            "Its sheet has three header rows, the last with PR, CL and Status.",
        )
    return place


def _fill_merged(cells: Sequence[str]) -> list[str]:
    """Merged cells hold their text in the first of them only; here each of them does."""
    filled: list[str] = []
    for cell in cells:
        is_covered = not cell.strip() and bool(filled)
        filled.append(filled[-1] if is_covered else cell)
    return filled


def _read_last_year(cell: str) -> int | None:
    # `1985-86` ends in a year of two digits.
    short = _SHORT.search(cell)
    if short:
        return int(short["full"][:2] + short["short"])
    found = _YEAR.findall(cell)
    return int(found[-1]) if found else None
