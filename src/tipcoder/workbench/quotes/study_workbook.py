"""The whole study as one workbook: with released words for anybody, or with all of them for the
team.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from tipcoder import __version__
from tipcoder.codebook.nets import is_net
from tipcoder.export.data_workbook import DataSheet, write_data_workbook
from tipcoder.export.formats import check_ending
from tipcoder.export.leaving import LeavingFile
from tipcoder.export.quote_files import QuoteSheet
from tipcoder.model.answers import AnswerState
from tipcoder.model.codes import Codebook
from tipcoder.model.codings import Coder
from tipcoder.store import coders, open_answers, survey_data
from tipcoder.store.exports import ExportFacts
from tipcoder.text import format_count
from tipcoder.workbench.exports.export_log import record_leaving
from tipcoder.workbench.exports.leaving_tables import LeavingRow, LeavingTable
from tipcoder.workbench.output_files import claim_output
from tipcoder.workbench.publishing.accepted_findings import Acceptance
from tipcoder.workbench.publishing.coder_numbers import hide_coders, number_study_coders
from tipcoder.workbench.publishing.declaration import LetsOut
from tipcoder.workbench.publishing.publication import publish_files
from tipcoder.workbench.publishing.released_examples import find_raw_examples
from tipcoder.workbench.quotes.quote_rows import QuoteRequest
from tipcoder.workbench.quotes.quote_table import NothingToRelease, QuoteTable
from tipcoder.workbench.quotes.release import QuoteShape, release_quotes
from tipcoder.workbench.quotes.workbook_sheets import CODINGS, SheetWords, build_sheets
from tipcoder.workbench.statistics.code_matrix import (
    UNKNOWN_IS_EMPTY,
    CodeMatrix,
    MatrixRequest,
    build_code_matrix,
)
from tipcoder.workbench.statistics.presence import NETS
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.team_files import RAW_WARNING, hand_to_team
from tipcoder.workbench.withdrawal.examples import hold_back_examples

ENDING = ".xlsx"
_NOTHING = Acceptance()
_QUESTION = "question"
_ABOUT = {
    "Matrix": "A row a case, a column a code.",
    CODINGS: "A row for each code on an answer by each coder, with the quote where it may leave.",
    "Codebook": "What each code means, on how many cases it is present, absent and unknown.",
    "Memos": "What coders noted about answers, quotes and codes.",
    "Questions": "The open questions, and how many cases answered them.",
    "Variables": "What study.toml declares beside them.",
    "Coders": "Who coded, and how much.",
    "Acts": "What was done in the study, by kind.",
}
_RELEASED = "Quotes stand in the wording in which they were released; others are left empty."
_WITHOUT = "No quote stands in it."


@dataclass(frozen=True)
class WorkbookExport:
    """What was written, and what has to be said."""

    path: Path
    sheets: int
    quotes: int
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class WorkbookRequest:
    """What is asked for."""

    layer: str | None = None
    raw: bool = False
    has_quotes: bool = True
    accept: Acceptance = _NOTHING


def export_workbook(
    study: OpenStudy, target: Path, asked: WorkbookRequest, coder: Coder
) -> WorkbookExport:
    """Write the workbook asked for. Where no quote may leave, it leaves without any.

    Raises what `release_quotes`, `publish_files` and `hand_to_team` raise; then nothing has
    changed.
    """
    check_ending(target, (ENDING,))
    claim_output(study, target)
    matrix = build_code_matrix(study, MatrixRequest(layer=asked.layer))
    book, held = hold_back_examples(study, matrix.presence.book)
    maker = _WorkbookMaker(study, matrix, book)
    if asked.raw:
        done = _write_for_team(maker, target)
    else:
        done = _publish_workbook(maker, target, asked, coder)
    return replace(done, sentences=tuple(filter(None, (*done.sentences, held))))


def _write_for_team(maker: _WorkbookMaker, target: Path) -> WorkbookExport:
    with maker.study.store.read() as db:
        names = {coder.name: coder.name for coder in coders.load_coders(db)}
    words = SheetWords(None, maker.book, names, has_memos=True)
    content = maker.render(words, RAW_WARNING)
    (path,) = hand_to_team(maker.study, [LeavingFile(target, content, ENDING)], raw=True)
    return WorkbookExport(path, maker.sheets, maker.codings, (RAW_WARNING,))


def _publish_workbook(
    maker: _WorkbookMaker, target: Path, asked: WorkbookRequest, coder: Coder
) -> WorkbookExport:
    """With released quotes where there are any that may leave, else without words of anybody."""
    study = maker.study
    numbers = number_study_coders(study, ())
    book = _drop_raw_examples(study, maker.book)
    if not asked.has_quotes:
        return _publish_without_quotes(maker, target, SheetWords({}, book, numbers), coder)
    told: list[int] = []

    def render(table: QuoteTable, _: QuoteSheet) -> bytes:
        words = SheetWords(
            _map_quotes(table),
            book,
            numbers,
            translated=_find_translated(table),
            untold_questions=find_rare_questions(study, wish.smallest_cell),
            untold_cases=table.blank,
        )
        told.append(len(table.lines))
        return maker.render(words, _RELEASED)

    wish = QuoteRequest(layer=asked.layer, columns=(_QUESTION,), blank_small=True)
    shape = QuoteShape(ENDING, render)
    try:
        done = release_quotes(study, wish, target, accept=asked.accept, coder=coder, shape=shape)
    except NothingToRelease as refusal:
        said = f"{refusal.message} The workbook has no quotes."
        without = SheetWords({}, book, numbers)
        written = _publish_without_quotes(maker, target, without, coder)
        return replace(written, sentences=(said, *written.sentences))
    held = done.table.held
    sentences = (held.describe_held(), *held.iterate_sentences(), *done.warnings)
    return WorkbookExport(done.path or target, maker.sheets, told[-1], sentences)


def _publish_without_quotes(
    maker: _WorkbookMaker, target: Path, words: SheetWords, coder: Coder
) -> WorkbookExport:
    content = maker.render(words, _WITHOUT)
    by_name = {column.name: column.values for column in maker.matrix.columns}
    rows = []
    for case, respondent in zip(by_name["case"], by_name["respondent"], strict=True):
        rows.append(LeavingRow(str(case), str(respondent), shown=False))
    # No column of a case is in it, so that there is nothing to judge later files by.
    left = LeavingTable(ExportFacts("workbook", ENDING, is_public=False), tuple(rows))

    def keep_leaving() -> None:
        record_leaving(maker.study, coder, left)

    files = [LeavingFile(target, content, ENDING, is_private=True)]
    public = frozenset(column.name for column in maker.matrix.columns)
    done = publish_files(maker.study, files, LetsOut(public=public), before_moving=keep_leaving)
    return WorkbookExport(target, maker.sheets, 0, done.sentences)


def _map_quotes(table: QuoteTable) -> dict[tuple[str, str, str], list[str]]:
    """Wordings by case, question and code."""
    quotes: dict[tuple[str, str, str], list[str]] = {}
    for line in table.lines:
        quotes.setdefault((line.case, line.question, line.code), []).append(line.wording)
    return quotes


def _find_translated(table: QuoteTable) -> frozenset[tuple[str, str, str]]:
    lines = [line for line in table.lines if line.translated]
    return frozenset((line.case, line.question, line.code) for line in lines)


def find_rare_questions(study: OpenStudy, smallest: int) -> frozenset[str]:
    """Questions that fewer respondents answered: beside a case they would tell who it is."""
    with study.store.read() as db:
        who = {case.id: case.key.response_id for case in survey_data.load_cases(db)}
        answered: dict[str, set[str]] = {}
        for answer in open_answers.load_open_answers(db):
            if answer.state == AnswerState.ANSWERED:
                answered.setdefault(answer.question, set()).add(who[answer.case_id])
    return frozenset(name for name, people in answered.items() if len(people) < smallest)


def _drop_raw_examples(study: OpenStudy, book: Codebook) -> Codebook:
    """The codebook without examples that repeat words which nobody has released."""
    raw = {(each.code, each.language) for each in find_raw_examples(study, (book,))}
    codes = {}
    for key, code in book.codes.items():
        kept = {one: items for one, items in code.examples.items() if (key, one) not in raw}
        codes[key] = replace(code, examples=kept)
    return replace(book, codes=codes)


@dataclass
class _WorkbookMaker:
    """Makes the same workbook with more or fewer words."""

    study: OpenStudy
    matrix: CodeMatrix
    book: Codebook
    sheets: int = 0
    codings: int = 0

    def render(self, words: SheetWords, about_words: str) -> bytes:
        """The bytes of the file."""
        sheets = build_sheets(self.study, self.matrix, words)
        self.sheets = len(sheets) + 1
        self.codings = max(len(one.columns[0]) for one in sheets if one.name == CODINGS)
        return write_data_workbook([self._build_first_sheet(sheets, words, about_words), *sheets])

    def _build_first_sheet(
        self, sheets: Iterable[DataSheet], words: SheetWords, about_words: str
    ) -> DataSheet:
        title = self.study.definition.title
        layer = hide_coders(self.matrix.presence.layer.sentence, words.coders)
        lines = [
            ("Study", title),
            ("Written by", f"tipcoder {__version__}"),
            ("Words", about_words),
        ]
        lines += [("Codings that count", layer), ("Cells of the matrix", UNKNOWN_IS_EMPTY)]
        if any(is_net(self.book, name) for name in self.matrix.presence.codes):
            lines.append(("Nets", NETS))
        lines.append(("Agreement", self.matrix.sentences[-1]))
        for sheet in sheets:
            rows = format_count(len(sheet.columns[0]), "row")
            lines.append((f"Sheet {sheet.name}", f"{_ABOUT[sheet.name]} {rows}."))
        heads = ("what", "about it")
        return DataSheet(
            "Read me", heads, [[line[0] for line in lines], [line[1] for line in lines]]
        )
