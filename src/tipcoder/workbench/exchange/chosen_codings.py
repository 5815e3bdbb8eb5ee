"""Choosing codings of one code by a CSV file, to split them off: cases, or lines of `codings
export`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tipcoder.errors import BadInput
from tipcoder.store import recoding
from tipcoder.store.recoding import CodingInPlace
from tipcoder.survey.table import SurveyTable, read_survey_table
from tipcoder.text import join_first, make_excerpt
from tipcoder.workbench.study import OpenStudy

_COLUMNS: dict[str, Callable[[CodingInPlace], str]] = {
    "case": lambda coding: coding.case,
    "question": lambda coding: coding.question,
    "coder": lambda coding: coding.coder,
    "code": lambda coding: coding.code,
    "start": lambda coding: "" if coding.whole else str(coding.start),
    "end": lambda coding: "" if coding.whole else str(coding.end),
}
_MAX_LISTED = 5


def choose_codings(study: OpenStudy, code: str, path: Path) -> list[int]:
    """Ids of the code's codings that a line of the file fits, by whichever columns of `codings
    export` it has.

    A file with the one column `case` chooses every coding of those cases. Raises BadInput for a
    line that fits none.
    """
    table = read_survey_table(path)
    places = _locate_columns(table)
    with study.store.read() as db:
        there = recoding.load_codings_of_code(db, code)
    known: dict[tuple[str, ...], list[int]] = {}
    for coding in there:
        key = tuple(_COLUMNS[name](coding) for name in places)
        known.setdefault(key, []).append(coding.id)

    chosen: dict[int, None] = {}
    faults = []
    for row in table.rows:
        key = tuple(row.cells[at].strip() for at in places.values())
        if key in known:
            # Two lines may choose one coding: it is split off once.
            chosen.update(dict.fromkeys(known[key]))
        else:
            faults.append(f"line {row.line} ({make_excerpt(' '.join(key[:3]), 40)})")
    if faults:
        raise BadInput(
            f"{table.source}: {join_first(faults, _MAX_LISTED)}: no coding of {code} is there.",
            f"`tipcoder codings export` shows where {code} is applied.",
        )
    return list(chosen)


def _locate_columns(table: SurveyTable) -> dict[str, int]:
    """The columns by which codings are chosen, and their places. Raises BadInput without `case`."""
    names = [column.name for column in table.columns]
    places = {name: names.index(name) for name in _COLUMNS if name in names}
    if "case" not in places:
        raise BadInput(
            f"{table.source}: has no column 'case'.",
            "Name cases, or use lines of `tipcoder codings export`.",
        )
    return places
