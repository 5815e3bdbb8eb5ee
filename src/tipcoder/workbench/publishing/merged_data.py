"""The table of `tipcoder merge` as a file, with its data dictionary beside it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from tipcoder.errors import CheckFailed, EnvironmentFault
from tipcoder.export.data_column import DataColumn
from tipcoder.export.data_files import find_dictionary_file, prepare_data
from tipcoder.export.formats import render_report
from tipcoder.export.leaving import LeavingFile
from tipcoder.export.report import build_records_report
from tipcoder.export.writers.csv_table import guard_formula
from tipcoder.model import Coder
from tipcoder.privacy.small_cells import USUAL, check_smallest_cell
from tipcoder.store.exports import ExportFacts
from tipcoder.workbench.exports.earlier_exports import judge_export
from tipcoder.workbench.exports.export_log import record_leaving
from tipcoder.workbench.exports.leaving_tables import LeavingRow, LeavingTable
from tipcoder.workbench.output_files import claim_outputs
from tipcoder.workbench.publishing.declaration import LetsOut
from tipcoder.workbench.publishing.leak_audit import Knowledge, gather_knowledge
from tipcoder.workbench.publishing.merged_columns import (
    choose_columns,
    count_small_rows,
    guard_texts,
    list_counted_names,
)
from tipcoder.workbench.publishing.publication import publish_files
from tipcoder.workbench.redaction.detection_base import open_kept_names
from tipcoder.workbench.statistics.merged_table import MergedTable, build_data_dictionary
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.team_files import RAW_WARNING, hand_to_team, name_team_file

_FOR_ANALYSIS = (
    "`tipcoder quotes exports` lists it as a table for analysis: later files are not judged by it, "
    "so it stays in the team."
)


@dataclass(frozen=True)
class MergeRequest:
    """What of the merged table is asked for."""

    named: tuple[str, ...] = ()
    """Columns that leave though nothing says that they are closed."""
    only: tuple[str, ...] = ()
    """Nothing but these, where there are any."""
    smallest_cell: int | None = None
    """Respondents who must share the values of all columns together, in a table that may be
    published; None for one that is for analysis.
    """
    raw: bool = False
    """Whether it is for the team, so that names in it are nobody's concern."""


@dataclass(frozen=True)
class WrittenMerge:
    """Where the table and its dictionary are, and what there is to know."""

    path: Path
    dictionary: Path
    width: int
    sentences: tuple[str, ...]


def write_merged_data(
    study: OpenStudy,
    path: Path,
    table: MergedTable,
    asked: MergeRequest,
    coder: Coder | None = None,
) -> WrittenMerge:
    """Choose, check and write. Only the owner may read the files: they have a row for every case.

    What is not for the team is kept in the log as an act of `coder`, by default of whoever works
    here. A table that may be published is judged together with what left before; one for analysis
    is not, and what leaves later is not judged by it.

    Raises BadInput for columns that do not exist, CheckFailed where too few share a row, where
    that is so together with an earlier file, or where the audit finds somebody, and what
    `publish_files` raises; then nothing has changed.
    """
    if asked.smallest_cell is not None:
        check_smallest_cell(asked.smallest_cell)
    target = name_team_file(path, raw=asked.raw)
    beside = find_dictionary_file(target)
    claim_outputs(study, (target, beside))
    knowledge, sentences = _gather_known(study)
    chosen = choose_columns(study.definition, table.columns, knowledge, asked.named, asked.only)
    sentences += chosen.describe_choice()
    sentences += _judge_small_rows(chosen.columns, asked.smallest_cell)

    columns, guarded = list(chosen.columns), 0
    if target.suffix.lower() == ".csv":
        columns, guarded = guard_texts(columns)
    if guarded:
        sentences.append(f"{guarded} cell(s) begin like a formula and got an apostrophe in front.")
    written, leaving = prepare_data(target, columns, study.definition.title)
    lines = []
    for record in build_data_dictionary(written):
        cells = {
            key: guard_formula(cell) if isinstance(cell, str) else cell
            for key, cell in record.items()
        }
        lines.append(cells)
    dictionary = build_records_report("Data dictionary", lines, tuple(lines[0]))

    # The two belong together, so that both are there or neither.
    files = [
        LeavingFile(target, leaving.content, leaving.ending, is_private=True),
        LeavingFile(beside, render_report(dictionary, "csv"), ".csv", is_private=True),
    ]
    if asked.raw:
        hand_to_team(study, files, raw=False)
        sentences.append(RAW_WARNING)
    else:
        names = tuple(column.name for column in columns)
        sources = (column.source for column in columns)
        public = frozenset((*names, *written.names, *sources))
        lets_out = LetsOut(columns=names, public=public)
        leaver = coder or study.find_coder()
        left = _build_leaving_table(columns, target.suffix.lower(), asked.smallest_cell)
        judged_at = None
        if asked.smallest_cell is None:
            sentences.append(_FOR_ANALYSIS)
        else:
            judged_at = judge_export(study, left, asked.smallest_cell)

        def keep_leaving() -> None:
            record_leaving(study, leaver, left, judged_at=judged_at)

        publish_files(study, files, lets_out, knowledge=knowledge, before_moving=keep_leaving)
    return WrittenMerge(target, beside, len(columns), (*sentences, written.sentence))


def _build_leaving_table(
    columns: Sequence[DataColumn], ending: str, smallest: int | None
) -> LeavingTable:
    """What leaves, as the log keeps it.

    Presence of codes is not among the columns: nobody knows it without the answers.
    """
    by_name = {column.name: column.values for column in columns}
    shown = list_counted_names(columns)
    is_public = smallest is not None
    facts = ExportFacts(
        "merge" if is_public else "merge for analysis",
        ending,
        tuple(shown),
        {"smallest cell": str(smallest)} if is_public else {},
        is_public=is_public,
    )
    rows = []
    for case, respondent in zip(by_name["case"], by_name["respondent"], strict=True):
        rows.append(LeavingRow(str(case), str(respondent)))
    return LeavingTable(facts, tuple(rows))


def _gather_known(study: OpenStudy) -> tuple[Knowledge, list[str]]:
    """What is looked for; an analyst's machine may have no key file."""
    try:
        return gather_knowledge(study, open_kept_names(study)), []
    except EnvironmentFault as fault:
        why = fault.message.rstrip(".")
        return Knowledge(), [f"Names were not looked for: {why}."]


def _judge_small_rows(columns: Collection[DataColumn], smallest: int | None) -> list[str]:
    """Say how many respondents a row may tell, or refuse it where that was asked for."""
    few, everybody = count_small_rows(tuple(columns), smallest or USUAL)
    if not few:
        return []
    what = (
        f"{few} of {everybody} respondents share the values of all columns with fewer than "
        f"{(smallest or USUAL) - 1} others"
    )
    if smallest is not None:
        raise CheckFailed(
            f"Nothing was written: {what}.", "Leave columns out: --only A,B names those that stay."
        )
    return [
        f"{what}: whoever knows some of it finds the rest. It is for analysis; before it is "
        "published, choose columns with --only and check them with --smallest-cell."
    ]
