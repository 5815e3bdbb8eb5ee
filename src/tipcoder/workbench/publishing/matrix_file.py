"""The matrix of codes as a file, by the same way out as the merged table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tipcoder.errors import BadInput
from tipcoder.export.data_column import DataColumn
from tipcoder.export.data_files import (
    STATISTICAL,
    WITH_WORKBOOK,
    DataShape,
    check_data_ending,
)
from tipcoder.export.data_workbook import DataSheet, build_records_sheet
from tipcoder.model.codings import Coder
from tipcoder.progress import ProgressCallback, ignore_progress
from tipcoder.study import Study
from tipcoder.workbench.publishing.merged_columns import require_column_name
from tipcoder.workbench.publishing.merged_data import MergeRequest, WrittenMerge, write_merged_data
from tipcoder.workbench.statistics.code_matrix import (
    IDENTIFIERS,
    CodeMatrix,
    MatrixRequest,
    build_code_matrix,
)
from tipcoder.workbench.statistics.code_table import build_code_records
from tipcoder.workbench.study import OpenStudy

KIND = "matrix"
_DECLARED = ("outcome.", "factor.", "indicator.")
"""What study.toml declares may be asked for by the name that it has there."""


@dataclass(frozen=True)
class MatrixFile:
    """How the matrix is written."""

    variables: tuple[str, ...] = ()
    """Columns beside the codes, by name."""
    smallest_cell: int | None = None
    raw: bool = False
    has_label_heads: bool = False
    for_spreadsheet: bool = False
    delimiter: str = ","


def write_code_matrix(
    study: OpenStudy,
    path: Path,
    asked: MatrixRequest,
    wanted: MatrixFile,
    coder: Coder | None = None,
    told: ProgressCallback = ignore_progress,
) -> WrittenMerge:
    """Build the matrix, choose its columns, check it and put it in place.

    Raises BadInput for options that go with another format and for names that do not exist, and
    what `write_merged_data` raises; then nothing has changed.
    """
    ending = check_data_ending(path, WITH_WORKBOOK)
    _check_options(ending, asked, wanted)
    # Both programs know an answer by its number, and show the label.
    is_numbered = asked.numbers or (asked.lists and ending in STATISTICAL)
    asked = replace(asked, numbers=is_numbered, with_variables=bool(wanted.variables))
    matrix = build_code_matrix(study, asked, told)
    columns, named = _choose_columns(study.definition, matrix.columns, wanted.variables)
    shape = DataShape(
        wanted.has_label_heads,
        wanted.for_spreadsheet,
        wanted.delimiter,
        matrix.sets,
        (_build_codebook_sheet(study, matrix),),
    )
    request = MergeRequest(named, (), wanted.smallest_cell, wanted.raw, KIND, "--variables")
    chosen = replace(matrix, columns=tuple(columns))
    done = write_merged_data(study, path, chosen, request, coder, shape)
    return replace(done, sentences=(*matrix.sentences, *done.sentences))


def _check_options(ending: str, asked: MatrixRequest, wanted: MatrixFile) -> None:
    if asked.numbers and not asked.lists:
        raise BadInput("--numbers are those of codes in lists.", "Add --lists.")
    if asked.wide and not asked.by_question:
        raise BadInput("--wide sets the questions side by side.", "Add --by-question.")
    if ending != ".csv" and (wanted.for_spreadsheet or wanted.delimiter != ","):
        raise BadInput(f"--excel and --delimiter are for .csv, not {ending}.", "Leave them out.")
    if ending not in (".csv", ".xlsx") and wanted.has_label_heads:
        raise BadInput(
            f"--labels is for .csv and .xlsx: {ending} has labels beside the names.",
            "Leave it out.",
        )


def _choose_columns(
    definition: Study, columns: Sequence[DataColumn], wanted: Sequence[str]
) -> tuple[list[DataColumn], tuple[str, ...]]:
    """Who the rows are of, the variables that are asked for, the codes; and the full names of the
    variables. Raises BadInput for a variable that does not exist.
    """
    known = {one.name: one for one in columns}
    named = {_find_full_name(known, name, definition): None for name in wanted}
    chosen = []
    for column in columns:
        is_variable = column.name.startswith(("survey.", *_DECLARED)) or column.name in (
            "country",
            "country_name",
        )
        if column.name in IDENTIFIERS or not is_variable or column.name in named:
            chosen.append(column)
    return chosen, tuple(named)


def _find_full_name(known: dict[str, DataColumn], name: str, definition: Study) -> str:
    for prefix in _DECLARED:
        if f"{prefix}{name}" in known:
            return f"{prefix}{name}"
    return require_column_name(known, name, definition)


def _build_codebook_sheet(study: OpenStudy, matrix: CodeMatrix) -> DataSheet:
    records = build_code_records(study, matrix.presence, matrix.numbers)
    return build_records_sheet("Codebook", records)
