"""The CSV of codings, on its way in: every line is checked before the first is written.

Columns are those of `codings_export`. An optional column `quote` finds the span where start and end
are empty, and is compared with the text where they are given.

A long file is written in slices, each a transaction of its own, so that coders can act in between.
What one coder says of one answer is in one slice. The slices are acts that belong together: one
undo takes back all of them. An import that was cut off has written whole slices; the same file
imported again brings the rest, because what is there already is passed over.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from tipcoder.errors import BadInput
from tipcoder.model.codes import Codebook
from tipcoder.model.codings import DERIVED, PERSON, Coder, Outcome
from tipcoder.progress import ProgressCallback, ignore_progress
from tipcoder.store import answers, codebooks, coders, codings, events
from tipcoder.store.codings import Span
from tipcoder.store.engine import Db
from tipcoder.store.events import Act
from tipcoder.survey.table import SurveyTable, read_survey_table
from tipcoder.text import format_count
from tipcoder.workbench.codebook.file import read_current_codebook
from tipcoder.workbench.exchange.coded_sheet import (
    find_sheet_codes,
    is_coded_sheet,
    unfold_sheet,
)
from tipcoder.workbench.exchange.line_checks import (
    BlindnessCheck,
    LineChecker,
    check_code,
    find_codes_of_lines,
)
from tipcoder.workbench.exchange.new_codes import NewCodes, make_new_codes, plan_new_codes
from tipcoder.workbench.exchange.placed_lines import PlacedLine, PlacedLines
from tipcoder.workbench.exchange.project_import import ENDING, unfold_project
from tipcoder.workbench.exchange.project_memos import PlacedMemo, write_memos
from tipcoder.workbench.exchange.project_people import ProjectChoices
from tipcoder.workbench.exchange.sheet_columns import SheetChoices
from tipcoder.workbench.exchange.sheet_plan import ANSWERS_SHEET
from tipcoder.workbench.exchange.survey_ids import SurveyIds
from tipcoder.workbench.study import OpenStudy

SLICE = 500
"""Lines in one transaction: it holds the study for some hundredths of a second."""
_PAUSE = 0.02
"""Seconds between two slices: SQLite has no queue, and who waits for it looks only every few
hundredths of a second.
"""


@dataclass
class CodingsReport:
    """What an import of codings did."""

    rows: int = 0
    added: int = 0
    there_already: int = 0
    finished: int = 0
    coders: list[str] = field(default_factory=list)
    changed: bool = False
    """Whether anything was not there already, so that there is an act to undo."""
    dry_run: bool = False
    memos: int = 0
    """Memos that were added, or in a dry run could be placed."""
    notes: list[str] = field(default_factory=list)
    """What was not plain about the file."""


def import_codings(
    study: OpenStudy,
    actor: Coder,
    path: Path,
    *,
    dry_run: bool = False,
    sheet: str | None = None,
    question: str | None = None,
    add_codes: bool = False,
    under: str | None = None,
    ignored: Sequence[str] = (),
    case_of: Callable[[str], str] | None = None,
    project: ProjectChoices | None = None,
    skip: bool = False,
    on_checked: ProgressCallback = ignore_progress,
    on_written: ProgressCallback = ignore_progress,
) -> CodingsReport:
    """Bring codings in; one undo of `actor` takes them back.

    The file has the columns of `codings_export`, or is a project of another program (.qdpx), about
    which `project` says what a person knows, or a sheet of the coder's own with a row for each
    answer; `sheet` names the one of a workbook, and `question` what its codes are of where
    the sheet does not say it. With `add_codes` codes are made that the codebook lacks, below
    `under` where it is named; `ignored` columns are left out, and with `skip` lines that the
    study has no place for. `case_of` translates what is in the column `case` into a case label;
    without it the survey's own IDs are known too. `on_checked` and `on_written` hear how far it is;
    the study is free while `on_written` is told. Raises BadInput listing the lines that cannot be
    placed; then nothing was written.
    """
    if path.suffix.lower() == ENDING:
        known = replace(project or ProjectChoices(actor.name), adds_codes=add_codes)
        given = _read_project(study, path, known, dry_run=dry_run)
    else:
        given = _read_table(study, path, sheet, case_of)
    report = CodingsReport(dry_run=dry_run, notes=list(given.notes))

    choices = SheetChoices(actor.name, question, add_codes, under, tuple(ignored))
    with study.store.read() as db:
        revision = codebooks.read_current_revision(db)
        codebook = read_current_codebook(db)
        new = _plan_codes(db, study, given.table, codebook, given.ids, choices)
    keys: Mapping[str, str] = {}
    if new is not None:
        codebook, keys = new.book, new.by_label
        report.notes.append(new.sentence)
    table = _unfold_table(study, given, codebook, choices, report)
    own = table is not given.table

    with study.store.read() as db:
        checker = LineChecker(db, table, codebook, given.case_of, keys, is_sheet=own, skip=skip)
        lines = _place_lines(checker, on_checked)
    report.notes += checker.iterate_notes()
    report.rows = len(table.rows)
    report.coders = lines.coders
    report.memos = len(given.memos)
    if not dry_run:
        writer = _SliceWriter(study, actor, table, lines, revision, report)
        if new is not None:
            writer.make_codes(new)
        writer.write_slices(on_written)
        writer.add_memos(given.memos, keys)
    return report


def _unfold_table(
    study: OpenStudy,
    given: _GivenCodings,
    codebook: Codebook,
    choices: SheetChoices,
    report: CodingsReport,
) -> SurveyTable:
    """The table with a line for each coding: a coder's own sheet has a row for each answer."""
    if given.ids is None or not is_coded_sheet(given.table):
        return given.table
    unfolded = unfold_sheet(given.table, study.definition, codebook, given.ids, choices)
    report.notes += unfolded.notes
    return unfolded.table


