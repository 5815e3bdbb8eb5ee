"""Columns of a coder's own sheet that are something else than codes: IDs, numbers of cases, the
question, the coder, and whether a row was read.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.study import Study
from tipcoder.survey.column_names import SurveyColumn
from tipcoder.survey.table import SurveyRow, SurveyTable
from tipcoder.text import fold_text
from tipcoder.workbench.exchange.survey_ids import SurveyIds

YES = frozenset(("1", "1.0", "x", "yes", "y", "true", "✓", "✔", "ja", "oui", "si", "sí", "sim"))
NO = frozenset(("", "0", "0.0", "no", "n", "false", "-", "nein", "non", "não"))
QUESTION_NAMES = ("question", "item", "variable")
CODER_NAMES = ("coder", "rater", "annotator")
FINISHED_NAMES = ("finished",)
BESIDE_NAMES = ("language", "text", "comment", "comments", "note", "notes", "memo", "remarks")
"""Headers of columns that are beside the codes, in a template and in sheets of people's own."""
_FEWEST_KNOWN = 0.5
"""The share of a column's cells that must be IDs of the study."""


@dataclass(frozen=True)
class SheetChoices:
    """What a person said about the sheet."""

    coder: str
    """Whose codes they are, where no column says it."""
    question: str | None = None
    add_codes: bool = False
    """Whether codes are made that the codebook lacks."""
    under: str | None = None
    """The code below which they are made."""
    ignored: tuple[str, ...] = ()
    """Columns that are left out."""


@dataclass(frozen=True)
class KnownColumns:
    """Columns of a sheet that are something else than codes, and those that are left."""

    case: SurveyColumn
    numbers: tuple[SurveyColumn, ...]
    question: SurveyColumn | None
    coder: SurveyColumn | None
    finished: SurveyColumn | None
    question_name: str
    """The question that all rows are of; empty where a column says it."""
    free: tuple[SurveyColumn, ...]


def sort_columns(
    table: SurveyTable,
    rows: Sequence[SurveyRow],
    study: Study,
    ids: SurveyIds,
    choices: SheetChoices,
) -> KnownColumns:
    """What each column of a sheet is.

    Raises BadInput where a column that is needed is not found, and for one to be left out that
    is not there.
    """
    kept = _leave_out(table, choices.ignored)
    case = _find_case_column(table, kept, rows, ids, study)
    left = [column for column in kept if column.position != case.position]
    waves = [column for column in left if column.name in (study.wave_attribute, "wave")]
    numbers = (*waves[:1], *(column for column in left if column.name in study.case))
    question = _find_named(left, QUESTION_NAMES)
    coder = _find_named(left, CODER_NAMES)
    finished = _find_named(left, FINISHED_NAMES)
    name = "" if question is not None else _find_question(table, study, left, choices)
    taken = {question, coder, finished, *numbers}
    taken.update(column for column in left if column.name in _list_questions(study))
    free = [column for column in left if column not in taken]
    return KnownColumns(case, numbers, question, coder, finished, name, tuple(free))


def _leave_out(table: SurveyTable, ignored: Sequence[str]) -> list[SurveyColumn]:
    names = [column.name for column in table.columns]
    for name in ignored:
        if name not in names:
            raise BadInput(
                f"{table.source}: there is no column {name!r}.", did_you_mean(name, names)
            )
    return [column for column in table.columns if column.name not in ignored]


def _find_case_column(
    table: SurveyTable,
    columns: Sequence[SurveyColumn],
    rows: Sequence[SurveyRow],
    ids: SurveyIds,
    study: Study,
) -> SurveyColumn:
    """The column whose cells are cases or respondents of the study."""
    best: tuple[float, int, SurveyColumn] | None = None
    for column in columns:
        cells = [row.cells[column.position] for row in rows if row.cells[column.position].strip()]
        if not cells:
            continue
        share = sum(ids.knows(cell) for cell in cells) / len(cells)
        named = column.name in ("case", study.respondent_id)
        rank = (share, int(named), column)
        if share >= _FEWEST_KNOWN and (best is None or rank[:2] > best[:2]):
            best = rank
    if best is None:
        raise BadInput(
            f"{table.source}: no column has IDs of this study.",
            "One must have the case labels, or the survey's own IDs; these are known where the "
            "study's key file is.",
        )
    return best[2]


def _find_named(columns: Sequence[SurveyColumn], names: Sequence[str]) -> SurveyColumn | None:
    return next((column for column in columns if fold_text(column.name) in names), None)


def _list_questions(study: Study) -> set[str]:
    """What a column of answers may be called: the question's column or its wording."""
    return {name for question in study.questions for name in (question.column, question.text)}


def _find_question(
    table: SurveyTable, study: Study, columns: Sequence[SurveyColumn], choices: SheetChoices
) -> str:
    """The question that the sheet is of: said by a person, by a column of answers, or the only
    one.
    """
    if choices.question is not None:
        return choices.question
    if len(study.questions) == 1:
        return study.questions[0].column
    names = {column.name for column in columns}
    beside = []
    for question in study.questions:
        if question.column in names or question.text in names:
            beside.append(question.column)
    if len(beside) == 1:
        return beside[0]
    raise BadInput(
        f"{table.source}: does not say which question its codes are of.",
        f"Name it with --question, such as --question {shlex.quote(study.questions[0].column)}.",
    )
