"""Choosing codings of one code by a CSV file, to split them off: cases, or lines of `codings
export`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tipcoder.errors import BadInput
from tipcoder.store import recoding
from tipcoder.store.recoding import CodingInPlace
from tipcoder.survey.table import read_survey_table
from tipcoder.text import make_excerpt
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
    names = [column.name for column in table.columns]
    by = [name for name in _COLUMNS if name in names]
    if "case" not in by:
        raise BadInput(
            f"{table.source}: has no column 'case'.",
            "Name cases, or use lines of `tipcoder codings export`.",
        )
    at = {name: names.index(name) for name in by}
    with study.store.read() as db:
        standing = recoding.load_codings_of_code(db, code)
    known: dict[tuple[str, ...], list[int]] = {}
    for coding in standing:
        known.setdefault(tuple(_COLUMNS[name](coding) for name in by), []).append(coding.id)
    chosen: dict[int, None] = {}
    faults = []
    for row in table.rows:
        wanted = tuple(row.cells[at[name]].strip() for name in by)
        if wanted not in known:
            faults.append(f"line {row.line} ({make_excerpt(' '.join(wanted[:3]), 40)})")
        chosen.update(dict.fromkeys(known.get(wanted, ())))
    if faults:
        more = f" and {len(faults) - _MAX_LISTED} more" if len(faults) > _MAX_LISTED else ""
        raise BadInput(
            f"{table.source}: {', '.join(faults[:_MAX_LISTED])}{more}: no coding of {code} stands there.",
            f"`tipcoder codings export` shows where {code} stands.",
        )
    return list(chosen)
