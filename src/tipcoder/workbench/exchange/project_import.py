"""A project of another program (.qdpx) -> the lines that a file of codings has.

Each text is found among the answers, each user is a coder here, and each position is turned into a
place in the stored text. What cannot be placed is listed; nothing that is here is changed.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tipcoder.errors import BadInput
from tipcoder.interchange.guids import make_guid
from tipcoder.interchange.positions import Counting, PlaceFinder, get_base_text
from tipcoder.interchange.refi_model import RefiCode, RefiCoding, RefiSource
from tipcoder.interchange.refi_reading import ReadProject, read_project
from tipcoder.model.codings import CARRIED, MANY
from tipcoder.store import answers, coders, coding_records, survey_data
from tipcoder.store.engine import Db
from tipcoder.survey.column_names import name_columns
from tipcoder.survey.table import SurveyRow, SurveyTable
from tipcoder.text import format_count, join_first, make_excerpt, make_printable_line
from tipcoder.workbench.codebook.file import read_current_codebook
from tipcoder.workbench.exchange.code_names import CodeNames
from tipcoder.workbench.exchange.codings_export import COLUMNS
from tipcoder.workbench.exchange.project_export import SourceGuids
from tipcoder.workbench.exchange.project_memos import MarkedStretch, MemoCollector, PlacedMemo
from tipcoder.workbench.exchange.project_people import ProjectChoices, name_coders
from tipcoder.workbench.exchange.project_positions import choose_counting
from tipcoder.workbench.exchange.project_texts import MatchedText, TextMatcher
from tipcoder.workbench.exchange.unplaced_codings import UnplacedCodings
from tipcoder.workbench.study import OpenStudy

ENDING = ".qdpx"
_LISTED = 10
_YES, _NO = "yes", "no"
_MANY = {
    "coding of what is no text": "codings of what is no text",
    "mark of a case in a text": "marks of cases in texts",
    "selection without a code": "selections without a code",
    "selection without a place": "selections without a place",
    "value of a variable": "values of variables",
}
"""Plurals that no s makes."""


@dataclass(frozen=True)
class UnfoldedProject:
    """A project as lines of codings, with its memos."""

    table: SurveyTable
    memos: tuple[PlacedMemo, ...]
    notes: tuple[str, ...]


def unfold_project(
    study: OpenStudy, path: Path, choices: ProjectChoices, *, dry_run: bool
) -> UnfoldedProject:
    """Make a line of every coding in a project.

    Raises BadInput for a file that cannot be read, for positions that cannot be told, and, unless
    `choices` skips them or it is a dry run, for codings that cannot be placed, with the first of
    them named.
    """
    project = read_project(path)
    with study.store.read() as db:
        unfolder = _ProjectUnfolder(db, project, choices)
        counting, sentence = choose_counting(project, choices.counting)
        rows = []
        for number, cells in enumerate(unfolder.iterate_lines(counting), 1):
            rows.append(SurveyRow(number, number, cells))
        unfolder.add_code_memos()
        unfolder.memos.refuse_hidden(db, unfolder.places)
    project.further["memo"] += unfolder.memos.count_unplaced()
    unplaced = unfolder.unplaced
    if unplaced.count and not (choices.skips or dry_run):
        raise BadInput(
            f"{path.name}: {format_count(unplaced.count, 'coding')} cannot be placed:\n"
            + "\n".join(unplaced.list_reasons()),
            "Nothing was imported. With --skip they are left out, and the others come in.",
        )
    notes = (
        *project.remarks,
        sentence,
        *unplaced.list_notes(skipped=not dry_run),
        *unfolder.list_changes(),
        *_list_losses(project),
    )
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    table = SurveyTable(
        path.name,
        digest,
        "utf-8",
        "",
        name_columns((*COLUMNS, "finished", "carried", "many")),
        rows,
        (),
    )
    return UnfoldedProject(table, tuple(unfolder.memos.memos), tuple(notes))


class _ProjectUnfolder:
    """Turns sources into lines, and keeps what has no place."""

    def __init__(self, db: Db, project: ReadProject, choices: ProjectChoices) -> None:
        self._project, self._adds_codes = project, choices.adds_codes
        self.unplaced = UnplacedCodings()
        guids = SourceGuids(survey_data.get_meta(db, survey_data.UUID) or "")
        known = [coder.name for coder in coders.load_coders(db)]
        self._people = name_coders(project, choices, known, guids)
        self.memos = MemoCollector(project.notes, self._people)
        self.places = answers.find_answers_by_place(db)
        texts = answers.load_texts(db, list(self.places.values()))
        self._matcher = TextMatcher({at: texts[one] for at, one in self.places.items()}, guids)
        self._codes = _name_codes(db, project, guids)
        self._finished = coding_records.load_finished_places(db)
        self._here: Counter[tuple[str, str, str]] = Counter()
        self._stretches: set[tuple[str, ...]] = set()
        for record in coding_records.load_coding_records(db):
            place = record.case, record.question, record.coder
            self._here[place] += 1
            self._stretches.add((*place, record.code, str(record.start), str(record.end)))
        self._seen: set[tuple[str, ...]] = set()
        self._matched: set[tuple[str, str]] = set()
        self._changed: list[str] = []

    def iterate_lines(self, counting: Counting) -> Iterator[tuple[str, ...]]:
        """Cells of every coding with a place: COLUMNS, `finished`, `carried` and `many`."""
        for source in self._project.sources:
            number = len(source.codings)
            number += sum(len(selection.codings) for selection in source.selections)
            matched = self._matcher.match_source(source)
            if isinstance(matched, str):
                name = make_excerpt(make_printable_line(source.name or source.guid), 40)
                self.unplaced.add_reason(f"text {name!r}: {matched}", number)
                continue
            for part in matched:
                self._matched.add(part.place)
                if part.is_changed:
                    self._changed.append(" ".join(part.place))
            yield from self._iterate_source(source, matched, counting)

    def _iterate_source(
        self, source: RefiSource, parts: Sequence[MatchedText], counting: Counting
    ) -> Iterator[tuple[str, ...]]:
        finder = PlaceFinder(get_base_text(source), counting, source.has_mark)
        first = parts[0]
        if not first.is_part:
            self.memos.add_notes(source.notes, first.place)
        for coding in source.codings:
            whole = None if first.is_part else (0, len(first.answer))
            yield from self._build_line(coding, first, whole)
        for selection in source.selections:
            if not selection.codings:
                self._project.further["selection without a code"] += 1
                # What is said of it is said of the answer.
                if not first.is_part:
                    self.memos.add_notes(selection.notes, first.place)
                continue
            start, end = finder.find_place(selection.start), finder.find_place(selection.end)
            matched, span = first, None
            if start is not None and end is not None and source.text is not None:
                matched, span = _choose_part(parts, start, end)
            beside = selection.notes
            for coding in selection.codings:
                yield from self._build_line(coding, matched, span, beside)
                # A memo on a stretch is kept once, with the first of its codes.
                beside = ()

    def _build_line(
        self,
        coding: RefiCoding,
        matched: MatchedText,
        span: tuple[int, int] | None,
        beside: Sequence[str] = (),
    ) -> Iterator[tuple[str, ...]]:
        if coding.code in self._project.case_guids:
            # Not a code of anybody's: the program says whose text it is.
            self._project.further["mark of a case in a text"] += 1
            return
        code = self._find_code(coding.code)
        if code is None:
            return
        at = " ".join(matched.place)
        if span is None:
            changed = " in the text as it is here" if matched.is_changed else ""
            self.unplaced.add_reason(f"{at}: a quote has no place{changed}")
            return
        coder = self._people[coding.user]
        place = (*matched.place, coder)
        start, end = map(str, span)
        self._seen.add((*place, code, start, end))
        stretch = MarkedStretch(coder, code, *span)
        self.memos.add_notes(dict.fromkeys((*coding.notes, *beside)), matched.place, stretch)
        line = (*place, code, start, end)
        yield (*line, *self._find_state(place, line))

    def _find_state(
        self, place: tuple[str, str, str], line: tuple[str, ...]
    ) -> tuple[str, str, str]:
        """Whether the answer is finished, and whether the coding is one that nobody has judged."""
        if not self._here[place]:
            return _YES, "", ""
        # What the coder left open stays open, whatever another program did with it.
        if place not in self._finished:
            return _NO, "", ""
        origin = self._finished[place] if line in self._stretches else ""
        return _YES, _YES if origin == CARRIED else "", _YES if origin == MANY else ""

    def _find_code(self, guid: str) -> str | None:
        """The key of a code, or its label where it is to be made; None, and noted, for neither."""
        found = self._codes.get(guid)
        if isinstance(found, str):
            return found
        name = " ".join((found.name if found else guid).split())
        if found is not None and found.codable and self._adds_codes:
            return name
        shown = make_excerpt(make_printable_line(name), 60)
        self.unplaced.add_reason(f"the codebook has no code {shown!r} to apply")
        return None

    def add_code_memos(self) -> None:
        """Memos on codes, which no source points at."""
        for guid, code in self._project.codes.items():
            key = self._codes[guid]
            if isinstance(key, str):
                self.memos.add_notes(code.notes, code=key)

    def list_changes(self) -> Iterator[str]:
        """What differs from the study; it all stays as it is here."""
        if self._changed:
            differ = "differs" if len(self._changed) == 1 else "differ"
            yield (
                f"{format_count(len(self._changed), 'text')} {differ} from the answers, which stay "
                f"as they are: {join_first(self._changed, _LISTED)}"
            )
        people = set(self._people.values())
        missing = 0
        for case, question, coder, *rest in self._stretches:
            is_in_file = (case, question) in self._matched and coder in people
            missing += is_in_file and (case, question, coder, *rest) not in self._seen
        if missing:
            be = "is" if missing == 1 else "are"
            yield (
                f"{format_count(missing, 'coding')} of these coders {be} here and not in the file, "
                "and not removed"
            )


def _choose_part(
    parts: Sequence[MatchedText], start: int, end: int
) -> tuple[MatchedText, tuple[int, int] | None]:
    """The answer that a stretch of a source lies in, and where in it."""
    for part in parts:
        span = part.find_span(start, end)
        if span is not None:
            return part, span
    return parts[0], None


def _name_codes(db: Db, project: ReadProject, guids: SourceGuids) -> dict[str, str | RefiCode]:
    """Keys of codes here by the identifiers of codes there; the code itself where none fits."""
    book = read_current_codebook(db)
    names = CodeNames(book)
    by_guid = {}
    for code in book.codes.values():
        if code.codable:
            by_guid[make_guid(guids.uuid, "code", code.key)] = code.key
    found: dict[str, str | RefiCode] = {}
    for guid, there in project.codes.items():
        # Some programs write the path of a code as its name.
        last = there.name.rpartition("::")[2]
        key = by_guid.get(guid) or names.find_code(there.name) or names.find_code(last)
        found[guid] = key or there
    return found


def _list_losses(project: ReadProject) -> Iterator[str]:
    """What else the file has, and what has no place here."""
    told = []
    for what, number in sorted(project.further.items()):
        if number:
            told.append(format_count(number, what, _MANY.get(what, "")))
    if told:
        yield "not taken from the file: " + ", ".join(told)
