"""The sheet that a colleague without the program fills in: a row an answer, a column a code.

`codings import` knows its columns by their headers, so rows may be sorted, and columns added or
taken out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tipcoder.errors import BadInput, did_you_mean
from tipcoder.export.codebook_report import build_appendix_table
from tipcoder.export.document import Cell, Column, Document, Kind, Note, Table
from tipcoder.model.codes import Code, Codebook
from tipcoder.model.codings import Coder
from tipcoder.model.filters import AnswerFilter
from tipcoder.store import coders, drift, rounds, waves
from tipcoder.store.answers_to_code import AnswerToCode, load_answers_to_code
from tipcoder.store.engine import Db
from tipcoder.store.filtered_answers import find_answer_ids
from tipcoder.text import fold_text, format_count
from tipcoder.workbench.codebook.file import read_current_codebook
from tipcoder.workbench.exchange.code_names import CodeNames
from tipcoder.workbench.exchange.sheet_columns import (
    BESIDE_NAMES,
    CODER_NAMES,
    FINISHED_NAMES,
    QUESTION_NAMES,
)
from tipcoder.workbench.exchange.sheet_plan import ANSWERS_SHEET, CODE_PREFIX
from tipcoder.workbench.exchange.survey_ids import load_survey_ids
from tipcoder.workbench.study import OpenStudy

_NO_MARK = ("1", "0")
_WAYS_TO_FINISH = ("yes", "no", "off-topic", "uncodable")
_TITLE = "Coding"
_CASE = "case"
_CODES = "codes"
_EMPTY = Cell(None, "")
_MOST_EXACT = 15
"""Digits of a number that a spreadsheet keeps."""
_HOW_TO_MARK = "Write 1 under each code that applies. 0 may be left out."
_HOW_TO_LIST = "Write the codes that apply into the column codes, with commas between them."
_HOW_TO_FINISH = (
    "A row with nothing in it counts as not read. Where you have read an answer and no code "
    "applies, write yes under finished; off-topic or uncodable say why none does; no keeps a row "
    "with codes open."
)
_MAY_CHANGE = (
    "You may sort and filter rows, add columns of your own, and take columns out, but not those of "
    "the case and the question."
)


@dataclass(frozen=True)
class TemplateRequest:
    """Which answers, and in which form."""

    questions: tuple[str, ...] = ()
    """Empty: all."""
    rounds: tuple[str, ...] = ()
    """Only answers that the coder has in these rounds."""
    unfinished: bool = False
    """Only answers that the coder has not finished."""
    one_cell: bool = False
    """One column for the names of codes, instead of a column for each."""
    survey_ids: bool = False
    """The survey's own IDs instead of case labels."""


@dataclass(frozen=True)
class CodingTemplate:
    """A sheet, and how large it is."""

    document: Document
    """For a workbook, with the codebook and what to do on sheets of their own."""
    sheet: Document
    """The rows alone, for CSV."""
    answers: int
    codes: int


def build_coding_template(
    study: OpenStudy, coder: Coder, request: TemplateRequest, *, for_csv: bool
) -> CodingTemplate:
    """The sheet for a coder.

    Raises BadInput where no answer fits, for a round that is not there, and for IDs that a
    spreadsheet would change in CSV; EnvironmentFault for IDs of the survey without the key file.
    """
    with study.store.read() as db:
        book = read_current_codebook(db)
        found = _load_answers(db, coder, request)
    names = _name_cases(study, request)
    rows = [(names.find_cells(answer), answer) for answer in found]
    if for_csv:
        _refuse_ids_that_change(cells for cells, _ in rows)
    codes = _list_codes(book, {answer.question for answer in found})
    headers = [] if request.one_cell else _name_codes(study, book, codes)
    table = _build_table(names.columns, rows, headers)
    language = study.definition.languages[0]
    codebook = build_appendix_table(book, language, "Codebook")
    return CodingTemplate(
        document=Document(_TITLE, (table, codebook, *_explain(study, request))),
        sheet=Document(_TITLE, (table,)),
        answers=len(rows),
        codes=len(codes),
    )


def _load_answers(db: Db, coder: Coder, request: TemplateRequest) -> list[AnswerToCode]:
    known = [one.name for one in rounds.load_rounds(db)]
    for name in request.rounds:
        if name not in known:
            near = did_you_mean(name, known) or "`tipcoder rounds` lists them."
            raise BadInput(f"There is no round {name!r}.", near)
    # A colleague who has never coded here has no rounds and has finished nothing.
    person = next((one for one in coders.load_coders(db) if one.name == coder.name), coder)
    if drift.find_open_copies(db, person.id):
        raise BadInput(
            f"The open round of {coder.name} mixes answers of two waves, and a sheet would tell "
            "which are of the earlier one.",
            "Code this round on the screen: `tipcoder code`.",
        )
    where = AnswerFilter(
        questions=request.questions,
        rounds=request.rounds,
        finished=False if request.unfinished else None,
    )
    found = load_answers_to_code(db, find_answer_ids(db, where, person.id))
    if not found:
        raise BadInput(
            f"No answer is left for {coder.name} to code.",
            "`tipcoder rounds` lists who has which answers.",
        )
    return found


