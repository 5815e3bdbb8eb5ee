"""What of the stored survey matches nothing that study.toml spells, as sentences."""

from __future__ import annotations

from functools import cache

from tipcoder.analysis.unmatched import SHOWN, Unmatched, describe_unmatched
from tipcoder.analysis.value_checks import find_unmatched_values
from tipcoder.store import survey_data
from tipcoder.workbench.statistics.case_table import CaseTable, read_case_table
from tipcoder.workbench.study import OpenStudy


def find_unmatched_cells(study: OpenStudy) -> tuple[Unmatched, ...]:
    """Values that outcomes, factors, gates and tables do not know.

    None for a study without cases, which has nothing that could be unknown.
    """
    with study.store.read() as db:
        if not survey_data.load_respondent_ids(db):
            return ()

    @cache
    def read_table() -> CaseTable:
        return read_case_table(study)

    # Where nothing is spelled no column is asked for, and no case has to be read.
    return find_unmatched_values(study.definition, lambda name: read_table().read_column(name))


def list_unmatched_notes(study: OpenStudy) -> list[str]:
    """What stands about such values beside a test of theirs."""
    return [unmatched.note for unmatched in find_unmatched_cells(study)]


def describe_unmatched_cells(study: OpenStudy, limit: int = SHOWN) -> list[str]:
    """The same for a person: the first of them, and how many more there are."""
    return [f"{sentence}." for sentence in describe_unmatched(find_unmatched_cells(study), limit)]