def _place_lines(checker: LineChecker, on_checked: ProgressCallback) -> PlacedLines:
    """All the lines. Raises BadInput listing those that cannot be placed."""
    lines = PlacedLines()
    for line in checker.check_lines(on_checked):
        lines.add_line(line)
    checker.refuse_faults()
    return lines


class _GivenCodings(NamedTuple):
    """A file of codings, whatever its kind."""

    table: SurveyTable
    case_of: Callable[[str], str]
    """What is in the column `case` -> the case label."""
    notes: Sequence[str]
    memos: Sequence[PlacedMemo] = ()
    ids: SurveyIds | None = None
    """The survey's own IDs, where they may stand for a case."""


def _read_project(
    study: OpenStudy, path: Path, known: ProjectChoices, *, dry_run: bool
) -> _GivenCodings:
    """A project of another program, which names cases as the study does."""
    project = unfold_project(study, path, known, dry_run=dry_run)
    return _GivenCodings(project.table, str, project.notes, project.memos)


def _read_table(
    study: OpenStudy, path: Path, sheet: str | None, case_of: Callable[[str], str] | None
) -> _GivenCodings:
    table = read_survey_table(path, sheet=sheet, preferred_sheet=ANSWERS_SHEET)
    if case_of is not None:
        return _GivenCodings(table, case_of, table.notes)
    ids = SurveyIds(study)
    return _GivenCodings(table, ids.find_label, table.notes, ids=ids)


def _plan_codes(
    db: Db,
    study: OpenStudy,
    table: SurveyTable,
    codebook: Codebook,
    ids: SurveyIds | None,
    choices: SheetChoices,
) -> NewCodes | None:
    """Codes that the file names and the codebook lacks; None where there are none to be made."""
    if choices.under is not None and not choices.add_codes:
        raise BadInput("--under is about new codes.", "Use it with --add-codes.")
    if ids is not None and is_coded_sheet(table):
        labels = find_sheet_codes(study, db, table, codebook, ids, choices)
        return plan_new_codes(db, study, labels, choices.under)
    if not choices.add_codes:
        return None
    labels = find_codes_of_lines(table, codebook)
    return plan_new_codes(db, study, labels, choices.under)


class _SliceWriter:
    """Writes slices of lines that have been checked."""

    def __init__(
        self,
        study: OpenStudy,
        actor: Coder,
        table: SurveyTable,
        lines: PlacedLines,
        revision: int,
        report: CodingsReport,
    ) -> None:
        self._study, self._actor, self._table = study, actor, table
        self._lines, self._report = lines, report
        self._checked_under = revision
        count = format_count(len(lines), "line")
        self._sentence = (
            f"Imported codings from {table.source}: {count} of {', '.join(lines.coders)}"
        )
        self.first: int | None = None
        """The act of the first slice that changed anything."""

    def make_codes(self, new: NewCodes) -> None:
        """Codes come first, and the slices are parts of their act."""
        self.first = make_new_codes(self._study, self._actor, new, self._table.source)
        self._report.changed = True
        with self._study.store.read() as db:
            self._checked_under = codebooks.read_current_revision(db)

    def write_slices(self, on_written: ProgressCallback) -> None:
        done = 0
        for lines in self._lines.iterate_slices(SLICE):
            # PostgreSQL lets others write meanwhile.
            if done and self._study.store.is_sqlite:
                time.sleep(_PAUSE)
            with self._study.store.write() as db:
                # In the transaction that writes: coders act between two slices.
                self._check_again(db, lines, done)
                self._write_slice(db, lines)
            done += len(lines)
            on_written(done, len(self._lines))

    def add_memos(self, memos: Sequence[PlacedMemo], keys: Mapping[str, str]) -> None:
        """Memos come last, as parts of the same act. `keys` are those of new codes, by label."""
        kept = write_memos(self._study, self._actor, memos, keys, part_of=self.first)
        self._report.memos = kept.added
        self._report.changed = self._report.changed or kept.added > 0
        self._report.notes += kept.list_notes()

    def _check_again(self, db: Db, lines: Sequence[PlacedLine], done: int) -> None:
        """What may have changed since the check: a text was replaced, the codebook edited, a round
        begun.
        """
        try:
            self._check_lines(db, lines)
        except BadInput as fault:
            so_far = "nothing was imported"
            if done:
                so_far = f"{done} of {len(self._lines)} lines had been written"
            raise BadInput(
                f"{self._table.source}: {fault.message.rstrip('.')}; {so_far}.",
                "Import it again: what is there already is passed over.",
            ) from None

    def _check_lines(self, db: Db, lines: Sequence[PlacedLine]) -> None:
        if self.first is not None and events.find_act_state(db, self.first) != "done":
            raise BadInput("the import was undone while it was being written.")
        readable = answers.filter_readable(db, {line.answer_id for line in lines})
        blindness = BlindnessCheck(db)
        # Codes were checked under the revision of then; only another one can refuse them now.
        new_codebook = None
        if codebooks.read_current_revision(db) != self._checked_under:
            new_codebook = read_current_codebook(db)
        for line in lines:
            if line.answer_id not in readable:
                raise BadInput("somebody imported new texts meanwhile.")
            blindness.check_visible(line.answer_id, line.coder)
            if new_codebook is not None and line.code is not None:
                check_code(line.code, new_codebook)

    def _write_slice(self, db: Db, lines: Sequence[PlacedLine]) -> None:
        actor = coders.ensure_coder(db, self._actor)
        act = events.begin_act(db, actor.id, "import codings", self._sentence, part_of=self.first)
        revision = codebooks.read_current_revision(db)
        coded = {line.answer_id for line in lines if line.code is not None}
        texts = answers.load_texts(db, sorted(coded))
        code_ids = codebooks.load_code_ids(db)
        for name, own in groupby(lines, key=lambda line: line.coder):
            coder = coders.find_or_add_coder(db, name)
            said = _CoderSlice(act, coder, list(own), revision, self._report)
            said.write_lines(texts, code_ids)
        if not act.is_empty:
            self._report.changed = True
            if self.first is None:
                self.first = act.id
        events.finish_act(act)


