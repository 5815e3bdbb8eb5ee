"""What the columns of a coder's own sheet are taken for.

People who code in a spreadsheet have a row for each answer: its ID, its text, and either a column
of 0 and 1 for each code or one cell with the codes in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from tipcoder.errors import BadInput
from tipcoder.study import Study
from tipcoder.survey.column_names import SurveyColumn
from tipcoder.survey.table import SurveyRow, SurveyTable
from tipcoder.text import fold_text, join_words
from tipcoder.workbench.exchange.code_names import CodeNames
from tipcoder.workbench.exchange.survey_ids import SurveyIds

YES = frozenset(("1", "1.0", "x", "yes", "y", "true", "✓", "✔", "ja", "oui", "si", "sí", "sim"))
NO = frozenset(("", "0", "0.0", "no", "n", "false", "-", "nein", "non", "não"))
LIST_SEPARATOR = re.compile(r"\s*[,;|\n]\s*")
_LIST_HEADER = re.compile(r"codes?|coded as|themes?|categor(y|ies)|tags?|labels?|códigos?", re.I)
_LOOKED_AT = 200
_FEWEST_KNOWN = 0.5
"""The share of a column's cells that must be IDs of the study."""


@dataclass(frozen=True)
class SheetChoices:
    """What a person said about the sheet."""

    coder: str
    """Whose codes they are, where no column says it."""
    question: str | None = None


@dataclass(frozen=True)
class SheetPlan:
    """How the sheet is read."""

    case_at: int
    number_at: tuple[int, ...]
    """Columns that tell the rows of a respondent apart."""
    question: str
    """The question that all rows are of; empty where a column says it."""
    question_at: int | None
    coder: str
    coder_at: int | None
    codes_at: tuple[tuple[int, str], ...]
    """Columns of 0 and 1, with the code of each."""
    lists_at: tuple[int, ...]
    """Columns with the codes of an answer in one cell."""
    sentence: str
    """The plan in words."""


def plan_sheet(
    table: SurveyTable, study: Study, names: CodeNames, ids: SurveyIds, choices: SheetChoices
) -> SheetPlan:
    """Recognise the columns of a sheet. Raises BadInput where one that is needed is not found."""
    rows = list(islice(table.rows, _LOOKED_AT))
    case = _find_case_column(table, rows, ids, study)
    left = [column for column in table.columns if column.position != case.position]
    waves = [column for column in left if column.name in (study.wave_attribute, "wave")]
    numbers = [*waves[:1], *(column for column in left if column.name in study.case)]
    question_column = _find_named(left, ("question", "item", "variable"))
    coder_column = _find_named(left, ("coder", "rater", "annotator"))
    question = ""
    if question_column is None:
        question = _find_question(table, study, left, choices)
    taken = {question_column, coder_column, *numbers}
    free = [column for column in left if column not in taken]
    free = [column for column in free if column.name not in _list_questions(study)]
    codes = _find_code_columns(free, rows, names, question)
    lists = [] if codes else _find_list_columns(free, rows, names)
    if not codes and not lists:
        raise BadInput(
            f"{table.source}: no column is called like a code, and none has codes in its cells.",
            "Its headers must be codes of the codebook (keys or labels), or one column `codes` "
            "must name them.",
        )
    asked = f"question {question}"
    if question_column is not None:
        asked = f"the questions in {question_column.name!r}"
    return SheetPlan(
        case.position,
        tuple(column.position for column in numbers),
        question,
        question_column.position if question_column else None,
        choices.coder,
        coder_column.position if coder_column else None,
        tuple(codes),
        tuple(column.position for column in lists),
        _describe_plan(table, case, asked, codes, lists),
    )


def _describe_plan(
    table: SurveyTable,
    case: SurveyColumn,
    asked: str,
    codes: Sequence[tuple[int, str]],
    lists: Sequence[SurveyColumn],
) -> str:
    if codes:
        shown = [table.columns[position].name for position, _ in codes]
        how = f"a column for each code ({join_words(shown)})"
    else:
        how = f"the codes in {join_words([repr(column.name) for column in lists])}"
    return f"read as one row an answer: IDs in {case.name!r}, {asked}, {how}"


def _find_case_column(
    table: SurveyTable, rows: Sequence[SurveyRow], ids: SurveyIds, study: Study
) -> SurveyColumn:
    """The column whose cells are cases or respondents of the study."""
    best: tuple[float, int, SurveyColumn] | None = None
    for column in table.columns:
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
        f"Name it with --question, such as --question {study.questions[0].column}.",
    )


def _find_code_columns(
    columns: Sequence[SurveyColumn], rows: Sequence[SurveyRow], names: CodeNames, question: str
) -> list[tuple[int, str]]:
    """Columns that are called like a code and hold nothing but yes and no."""
    found = []
    for column in columns:
        header = column.name
        code = names.find_code(header)
        if code is None and question and header.startswith(question):
            code = names.find_code(header.removeprefix(question))
        cells = {row.cells[column.position].strip().casefold() for row in rows}
        if code is not None and cells <= YES | NO:
            found.append((column.position, code))
    return found


def _find_list_columns(
    columns: Sequence[SurveyColumn], rows: Sequence[SurveyRow], names: CodeNames
) -> list[SurveyColumn]:
    """Columns with codes in their cells: called so, or full of names of codes."""
    found = []
    for column in columns:
        parts: list[str] = []
        for row in rows:
            cell = row.cells[column.position].strip()
            parts += [part for part in LIST_SEPARATOR.split(cell) if part]
        if not parts:
            continue
        known = sum(names.find_code(part) is not None for part in parts) / len(parts)
        called = _LIST_HEADER.search(column.name) is not None
        if known >= (_FEWEST_KNOWN if called else 0.9):
            found.append(column)
    return found