@dataclass(frozen=True)
class _CaseCells:
    """The columns that say which case a row is of, and their cells."""

    columns: tuple[str, ...]
    find_cells: Callable[[AnswerToCode], tuple[str, ...]]


def _name_cases(study: OpenStudy, request: TemplateRequest) -> _CaseCells:
    """By case label, or by the survey's own ID with the columns that tell its rows apart."""
    if not request.survey_ids:
        return _CaseCells((_CASE,), lambda answer: (answer.case,))
    column = study.definition.respondent_id
    if column is None:
        raise BadInput(
            "The survey has no column of IDs: each of its rows is a respondent of its own.",
            "Leave --survey-ids out.",
        )
    own = load_survey_ids(study)
    with study.store.read() as db:
        by_wave = waves.has_waves(db)
    by_number = bool(study.definition.case)
    columns = [column]
    if by_wave:
        columns.append(study.definition.wave_attribute)
    if by_number:
        columns.append(study.definition.case[0])

    def find_cells(answer: AnswerToCode) -> tuple[str, ...]:
        cells = [own[answer.response_id]]
        cells += [answer.wave] * by_wave
        cells += [answer.number] * by_number
        return tuple(cells)

    return _CaseCells(tuple(columns), find_cells)


def _refuse_ids_that_change(rows: Iterable[Sequence[str]]) -> None:
    """A spreadsheet takes what it can for a number: `0012` becomes 12, and 1254.10 becomes
    1254.1.
    """
    for cells in rows:
        for cell in cells:
            whole, point, rest = cell.partition(".")
            is_number = whole.isdecimal() and (not point or rest.isdecimal())
            keeps = cell == "0" or not (cell.startswith("0") or (point and cell.endswith("0")))
            if is_number and not (keeps and len(cell) <= _MOST_EXACT):
                raise BadInput(
                    f"A spreadsheet would take the ID {cell!r} in a CSV file for a number and "
                    "change it.",
                    "Use .xlsx.",
                )


def _list_codes(book: Codebook, questions: set[str]) -> list[Code]:
    """Codes that can be applied and are meant for one of these questions, in order of the tree."""
    return [
        code
        for _, code in book.list_in_tree_order()
        if code.codable and (not code.questions or questions.intersection(code.questions))
    ]


def _name_codes(study: OpenStudy, book: Codebook, codes: Sequence[Code]) -> list[str]:
    """A header for each code by which `codings import` knows it: its label, else its key."""
    names = CodeNames(book)
    language = study.definition.languages[0]
    taken = {_CASE, _CODES, *QUESTION_NAMES, *CODER_NAMES, *FINISHED_NAMES, *BESIDE_NAMES}
    for question in study.definition.questions:
        taken.update((fold_text(question.column), fold_text(question.text)))
    apart = (study.definition.wave_attribute, *study.definition.case)
    for name in (study.definition.respondent_id, *apart):
        taken.add(fold_text(name or ""))
    headers = []
    for code in codes:
        label = " ".join(code.find_label(language, book.language).split())
        is_own = fold_text(label) not in taken and names.find_code(label) == code.key
        header = label if is_own else code.key
        headers.append(f"{CODE_PREFIX}{header}" if fold_text(header) in taken else header)
    return headers


def _build_table(
    case_columns: Sequence[str],
    rows: Sequence[tuple[tuple[str, ...], AnswerToCode]],
    codes: Sequence[str],
) -> Table:
    columns = [Column(name) for name in (*case_columns, "question", "language")]
    columns.append(Column("text", wraps=True))
    if codes:
        columns += [Column(name, Kind.INTEGER, choices=_NO_MARK) for name in codes]
    else:
        columns.append(Column(_CODES))
    columns += [Column(FINISHED_NAMES[0], choices=_WAYS_TO_FINISH), Column("comments")]
    filled = []
    for cells, answer in rows:
        told = (*cells, answer.question, answer.language, answer.text)
        shown = [Cell(text, text) for text in told]
        filled.append((*shown, *[_EMPTY] * (len(columns) - len(shown))))
    return Table(tuple(columns), tuple(filled), ANSWERS_SHEET, is_guarded=True)


def _explain(study: OpenStudy, request: TemplateRequest) -> list[Note]:
    """What to do, and what was asked, for a sheet of notes."""
    notes = [_HOW_TO_LIST if request.one_cell else _HOW_TO_MARK, _HOW_TO_FINISH, _MAY_CHANGE]
    for question in study.definition.questions:
        is_asked = not request.questions or question.column in request.questions
        if is_asked and question.text != question.column:
            notes.append(f"{question.column}: {question.text}")
    return [Note(note) for note in notes]


def describe_template(template: CodingTemplate, name: str) -> str:
    """How large a sheet is, as a sentence."""
    rows = format_count(template.answers, "answer")
    return f"{rows} and {format_count(template.codes, 'code')} written to {name}."
