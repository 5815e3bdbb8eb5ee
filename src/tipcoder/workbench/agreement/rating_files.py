"""Agreement on any table of ratings: one line a unit, one column a coder, an empty cell where nobody rated."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tipcoder import __version__
from tipcoder.errors import BadInput
from tipcoder.survey.table import SurveyTable, read_table
from tipcoder.workbench.agreement.agreeing import Compared

if TYPE_CHECKING:
    from tipcoder.agreement.resampling import Draws

MOST_CATEGORIES = 50
_MISSING_WORDS = frozenset({"na", "n/a", "nan", "null", "none", ".", "-", "missing"})


def file_agreement(path: Path, *, level: str = "nominal", draws: Draws | None = None) -> Compared:
    """The report on the ratings in a file with the columns unit, coder, coder, ...

    `level` is one of `agreement.levels.LEVELS`. Raises BadInput for fewer than two coders, for a unit that stands
    twice, and for columns that hold no ratings.
    """
    from tipcoder.agreement.assessing import Wanted, assess_variable
    from tipcoder.agreement.ratings import ratings_of
    from tipcoder.agreement.resampling import STANDARD

    table = read_table(path)
    names = [column.name for column in table.columns[1:]]
    if len(names) < 2:
        raise BadInput(
            f"{table.source}: has {len(names)} column of ratings.",
            "Agreement needs a column that names the unit, and then a column for each of two coders or more.",
        )
    units = _units(table)
    rows = [[cell.strip() or None for cell in row.cells[1:]] for row in table.rows]
    categories = {cell for row in rows for cell in row if cell is not None}
    if len(categories) > MOST_CATEGORIES:
        raise BadInput(
            f"{table.source}: its ratings have {len(categories)} different values.",
            "The first column names the unit, and all others hold ratings; leave columns of text out.",
        )
    ratings = ratings_of(rows, names, units, name="all categories")
    notes = [f"{table.source}: {note}." for note in table.notes]
    suspect = sorted(word for word in categories if word.casefold() in _MISSING_WORDS)
    if suspect:
        notes.append(f"{', '.join(suspect)} counts as a rating; leave the cell empty where it means that nobody rated.")
    wanted = Wanted(
        title=table.source,
        draws=draws or STANDARD,
        least_joint=1,
        notes=tuple(notes),
        provenance={"software": f"tipcoder {__version__}", "file": f"{table.source} ({table.sha256[:12]})"},
    )
    return Compared(assess_variable(ratings, wanted, level), ratings)


def _units(table: SurveyTable) -> list[str]:
    first: dict[str, int] = {}
    for row in table.rows:
        unit = row.cells[0].strip()
        if unit in first:
            raise BadInput(
                f"{table.source}: the unit {unit!r} stands on the lines {first[unit]} and {row.line}.",
                "The first column must name each unit once, or its coders' agreement would count twice.",
            )
        first[unit] = row.line
    return list(first)
