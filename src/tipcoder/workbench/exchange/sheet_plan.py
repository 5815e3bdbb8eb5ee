"""What the columns of a coder's own sheet are taken for.

People who code in a spreadsheet have a row for each answer: its ID, its text, and either a column
of 0 and 1 for each code or one cell with the codes in it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from tipcoder.errors import BadInput
from tipcoder.study import Study
from tipcoder.survey.column_names import SurveyColumn
from tipcoder.survey.table import SurveyRow, SurveyTable
from tipcoder.text import fold_text, join_first, join_words
from tipcoder.workbench.exchange.code_names import CodeNames
from tipcoder.workbench.exchange.sheet_columns import (
    BESIDE_NAMES,
    NO,
    YES,
    SheetChoices,
    sort_columns,
)
from tipcoder.workbench.exchange.survey_ids import SurveyIds

_LIST_HEADER = re.compile(r"codes?|coded as|themes?|categor(y|ies)|tags?|labels?|códigos?", re.I)
ANSWERS_SHEET = "Answers to code"
"""The sheet of a template that the coder filled in."""
CODE_PREFIX = "code "
"""In front of a code's name, where a column of another kind is called the same."""
_LOOKED_AT = 200
_LISTED = 8
"""Columns that the plan names."""
_FEWEST_KNOWN = 0.5
"""The share of names in a column that must be codes, where its header says codes."""


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
    finished_at: int | None
    """The column that says which rows were read."""
    sentence: str
    """The plan in words."""


def find_new_labels(
    table: SurveyTable,
    study: Study,
    names: CodeNames,
    ids: SurveyIds,
    choices: SheetChoices,
    survey_columns: Collection[str],
) -> tuple[list[str], list[str]]:
    """Names that are no code yet: headers above yes and no, and names in cells that list codes.

    Columns of the survey, which coders often keep beside, are neither.
    """
    rows = list(islice(table.rows, _LOOKED_AT))
    known = sort_columns(table, rows, study, ids, choices)
    question = known.question_name
    free = [column for column in known.free if column.name not in survey_columns]
    unknown = []
    for column in free:
        is_beside = fold_text(column.name) in BESIDE_NAMES
        if not is_beside and _find_code(column.name, names, question) is None:
            unknown.append(column)
    marked = _find_marked_columns(table, unknown)
    has_columns = bool(marked or _find_code_columns(free, rows, names, question))
    labels: dict[str, None] = {}
    lists = _find_list_columns(free, rows, names, beside_codes=has_columns)
    for row in table.rows:
        for column in lists:
            for part in names.split_names(row.cells[column.position]):
                if part.casefold() not in NO and names.find_code(part) is None:
                    labels.setdefault(part)
    return [_strip_question(column.name, question) for column in marked], _drop_twins(labels)


def _drop_twins(labels: Iterable[str]) -> list[str]:
    """Labels that are spelled in two ways, once."""
    first: dict[str, str] = {}
    for label in labels:
        first.setdefault(fold_text(label), label)
    return list(first.values())


def _find_marked_columns(table: SurveyTable, columns: Sequence[SurveyColumn]) -> list[SurveyColumn]:
    """Columns with nothing but yes and no in all rows, and at least one yes."""
    left = {column.position: column for column in columns}
    marked: set[int] = set()
    for row in table.rows:
        if not left:
            return []
        for at in list(left):
            cell = row.cells[at].strip().casefold()
            if cell in YES:
                marked.add(at)
            elif cell not in NO:
                del left[at]
    return [column for at, column in left.items() if at in marked]


def plan_sheet(
    table: SurveyTable, study: Study, names: CodeNames, ids: SurveyIds, choices: SheetChoices
) -> SheetPlan:
    """Recognise the columns of a sheet. Raises BadInput where one that is needed is not found."""
    rows = list(islice(table.rows, _LOOKED_AT))
    known = sort_columns(table, rows, study, ids, choices)
    question = known.question_name
    codes = _find_code_columns(known.free, rows, names, question)
    lists = _find_list_columns(known.free, rows, names, beside_codes=bool(codes))
    if not codes and not lists:
        raise BadInput(
            f"{table.source}: no column is called like a code, and none has codes in its cells.",
            "Its headers must be codes of the codebook (keys or labels), or one column `codes` "
            "must name them.",
        )
    asked = f"question {question}"
    if known.question is not None:
        asked = f"the questions in {known.question.name!r}"
    return SheetPlan(
        case_at=known.case.position,
        number_at=tuple(column.position for column in known.numbers),
        question=question,
        question_at=_find_place(known.question),
        coder=choices.coder,
        coder_at=_find_place(known.coder),
        codes_at=tuple(codes),
        lists_at=tuple(column.position for column in lists),
        finished_at=_find_place(known.finished),
        sentence=_describe_plan(table, known.case, asked, codes, lists),
    )


def _find_place(column: SurveyColumn | None) -> int | None:
    return None if column is None else column.position


def _describe_plan(
    table: SurveyTable,
    case: SurveyColumn,
    asked: str,
    codes: Sequence[tuple[int, str]],
    lists: Sequence[SurveyColumn],
) -> str:
    how = f"the codes in {join_words([repr(column.name) for column in lists])}"
    if codes:
        shown = [table.columns[position].name for position, _ in codes]
        named = join_words(shown) if len(shown) <= _LISTED else join_first(shown, _LISTED)
        columns = f"a column for each code ({named})"
        how = f"{columns} and {how}" if lists else columns
    return f"read as one row an answer: IDs in {case.name!r}, {asked}, {how}"


def _find_code_columns(
    columns: Sequence[SurveyColumn], rows: Sequence[SurveyRow], names: CodeNames, question: str
) -> list[tuple[int, str]]:
    """Columns that are called like a code and hold nothing but yes and no."""
    found = []
    for column in columns:
        code = _find_code(column.name, names, question)
        cells = {row.cells[column.position].strip().casefold() for row in rows}
        if code is not None and cells <= YES | NO:
            found.append((column.position, code))
    return found


def _find_code(header: str, names: CodeNames, question: str) -> str | None:
    """The code that a header means, also behind the name of the question."""
    code = names.find_code(header) or names.find_code(_strip_question(header, question))
    if code is None and fold_text(header).startswith(CODE_PREFIX):
        code = names.find_code(header[len(CODE_PREFIX) :])
    return code


def _strip_question(header: str, question: str) -> str:
    return header.removeprefix(question).strip(" _-.:/") if question else header


def _find_list_columns(
    columns: Sequence[SurveyColumn],
    rows: Sequence[SurveyRow],
    names: CodeNames,
    *,
    beside_codes: bool,
) -> list[SurveyColumn]:
    """Columns with codes in their cells: called so, or full of names of codes.

    Beside columns of 0 and 1 a list must be both: what is called tags may be something else.
    """
    called = [one for one in columns if _LIST_HEADER.fullmatch(one.name.strip())]
    if called and not beside_codes:
        return called
    found = []
    for column in called if beside_codes else columns:
        parts: list[str] = []
        for row in rows:
            parts += names.split_names(row.cells[column.position])
        if not parts:
            continue
        known = sum(names.find_code(part) is not None for part in parts) / len(parts)
        is_called_so = _LIST_HEADER.search(column.name) is not None
        if known >= (_FEWEST_KNOWN if is_called_so else 0.9):
            found.append(column)
    return found
