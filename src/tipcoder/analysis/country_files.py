"""Files of numbers by country: a long table with a row per country and year, and Freedom House's
wide workbook.

Cells are text throughout; what a number is, `indicators.as_number` says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tipcoder.analysis.indicators import IndicatorValue, as_number
from tipcoder.errors import BadInput, did_you_mean

_YEAR = re.compile(r"(?:19|20)\d\d")
_SHORT = re.compile(r"(?P<full>(?:19|20)\d\d)\s*[-/–]\s*(?P<short>\d\d)(?!\d)")
RATINGS = ("PR", "CL", "total")


def read_country_table(
    rows: Sequence[Sequence[str]], source: str, *, country: str, value: str, year: str | None = None
) -> Iterator[IndicatorValue]:
    """Country, year, value from named columns; the first row names them.

    Serves tiers, the 3P index and awards.

    A file of awards has several rows for a country and year: they are all given.
    """
    if not rows:
        raise BadInput(f"{source}: is empty.", "Export it again, as CSV.")
    header = [cell.strip() for cell in rows[0]]
    at = {}
    for wanted in filter(None, (country, year, value)):
        if wanted not in header:
            raise BadInput(f"{source}: has no column {wanted!r}.", did_you_mean(wanted, header))
        at[wanted] = header.index(wanted)
    for row in rows[1:]:
        cells = [*row, *[""] * (len(header) - len(row))]
        name = cells[at[country]].strip()
        if not name:
            continue
        when = _read_year(cells[at[year]]) if year else None
        if year and when is None:
            continue
        yield IndicatorValue(name, when, as_number(cells[at[value]]))


def _read_year(cell: str) -> int | None:
    found = _YEAR.search(cell)
    return int(found[0]) if found else None


def read_freedom_house(
    rows: Sequence[Sequence[str]], source: str, rating: str = "total"
) -> Iterator[IndicatorValue]:
    """Freedom House's sheet of ratings: editions, years under review, then PR, CL and Status under
    each.

    The year is read from the header above each column and never counted: there is no edition for
    1981, the next two cover odd spans (`Jan.1981-Aug.1982`), and who numbers the columns 1972,
    1973, ... is a year off from there on. A span counts for the last year in it. `rating` is PR, CL
    (1 free to 7) or total, their sum (2 to 14).
    """
    if rating not in RATINGS:
        raise BadInput(f"{source}: there is no rating {rating!r}.", did_you_mean(rating, RATINGS))
    place = _require_header(rows, source)
    kinds = [cell.strip().casefold() for cell in rows[place]]
    years = _fill_merged([*rows[place - 1], *[""] * (len(kinds) - len(rows[place - 1]))])
    columns: dict[int, dict[str, int]] = {}
    for position, kind in enumerate(kinds):
        when = _read_last_year(years[position])
        if kind in ("pr", "cl") and when is not None:
            columns.setdefault(when, {})[kind] = position
    for row in rows[place + 1 :]:
        name = row[0].strip() if row else ""
        if not name:
            continue
        for year, at in columns.items():
            scores = {kind: as_number(row[i]) if i < len(row) else None for kind, i in at.items()}
            pr, cl = scores.get("pr"), scores.get("cl")
            total = None if pr is None or cl is None else pr + cl
            yield IndicatorValue(name, year, {"PR": pr, "CL": cl, "total": total}[rating])


def has_ratings(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a sheet is laid out like Freedom House's ratings."""
    return _find_header(rows) is not None


def _find_header(rows: Sequence[Sequence[str]]) -> int | None:
    """The row of PR, CL, Status."""
    for n, row in enumerate(rows[:12]):
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
    """Merged cells hold their text in the first of them only."""
    out: list[str] = []
    for cell in cells:
        out.append(cell if cell.strip() or not out else out[-1])
    return out


def _read_last_year(cell: str) -> int | None:
    short = _SHORT.search(cell)
    if short:
        return int(short["full"][:2] + short["short"])
    found = _YEAR.findall(cell)
    return int(found[-1]) if found else None
