"""Decisions from a file: lines of `adjudicate list`, with the column `side` filled in; all of them
or none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.store.settlements import EDITED, ConsensusDecision
from tipcoder.survey.table import SurveyTable, read_survey_table
from tipcoder.workbench.adjudication.adjudication import Adjudication
from tipcoder.workbench.adjudication.disagreements import Disagreement

NEEDED = ("case", "question", "code", "side")
MORE = ("reason", "note")
_MAX_LISTED = 5


@dataclass(frozen=True)
class DecisionsReport:
    """What a file of decisions did, or would do."""

    lines: int
    settled: int
    """Decisions that were not so already."""
    already: int
    without: int
    """Lines without a side."""


def import_decisions(
    adjudication: Adjudication, path: Path, *, dry_run: bool = False
) -> DecisionsReport:
    """Resolve what the file says, as one act. `side` is a coder's name, both or neither; empty
    leaves it open.

    Raises BadInput naming the lines that cannot be, and then nothing is kept.
    """
    table = read_survey_table(path)
    columns = _locate_columns(table)
    decided: list[tuple[Disagreement, ConsensusDecision]] = []
    faults: list[str] = []
    without = 0
    for row in table.rows:
        cells = {name: row.cells[at].strip() for name, at in columns.items()}
        # The file may be worked off in several sittings.
        if not cells["side"]:
            without += 1
            continue
        try:
            decided.append(_parse_decision(adjudication, cells))
        except BadInput as fault:
            # All lines are looked at: one round of corrections is enough.
            faults.append(f"line {row.line}: {fault.message}")
    if faults:
        raise _faulty_lines_fault(table, faults)

    new = _count_new(decided)
    if not dry_run:
        new = adjudication.settle_many(decided, table.source)
    return DecisionsReport(len(table.rows), new, len(decided) - new, without)


def _faulty_lines_fault(table: SurveyTable, faults: list[str]) -> BadInput:
    listed = " ".join(faults[:_MAX_LISTED])
    if len(faults) > _MAX_LISTED:
        listed += f" And {len(faults) - _MAX_LISTED} more."
    return BadInput(f"{table.source}: {listed}", "Correct the file; nothing was kept.")


def _count_new(decided: Sequence[tuple[Disagreement, ConsensusDecision]]) -> int:
    """Decisions that were not so already."""
    new = 0
    for one, decision in decided:
        # Importing a file again is not a change.
        if one.settled is None or one.settled.decision != decision:
            new += 1
    return new


def _locate_columns(table: SurveyTable) -> dict[str, int]:
    names = [column.name for column in table.columns]
    for name in NEEDED:
        if name not in names:
            example = "`tipcoder adjudicate list --format csv` writes such a file."
            near = did_you_mean(name, names) or example
            raise BadInput(f"{table.source}: has no column {name!r}.", near)
    return {name: names.index(name) for name in (*NEEDED, *MORE) if name in names}


def _parse_decision(
    adjudication: Adjudication, cells: dict[str, str]
) -> tuple[Disagreement, ConsensusDecision]:
    one = adjudication.require_disagreement(cells["case"], cells["question"], cells["code"])
    reason = cells.get("reason", "")
    note = cells.get("note", "")
    if cells["side"] == EDITED:
        # A file has no words; it may keep those that were chosen before.
        if one.settled is None or one.settled.decision.side != EDITED:
            raise BadInput(
                "a file cannot say which words; resolve it on the screen, or with --span."
            )
        return one, one.settled.decision._replace(reason=reason, note=note)

    side, coder_id = adjudication.parse_side(cells["side"])
    decision = adjudication.build_decision(one, side, coder_id=coder_id, reason=reason, note=note)
    return one, decision
