"""The study as a project of other programs (.qdpx), with every word as it was written.

Cases of the survey are cases, closed columns are variables, answers are texts, and coders are
users. An answer as a whole is coded by a selection of all of it, because some programs drop a code
that lies on a source. The file is for the team; `workbench/quotes/project_release.py` makes the one
that may leave.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tipcoder import __version__
from tipcoder.export.leaving import LeavingFile
from tipcoder.interchange.guids import make_guid
from tipcoder.interchange.refi_codebooks import list_refi_codes
from tipcoder.interchange.refi_model import (
    RefiCase,
    RefiCode,
    RefiCoding,
    RefiNote,
    RefiSelection,
    RefiSet,
    RefiSource,
    RefiUser,
    RefiVariable,
)
from tipcoder.interchange.refi_writing import RefiProject, write_project
from tipcoder.model.answers import Question
from tipcoder.model.codings import CARRIED, MANY, Coding, Memo
from tipcoder.progress import ProgressCallback, ignore_progress
from tipcoder.slices import iterate_chunks
from tipcoder.store import (
    answers,
    attributes,
    coders,
    coding_records,
    codings,
    notes,
    survey_data,
)
from tipcoder.store.engine import Db
from tipcoder.store.survey_data import StoredCase
from tipcoder.text import format_count
from tipcoder.workbench.codebook.file import read_current_codebook
from tipcoder.workbench.codebook.revisions import find_retired_codes
from tipcoder.workbench.study import OpenStudy
from tipcoder.workbench.team_files import hand_to_team

ORIGIN = f"tipcoder {__version__}"
_TOGETHER = 2_000
"""Answers whose texts and codings are held at once."""
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,17}", re.ASCII)
_LISTED_TEXTS = 1_000
"""Texts beyond which lists of other programs get slow."""


@dataclass
class ProjectExport:
    """What was written, and what the format has no place for."""

    path: Path
    answers: int = 0
    codings: int = 0
    memos: int = 0
    coders: set[str] = field(default_factory=set)
    """Whose codings are in it."""
    remarks: tuple[str, ...] = ()


def export_project(
    study: OpenStudy, target: Path, on_written: ProgressCallback = ignore_progress
) -> ProjectExport:
    """Write the whole study as a team file; RAW- stands before its name.

    Raises what `hand_to_team` raises; then nothing was written.
    """
    done = ProjectExport(target)
    retired = _list_retired(study)

    def write(path: Path) -> None:
        # Nobody else may read it, also while it is being written.
        path.touch(0o600)
        # One look at the store: texts and codings belong together.
        with study.store.read() as db:
            builder = _ProjectBuilder(db, study, retired, done)
            write_project(builder.build_project(), path, ORIGIN, on_written)

    (done.path,) = hand_to_team(study, [LeavingFile(target, write, ".qdpx")], raw=True)
    return done


def _list_retired(study: OpenStudy) -> tuple[RefiCode, ...]:
    """Codes out of use that still have codings, so that no coding points at nothing."""
    uuid = study.read_uuid()
    codes = []
    for one in find_retired_codes(study):
        if one.codings:
            codes.append(RefiCode(make_guid(uuid, "code", one.key), one.label, codable=True))
    return tuple(codes)


class SourceGuids:
    """Identifiers of the study's things."""

    def __init__(self, uuid: str) -> None:
        self.uuid = uuid

    def name_source(self, case: str, question: str) -> str:
        """That of an answer."""
        return make_guid(self.uuid, "source", case, question)

    def name_user(self, coder: str) -> str:
        """That of a coder."""
        return make_guid(self.uuid, "user", coder)


