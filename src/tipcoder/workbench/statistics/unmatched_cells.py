"""What of the stored survey matches nothing that study.toml spells, as sentences."""

from __future__ import annotations

from tipcoder.analysis.unmatched import SHOWN, Unmatched, told
from tipcoder.store import survey_data
from tipcoder.workbench.statistics.case_table import case_table
from tipcoder.workbench.study import OpenStudy


def unmatched_in(here: OpenStudy) -> tuple[Unmatched, ...]:
    """Values that outcomes, factors, gates and tables do not know; none for a study without cases."""
    with here.store.read() as db:
        if not survey_data.respondent_ids(db):
            return ()
    return case_table(here).unmatched


def unmatched_sentences(here: OpenStudy, limit: int = SHOWN) -> list[str]:
    """The same for a person: the first of them, and how many more there are."""
    return [f"{sentence}." for sentence in told(unmatched_in(here), limit)]
