"""A coder's own sheet -> the lines that a file of codings has, one for each code of an answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tipcoder.errors import BadInput
from tipcoder.model.codes import Codebook
from tipcoder.store.attributes import load_attribute_names
from tipcoder.store.engine import Db
from tipcoder.study import Study
from tipcoder.survey.column_names import name_columns
from tipcoder.survey.table import SurveyRow, SurveyTable
from tipcoder.text import format_count
from tipcoder.workbench.exchange.code_names import CodeNames
from tipcoder.workbench.exchange.codings_export import COLUMNS, OUTCOME_MARKS
from tipcoder.workbench.exchange.line_checks import ADD_CODES
from tipcoder.workbench.exchange.new_codes import refuse_new_codes
from tipcoder.workbench.exchange.sheet_columns import NO, YES, SheetChoices
from tipcoder.workbench.exchange.sheet_plan import (
    SheetPlan,
    find_new_labels,
    plan_sheet,
)
from tipcoder.workbench.exchange.survey_ids import SurveyIds
from tipcoder.workbench.study import OpenStudy

_READ, _OPEN = "yes", "no"
"""What a column `finished` says of a row."""
_MARKS = tuple(mark for mark in OUTCOME_MARKS if mark)
_WHICH_CASE = "A column `wave`, or the survey's column of cases, says which."
_FEWEST_COLUMNS = 3
"""Columns of a file of codings by which it is known."""


@dataclass(frozen=True)
class CodedSheet:
    """A sheet as lines of codings."""

    table: SurveyTable
    notes: tuple[str, ...]


def is_coded_sheet(table: SurveyTable) -> bool:
    """Whether the file has columns of its own, instead of those of a file of codings."""
    names = {column.name for column in table.columns}
    # With one of them misspelt it is a file of codings all the same.
    return len(names.intersection(COLUMNS)) < _FEWEST_COLUMNS


def unfold_sheet(
    table: SurveyTable,
    study: Study,
    codebook: Codebook,
    ids: SurveyIds,
    choices: SheetChoices,
) -> CodedSheet:
    """Make a line of every code in the sheet; an answer without one is finished as none applies.

    Raises BadInput for a sheet whose columns are not recognised, and for cells that are neither a
    code nor yes nor no, all of them named.
    """
    names = CodeNames(codebook)
    plan = plan_sheet(table, study, names, ids, choices)
    unfolder = _RowUnfolder(plan, names, ids)
    rows: list[SurveyRow] = []
    for row in table.rows:
        for cells in unfolder.unfold_row(row):
            rows.append(SurveyRow(len(rows) + 1, row.line, cells))
    unfolder.refuse_faults(table.source)
    notes = [plan.sentence]
    if unfolder.untouched:
        empty = format_count(unfolder.untouched, "row has", "rows have")
        notes.append(f"{empty} nothing for any code: not read yet")
    columns = name_columns((*COLUMNS, "finished"))
    return CodedSheet(replace(table, columns=columns, rows=rows), tuple(notes))


def find_sheet_codes(
    study: OpenStudy,
    db: Db,
    table: SurveyTable,
    codebook: Codebook,
    ids: SurveyIds,
    choices: SheetChoices,
) -> list[str]:
    """Labels of codes that the sheet names and the codebook lacks.

    Raises BadInput for such headers where nobody asked for new codes. Names in cells are then told
    by their lines, when the sheet is unfolded.
    """
    columns, cells = find_new_labels(
        table, study.definition, CodeNames(codebook), ids, choices, load_attribute_names(db)
    )
    if choices.add_codes:
        return [*columns, *(name for name in cells if name not in columns)]
    if columns:
        raise refuse_new_codes(table.source, columns, are_columns=True)
    return []


class _RowUnfolder:
    """Turns rows into lines and collects cells that say nothing."""

    def __init__(self, plan: SheetPlan, names: CodeNames, ids: SurveyIds) -> None:
        self._plan = plan
        self._names = names
        self._ids = ids
        self._faults: list[str] = []
        self._has_unknown_code = False
        self.untouched = 0
        """Rows with nothing in any cell for codes."""

    def unfold_row(self, row: SurveyRow) -> Iterator[tuple[str, ...]]:
        """Lines of one answer, with the cells of COLUMNS."""
        plan = self._plan
        source = row.cells[plan.case_at].strip()
        if not source:
            self._faults.append(f"line {row.line}: has no ID.")
            return
        numbers = tuple(row.cells[at] for at in plan.number_at)
        case = self._ids.find_label(source, numbers)
        if case not in self._ids.labels and self._ids.has_several(source) and not any(numbers):
            self._faults.append(f"line {row.line}: {source!r} has several cases. {_WHICH_CASE}")
            return
        question = plan.question
        if plan.question_at is not None:
            question = row.cells[plan.question_at].strip()
        coder = plan.coder
        if plan.coder_at is not None:
            coder = row.cells[plan.coder_at].strip()
        outcome = self._read_finished(row)
        if outcome is None and self._is_untouched(row):
            self.untouched += 1
            return
        codes = list(dict.fromkeys((*self._read_marks(row), *self._read_lists(row))))
        if outcome == _OPEN and not codes:
            self.untouched += 1
            return
        finished = "no" if outcome == _OPEN else "yes"
        mark = outcome if outcome in _MARKS else ""
        if codes and mark:
            self._faults.append(f"line {row.line}: has codes, and is finished as {mark[1:]!r}.")
        for code in codes or [mark or ""]:
            yield case, question, coder, code, "", "", finished

    def _read_finished(self, row: SurveyRow) -> str | None:
        """What the column `finished` says: yes, no, a mark such as @off-topic; None where it is
        empty or not there.
        """
        at = self._plan.finished_at
        cell = row.cells[at].strip().casefold() if at is not None else ""
        if not cell:
            return None
        if cell in YES:
            return _READ
        if cell in NO:
            return _OPEN
        mark = f"@{cell.removeprefix('@')}"
        if mark in _MARKS:
            return mark
        self._faults.append(f"line {row.line}: finished {cell!r} is neither yes nor no.")
        return None

    def _is_untouched(self, row: SurveyRow) -> bool:
        """Whether every cell for codes is empty: an answer that nobody has coded yet."""
        positions = [at for at, _ in self._plan.codes_at] + list(self._plan.lists_at)
        return not any(row.cells[at].strip() for at in positions)

    def _read_marks(self, row: SurveyRow) -> Iterator[str]:
        for at, code in self._plan.codes_at:
            cell = row.cells[at].strip().casefold()
            if cell in YES:
                yield code
            elif cell not in NO:
                self._faults.append(
                    f"line {row.line}: {row.cells[at].strip()!r} for {code} is neither 1 nor 0."
                )

    def _read_lists(self, row: SurveyRow) -> Iterator[str]:
        for at in self._plan.lists_at:
            for part in self._names.split_names(row.cells[at]):
                if part.casefold() in NO:
                    continue
                code = self._names.find_code(part)
                if code is None:
                    self._has_unknown_code = True
                    self._faults.append(f"line {row.line}: there is no code {part!r}.")
                else:
                    yield code

    def refuse_faults(self, source: str, listed: int = 10) -> None:
        """Raise BadInput if any cell had a fault."""
        if not self._faults:
            return
        shown = [
            f"{source}: {format_count(len(self._faults), 'cell')} cannot be read:",
            *self._faults[:listed],
        ]
        if len(self._faults) > listed:
            shown.append(f"and {len(self._faults) - listed} more")
        remedy = "Nothing was imported."
        if self._has_unknown_code:
            remedy = f"{remedy} {ADD_CODES}"
        raise BadInput("\n".join(shown), remedy)
