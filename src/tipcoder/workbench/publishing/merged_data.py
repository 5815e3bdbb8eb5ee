"""The table of `tipcoder merge` as a file, with its data dictionary beside it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tipcoder.errors import CheckFailed, EnvironmentFault
from tipcoder.export.data_column import DataColumn
from tipcoder.export.data_dictionary import WrittenTable, build_data_dictionary
from tipcoder.export.data_files import WORKBOOK, DataShape, find_dictionary_file, prepare_data
from tipcoder.export.formats import render_report
from tipcoder.export.leaving import LeavingFile
from tipcoder.export.report import build_records_report
from tipcoder.export.writers.csv_table import guard_formula
from tipcoder.model.codings import Coder
from tipcoder.privacy.small_cells import USUAL, check_smallest_cell
from tipcoder.store.exports import ExportFacts
from tipcoder.workbench.exports.earlier_exports import judge_export
from tipcoder.workbench.exports.export_log import record_leaving
from tipcoder.workbench.exports.leaving_tables import LeavingRow, LeavingTable
from tipcoder.workbench.output_files import claim_outputs
from tipcoder.workbench.publishing.declaration import LetsOut
from tipcoder.workbench.publishing.leak_audit import Knowledge, gather_knowledge
from tipcoder.workbench.publishing.merged_columns import (
    SURVEY,
    choose_columns,
    count_small_rows,
    guard_texts,
    list_counted_names,
)
from tipcoder.workbench.publishing.publication import publish_files
from tipcoder.workbench.redaction.detection_base import open_kept_names
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.team_files import RAW_WARNING, hand_to_team, name_team_file

_PLAIN = DataShape()
_OWN = ("code.", "case", "respondent", "question")
"""How names of columns begin whose labels are ours or the codebook's."""
_FOR_ANALYSIS = (
    "`tipcoder quotes exports` lists it as a table for analysis: later files are not judged by it, "
    "so it stays in the team."
)


class TableByCase(Protocol):
    """A table that has columns for `case`, `respondent` and `case_number`."""

    @property
    def columns(self) -> tuple[DataColumn, ...]:
        """In their order, with one value a row."""


@dataclass(frozen=True)
class MergeRequest:
    """What of a table by case is asked for."""

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
    kind: str = "merge"
    """What the log calls the table."""
    chosen_by: str = "--only"
    """The option that says which columns leave."""


@dataclass(frozen=True)
class WrittenMerge:
    """Where the table and its dictionary are, and what there is to know."""

    path: Path
    dictionary: Path | None
    """None where it is a sheet of the table's file."""
    rows: int
    width: int
    sentences: tuple[str, ...]


