"""What stands in a deposit: tables, codebook, agreement, log and metadata, by their names in it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from tipcoder import __version__
from tipcoder.export.agreement_files import make_agreement_files
from tipcoder.export.codebook_report import build_codebook_report
from tipcoder.export.data_column import DataColumn
from tipcoder.export.data_dictionary import WrittenTable, build_data_dictionary
from tipcoder.export.data_files import prepare_data
from tipcoder.export.deposit_metadata import (
    DepositedVariable,
    DepositFacts,
    format_dataverse,
    format_ddi,
)
from tipcoder.export.document import Block, Document, Heading, plain_paragraph, text_table
from tipcoder.export.formats import find_writer, render_report
from tipcoder.export.leaving import LeavingFile
from tipcoder.export.report import build_records_report
from tipcoder.export.whole_files import as_bytes
from tipcoder.model.codes import Codebook
from tipcoder.store import act_log, codebooks, rounds
from tipcoder.workbench.agreement.study_agreement import assess_study
from tipcoder.workbench.codebook.formats import codebook_to_toml
from tipcoder.workbench.exchange.codings_export import COLUMNS, export_codings
from tipcoder.workbench.publishing.coder_numbers import hide_coders, number_study_coders
from tipcoder.workbench.publishing.merged_columns import guard_texts, sort_by_id
from tipcoder.workbench.quotes.study_workbook import find_rare_questions
from tipcoder.workbench.reporting.facts import has_several_coders, list_frozen_rounds
from tipcoder.workbench.statistics.code_matrix import (
    IDENTIFIERS,
    UNKNOWN_IS_EMPTY,
    CodeMatrix,
    MatrixRequest,
    build_code_matrix,
)
from tipcoder.workbench.study import OpenStudy

MATRIX, DICTIONARY = "data/codes_by_case.csv", "data/codes_by_case.dictionary.csv"
CODINGS, QUOTES = "data/codings.csv", "data/quotes.csv"
CODEBOOK_TOML, CODEBOOK_CSV = "codebook/codebook.toml", "codebook/codebook.csv"
REVISIONS, LOG = "codebook/revisions.csv", "log.csv"
AGREEMENT = "agreement"
DDI, DATAVERSE = "metadata/ddi.xml", "metadata/dataverse.json"
README, CHECKSUMS = "README.md", "checksums.sha256"
_MEANINGS = {
    README: "this page",
    MATRIX: f"a row a case, a column a code: {UNKNOWN_IS_EMPTY}",
    DICTIONARY: "what each column of that table means",
    CODINGS: "who applied which code to which answer; coders have numbers, and a question that few "
    "answered is not named",
    QUOTES: "quotes in the wording in which they were released",
    CODEBOOK_TOML: "the codebook for tipcoder, with definitions and rules",
    CODEBOOK_CSV: "the codebook as a table",
    REVISIONS: "when the codebook changed",
    AGREEMENT: "how well coders agree: a report, tables and raw ratings",
    LOG: "what was done when, by kind of act, without words",
    DDI: "metadata as DDI-Codebook 2.5",
    DATAVERSE: "metadata for Dataverse",
    CHECKSUMS: "SHA-256 of every file: `sha256sum -c checksums.sha256`",
}
_DAY = 10
"""Letters of a day: 2026-01-31."""


@dataclass(frozen=True)
class DepositWords:
    """What only a person can say of a study."""

    description: str = ""
    authors: tuple[str, ...] = ()
    contact: str = ""
    licence: str = ""


@dataclass(frozen=True, eq=False)
class DepositMaker:
    """Makes the files of a deposit but for the quotes."""

    study: OpenStudy
    folder: Path
    words: DepositWords
    book: Codebook
    """With the examples that may leave."""
    layer: str | None
    smallest_cell: int

    def make_files(self, quotes: bytes | None, untold: Collection[str] = ()) -> list[LeavingFile]:
        """Every file beside the quotes; `quotes` are the bytes of these, None where there are
        none. Of the cases `untold` it is not said which questions were coded.

        The page that begins the deposit and the checksums come last, because they name the others.
        """
        matrix = build_code_matrix(self.study, MatrixRequest(layer=self.layer))
        numbers = number_study_coders(self.study, ())
        table, variables = self._make_table(matrix, numbers)
        files = [
            *table,
            self._make_codings(numbers, untold),
            *self._make_codebook(),
            *self._make_agreement(),
            *self._make_log(numbers),
            *self._make_metadata(matrix, variables, numbers),
        ]
        names = [self._name(file) for file in files]
        if quotes is not None:
            names.append(QUOTES)
        files.append(self._file(README, self._format_readme(names)))
        return [*files, self._file(CHECKSUMS, self._format_checksums(files, quotes))]

    def _file(self, name: str, content: str | bytes) -> LeavingFile:
        return LeavingFile(self.folder / name, content)

    def _name(self, file: LeavingFile) -> str:
        assert file.target is not None, "every file of a deposit has its place"
        return PurePosixPath(file.target.relative_to(self.folder)).as_posix()

    def _make_records(
        self, name: str, records: Sequence[Mapping[str, object]], columns: Sequence[str]
    ) -> LeavingFile:
        return self._file(name, render_report(build_records_report(name, records, columns), "csv"))

    # --- data -------------------------------------------------------------------------------------

    def _make_table(
        self, matrix: CodeMatrix, numbers: Mapping[str, str]
    ) -> tuple[list[LeavingFile], WrittenTable]:
        """The table of codes without anything that respondents said of themselves."""
        kept: list[DataColumn] = []
        for column in sort_by_id(matrix.columns):
            if column.name in IDENTIFIERS or column.name.startswith("code."):
                kept.append(hide_coders(column, numbers))
        columns, _ = guard_texts(kept)
        title = self.study.definition.title
        written, file = prepare_data(self.folder / MATRIX, columns, title)
        records = build_data_dictionary(written)
        return [file, self._make_records(DICTIONARY, records, list(records[0]))], written

    def _make_codings(self, numbers: Mapping[str, str], untold: Collection[str]) -> LeavingFile:
        """Who applied what; a question that few answered is not told."""
        rare = find_rare_questions(self.study, self.smallest_cell)
        records = []
        for row in export_codings(self.study):
            is_told = row["question"] not in rare and row["case"] not in untold
            question = row["question"] if is_told else ""
            coder = numbers.get(row["coder"], row["coder"])
            records.append({**row, "question": question, "coder": coder})
        return self._make_records(CODINGS, records, COLUMNS)

    # --- codebook, agreement, log -----------------------------------------------------------------

    def _make_codebook(self) -> list[LeavingFile]:
        language = self.study.definition.languages[0]
        report = build_codebook_report(self.book, language)
        with self.study.store.read() as db:
            revisions = codebooks.load_revisions(db)
        days = [{"revision": one.number, "day": one.at[:_DAY]} for one in revisions]
        return [
            self._file(CODEBOOK_TOML, codebook_to_toml(self.book)),
            self._file(CODEBOOK_CSV, render_report(report, "csv")),
            self._make_records(REVISIONS, days, ("revision", "day")),
        ]

    def _make_agreement(self) -> list[LeavingFile]:
        if not has_several_coders(self.study):
            return []
        compared = assess_study(self.study, in_rounds=list_frozen_rounds(self.study))
        numbers = number_study_coders(self.study, compared.agreement.coders)
        shown = hide_coders(compared, numbers)
        return make_agreement_files(shown.agreement, (shown.ratings,), self.folder / AGREEMENT)

    def _make_log(self, numbers: Mapping[str, str]) -> list[LeavingFile]:
        """Acts without their sentences, which name cases. None while a blind round is open."""
        with self.study.store.read() as db:
            if any(not one.frozen_at for one in rounds.load_rounds(db)):
                return []
            lines = act_log.load_log(db)
        records = []
        for line in reversed(lines):
            who = numbers.get(line.coder, "somebody")
            records.append(
                {"act": line.act, "day": line.at[:_DAY], "coder": who, "kind": line.verb}
            )
        return [self._make_records(LOG, records, ("act", "day", "coder", "kind"))]

    # --- what it is -------------------------------------------------------------------------------

    def _make_metadata(
        self, matrix: CodeMatrix, written: WrittenTable, numbers: Mapping[str, str]
    ) -> list[LeavingFile]:
        definition = self.study.definition
        facts = DepositFacts(
            title=definition.title,
            description=self._describe(),
            authors=self.words.authors,
            contact=self.words.contact,
            licence=self.words.licence,
            software=f"tipcoder {__version__}",
            identifier=self.study.read_uuid(),
            unit="a case: a respondent, or a respondent and country",
            coding=hide_coders(matrix.presence.layer.sentence, numbers),
            questions=tuple((one.column, one.text) for one in definition.questions),
            languages=tuple(definition.languages),
            variables=tuple(_describe_variables(written)),
            table=MATRIX,
            cases=len(written.columns[0].values),
        )
        return [self._file(DDI, format_ddi(facts)), self._file(DATAVERSE, format_dataverse(facts))]

    def _describe(self) -> str:
        said = self.words.description
        return said or f"Coded answers to the open questions of a survey: {self._title()}."

    def _title(self) -> str:
        return self.study.definition.title

    def _format_readme(self, names: Sequence[str]) -> bytes:
        """The page that begins the deposit."""
        blocks: list[Block] = [Heading(self._title(), 1), plain_paragraph(self._describe())]
        if self.words.authors:
            blocks.append(plain_paragraph(f"By {', '.join(self.words.authors)}."))
        if self.words.contact:
            blocks.append(plain_paragraph(f"Contact: {self.words.contact}"))
        blocks += [
            plain_paragraph(
                "Respondents have random response IDs, and coders have numbers. Answers are not in "
                "it; quotes are in the wording in which a person released them."
            ),
            text_table(("file", "what it is"), _list_meanings(names)),
        ]
        if self.words.licence:
            blocks += [Heading("Licence"), plain_paragraph(self.words.licence)]
        blocks.append(plain_paragraph(f"Made with tipcoder {__version__}."))
        return find_writer("markdown")(Document(self._title(), tuple(blocks)))

    def _format_checksums(self, files: Sequence[LeavingFile], quotes: bytes | None) -> str:
        """As `sha256sum` writes and checks them."""
        contents = {}
        for file in files:
            assert not callable(file.content), "files of a deposit are made whole"
            contents[self._name(file)] = as_bytes(file.content)
        if quotes is not None:
            contents[QUOTES] = quotes
        lines = []
        for name in sorted(contents):
            lines.append(f"{hashlib.sha256(contents[name]).hexdigest()}  {name}")
        return "\n".join([*lines, ""])


def _list_meanings(names: Sequence[str]) -> list[tuple[str, str]]:
    """The files of a deposit with what they are, in one order; a folder stands for what is in
    it.
    """
    listed = []
    for name, meaning in _MEANINGS.items():
        is_there = name in (README, CHECKSUMS) or name in names
        if is_there or any(one.startswith(f"{name}/") for one in names):
            shown = f"{name}/" if name == AGREEMENT else name
            listed.append((shown, meaning))
    return listed


def _describe_variables(written: WrittenTable) -> list[DepositedVariable]:
    found = []
    for column, name in zip(written.columns, written.names, strict=True):
        values = tuple((str(value), label) for value, label in column.value_labels.items())
        found.append(DepositedVariable(name, column.label, values, column.note))
    return found


def drop_examples(book: Codebook) -> Codebook:
    """A codebook without examples: released quotes stand in a file of their own."""
    codes = {key: replace(code, examples={}) for key, code in book.codes.items()}
    return replace(book, codes=codes)