class _CoderSlice:
    """What one coder says in one slice."""

    def __init__(
        self,
        act: Act,
        coder: Coder,
        lines: Sequence[PlacedLine],
        revision: int,
        report: CodingsReport,
    ) -> None:
        self._act, self._coder, self._lines = act, coder, lines
        self._revision, self._report = revision, report
        self._answers = list(dict.fromkeys(line.answer_id for line in lines))

    def write_lines(self, texts: dict[int, str], code_ids: dict[str, int]) -> None:
        """Add the codings, and finish or reopen answers as the file says."""
        coded = self._add_codings(texts, code_ids)
        before = codings.load_live_readings(self._act.db, self._coder.id, self._answers)
        outcomes: dict[int, Outcome | None] = {}
        for answer_id, outcome in self._find_outcomes().items():
            final = Outcome.CODED if answer_id in coded else outcome
            outcomes[answer_id] = final
            is_new = answer_id not in before or before[answer_id].outcome != final
            self._report.finished += is_new

        # Answers finished without a code, which the file gives codes but does not call finished:
        # they are open.
        for answer_id in coded.difference(outcomes):
            if answer_id in before and before[answer_id].outcome != Outcome.CODED:
                outcomes[answer_id] = None
        self._set_readings(outcomes)

    def _set_readings(self, outcomes: Mapping[int, Outcome | None]) -> None:
        """Finish or reopen answers; what was carried over elsewhere is carried over here."""
        origins = {line.answer_id: line.origin for line in self._lines}
        # One line that a person made says that the person has judged the answer.
        origins |= {line.answer_id: PERSON for line in self._lines if line.origin == PERSON}
        for origin in (PERSON, *DERIVED):
            own = {
                one: said for one, said in outcomes.items() if origins.get(one, PERSON) == origin
            }
            codings.set_readings(self._act, self._coder.id, own, self._revision, origin)

    def _add_codings(self, texts: dict[int, str], code_ids: dict[str, int]) -> set[int]:
        """Add what is not there yet; returns the answers that then have a code of this coder."""
        there = codings.load_live_keys(self._act.db, self._coder.id, self._answers)
        rows: list[dict[str, int | str]] = []
        for line in self._lines:
            if line.code is None:
                continue
            code_id = code_ids[line.code]
            # All lines here are one coder's.
            key = (line.answer_id, code_id, line.start, line.end)
            if key in there:
                self._report.there_already += 1
                continue
            # The file may have the same line twice.
            there.add(key)
            text = texts[line.answer_id]
            span = Span(line.start, line.end, text[line.start : line.end])
            rows.append(
                codings.build_coding_row(
                    line.answer_id,
                    code_id,
                    self._coder.id,
                    span,
                    self._revision,
                    "import" if line.origin == PERSON else line.origin,
                )
            )
        codings.add_codings(self._act, rows)
        self._report.added += len(rows)
        return {answer_id for answer_id, *_ in there}

    def _find_outcomes(self) -> dict[int, Outcome]:
        """How the file finishes answers.

        A code on the answer outweighs a line that says none applies.
        """
        outcomes: dict[int, Outcome] = {}
        for line in self._lines:
            if line.finished and outcomes.get(line.answer_id) is not Outcome.CODED:
                outcomes[line.answer_id] = line.outcome
        return outcomes
