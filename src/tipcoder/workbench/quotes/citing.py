"""Whose quotes a file shows under which IDs, so that its rows can be cited."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from tipcoder.errors import BadInput
from tipcoder.privacy.audit.reading import read_contents
from tipcoder.store import survey_data
from tipcoder.workbench.exports.export_log import find_export
from tipcoder.workbench.quotes.naming_rows import RESPONSE
from tipcoder.workbench.quotes.release import sort_ids
from tipcoder.workbench.redaction.detector import load_study_keys
from tipcoder.workbench.study import OpenStudy


def find_ids_of_export(study: OpenStudy, export: str, respondents: Collection[str]) -> list[str]:
    """The IDs that these respondents have in a file that left, by number.

    `export` is the file, or the number of its act. Who is not in it has none. Raises BadInput
    where there is neither such a file nor such an export, and for a file without our IDs.
    """
    if Path(export).exists() or not export.isdecimal():
        shown = _read_ids(Path(export))
    else:
        shown = _list_ids_of(study, int(export))
    with study.store.read() as db:
        everybody = survey_data.load_respondent_ids(db)
    owners = dict(zip(everybody, everybody, strict=True)) | load_study_keys(study).fresh_ids
    wanted = set(respondents)
    ids = {number for number in shown if owners.get(number) in wanted}
    if owners.keys().isdisjoint(shown):
        raise BadInput(f"{export}: has no IDs of this study.", "Name a file that `quotes` wrote.")
    return sort_ids(ids)


def _list_ids_of(study: OpenStudy, number: int) -> set[str]:
    """IDs in the export of a number."""
    record = find_export(study, number)
    if record.facts.has_fresh_ids:
        return set(record.facts.ids)
    with study.store.read() as db:
        cases = {case.id: case.key.response_id for case in survey_data.load_cases(db)}
    return {cases[row.case_id] for row in record.passages if row.case_id in cases}


def _read_ids(path: Path) -> set[str]:
    """What stands in the columns of response IDs of a file."""
    ids: set[str] = set()
    for sheet in read_contents(path).sheets:
        for number, head in enumerate(sheet.head):
            if head.strip().casefold() == RESPONSE:
                ids.update(cell.strip() for cell in sheet.list_cells(number))
    return ids - {""}