def write_merged_data(
    study: OpenStudy,
    path: Path,
    table: TableByCase,
    asked: MergeRequest,
    coder: Coder | None = None,
    shape: DataShape = _PLAIN,
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
    is_workbook = target.suffix.lower() == WORKBOOK
    beside = None if is_workbook else find_dictionary_file(target)
    claim_outputs(study, filter(None, (target, beside)))
    # A team file without columns of the survey has nothing that anybody would look for.
    has_survey = any(column.name.startswith(SURVEY) for column in table.columns)
    knowledge, sentences = Knowledge(), list[str]()
    if has_survey or not asked.raw:
        knowledge, sentences = _gather_known(study)
    chosen = choose_columns(study.definition, table.columns, knowledge, asked.named, asked.only)
    sentences += chosen.describe_choice()
    sentences += _judge_small_rows(chosen.columns, asked)

    columns, guarded = list(chosen.columns), 0
    if target.suffix.lower() == ".csv":
        columns, guarded = guard_texts(columns)
    if guarded:
        sentences.append(f"{guarded} cell(s) begin like a formula and got an apostrophe in front.")
    written, leaving = prepare_data(target, columns, study.definition.title, shape)
    # The two belong together, so that both are there or neither.
    files = [LeavingFile(target, leaving.content, leaving.ending, is_private=True)]
    if beside is not None:
        files.append(LeavingFile(beside, _format_dictionary(written), ".csv", is_private=True))

    if asked.raw:
        hand_to_team(study, files, raw=False)
        sentences.append(RAW_WARNING)
    else:
        left = _build_leaving_table(columns, target.suffix.lower(), asked)
        lets_out = _declare_columns(columns, written)
        _publish(study, files, lets_out, left, asked, knowledge, coder or study.find_coder())
        if asked.smallest_cell is None:
            sentences.append(_FOR_ANALYSIS)
    rows = len(columns[0].values)
    return WrittenMerge(target, beside, rows, len(columns), (*sentences, written.sentence))


def _publish(
    study: OpenStudy,
    files: Sequence[LeavingFile],
    lets_out: LetsOut,
    left: LeavingTable,
    asked: MergeRequest,
    knowledge: Knowledge,
    leaver: Coder,
) -> None:
    """Put the files in their places once they have passed, and keep what left in the log."""
    judged_at = None
    if asked.smallest_cell is not None:
        judged_at = judge_export(study, left, asked.smallest_cell)

    def keep_leaving() -> None:
        record_leaving(study, leaver, left, judged_at=judged_at)

    publish_files(study, files, lets_out, knowledge=knowledge, before_moving=keep_leaving)


def _declare_columns(columns: Sequence[DataColumn], written: WrittenTable) -> LetsOut:
    """What the files let out: these columns, whose names tell of nobody."""
    names = tuple(column.name for column in columns)
    sources = (column.source for column in columns)
    labels = (column.label for column in columns if column.name.startswith(_OWN))
    return LetsOut(columns=names, public=frozenset((*names, *written.names, *sources, *labels)))


def _format_dictionary(written: WrittenTable) -> bytes:
    lines = []
    for record in build_data_dictionary(written):
        cells = {
            key: guard_formula(cell) if isinstance(cell, str) else cell
            for key, cell in record.items()
        }
        lines.append(cells)
    report = build_records_report("Data dictionary", lines, tuple(lines[0]))
    return render_report(report, "csv")


def _build_leaving_table(
    columns: Sequence[DataColumn], ending: str, asked: MergeRequest
) -> LeavingTable:
    """What leaves, as the log keeps it.

    Presence of codes is not among the columns: nobody knows it without the answers.
    """
    by_name = {column.name: column.values for column in columns}
    shown = list_counted_names(columns)
    is_public = asked.smallest_cell is not None
    facts = ExportFacts(
        asked.kind if is_public else f"{asked.kind} for analysis",
        ending,
        tuple(shown),
        {"smallest cell": str(asked.smallest_cell)} if is_public else {},
        is_public=is_public,
    )
    # A case may have several rows, which tell the same of it.
    rows: dict[LeavingRow, None] = {}
    for case, respondent in zip(by_name["case"], by_name["respondent"], strict=True):
        rows[LeavingRow(str(case), str(respondent))] = None
    return LeavingTable(facts, tuple(rows))


def _gather_known(study: OpenStudy) -> tuple[Knowledge, list[str]]:
    """What is looked for; an analyst's machine may have no key file."""
    try:
        return gather_knowledge(study, open_kept_names(study)), []
    except EnvironmentFault as fault:
        why = fault.message.rstrip(".")
        return Knowledge(), [f"Names were not looked for: {why}."]


def _judge_small_rows(columns: Collection[DataColumn], asked: MergeRequest) -> list[str]:
    """Say how many respondents a row may tell, or refuse it where that was asked for."""
    smallest = asked.smallest_cell
    few, everybody = count_small_rows(tuple(columns), smallest or USUAL)
    if not few:
        return []
    what = (
        f"{few} of {everybody} respondents share the values of all columns with fewer than "
        f"{(smallest or USUAL) - 1} others"
    )
    if smallest is not None:
        raise CheckFailed(
            f"Nothing was written: {what}.",
            f"Leave columns out: {asked.chosen_by} A,B names those that stay.",
        )
    return [
        f"{what}: whoever knows some of it finds the rest. It is for analysis; before it is "
        f"published, choose columns with {asked.chosen_by} and check them with --smallest-cell."
    ]