class _ProjectBuilder:
    """Puts the parts of a project together."""

    def __init__(
        self, db: Db, study: OpenStudy, retired: Sequence[RefiCode], done: ProjectExport
    ) -> None:
        self._db, self._study, self._done = db, study, done
        self._retired = retired
        self._uuid = survey_data.get_meta(db, survey_data.UUID) or ""
        self._guids = SourceGuids(self._uuid)
        self._questions = survey_data.load_questions(db)
        self._cases = survey_data.load_cases(db)
        self._places = answers.find_answers_by_place(db)
        memos = notes.load_visible_memos(db)
        self._notes = {memo.id: self._build_note(memo) for memo in memos}
        self._on_codes: dict[str, list[str]] = {}
        self._on_codings: dict[int, list[str]] = {}
        self._on_answers: dict[int, list[str]] = {}
        for memo in memos:
            self._file_memo(memo)

    def build_project(self) -> RefiProject:
        book = read_current_codebook(self._db)
        on_codes = {key: tuple(guids) for key, guids in self._on_codes.items()}
        variables, cells = self._read_variables()
        names = tuple(coder.name for coder in coders.load_coders(self._db))
        self._done.answers, self._done.memos = len(self._places), len(self._notes)
        self._done.remarks = tuple(self._list_losses())
        return RefiProject(
            name=self._study.definition.title,
            study=self._uuid,
            users=tuple(RefiUser(self._guids.name_user(name), name) for name in names),
            codes=(*list_refi_codes(book, self._uuid, on_codes), *self._retired),
            variables=variables,
            cases=self._iterate_cases(cells),
            sources=self._iterate_sources(),
            notes=tuple(self._notes.values()),
            sets=tuple(self._iterate_sets()),
            description="Words of answers as they were written: for the team alone.",
            source_count=len(self._places),
        )

    def _build_note(self, memo: Memo) -> RefiNote:
        guid = make_guid(self._uuid, "memo", str(memo.id))
        user = self._guids.name_user(memo.coder)
        return RefiNote(guid, f"Memo of {memo.coder}", memo.text, user, memo.at)

    def _file_memo(self, memo: Memo) -> None:
        """Keep a memo's identifier under what it is about."""
        guid = self._notes[memo.id].guid
        if memo.target.code is not None:
            self._on_codes.setdefault(memo.target.code, []).append(guid)
        elif memo.target.coding_id is not None:
            self._on_codings.setdefault(memo.target.coding_id, []).append(guid)
        elif memo.target.answer_id is not None:
            self._on_answers.setdefault(memo.target.answer_id, []).append(guid)

    def _read_variables(self) -> tuple[tuple[RefiVariable, ...], Mapping[int, dict[str, str]]]:
        """Closed columns with their types, and the cells of each case by variable."""
        by_case = attributes.load_attributes_by_case(self._db)
        kinds: dict[str, str] = {}
        for cells in by_case.values():
            for name, value in cells.items():
                is_whole = _WHOLE.fullmatch(value) is not None
                if value and kinds.get(name) != "Text":
                    kinds[name] = "Integer" if is_whole else "Text"
        guids = {name: make_guid(self._uuid, "variable", name) for name in kinds}
        variables = tuple(RefiVariable(guids[name], name, kind) for name, kind in kinds.items())
        filled = {}
        for case_id, cells in by_case.items():
            # A cell without a value is left out: an empty number is against the schema.
            filled[case_id] = {guids[name]: value for name, value in cells.items() if value}
        return variables, filled

    def _iterate_cases(self, cells: Mapping[int, dict[str, str]]) -> Iterator[RefiCase]:
        for case in self._cases:
            sources = tuple(self._list_sources_of(case))
            guid = make_guid(self._uuid, "case", case.label)
            yield RefiCase(guid, case.label, cells.get(case.id, {}), sources)

    def _list_sources_of(self, case: StoredCase) -> Iterator[str]:
        for question in self._questions:
            if (case.label, question.column) in self._places:
                yield self._guids.name_source(case.label, question.column)

    def _iterate_places(self, question: Question) -> Iterator[tuple[str, str]]:
        for case in self._cases:
            if (case.label, question.column) in self._places:
                yield case.label, question.column

    def _iterate_sets(self) -> Iterator[RefiSet]:
        for question in self._questions:
            sources = tuple(
                self._guids.name_source(*place) for place in self._iterate_places(question)
            )
            if sources:
                guid = make_guid(self._uuid, "question", question.column)
                yield RefiSet(guid, question.column, question.text, sources)

    def _iterate_sources(self) -> Iterator[RefiSource]:
        for question in self._questions:
            for places in iterate_chunks(list(self._iterate_places(question)), _TOGETHER):
                yield from self._read_sources(places)

    def _read_sources(self, places: Sequence[tuple[str, str]]) -> Iterator[RefiSource]:
        ids = [self._places[place] for place in places]
        texts = answers.load_texts(self._db, ids)
        made: dict[int, list[Coding]] = {}
        for coding in codings.load_visible_codings(self._db, ids):
            made.setdefault(coding.answer_id, []).append(coding)
        for place, answer_id in zip(places, ids, strict=True):
            own = made.get(answer_id, [])
            self._done.codings += len(own)
            self._done.coders.update(coding.coder for coding in own)
            yield RefiSource(
                self._guids.name_source(*place),
                " ".join(place),
                texts[answer_id],
                tuple(self._iterate_selections(own)),
                notes=tuple(self._on_answers.get(answer_id, ())),
            )

    def _iterate_selections(self, made: Sequence[Coding]) -> Iterator[RefiSelection]:
        """One selection for each stretch and coder, with all codes that the coder put there."""
        by_stretch: dict[tuple[int, int, str], list[Coding]] = {}
        for coding in made:
            place = coding.start, coding.end, coding.coder
            by_stretch.setdefault(place, []).append(coding)
        for (start, end, coder), own in sorted(by_stretch.items()):
            user = self._guids.name_user(coder)
            codes = []
            for coding in own:
                code = make_guid(self._uuid, "code", coding.code)
                codes.append(RefiCoding(code, user, tuple(self._on_codings.get(coding.id, ()))))
            yield RefiSelection(start, end, tuple(codes), user=user)

    def _list_losses(self) -> Iterator[str]:
        """What has no place in the format, a sentence each."""
        empty = len(coding_records.load_empty_readings(self._db))
        if empty:
            answer = format_count(empty, "answer")
            yield (
                f"Not in the file: {answer} finished without a code, because REFI-QDA has no place "
                "for that. `tipcoder codings export` has them."
            )
        origins = list(coding_records.load_finished_places(self._db).values())
        many = origins.count(MANY)
        if many:
            answer = format_count(many, "answer")
            yield (
                f"{answer} coded with many others at once, which nobody has judged one by one, "
                f"{'looks' if many == 1 else 'look'} in the file like any other."
            )
        carried = sum(origin == CARRIED for origin in origins)
        if carried:
            answer = format_count(carried, "answer")
            yield (
                f"{answer} carried over from others with the same text, which nobody has judged, "
                "look in the file like any other."
            )
        if len(self._places) > _LISTED_TEXTS:
            yield (
                f"{len(self._places)} texts are in it: lists of other programs get slow beyond "
                f"{_LISTED_TEXTS}."
            )
