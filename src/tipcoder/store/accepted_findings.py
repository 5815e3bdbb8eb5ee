"""Findings of the leak audit that a person accepted: never the words, only an ID of the finding."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import select

from tipcoder.store import schema
from tipcoder.store.engine import Db
from tipcoder.store.events import Act, format_utc_now

FILE, WORDING = "file", "wording"
"""What an acceptance holds for: the bytes of one file, or a wording in whatever is released."""


class AcceptedFinding(NamedTuple):
    """That somebody accepted a finding."""

    scope: str
    finding: str
    kind: str
    reason: str


def load_accepted_findings(db: Db, scope: str) -> dict[str, str]:
    """The reason by the ID of each finding that is accepted."""
    accepted = schema.accepted_finding.c
    query = select(accepted.finding, accepted.reason).where(
        accepted.live == 1, accepted.scope == scope
    )
    return {row.finding: row.reason for row in db.execute(query)}


def add_accepted_findings(act: Act, coder_id: int, found: Iterable[AcceptedFinding]) -> None:
    """Keep that these findings are accepted."""
    at = format_utc_now()
    rows = [{**each._asdict(), "coder_id": coder_id, "at": at} for each in found]
    act.insert_rows(schema.accepted_finding, rows)
